"""Files of another program on their way into the database."""

from __future__ import annotations

import os
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from annotator.cli.intake import take_in
from annotator.cli.people import LONGEST
from annotator.cli.progress import Progress, Silent
from annotator.cli.resolving import Resolved, Resolver
from annotator.cli.say import many
from annotator.errors import InputError, StoreError, UsageError
from annotator.formats.document import Answer, Complaint, Document, Said
from annotator.formats.holding import UNNAMED
from annotator.formats.registry import Format
from annotator.ingest.incoming import Draft, Incoming, incoming
from annotator.model import Change, Layer, LayerKind
from annotator.scheme import Scheme
from annotator.store import Store
from annotator.store.acting import Act
from annotator.store.fill import Filling

ACTOR = "import"  # the program that the events name
_NOWHERE = Path(os.devnull)  # no file lies in it

Found = Iterable[tuple[Path, Document | Complaint]]  # with the path on the command line


@dataclass(frozen=True, slots=True)
class Naming:
    """What layers are to be called: without a `name`, as the files say.

    With it the first answer to each text is taken, or all of them (`each`), as “NAME-WHO”.
    """

    name: str | None = None
    kind: LayerKind | None = None
    version: str = ""
    each: bool = False

    def layer(self, said: Layer) -> Layer:
        """The layer of what a file says in the layer `said`. Raises UsageError, InputError."""
        if self.name is None:
            if said == UNNAMED:
                raise UsageError("these files do not say who marked them; name the layer with --layer")
            return sound(said)
        kind = self.kind or said.kind
        version = self.version or (said.version if kind == said.kind else "")
        name = self.name if said == UNNAMED or not self.each else f"{self.name}-{said.name}"
        return sound(Layer(kind, name, version))


def sound(layer: Layer) -> Layer:
    """`layer`, if it can be one. Raises InputError."""
    for word in (layer.name, layer.version or "1"):
        if not word.strip() or len(word) > LONGEST or not word.isprintable():
            raise InputError(
                f"“{word[:LONGEST]}” names no layer: that takes 1 to {LONGEST} printable characters"
            )
    if layer.kind is LayerKind.MODEL and not layer.version:
        raise InputError("a model's layer has a version; name it with --layer-version")
    if layer.kind is LayerKind.HUMAN and layer.version:
        raise InputError("a person's layer has no version; say --kind gold")
    return layer


class Import:
    """One call of annotator import: what it did, and what is to be said of it.

    `trial`: nothing is written, but all is looked at that would be. `named`: the report names each thing that
    was left out; else it counts them.
    """

    def __init__(
        self,
        store: Store,
        project: Path,
        scheme: Scheme,
        format: Format,
        naming: Naming,
        bar: Progress,
        trial: bool = False,
        named: bool = True,
    ) -> None:
        self._store, self._project, self._format, self._naming = store, project, format, naming
        self._bar, self._trial = bar, trial
        self._resolver = Resolver(store, scheme, nests=format.name != "jsonl")
        self.new = self.known = self.quotes = self.notes = self.speakers = self.repaired = 0
        self.layers: Counter[Layer] = Counter()  # texts of each
        self.aside = 0  # further answers to a text, which were not asked for
        self.bare = _Told(named)  # texts in which nothing was marked: they stay out
        self.complaints = _Told(named)  # lines and labels that were left out
        self.refused = _Told(named)  # files, records and texts that could not be used

    @property
    def sound(self) -> bool:
        """Whether nothing had to be left out."""
        return not (self.complaints.many or self.refused.many)

    def run(self, found: Found) -> None:
        """Take in every document, one at a time."""
        for path, one in found:
            if isinstance(one, Complaint):
                (self._refuse if one.whole else self._complain)(one.sentence)
                continue
            self._document(path, one)
            self._bar.step()

    def _document(self, path: Path, one: Document) -> None:
        source = one.source
        if self._format.folder:  # its names are those of files, from the folder that they were read from
            root = path if path.is_dir() else path.parent
            source = replace(source, path=(root / source.path).as_posix())
        if self._format.name == "brat" and not one.answers:
            self.bare.add(source.path)
            return
        draft = incoming(Draft(one.text, source))
        if isinstance(draft, InputError):
            self._refuse(str(draft))
            return
        if not self._take_in(draft):
            return
        self.repaired += one.repaired
        for answer in self._answers(one.answers):
            self._answer(answer.file or f"{path}, {one.name}", draft.article.digest, answer)

    def _take_in(self, draft: Incoming) -> bool:
        """Whether the article is in the database now; in a trial it may come."""
        if self._trial:
            return True
        project = self._project if self._format.folder else _NOWHERE
        intake = take_in(self._store, [draft], project, _Quiet())
        if intake.refused:
            self._refuse(intake.refused[0])
            return False
        self.new += intake.new
        self.known += intake.known
        return True

    def _answers(self, found: tuple[Answer, ...]) -> Iterator[Answer]:
        """The answers that are wanted, one a layer."""
        if self._naming.name is not None and not self._naming.each:
            self.aside += len(found[1:])
            found = found[:1]
        layers: dict[Layer, list[Said]] = {}
        files: dict[Layer, str] = {}
        for answer in found:
            try:
                layer = self._naming.layer(answer.layer)
            except InputError as problem:
                self._refuse(f"{answer.file or answer.layer}: {problem}")
                continue
            layers.setdefault(layer, []).extend(answer.quotes)
            files.setdefault(layer, answer.file)
        yield from (Answer(layer, tuple(quotes), files[layer]) for layer, quotes in layers.items())

    def _answer(self, where: str, digest: str, answer: Answer) -> None:
        def tell(sentence: str) -> None:
            self._complain(f"{where}: {sentence}")

        layer = answer.layer
        made = self._resolver.resolve(digest, layer, answer.quotes, tell)
        try:
            if self._trial:
                self._check_untouched(digest, layer, made)
            else:
                self._write(where, digest, layer, made)
        except StoreError as problem:
            self._refuse(f"{where}: {problem}")
            return
        self.speakers += self._resolver.written(made)
        self.quotes += len(made.quotes)
        self.notes += len(made.notes)
        self.layers[layer] += 1

    def _write(self, where: str, digest: str, layer: Layer, made: Resolved) -> None:
        """Raises StoreError."""
        filling = Filling(digest, made.quotes, made.speakers)
        self._store.fill_many(ACTOR, layer, [filling], f"imports {Path(where).name}")
        there = {note.id for note in self._store.open_article(digest, layer).notes} if made.notes else set()
        new = tuple(Change(None, note) for note in made.notes if note.id not in there)
        if new:  # a note is never taken away by an import
            self._store.act(ACTOR, Act("imports notes", new, digest))

    def _check_untouched(self, digest: str, layer: Layer, made: Resolved) -> None:
        """Raises StoreError where a person's labels would change."""
        if layer.kind is LayerKind.HUMAN and self._store.known_articles([digest]):
            there = self._store.open_article(digest, layer).quotes
            if any(quote not in made.quotes for quote in there):
                raise StoreError(f"{layer} has labels there already, which no program changes")

    def _complain(self, sentence: str) -> None:
        self.complaints.add(sentence)
        self._bar.say(f"annotator: {sentence}")

    def _refuse(self, sentence: str) -> None:
        self.refused.add(sentence)
        self._bar.say(f"annotator: {sentence}")

    def as_json(self) -> dict[str, Any]:
        """The report for programs."""
        return {
            "new": self.new,
            "known": self.known,
            "quotes": self.quotes,
            "notes": self.notes,
            "speakers": self.speakers,
            "repaired": self.repaired,
            "layers": {str(layer): count for layer, count in sorted(self.layers.items(), key=str)},
            "further_answers": self.aside,
            "without_annotations": self.bare.every,
            "left_out": self.complaints.every,
            "refused": self.refused.every,
        }

    def as_words(self) -> Iterator[str]:
        """The report for people, a line at a time."""
        notes = f" and {many(self.notes, 'note')}" if self.notes else ""
        yield (
            f"{many(self.quotes, 'quote')}{notes} imported, in {many(self.new, 'new article')} "
            f"and {self.known:,} known"
        )
        for layer, count in sorted(self.layers.items(), key=str):
            yield f"{layer}: {many(count, 'article')}"
        if self.speakers:
            yield f"{many(self.speakers, 'new entry', 'new entries')} in the registry of speakers"
        if self.repaired:
            yield f"{many(self.repaired, 'span')} moved to where the words are"
        if self.aside:
            yield f"{many(self.aside, 'further answer')} not taken; --each takes all"
        yield from self._left_out()

    def _left_out(self) -> Iterator[str]:
        if self.bare.many:
            bare = f"{many(self.bare.many, 'text')} without an .ann file"
            yield f"{bare} left out, the first is {self.bare.every[0]}"
        if self.complaints.many:
            yield f"{many(self.complaints.many, 'thing')} left out, each is named above"
        if self.refused.many:
            yield f"{self.refused.many:,} could not be used, each is named above"

    def as_failed(self) -> str:
        """For a trial that is not `sound`."""
        count = self.complaints.many + self.refused.many
        return (
            f"nothing was imported: {many(count, 'thing')} would be left out, and --strict takes all or none"
        )

    def failed_json(self) -> dict[str, Any]:
        """The same for programs."""
        nothing = dict.fromkeys(("new", "known", "quotes", "notes", "speakers", "repaired"), 0)
        return self.as_json() | nothing | {"layers": {}}


class _Told:
    """What was said, and how often: `every` of it, or where nobody asks for all the first."""

    def __init__(self, all: bool) -> None:
        self._all = all
        self.many = 0
        self.every: list[str] = []

    def add(self, sentence: str) -> None:
        self.many += 1
        if self._all or self.many == 1:
            self.every.append(sentence)


class _Quiet(Silent):
    """Progress within a step."""

    def say(self, sentence: str) -> None:
        pass
