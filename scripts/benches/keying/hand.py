"""Somebody who labels an article by its gold, always in the cheapest way that the keys allow."""

from collections.abc import Iterator
from dataclasses import dataclass

from annotator.model import Quote
from scripts.benches.keying.attempt import Attempt, choice
from scripts.benches.keying.cast import Cast
from scripts.benches.keying.dry import Dry
from scripts.benches.keying.mending import ANY, Mending, StuckError
from scripts.benches.keying.spans import Marker, NoWayError
from scripts.benches.keying.wanted import Story, Wanted

_CYCLE = ("quote.next", "quote.previous")


@dataclass(frozen=True, slots=True)
class Stroke:
    """One key: what it was pressed for, and for which quote of the gold (None: for none)."""

    key: str
    field: str
    quote: str | None


class Hand(Mending):
    """One article under somebody's hands. `strokes` are the keys so far, `made` gold's keys -> quotes."""

    def __init__(self, screen: Dry, story: Story, marker: Marker, cast: Cast) -> None:
        super().__init__(marker, cast)
        self.screen, self.story = screen, story
        self.strokes: list[Stroke] = []
        self.made: dict[str, str] = {}

    def press(self, of: str, quote: str | None, *keys: str) -> None:
        """Press keys for good."""
        self.screen.press(*keys)
        self.strokes += [Stroke(key, of, quote) for key in keys]

    # The article

    def article(self) -> None:
        """Label the whole article; every sentence of it is reviewed then."""
        work = self.screen.work
        self._article_topics()
        for _ in range(20 * (len(work.desk.sentences) + len(self.story.quotes))):
            if wanted := self._next():
                self._make(wanted)
            elif work.finished and not self._waiting():
                return
            else:
                self._go_on()
        raise StuckError(f"{self.story.path} is not finished: {work.at + 1}")

    def _waiting(self) -> list[Wanted]:
        return [q for q in self.story.quotes if q.key not in self.made]

    def _home(self, wanted: Wanted) -> int:
        return self.screen.work.desk.sentence_at(wanted.start)

    def _next(self) -> Wanted | None:
        """The quote to make now: one that begins here, or before here."""
        return next((q for q in self._waiting() if self._home(q) <= self.screen.work.at), None)

    def _article_topics(self) -> None:
        for n, code in enumerate(self.story.topics):
            attempt = Attempt(self.screen.fork())
            self._topic(attempt, "article", ("topic.article", "topic.article.more")[n > 0], code)
            self._commit(attempt, None)

    def _commit(self, attempt: Attempt, quote: str | None) -> None:
        for key, of in attempt.strokes:
            self.press(of, quote, key)

    # One quote

    def _make(self, wanted: Wanted) -> None:
        """Make the quote in the cheapest of all ways."""
        done, self._most = None, ANY
        for begun in self._births(wanted):
            found = self._finished(begun, wanted)
            if found is not None and len(found.strokes) <= self._most:
                done, self._most = found, len(found.strokes) - 1
        if done is None:
            raise StuckError(f"{wanted.path}: no keys make {wanted.content} {wanted.kind}")
        before = self._owner()  # to choose this quote is to go on from the last one
        for n, (key, of) in enumerate(done.strokes):
            is_way = before is not None and all(field == "going" for _, field in done.strokes[: n + 1])
            self.press(of, before if is_way else wanted.key, key)
        quotes = self.screen.work.desk.quotes.values()
        made = next(q for q in quotes if q.content == wanted.content)
        self.made[wanted.key] = made.id
        self.cast.give(wanted, made)
        self._judgements(wanted)

    # How a quote is begun

    def _births(self, wanted: Wanted) -> Iterator[Attempt]:
        begun = Attempt(self.screen.fork())
        self._walk(begun, self._home(wanted))
        yield from self._there(begun, wanted)
        yield from self._by_verb(begun, wanted)
        for id in ("mark.snap", "sibling", "mark"):
            yield from self._by_key(begun, wanted, begun.screen.key_of(id))

    def _walk(self, attempt: Attempt, n: int) -> None:
        work = attempt.screen.work
        while work.at != n:
            id = "next.any" if work.at < n else "previous.any"
            attempt.press("going", attempt.screen.key_of(id))

    def _free(self, attempt: Attempt, wanted: Wanted) -> list[Quote]:
        """The quotes and proposals in view that no other gold is, and that share words with this one."""
        taken = set(self.made.values())
        return [
            q
            for q in attempt.screen.work.here
            if q.id not in taken and any(a.overlaps(b) for a in q.content for b in wanted.content)
        ]

    def _there(self, begun: Attempt, wanted: Wanted) -> Iterator[Attempt]:
        for quote in self._free(begun, wanted):
            chosen = begun.fork()
            if not self._choose(chosen, quote.id):
                continue
            yield chosen
            for id in ("split", "cut", "join"):
                yield from self._by_key(chosen, wanted, chosen.screen.key_of(id))

    def _choose(self, attempt: Attempt, id: str, of: str = "going") -> bool:
        """Select a quote in view by the fewer presses of tab, or of shift+tab."""
        work = attempt.screen.work
        ids = [q.id for q in work.here]
        if work.selected == id or id not in ids:
            return work.selected == id
        ways = [[attempt.screen.key_of(c)] * n for n in range(1, len(ids) + 1) for c in _CYCLE]
        return attempt.first(of, ways, lambda a: a.screen.work.selected == id)

    def _by_verb(self, begun: Attempt, wanted: Wanted) -> Iterator[Attempt]:
        key = begun.screen.key_of("point")
        sheet = begun.fork().press("cue", key).screen.asked
        for letter in getattr(sheet.sheet, "shown", {}).values() if sheet else ():
            yield from self._by_key(begun, wanted, key, letter, of="cue")

    def _by_key(self, begun: Attempt, wanted: Wanted, *keys: str, of: str = "content") -> Iterator[Attempt]:
        """A quote that keys begin, if they do, and the words that it has then are near."""
        before = begun.screen.work.selected
        tried = begun.fork().press(of, *keys)
        screen = tried.screen
        if screen.asked is not None or screen.failed:
            return
        if screen.marking is not None:
            try:
                yield tried.press("content", *self.marker.way(screen, wanted.content, self._left(tried)))
            except NoWayError:
                return
            return
        quote = screen.work.quote
        if quote is not None and quote.id not in self.made.values():
            changed = quote.id != before or quote != begun.screen.work.quote
            if changed and any(a.overlaps(b) for a in quote.content for b in wanted.content):
                yield tried

    def _judgements(self, wanted: Wanted) -> None:
        """Say which quote this one judges, or which judge it, as soon as both are there."""
        pairs = [(wanted.key, wanted.about)]
        pairs += [(q.key, wanted.key) for q in self.story.quotes if q.about == wanted.key]
        for judge, judged in pairs:
            if judged in self.made and judge in self.made:
                attempt = Attempt(self.screen.fork())
                back = attempt.screen.work.at
                quote = attempt.screen.work.desk.quotes[self.made[judge]]
                self._walk(attempt, attempt.screen.work.desk.sentence_at(quote.start))
                self._choose(attempt, quote.id, "custom")
                attempt.press("custom", attempt.screen.key_of("about"))
                key = choice(attempt.screen, self.made[judged])
                if key is None:
                    raise StuckError(f"no key chooses the quote that {judge} judges")
                attempt.press("custom", key)
                self._walk(attempt, back)
                self._commit(attempt, judge)

    # Going on

    def _go_on(self) -> None:
        """Leave this sentence: take nothing that is not gold, reject what is proposed wrongly."""
        owner = self._owner()
        tried = [self._try_going(key) for key in ("finish", "nothing")]
        for attempt in (*tried, *self._rejecting()):
            if attempt is not None:
                self._commit(attempt, owner)
                return
        raise StuckError(f"{self.story.path}: no key leads on from sentence {self.screen.work.at + 1}")

    def _owner(self) -> str | None:
        """The last quote that was made, while its sentence is in view."""
        last = self.strokes[-1].quote if self.strokes else None
        quote = self.screen.work.desk.quotes.get(self.made.get(last or "", ""))
        if quote is None:
            return None
        sentences = {n for s in quote.spans() for n in self.screen.work.desk.sentences_of(s)}
        return last if self.screen.work.at in sentences else None

    def _try_going(self, id: str) -> Attempt | None:
        attempt = Attempt(self.screen.fork()).press("going", self.screen.key_of(id))
        return attempt if self._is_right(attempt) else None

    def _is_right(self, attempt: Attempt) -> bool:
        """Whether a key did something, and made nothing that is not gold."""
        work, before = attempt.screen.work, self.screen.work
        if attempt.screen.failed or set(work.desk.quotes) - set(before.desk.quotes):
            return False
        return (work.at, work.selected, work.finished) != (before.at, before.selected, before.finished)

    def _rejecting(self) -> Iterator[Attempt]:
        for quote in self.screen.work.here:
            if quote.id in self.made.values():
                continue
            attempt = Attempt(self.screen.fork())
            if self._choose(attempt, quote.id):
                attempt.press("going", attempt.screen.key_of("reject"))
                yield attempt
