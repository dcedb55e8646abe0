"""One person's way through a corpus: what is in view, doing one thing to it, and taking it back.

Knows no screen. `at` is the sentence in view, `selected` the quote that verbs speak of.
"""

import uuid
from collections.abc import Callable, Sequence
from dataclasses import replace
from itertools import chain
from time import monotonic

from annotator.errors import AnnotatorError
from annotator.model import Change, Entity, Event, Layer, LayerKind, Quote, Verdict
from annotator.scheme import Finding, Scheme
from annotator.store import Store
from annotator.store.acting import Act, Allow, Stale
from annotator.store.store import Opened
from annotator.store.team import Pass, Task
from annotator.work import going_back, passes
from annotator.work.assigning import running
from annotator.work.assigning.way import Assigned, Way
from annotator.work.clock import ActiveTime
from annotator.work.derive import follow
from annotator.work.desk import Desk
from annotator.work.judging import taken, told
from annotator.work.notnow import NotNow
from annotator.work.pointer import Pointer
from annotator.work.presence import Watch
from annotator.work.queue import Queue, Stop
from annotator.work.registry import Registry

__all__ = ["NotNow", "Session"]


class Session:
    """The articles of a corpus for one person, one of them on the desk.

    Where a plan runs they are those that it gives the person; `what` says which, if two run.
    """

    def __init__(
        self,
        store: Store,
        actor: str,
        scheme: Scheme,
        *,
        article: str | None = None,
        what: Pass | None = None,
        pointer: Pointer | None = None,
        new_id: Callable[[], str] = lambda: str(uuid.uuid4()),
        seconds: Callable[[], float] = monotonic,
    ) -> None:
        self.store, self.actor, self.scheme = store, actor, scheme
        self._seconds = seconds
        self.task = self._is_to_do(what)
        self.what = self.task.what if self.task is not None else Pass.BOTH
        self.layer = self._speaks_for()
        self.registry = Registry(store.speakers())
        self.queue = self._way()
        self.active = ActiveTime(seconds)
        self.watch = Watch(store, seconds)
        self.new_id, self.pointer = new_id, pointer
        self.selected: str | None = None
        self.target: str | None = None  # the target of the last stance: the next one's, until changed
        self.at = 0
        place = store.place(actor)
        first = article or self._begins_at(place[0] if place else None)
        if first is None:
            raise NotNow("the corpus is empty; take in articles with annotator ingest PATH")
        self._open(first)
        if place is not None and place[0] == first:
            self.go(self.desk.sentence_at(min(place[1], len(self.desk.text) - 1)))
        else:
            self.go(self._first_to_do())

    # What a session of another kind does otherwise

    def _is_to_do(self, what: Pass | None) -> Task | None:
        """What the plan that runs wants of this person; None where none does."""
        return running.task(self.store, self.actor, what)

    def _speaks_for(self) -> Layer:
        """The layer that this person speaks for."""
        return self.task.layer if self.task is not None else Layer(LayerKind.HUMAN, self.actor)

    def _way(self) -> Queue:
        """What one walks over."""
        if self.task is None:
            return Queue(Way(self.store, self.layer))
        return Queue(Assigned(self.store, self.task, lambda: running.grow(self.store), self._seconds))

    def _begins_at(self, left: str | None) -> str | None:
        """The article that is opened first, where one left `left`; None: there is none."""
        return self.queue.way.first(left)

    def _offer(self, opened: Opened) -> None:
        """Put on the desk what there is to judge."""
        proposals, rejected = opened.proposals, opened.rejected
        self.desk.unaided = not self.queue.way.shows_proposals(opened.article.digest)
        if self.desk.unaided or self.what is Pass.LABELS:
            proposals = []
        elif self.what is Pass.SPANS:
            proposals = [passes.bare(quote) for quote in proposals]
        self.desk.offers.offer(proposals, rejected, opened.verdicts)

    def taken(self, proposal: Quote) -> Quote:
        """What a proposal is once it is taken."""
        return taken(proposal, self.layer, self.scheme)

    def to_do(self, n: int) -> bool:
        """Whether something is still to be said of sentence `n`."""
        return self.desk.is_body(n) and self.desk.review(n) is None

    # Where one is

    def _open(self, digest: str) -> None:
        self.queue.way.enter(digest)
        if self.what is Pass.LABELS:
            passes.freeze(self.store, digest, self.layer)
        opened = self.store.open_article(digest, self.layer)
        self.desk = Desk(opened.article, opened.sentences, self.layer)
        self._offer(opened)
        entities: chain[Entity] = chain(
            opened.regions, opened.quotes, opened.reviews, opened.notes, opened.again
        )
        for entity in entities:
            self.desk.apply(Change(None, entity))
        self.desk.labels = opened.labels
        self.position = self.queue.way.position(digest)
        reviewed, body = self.queue.way.tally()
        self._elsewhere = reviewed - self.desk.reviewed, body - self.desk.body

    def reload(self) -> None:
        """Show again what the database holds, after another session changed it."""
        self.registry.refill(self.store.speakers())
        self._open(self.desk.article.digest)
        self.go(min(self.at, len(self.desk.sentences) - 1), self.selected)

    def _first_to_do(self) -> int:
        numbers = range(len(self.desk.sentences))
        return next(filter(self.to_do, numbers), next((n for n in numbers if self.desk.is_body(n)), 0))

    def go(self, n: int, select: str | None = None) -> None:
        """Bring sentence `n` into view, and `select` with it, else what is to be judged there, or a quote."""
        self.at = n
        if select is not None and self.find(select) is not None:
            self.selected = select
            return
        waiting = [q.id for q in self.desk.proposed_in(n)]
        here = waiting or [q.id for q in self.desk.content_in(n)] or [q.id for q in self.here]
        if self.selected not in here:
            self.selected = here[0] if here else None

    def move(self, by: int, *, marked_too: bool = False) -> bool:
        """The next (`by` > 0) or previous sentence of the body; False at the end of the article."""
        step = 1 if by > 0 else -1
        n = self.at + step
        while 0 <= n < len(self.desk.sentences):
            if marked_too or self.desk.is_body(n):
                self.go(n)
                return True
            n += step
        return False

    def move_article(self, by: int) -> None:
        """The next or previous article of the queue, at its first sentence to do or place."""
        stop = self.queue.article(self.desk.article.digest, by)
        if stop is None:
            raise NotNow(self.queue.ends(by))
        self.follow_queue(stop)

    def next_unfinished(self) -> None:
        """The next article, round the end, with something left to do; or the next place of the queue."""
        sentence = self.desk.sentences[self.at].span
        stop = self.queue.next(self.desk.article.digest, sentence.start, sentence.end)
        if stop is None:
            raise NotNow(self.queue.over())
        self.follow_queue(stop)

    def follow_queue(self, stop: Stop) -> None:
        """Go where the queue leads, past quotes of which only the text tells that nothing is left to say."""
        self.enter(stop.article, stop.offset, stop.quote)
        for _ in range(self.queue.count.places if self.queue.is_rough else 0):
            if self.quote is None or any(finding.open for finding in self.findings(self.quote)):
                return
            sentence = self.desk.sentences[self.at].span
            if further := self.queue.next(self.desk.article.digest, sentence.start, sentence.end):
                self.enter(further.article, further.offset, further.quote)

    def enter(self, digest: str, offset: int | None = None, select: str | None = None) -> None:
        """Go to an article: to its first sentence to do, or to that at `offset`, with the quote `select`."""
        if offset is None or digest != self.desk.article.digest:
            self._open(digest)
            self.selected = None
        self.go(self._first_to_do() if offset is None else self.desk.sentence_at(offset), select)
        self.leave()

    @property
    def pass_says(self) -> str:
        """What this pass is about, in words; empty where it is about all."""
        return "" if self.what is Pass.BOTH else f"{self.what} only"

    def corpus(self) -> tuple[int, int]:
        """(sentences reviewed, sentences to review) over all articles, as far as this session knows."""
        reviewed, body = self._elsewhere
        return reviewed + self.desk.reviewed, body + self.desk.body

    def leave(self) -> None:
        """Remember where one is. Actions do that by themselves."""
        self.store.set_place(self.actor, self.desk.article.digest, self.desk.sentences[self.at].span.start)

    # What is in view

    @property
    def here(self) -> list[Quote]:
        """The quotes and open proposals of the sentence in view, in the order of the text."""
        return self.desk.shown_in([self.at])

    def find(self, key: str) -> Quote | None:
        """The quote or open proposal of this article with this id."""
        return self.desk.quotes.get(key) or self.desk.offers.open.get(key)

    def is_proposal(self, quote: Quote) -> bool:
        """Whether this is an open proposal, and no quote of one's own yet."""
        return quote.id in self.desk.offers.open

    @property
    def quote(self) -> Quote | None:
        """The selected quote or open proposal."""
        return self.find(self.selected) if self.selected else None

    @property
    def own_quote(self) -> Quote | None:
        """The selected quote, where it is one's own."""
        return self.desk.quotes.get(self.selected) if self.selected else None

    def chosen(self) -> Quote:
        """The selected quote, a proposal as what it would be once taken; raises NotNow without one."""
        if self.quote is None:
            raise NotNow("no quote is selected; mark one first")
        if self.is_proposal(self.quote):
            return self.taken(self.quote)
        return self.quote

    def cycle(self, by: int) -> None:
        """Select the next quote of the sentence in view."""
        keys = [q.id for q in self.here]
        if not keys:
            raise NotNow("this sentence has no quote; mark one first")
        at = keys.index(self.selected) if self.selected in keys else -by
        self.selected = keys[(at + by) % len(keys)]

    def findings(self, quote: Quote) -> list[Finding]:
        """What the scheme still asks of a quote; nothing in a pass of spans."""
        if self.what is Pass.SPANS:
            return []
        return self.scheme.check(
            quote.labels, bool(quote.speakers), self.desk.derived_type(quote), self.desk.labels.labels
        )

    # Taking back

    def undo(self) -> str | None:
        """Take back one's last action, wherever it was; its words, or None."""
        return self._back(self.store.undo)

    def redo(self) -> str | None:
        """Do again what was taken back last; its words, or None."""
        return self._back(self.store.redo)

    def _back(self, verb: Callable[[str, Allow], list[Event]]) -> str | None:
        try:
            events = verb(self.actor, self._allow)
        except Stale:
            self.reload()
            raise
        if not events:
            return None
        last = events[-1]
        here = self.desk.article.digest
        if any(e.article not in (None, here) for e in events):
            if not self.queue.way.may(last.article or here):
                return f"{last.says}, in an article that is no longer yours"
            self._open(last.article or here)
            self.registry.refill(self.store.speakers())
        else:
            for event in events:
                self._followed(event)
        quotes = [c.after.id for e in events for c in e.changes if isinstance(c.after, Quote)]
        reopened = (c.before for e in events for c in e.changes if isinstance(c.before, Verdict))
        quotes += [verdict.proposal for verdict in reopened]
        if last.article is not None:
            self._show(self.desk.sentence_at(last.offset), quotes)
        return last.says

    def _allow(self, event: Event, changes: Sequence[Change]) -> None:
        if why := going_back.stop(self.scheme, event, changes):
            raise NotNow(why)

    def _show(self, n: int, quotes: Sequence[str]) -> None:
        """Go to sentence `n` with the one of these that stands there selected; to the only one, wherever."""
        there = {quote.id for quote in self.desk.shown_in([n])}
        alone = self.find(quotes[0]) if len(quotes) == 1 and quotes[0] not in there else None
        if alone is not None:
            self.go(self.desk.sentence_at(alone.start), alone.id)
        else:
            self.go(n, next((key for key in quotes if key in there), None))

    # Doing

    def edit(self, says: str, new: Quote, also: Sequence[Change] = ()) -> None:
        """Bring the selected quote to `new`; nothing happens where it is that already.

        A proposal that is edited is taken: it becomes a quote of one's own, in the same action.
        """
        old = self.chosen()
        if self.is_proposal(old):
            self.take(says, new, also)
        elif new != old:
            self.act(says, [*also, Change(old, self._told(new))])

    def take(self, says: str, new: Quote, also: Sequence[Change] = ()) -> None:
        """Keep what was made of the proposal `new.id` as a quote of one's own, and choose it."""
        own = self.own(new)
        self.act(says, [*also, Change(None, own)], select=own.id)

    def own(self, new: Quote) -> Quote:
        """A quote that was made of a proposal, under an id of its own."""
        about = new.about if new.about in self.desk.quotes else None
        return self._told(replace(new, id=self.new_id() if new.derived_from else new.id, about=about))

    def _told(self, new: Quote) -> Quote:
        return told(new, self.desk.offers.settled_by(new))

    def act(self, says: str, changes: Sequence[Change], *, select: str | None = None) -> None:
        """Do it on the desk, with what follows from it, and in the database; or neither. What is so stays."""
        self.queue.way.stay(self.desk.article.digest)
        offset = self.desk.sentences[self.at].span.start
        whole = follow(self.desk, passes.fitted(self.what, changes))
        if not whole:
            return
        try:
            event = self.store.act(
                self.actor,
                Act(says, whole, self.desk.article.digest, offset, active_ms=self.active.taken()),
            )
        except Stale:
            self.reload()
            raise
        except AnnotatorError:
            for change in reversed(whole):  # the desk ran ahead of what was kept
                self.desk.apply(Change(change.after, change.before))
            raise
        self.registry.follow(event)
        if select is not None:
            self.selected = select

    def _followed(self, event: Event) -> None:
        for change in event.changes:
            self.desk.apply(change)
        self.registry.follow(event)
