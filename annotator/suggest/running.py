"""A suggester at work: what it proposes for some articles goes into the store, an article at a time."""

import time
from collections import Counter
from collections.abc import Container, Iterable
from dataclasses import dataclass, field

from annotator.errors import AnnotatorError, StoreError
from annotator.model import Event, Layer, Quote, Speaker
from annotator.scheme import Scheme
from annotator.store import Store
from annotator.store.fill import Filling
from annotator.suggest.checking import Checked, Refused, checked
from annotator.suggest.plugins import raised
from annotator.suggest.registry import Registry
from annotator.suggest.suggester import Defeated, Given, Suggester, Suggestion, Unusable, layer_of

BATCH = 100  # articles that are stored together, in one transaction...
PATIENCE = 0.5  # ...unless this many seconds went by: a slow suggester's work is kept as it comes
HOPELESS = 10  # articles, the first ones of a run, that all fail: the others would, too


@dataclass
class Report:
    """What a run did. `refused` counts reasons; `failed` are articles (by digest) with what went wrong."""

    articles: int = 0
    proposals: int = 0  # that the layer has in these articles now
    new: int = 0
    superseded: int = 0  # of other versions, whether this one proposes the same or nothing there
    gone: int = 0  # of this version, not proposed again
    rejected: int = 0  # that somebody has rejected, and that stay so
    speakers: int = 0  # new ones
    refused: Counter[str] = field(default_factory=Counter)
    failed: list[tuple[str, str]] = field(default_factory=list)

    def add(self, filling: Filling, event: Event | None, layer: Layer, rejected: Container[str]) -> None:
        """Count an article that was stored; `rejected` are proposals that somebody has rejected."""
        self.articles += 1
        self.proposals += len(filling.quotes)
        self.rejected += sum(quote.id in rejected for quote in filling.quotes)
        for change in event.changes if event else ():
            before, after = change.before, change.after
            if isinstance(before, Quote):
                self.superseded += before.layer != layer
                self.gone += before.layer == layer and after is None
            elif before is None:
                self.new += isinstance(after, Quote)
                self.speakers += isinstance(after, Speaker)

    @property
    def well(self) -> bool:
        """Whether nothing was refused and nothing failed."""
        return not (self.refused or self.failed)


class Watcher:
    """Who looks on while a suggester works; this one looks away."""

    def done(self) -> None:
        """One more article is done, well or not."""

    def failed(self, digest: str, sentence: str) -> None:
        """An article was not read."""

    def refused(self, digest: str, refused: Refused) -> None:
        """A proposal stays out."""


class Proposer:
    """A suggester with all that it needs: articles in, what may be stored out."""

    def __init__(self, suggester: Suggester, scheme: Scheme, registry: Registry) -> None:
        self.suggester, self.scheme, self.registry = suggester, scheme, registry
        self.layer = layer_of(suggester)
        self.actor = str(self.layer)

    def propose(self, given: Given) -> Checked:
        """What the suggester proposes for an article, checked; its new speakers are in the registry then.

        Raises Defeated where it raised something itself, Unusable where it can do nothing at all.
        """
        found = checked(self._asked(given), given, self.layer, self.scheme)
        for speaker in found.speakers:
            self.registry.add(speaker)
        return found

    def filling(self, digest: str, found: Checked) -> Filling:
        """`found` for the store. All speakers come with it: one that the registry had may be gone again."""
        named = dict.fromkeys(v.speaker for q in found.quotes for v in (*q.speakers, *q.via) if v.speaker)
        speakers = [speaker for id in named if (speaker := self.registry.get(id))]
        return Filling(digest, found.quotes, speakers, found.merges)

    def _asked(self, given: Given) -> Suggestion:
        try:
            said = self.suggester.suggest(given)
            if not isinstance(said, Suggestion):
                raise TypeError(f"suggest returned {type(said).__name__} and no Suggestion")
            return Suggestion(tuple(said.quotes), tuple(said.speakers), tuple(said.merges))
        except (Unusable, Defeated):
            raise
        except AnnotatorError as problem:
            raise Defeated(str(problem)) from problem
        except Exception as problem:  # a team's own code may raise anything
            raise Defeated(f"the suggester {self.suggester.name} raised {raised(problem)}") from problem


class Run:
    """A suggester over articles of a store. `report` is true at any moment, also after Ctrl-C.

    `hopeless`: the run ends where so many articles have failed and none has been read; None: it never does.
    """

    def __init__(
        self, store: Store, suggester: Suggester, scheme: Scheme, hopeless: int | None = HOPELESS
    ) -> None:
        self._store = store
        self._proposer = Proposer(suggester, scheme, Registry(store.speakers()))
        self._hopeless = hopeless
        self._watcher = Watcher()
        self._waiting: list[Filling] = []
        self._since = time.monotonic()
        self.report = Report()

    @property
    def layer(self) -> Layer:
        """The layer that is written."""
        return self._proposer.layer

    def unread(self) -> list[str]:
        """The digests of all articles that this version has not read yet."""
        read = self._store.read_by(self.layer)
        return [info.digest for info in self._store.articles() if info.digest not in read]

    def over(self, digests: Iterable[str], watcher: Watcher | None = None) -> Report:
        """Read these articles, one after another, and keep what is proposed.

        Raises Unusable where the suggester can do nothing at all, StoreError where the database does not
        answer; what was proposed before is kept.
        """
        self._watcher = watcher or self._watcher
        try:
            for digest in dict.fromkeys(digests):
                self._read(digest)
                if len(self._waiting) >= BATCH or time.monotonic() - self._since > PATIENCE:
                    self._keep()
        finally:  # Ctrl-C, too: what was proposed is kept
            self._keep()
        return self.report

    def _read(self, digest: str) -> None:
        try:
            found = self._proposer.propose(self._given(digest))
        except Defeated as problem:
            self._fail(digest, str(problem))
            return
        self._note(digest, found)
        if found.quotes or not found.refused:  # else all is wrong, and the article stays as it was
            self._waiting.append(self._proposer.filling(digest, found))
        self._watcher.done()

    def _given(self, digest: str) -> Given:
        store = self._store
        sentences = tuple(sentence.span for sentence in store.sentences(digest))
        regions = tuple(store.regions(digest))
        return Given(store.article(digest), sentences, regions, self._proposer.registry)

    def _note(self, digest: str, found: Checked) -> None:
        for refused in found.refused:
            self.report.refused[refused.reason] += 1
            self._watcher.refused(digest, refused)

    def _fail(self, digest: str, sentence: str) -> None:
        self.report.failed.append((digest, sentence))
        self._watcher.failed(digest, sentence)
        self._watcher.done()
        if len(self.report.failed) == self._hopeless and not (self.report.articles or self._waiting):
            raise Unusable(f"the first {self._hopeless} articles all failed, so the others are not tried")

    def _keep(self) -> None:
        """Store what waits: all at once, or, where that is refused, each article by itself."""
        waiting, self._waiting = self._waiting, []
        self._since = time.monotonic()
        try:
            self._count(waiting, self._filled(waiting))
        except StoreError as problem:
            if problem.__cause__ is not None:  # the database itself, which would refuse the others, too
                raise
            for one in waiting:
                self._keep_alone(one)

    def _keep_alone(self, filling: Filling) -> None:
        try:
            self._count([filling], self._filled([filling]))
        except StoreError as problem:
            if problem.__cause__ is not None:
                raise
            self.report.failed.append((filling.article, str(problem)))
            self._watcher.failed(filling.article, str(problem))

    def _filled(self, fillings: list[Filling]) -> list[Event | None]:
        return self._store.fill_many(self._proposer.actor, self.layer, fillings) if fillings else []

    def _count(self, fillings: list[Filling], events: list[Event | None]) -> None:
        if not fillings:
            return
        rejected = self._store.rejected([filling.article for filling in fillings])
        for filling, event in zip(fillings, events, strict=True):
            self.report.add(filling, event, self.layer, rejected)
