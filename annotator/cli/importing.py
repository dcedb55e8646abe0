"""Files of another program on their way into the database."""

from __future__ import annotations

import uuid
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from annotator.cli.intake import take_in
from annotator.cli.progress import Progress
from annotator.cli.say import many
from annotator.errors import InputError, StoreError, UsageError
from annotator.formats import brat
from annotator.formats.brat import BratQuote
from annotator.ingest.incoming import Incoming
from annotator.ingest.read import read
from annotator.model import Change, Label, Layer, Note, Quote, Span
from annotator.scheme import Scheme
from annotator.store import Store
from annotator.store.acting import Act

ACTOR = "import"  # the program that the events name
_IDS = uuid.UUID("5b0a7b35-6f1e-5c6a-9d0e-3f5c6f1e7a21")  # any, the same for ever


@dataclass(frozen=True, slots=True)
class Piece:
    """A text and the files that say what was marked in it, by name."""

    text: Path
    marked: tuple[Path, ...]


def pieces(paths: Sequence[Path], marked: Path | None) -> list[Piece]:
    """The texts of `paths` with their .ann files: in `marked`, else beside them, else in attributions/.

    Raises UsageError where a path is not there, or nothing in it is a text.
    """
    found: list[Piece] = []
    if marked is not None and not marked.is_dir():
        raise UsageError(f"there is no folder {marked}; name the one that the .ann files are in")
    for path in paths:
        texts, beside = _texts(path)
        if not texts:
            raise UsageError(f"there is no .txt in {path}; name the folder with the texts, or the files")
        by_folder: dict[Path, list[Path]] = {}
        for text in texts:
            by_folder.setdefault(marked or beside or text.parent, []).append(text)
        for folder, some in by_folder.items():
            files = brat.annotations(some, folder)
            found += [Piece(text, tuple(files[text])) for text in some if text in files]
    return found


def _texts(path: Path) -> tuple[list[Path], Path | None]:
    """The texts that a path names, and the folder of what was marked where the layout says it."""
    if path.is_dir():
        if (path / "text").is_dir() and (path / "attributions").is_dir():
            return sorted((path / "text").glob("*.txt")), path / "attributions"
        return sorted(path.rglob("*.txt")), None
    if not path.exists():
        raise UsageError(f"there is no {path}; check the name")
    if path.suffix.lower() != ".txt":
        raise UsageError(f"{path} is no .txt; name the texts, their .ann files are found by their names")
    return [path], None


class Import:
    """One call of annotator import: what it did, and what is to be said of it."""

    def __init__(self, store: Store, project: Path, scheme: Scheme, layer: Layer, bar: Progress) -> None:
        self._store, self._project, self._scheme, self._layer = store, project, scheme, layer
        self._bar = bar
        self.new = self.known = self.quotes = self.notes = 0
        self.layers: Counter[Layer] = Counter()  # texts of each
        self.bare: list[str] = []  # texts in which nothing was marked: they stay out
        self.complaints: list[str] = []  # lines and labels that were left out
        self.refused: list[str] = []  # files that could not be used

    def run(self, found: Iterable[Piece], each: bool) -> None:
        """Take in every piece, an article at a time; `each`: all files of a text, not only its first one."""
        for piece in found:
            if not piece.marked:
                self.bare.append(str(piece.text))
            else:
                self._piece(piece, piece.marked if each else piece.marked[:1], each)
            self._bar.step()

    def _piece(self, piece: Piece, files: Sequence[Path], each: bool) -> None:
        one = next(iter(read([piece.text])))
        if isinstance(one, InputError):
            self._refuse(str(one))
            return
        quiet = _Quiet()
        intake = take_in(self._store, [one], self._project, quiet)
        if intake.refused:
            self._refuse(intake.refused[0])
            return
        self.new += intake.new
        self.known += intake.known
        for file in files:
            who = brat.annotator(piece.text, file)
            layer = replace(self._layer, name=f"{self._layer.name}-{who}") if each and who else self._layer
            self._file(file, one, layer)

    def _file(self, file: Path, one: Incoming, layer: Layer) -> None:
        try:
            standoff = file.read_bytes().decode("utf-8-sig")
        except OSError as problem:
            self._refuse(f"{file}: it cannot be read ({problem.strerror}); mend that and import it again")
            return
        except UnicodeDecodeError:
            self._refuse(f"{file}: it is not UTF-8; save it so and import it again")
            return
        article = one.article
        marked = brat.read(article.text, standoff, str(file))
        for complaint in marked.complaints:
            self._complain(complaint)
        quotes = list(self._quotes(file, marked.quotes, article.digest, layer))
        try:
            self._store.fill(ACTOR, layer, article.digest, quotes, says=f"imports {file.name}")
            notes = list(_notes(marked.quotes, quotes))
            self._add_notes(article.digest, layer, notes)
        except StoreError as problem:
            self._refuse(f"{file}: {problem}")
            return
        self.quotes += len(quotes)
        self.notes += len(notes)
        self.layers[layer] += 1

    def _quotes(self, file: Path, found: Sequence[BratQuote], digest: str, layer: Layer) -> Iterator[Quote]:
        seen: Counter[object] = Counter()
        made = []
        for quote in found:
            what = quote.content, quote.cue, quote.source
            seen[what] += 1
            id_ = str(uuid.uuid5(_IDS, f"{digest} {layer} {_places(what)} {seen[what]}"))
            labels = tuple(label for label in quote.labels if self._takes(file, label))
            made.append(Quote(id_, digest, layer, *what, labels=labels))
        for one in made:
            yield replace(one, parent=_parent(one, made))

    def _takes(self, file: Path, label: Label) -> bool:
        reason = self._scheme.refuse(label)
        if reason is not None:
            self._complain(f"{file}: {label.field} {label.value} was left out: {reason}")
        return reason is None

    def _add_notes(self, digest: str, layer: Layer, notes: Sequence[Note]) -> None:
        """Those that are not there yet: a note is never taken away by an import."""
        there = {note.id for note in self._store.open_article(digest, layer).notes} if notes else set()
        new = tuple(Change(None, note) for note in notes if note.id not in there)
        if new:
            self._store.act(ACTOR, Act("imports notes", new, digest))

    def _complain(self, sentence: str) -> None:
        self.complaints.append(sentence)
        self._bar.say(f"annotator: {sentence}")

    def _refuse(self, sentence: str) -> None:
        self.refused.append(sentence)
        self._bar.say(f"annotator: {sentence}")

    def as_json(self) -> dict[str, Any]:
        """The report for programs."""
        return {
            "new": self.new,
            "known": self.known,
            "quotes": self.quotes,
            "notes": self.notes,
            "layers": {str(layer): count for layer, count in sorted(self.layers.items(), key=str)},
            "without_annotations": self.bare,
            "left_out": self.complaints,
            "refused": self.refused,
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
        if self.bare:
            yield f"{many(len(self.bare), 'text')} without an .ann file left out, the first is {self.bare[0]}"
        if self.complaints:
            yield f"{many(len(self.complaints), 'thing')} left out, each is named above"
        if self.refused:
            yield f"{len(self.refused):,} could not be used, each is named above"


class _Quiet:
    """Progress within a step."""

    def step(self) -> None:
        pass

    def say(self, sentence: str) -> None:
        pass


def _places(spans: Iterable[Sequence[Span]]) -> str:
    return "/".join(",".join(f"{span.start}-{span.end}" for span in part) for part in spans)


def _parent(quote: Quote, others: Sequence[Quote]) -> str | None:
    """The smallest other quote of which one span of content holds all of this one (as in work.derive)."""
    hull = Span(quote.start, quote.end)
    around = [o for o in others if o.content != quote.content and any(s.contains(hull) for s in o.content)]
    return min(around, key=lambda o: (_size(o), o.id)).id if around else None


def _size(quote: Quote) -> int:
    return sum(span.end - span.start for span in quote.content)


def _notes(found: Sequence[BratQuote], quotes: Sequence[Quote]) -> Iterator[Note]:
    for marked, quote in zip(found, quotes, strict=True):
        for n, text in enumerate(marked.notes):
            id_ = str(uuid.uuid5(_IDS, f"{quote.id} {n} {text}"))
            yield Note(id_, quote.article, quote.layer, quote.content[0], text, quote.id)
