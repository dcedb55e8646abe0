"""What became of the files that were taken in."""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

from annotator.cli.progress import Progress
from annotator.cli.say import many
from annotator.errors import InputError
from annotator.ingest.incoming import Incoming
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
    unread: list[str] = field(default_factory=list)
    encodings: dict[str, list[str]] = field(default_factory=dict)

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
        if self.refused:
            yield f"{len(self.refused):,} could not be used, each is named above"


def expected(paths: Iterable[str]) -> int | None:
    """How many articles are to come; None where only reading would tell."""
    known = 0
    for path in paths:
        for file in () if path == "-" else files(Path(path)):
            if isinstance(file, Path) and file.suffix.lower() == ".jsonl":
                return None
            known += 1
    return None if "-" in paths else known


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
    taking = _Taking(store, project, bar, proposer)
    try:
        for one in found:
            taking.add(one)
    finally:  # Ctrl-C, too: what was read before is in
        taking.flush()
    return taking.intake


class _Taking:
    """Articles on their way into the database, some at a time."""

    def __init__(self, store: Store, project: Path, bar: Progress, proposer: Proposer | None) -> None:
        self.intake = Intake(proposals=0 if proposer else None)
        self._store, self._project, self._bar = store, project, bar
        self._proposer = proposer
        self._waiting: list[Incoming] = []
        self._letters = 0

    def add(self, one: Incoming | InputError) -> None:
        if isinstance(one, InputError):
            self._refuse(str(one))
            self._bar.step()
            return
        sources = tuple([_from(self._project, source) for source in one.article.sources])
        if sources != one.article.sources:
            one = replace(one, article=replace(one.article, sources=sources))
        self._waiting.append(one)
        self._letters += len(one.article.text)
        if len(self._waiting) == BATCH or self._letters >= LETTERS:
            self.flush()

    def flush(self) -> None:
        """Put in what waits."""
        waiting, self._waiting, self._letters = self._waiting, [], 0
        if not waiting:
            return
        proposer = self._proposer
        known = self._store.known_articles([x.article.digest for x in waiting]) if proposer else set()
        arrivals = [self._arrival(one, known) for one in waiting]
        actor, layer = (proposer.actor, proposer.layer) if proposer else ("", None)
        for arrival, taken in zip(arrivals, self._store.add_articles(arrivals, actor, layer), strict=True):
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
        given = Given(one.article, one.sentences, one.regions, proposer.registry, one.quotations)
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


def _from(project: Path, source: Source) -> Source:
    """`source` with a path from the project's folder where it lies in it.

    So the same file is the same source from wherever it is taken in, and exports name no machine's folders.
    """
    path, inside = os.path.abspath(source.path), os.path.join(project, "")
    if source.path == "-" or not path.startswith(inside):
        return source
    return replace(source, path=path.removeprefix(inside))
