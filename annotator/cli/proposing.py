"""A suggester, or a file of predictions, at work; and what is said of it."""

from __future__ import annotations

import shutil
import tempfile
from collections import Counter
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any, BinaryIO

from annotator.cli.guidelines import guidelines, scheme_of, text_of, use_guidelines
from annotator.cli.progress import Progress, progress
from annotator.cli.say import many, say
from annotator.config import Config
from annotator.errors import UsageError
from annotator.scheme import Scheme
from annotator.store import Store
from annotator.suggest.checking import Refused
from annotator.suggest.plugins import RULES, suggester
from annotator.suggest.predictions import Articles, Predictions, line_of, models
from annotator.suggest.registry import Registry
from annotator.suggest.running import Proposer, Report, Run, Watcher
from annotator.suggest.suggester import Project, Suggester

NAMED = 10  # refusals of a suggester for the same reason that are named one by one
KEPT = 1000  # lines of a file that the report for programs names one by one


class Proposing:
    """One call of annotator suggest: its runs, and what is to be said of them."""

    def __init__(self, store: Store, scheme: Scheme) -> None:
        self._store, self._scheme = store, scheme
        self._runs: list[Run] = []
        self._closing: list[str] = []
        self._bad: list[tuple[int, str]] = []  # lines of a file: the first ones of them...
        self._bad_count = 0  # ...and how many they are
        self._empty = False  # a file without any line
        self.from_file = False

    @property
    def well(self) -> bool:
        """Whether everything could be used."""
        return not self._bad_count and all(run.report.well for run in self._runs)

    def run(self, suggester: Suggester, words: Sequence[str] | None, again: bool) -> None:
        """Let `suggester` read the articles that `words` name, else those that are new to it, else all."""
        run = Run(self._store, suggester, self._scheme)
        if words:
            digests = named(self._store, words)
        else:
            digests = [x.digest for x in self._store.articles()] if again else run.unread()
        self._runs.append(run)
        if digests:
            for sentence in _said(suggester, "opening"):
                say(sentence)
        try:
            with progress("reading", lambda: len(digests)) as bar:
                run.over(digests, _Narrator(bar))
        finally:
            self._closing += _said(suggester, "closing") if digests else []

    def take(
        self, stream: BinaryIO, name: str, model: str | None, version: str | None, words: Sequence[str] | None
    ) -> None:
        """Take the predictions in `stream`, the file `name`: of the articles that `words` name, else all."""
        self.from_file = True
        infos = [info.digest for info in self._store.articles()]
        wanted = named(self._store, words) if words else infos
        known = Articles(frozenset(infos), self._store.paths())
        with progress("taking in", lambda: None) as bar:

            def tell(number: int, sentence: str) -> None:
                self._bad_count += 1
                if len(self._bad) < KEPT:
                    self._bad.append((number, sentence))
                bar.say(f"annotator: {name}, line {number}: {sentence}")

            for one in models(stream, known, tell, model, version):
                run = Run(self._store, Predictions(stream, one, tell), self._scheme, None)
                self._runs.append(run)
                run.over([d for d in wanted if d in one.lines], _Lines(bar, tell))
        self._empty = not (self._runs or self._bad_count)

    # The report

    def as_json(self) -> dict[str, Any]:
        """The report for programs."""
        runs = [_as_json(run) for run in self._runs]
        if not self.from_file:
            return runs[0] if runs else {}
        lines = [{"line": number, "reason": sentence} for number, sentence in self._bad]
        return {"models": runs, "lines_refused": self._bad_count, "lines": lines}

    def as_words(self) -> Iterator[str]:
        """The report for people, a line at a time."""
        for run in self._runs:
            yield from _as_words(run, by_line=self.from_file)
        if self._bad_count:
            yield f"{many(self._bad_count, 'line')} could not be used, each is named above"
        if self._empty:
            yield "there is no line in the file"
        yield from self._closing


class _Narrator(Watcher):
    """Says what goes wrong with a suggester, above the bar."""

    def __init__(self, bar: Progress) -> None:
        self._bar = bar
        self._named: Counter[str] = Counter()

    def done(self) -> None:
        self._bar.step()

    def failed(self, digest: str, sentence: str) -> None:
        self._bar.say(f"annotator: article {digest[:12]}: {sentence}")

    def refused(self, digest: str, refused: Refused) -> None:
        self._named[refused.reason] += 1
        if self._named[refused.reason] <= NAMED:
            self._bar.say(f"annotator: article {digest[:12]}: a proposal is refused: {refused}")


class _Lines(Watcher):
    """Says which line of a file was refused."""

    def __init__(self, bar: Progress, tell: Any) -> None:
        self._bar, self._tell = bar, tell

    def done(self) -> None:
        self._bar.step()

    def failed(self, digest: str, sentence: str) -> None:
        self._bar.say(f"annotator: article {digest[:12]}: {sentence}")

    def refused(self, digest: str, refused: Refused) -> None:
        self._tell(line_of(refused.id), str(refused))


def project_of(config: Config, store: Store | None = None) -> Project:
    """What suggesters may know of the project; all that `store` does from now on is done under its scheme."""
    scheme = use_guidelines(store, config.folder) if store else scheme_of(config.folder)
    guideline = guidelines(config.folder).guideline
    return Project(config, scheme, text_of(guideline) if guideline else "")


def by_rule(store: Store, project: Project) -> Proposer:
    """The rules, ready to read new articles."""
    return Proposer(suggester(RULES, project), project.scheme, Registry(store.speakers()))


def named(store: Store, words: Sequence[str]) -> list[str]:
    """The digests of the articles that `words` name by number, path or first digits, each once.

    Raises UsageError where a word names none or several.
    """
    from annotator.cli.annotate import found

    paths = store.paths()
    chosen: dict[str, None] = {}
    for word in words:
        there = paths.get(word, ())
        if len(there) > 1:
            raise UsageError(f"more than one article came from {word}; name it by its digest")
        chosen[there[0] if there else found(store, word)] = None
    return list(chosen)


@contextmanager
def seekable(file: str, stdin: BinaryIO | None) -> Iterator[BinaryIO]:
    """`file` ("-": `stdin`) open for reading back and forth; what cannot be is copied first."""
    if file == "-":
        if stdin is None:
            raise UsageError("stdin is closed; name a file")
        with _copied(stdin) as copy:
            yield copy
        return
    path = Path(file)
    if not path.exists():
        raise UsageError(f"there is no file {file}; check the name")
    if path.is_dir():
        raise UsageError(f"{file} is a folder; name the file with the predictions")
    with path.open("rb") as stream:
        if stream.seekable():
            yield stream
        else:
            with _copied(stream) as copy:
                yield copy


@contextmanager
def _copied(stream: BinaryIO) -> Iterator[BinaryIO]:
    with tempfile.TemporaryFile() as copy:
        shutil.copyfileobj(stream, copy)
        copy.seek(0)
        yield copy


def _said(suggester: Suggester, what: str) -> list[str]:
    """What a suggester has to say before (`opening`) or after (`closing`) a run; most have nothing."""
    method = getattr(suggester, what, None)
    return [str(line) for line in method()] if callable(method) else []


def _as_json(run: Run) -> dict[str, Any]:
    report = run.report
    return {
        "layer": {"kind": run.layer.kind, "name": run.layer.name, "version": run.layer.version},
        "articles": report.articles,
        "proposals": report.proposals,
        "new": report.new,
        "gone": report.gone,
        "superseded": report.superseded,
        "rejected": report.rejected,
        "speakers": report.speakers,
        "refused": dict(report.refused),
        "failed": [{"article": digest, "reason": sentence} for digest, sentence in report.failed],
    }


def _as_words(run: Run, by_line: bool) -> Iterator[str]:
    report = run.report
    who = f"{run.layer.name} {run.layer.version}"
    if not (report.articles or report.failed or report.refused):
        yield f"{who}: no article is new to it; --again lets it read all of them again"
        return
    read = many(report.articles, "article")
    yield f"{who}: {read} read, {many(report.proposals, 'proposal')}{_news(report)}"
    if report.superseded:
        yield f"{many(report.superseded, 'proposal')} of other versions superseded"
    if report.rejected:
        verb = "was" if report.rejected == 1 else "were"
        yield f"{many(report.rejected, 'proposal')} that {verb} rejected stay so"
    if report.refused and not by_line:
        total = sum(report.refused.values())
        reasons = "; ".join(f"{count:,} because {reason}" for reason, count in report.refused.most_common())
        yield f"{many(total, 'proposal')} refused: {reasons}"
    if report.failed:
        yield f"{many(len(report.failed), 'article')} could not be read, each is named above"


def _news(report: Report) -> str:
    parts = []
    if report.new != report.proposals:
        parts.append(f"{report.new:,} new")
    if report.gone:
        parts.append(f"{report.gone:,} of before gone")
    if report.speakers:
        parts.append(many(report.speakers, "new speaker"))
    return f" ({', '.join(parts)})" if parts else ""
