"""Projects to label: with nothing proposed, with what is right, and with what the rules propose."""

import json
import shutil
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from subprocess import DEVNULL, run
from typing import Any

from annotator.cli.annotate import pointing
from annotator.cli.guidelines import use_guidelines
from annotator.model import Span
from annotator.store import Store
from annotator.work.worklist import Worklist
from scripts.benches.keying.wanted import Person, Story
from scripts.benches.terminal import annotator, environment

WHO = "hand"
ARMS = {
    "none": "nothing is proposed",
    "right": "all that is proposed is right",
    "rules": "the rules propose",
}


@dataclass(frozen=True, slots=True)
class Corpus:
    """Gold, and the file of each of its articles."""

    stories: Sequence[Story]
    files: Sequence[Path]


def project(folder: Path, arm: str, corpus: Corpus) -> Path:
    """A project in `folder` with the articles taken in, and what the arm proposes, by the real commands."""
    _annotator("init", str(folder))
    words = [] if arm == "rules" else ["--no-suggest"]
    _annotator("--project", str(folder), "ingest", *words, *(str(file.resolve()) for file in corpus.files))
    if arm == "right":
        told = folder / "right.jsonl"
        told.write_text("".join(f"{line}\n" for line in _lines(corpus)), "utf-8")
        _annotator("--project", str(folder), "suggest", "--from", str(told))
    with Store(f"sqlite:///{folder / 'annotator.db'}") as store:
        use_guidelines(store, folder)
        store.add_actor(WHO)
    return folder


def texts(project: Path, stories: Sequence[Story]) -> dict[str, str]:
    """Path of a story -> the text of its article as it was taken in."""
    with Store(f"sqlite:///{project / 'annotator.db'}") as store:
        by_name = {Path(i.source.path).name: store.article(i.digest).text for i in store.articles()}
    return {story.path: by_name[Path(story.path).name] for story in stories}


def twin(project: Path, at: Path) -> Path:
    """A copy of a project, to do the same once more."""
    return Path(shutil.copytree(project, at))


@contextmanager
def at_work(project: Path) -> Iterator[Worklist]:
    """A session in a project."""
    with Store(f"sqlite:///{project / 'annotator.db'}") as store:
        yield Worklist(store, WHO, use_guidelines(store, project), pointer=pointing)


def _lines(corpus: Corpus) -> Iterator[str]:
    """The gold as a model's predictions: all of it but notes, flags and which quote another judges."""
    for story, file in zip(corpus.stories, corpus.files, strict=True):
        article = {"path": str(file.resolve())}
        for quote in story.quotes:
            yield json.dumps({
                "id": quote.key,
                "layer": {"kind": "model", "name": "gold", "version": "1"},
                "article": article,
                **{role: list(map(_span, getattr(quote, role))) for role in ("content", "cue", "source")},
                "speakers": [_person(person) for person in quote.speakers],
                "via": [_person(person) | (_span(span) if span else {}) for person, span in quote.via],
                "stance": [_stance(value, target) for value, target in quote.stance],
                "topics": [{"code": code} for code in quote.topics],
            })  # fmt: skip


def _span(span: Span) -> dict[str, Any]:
    return {"start": span.start, "end": span.end}


def _person(person: Person | None) -> dict[str, Any]:
    if person is None:
        return {"id": None, "name": None}
    return {"name": person.name, "kind": person.kind, "aliases": list(person.aliases)}


def _stance(value: str, target: str | None) -> dict[str, Any]:
    step = value.lstrip("-").isdigit()
    return {"target": target, "kind": "step" if step else value, "step": int(value) if step else None}


def _annotator(*words: str) -> None:
    run([*annotator(), *words], env=environment(), check=True, stdout=DEVNULL, stderr=DEVNULL)
