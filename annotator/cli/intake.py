"""What became of the files that were taken in."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from functools import partial
from pathlib import Path
from typing import Any

from annotator.cli.progress import Progress
from annotator.cli.say import many
from annotator.errors import InputError
from annotator.ingest.incoming import Incoming
from annotator.ingest.lines import begins_ours
from annotator.ingest.walk import files
from annotator.model import Source
from annotator.store import Store
from annotator.store.articles import Arrival
from annotator.store.fill import Filling
from annotator.store.proposing import Taken
from annotator.suggest.running import Proposer
from annotator.suggest.suggester import Defeated, Given, Unusable
from annotator.text.sentences import SEGMENTER

BATCH = 100  # articles that go in together, in one transaction...
LETTERS = 1_000_000  # ...unless they are so many characters before
UTF8 = (None, "utf-8", "utf-8-sig", "declared utf-8")
# Given arrivals and what became of each: (path, what is to be remembered of it).
Mark = Callable[[Sequence[Arrival], Sequence[Taken]], tuple[str, str]]
NAMED = 5  # files of another encoding that are named one by one


@dataclass
class Intake:
    """A count of what was done.

    `encodings`: how files that are not UTF-8 were read, and which they are. `unread`: what went wrong with
    the proposals for articles that are in. `proposals` is None where none were to be made.
    """

    new: int = 0
    known: int = 0
    sources: int = 0  # new sources of articles that were known
    proposals: int | None = None
    refused: list[str] = field(default_factory=list)
    unnamed: int = 0  # refused, too, but so many that only the first ones are kept
    unread: list[str] = field(default_factory=list)
    encodings: dict[str, list[str]] = field(default_factory=dict)

    def add(self, other: Intake) -> None:
        """What was done in another place, too."""
        self.new += other.new
        self.known += other.known
        self.sources += other.sources
        self.unnamed += other.unnamed
        if other.proposals is not None:
            self.proposals = (self.proposals or 0) + other.proposals
        self.refused += other.refused
        self.unread += other.unread
        for encoding, names in other.encodings.items():
            self.encodings.setdefault(encoding, []).extend(names)

    def as_json(self) -> dict[str, Any]:
        """The report for programs."""
        return {
            "new": self.new,
            "known": self.known,
            "new_sources": self.sources,
            "proposals": self.proposals,
            "refused": self.refused,
            "unread": self.unread,
            "encodings": self.encodings,
        }

    def as_words(self) -> Iterator[str]:
        """The report for people, a line at a time."""
        proposed = f", {many(self.proposals, 'quote')} proposed" if self.proposals else ""
        yield f"{many(self.new, 'new article')} taken in{proposed}"
        if self.known:
            them = "it" if self.known == 1 else "them"
            what = (
                f"{many(self.sources, 'new source')} of {them} noted" if self.sources else "with nothing new"
            )
            yield f"{many(self.known, 'article')} known already, {what}"
        for encoding, names in sorted(self.encodings.items()):
            more = f" and {len(names) - NAMED:,} more" if len(names) > NAMED else ""
            yield f"not UTF-8 but read as {encoding}: {', '.join(names[:NAMED])}{more}"
        if self.unnamed:
            yield f"{len(self.refused) + self.unnamed:,} could not be used, each was named when it was read"
        elif self.refused:
            yield f"{len(self.refused):,} could not be used, each is named above"

    @property
    def well(self) -> bool:
        """Whether everything could be used."""
        return not (self.refused or self.unnamed)


def expected(paths: Iterable[str]) -> int | None:
    """How many articles are to come; None where only reading would tell."""
    known = 0
    for path in paths:
        for file in () if path == "-" else files(Path(path)):
            known += _lines(file) if isinstance(file, Path) and file.suffix.lower() == ".jsonl" else 1
    return None if "-" in paths else known


def _lines(file: Path) -> int:
    """The lines of a file that hold something; none where they are records that this program wrote."""
    try:
        if not file.is_file():  # a pipe would make us wait
            return 1
        with file.open("rb") as stream:
            first = stream.readline()
            return 0 if begins_ours(first) else 1 + sum(not line.isspace() for line in stream)
    except OSError:
        return 1  # which says what is wrong


def take_in(
    store: Store,
    found: Iterable[Incoming | InputError],
    project: Path,
    bar: Progress,
    proposer: Proposer | None = None,
) -> Intake:
    """Put what was read into the database, with what `proposer` proposes for the articles that are new.

    What cannot be read is said at once, and so is an article that defeats the proposer: it goes in without.
    """
    taking = Taking(store, project, bar, proposer)
    try:
        for one in found:
            taking.add(one)
    finally:  # Ctrl-C, too: what was read before is in
        taking.flush()
    return taking.intake


class Taking:
    """Articles on their way into the database, some at a time; `batch`: after how many, unless flushed."""

    def __init__(
        self,
        store: Store,
        project: Path,
        bar: Progress,
        proposer: Proposer | None,
        batch: float = BATCH,
        letters: float = LETTERS,
    ) -> None:
        self.intake = Intake(proposals=0 if proposer else None)
        self._batch, self._most = batch, letters
        self._store, self._project, self._bar = store, project, bar
        self._proposer = proposer
        self._waiting: list[Incoming] = []
        self._letters = 0

    def add(self, one: Incoming | InputError) -> None:
        if isinstance(one, InputError):
            self._refuse(str(one))
            self._bar.step()
            return
        sources = tuple([from_project(self._project, source) for source in one.article.sources])
        if sources != one.article.sources:
            one = replace(one, article=replace(one.article, sources=sources))
        self._waiting.append(one)
        self._letters += len(one.article.text)
        if len(self._waiting) >= self._batch or self._letters >= self._most:
            self.flush()

    def flush(self, mark: Mark | None = None) -> None:
        """Put in what waits, and what `mark` says of it, at once."""
        waiting, self._waiting, self._letters = self._waiting, [], 0
        if not waiting and mark is None:
            return
        proposer = self._proposer
        known = self._store.known_articles([x.article.digest for x in waiting]) if proposer else set()
        arrivals = [self._arrival(one, known) for one in waiting]
        actor, layer = (proposer.actor, proposer.layer) if proposer else ("", None)
        say = partial(mark, arrivals) if mark is not None else None
        done = self._store.add_articles(arrivals, actor, layer, mark=say)
        for arrival, taken in zip(arrivals, done, strict=True):
            self._count(arrival, taken)
            self._bar.step()

    def _arrival(self, one: Incoming, known: set[str]) -> Arrival:
        """`one` with proposals where it is not in `known`; it is then."""
        filling = None if one.article.digest in known else self._filling(one)
        known.add(one.article.digest)
        return Arrival(one.article, one.sentences, one.regions, SEGMENTER, filling)

    def _filling(self, one: Incoming) -> Filling | None:
        proposer = self._proposer
        if proposer is None:
            return None
        given = Given(one.article, one.sentences, one.regions, proposer.registry, one.quotations, one.reading)
        try:
            found = proposer.propose(given)
        except Defeated as problem:
            self._unread(one.article.sources[0].path, str(problem))
            return None
        except Unusable as problem:
            self._proposer = None
            self._unread(one.article.sources[0].path, f"{problem}; no more proposals are made")
            return None
        for refused in found.refused:
            self._unread(one.article.sources[0].path, f"a proposal is refused: {refused}")
        return proposer.filling(one.article.digest, found)

    def _count(self, arrival: Arrival, taken: Taken) -> None:
        intake, path = self.intake, arrival.article.sources[0].path
        if taken.error is not None and not taken.is_new:
            self._refuse(f"{path}: {taken.error}")
            return
        if taken.error is not None:
            self._unread(path, str(taken.error))
        elif arrival.filling is not None and intake.proposals is not None:
            intake.proposals += len(arrival.filling.quotes)
        intake.new += taken.is_new
        intake.known += not taken.is_new
        intake.sources += 0 if taken.is_new else taken.sources
        for source in arrival.article.sources:
            if source.encoding not in UTF8:
                intake.encodings.setdefault(str(source.encoding), []).append(source.path)

    def _refuse(self, sentence: str) -> None:
        self.intake.refused.append(sentence)
        self._bar.say(f"annotator: {sentence}")

    def _unread(self, path: str, sentence: str) -> None:
        self.intake.unread.append(f"{path}: {sentence}")
        self._bar.say(f"annotator: {path} is taken in, but not all of its proposals are: {sentence}")


def from_project(project: Path, source: Source) -> Source:
    """`source` with a path from the project's folder where it lies in it.

    So the same file is the same source from wherever it is taken in, and exports name no machine's folders.
    """
    path, inside = os.path.abspath(source.path), os.path.join(project, "")
    if source.path == "-" or not path.startswith(inside):
        return source
    return replace(source, path=path.removeprefix(inside))
