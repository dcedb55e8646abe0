"""The keys of finding and going: in the article, in the corpus, by number, and what ] [ } walk over."""

from collections.abc import Sequence
from functools import cached_property

from annotator.model import Span
from annotator.store.looking import Spot
from annotator.store.searching import Hit
from annotator.store.walking import Place
from annotator.tui.found import Find, Searching, Sought
from annotator.tui.keys import Keys
from annotator.tui.listing import Item, Listing
from annotator.tui.paint import Marked
from annotator.tui.people import People
from annotator.tui.prompt import Prompt
from annotator.tui.reader import Reader
from annotator.tui.sheet import Chooser
from annotator.work import queue
from annotator.work.finding import Finder, Going, Search, narrow, narrow_to
from annotator.work.people import Candidate, Picked
from annotator.work.session import NotNow
from annotator.work.steps import Path
from annotator.work.whom import Whom

_PLACES = "Go to?  12: sentence · a3: article · or how its digest begins · nothing: back "


class FindKeys(Keys):
    """Each key asks where to go, and goes there."""

    reader: Reader

    @cached_property
    def _finder(self) -> Finder:
        return Finder(self.work)

    @cached_property
    def _search(self) -> Search:
        return Search(self.work)

    @cached_property
    def _going(self) -> Going:
        return Going(self.work)

    def found(self) -> tuple[Span, ...]:
        """The hit that was gone to, as long as its sentence is in view."""
        hit = self._finder.here()
        return (hit,) if hit is not None else ()

    # In the article

    def do_seek(self) -> None:
        self.ask(Find(self._finder, self._look_at), self._seek)

    def _look_at(self, hit: Span) -> None:
        """Show a hit where it stands, without going there."""
        self.reader.show(self.work.desk.sentence_at(hit.start), self.work.selected, Marked((hit,)))

    def _seek(self, sought: Sought) -> str:
        typed, hit = sought
        self._going.keep()
        return self._finder.again() if hit is None else self._finder.go(typed, hit)

    # In the corpus

    def do_search(self) -> None:
        self.ask(Searching(self._search), self._visit)

    def _visit(self, hit: Hit) -> str:
        start, words = hit.spot.offset, hit.spans[0]
        self._going.visit(hit.spot)
        self._finder.show(hit.spot, Span(start, start + words.end - words.start))
        return "S and enter: the hits again · : and enter: back to where you were"

    # By number

    def do_go(self) -> None:
        self.ask(Prompt(_PLACES), self._going.to)

    # What ] [ } walk over

    def do_filter(self) -> None:
        work = self.work
        self.ask(Chooser(queue.choices(work.queue, work.store, work.layer, work.scheme)), self._filter)

    def _filter(self, path: Path) -> str | None:
        if path[0] == queue.SPEAKER:
            self.ask(People("Whose quotes?", self._whom()), self._of_speaker)
        elif path[0] == queue.LIST:
            self._list()
        else:
            self._going.keep()
            return narrow(self.work, path)
        return None

    def _whom(self) -> Whom:
        quote = self.work.quote
        voices = quote.speakers if quote is not None else ()
        first = [Candidate(("known", voice.speaker)) for voice in voices if voice.speaker]
        return Whom(self.work.registry, first, unknown=False)

    def _of_speaker(self, picked: Picked) -> str:
        speaker = self.work.registry.get(picked[1]) if picked[0] in ("known", "alias") else None
        if speaker is None:
            raise NotNow("nobody of that name is in the registry yet, so nothing is said by them")
        self._going.keep()
        return narrow_to(self.work, *queue.of_speaker(speaker))

    def _list(self) -> None:
        desk = self.work.desk
        first = self.work.queue.ahead(desk.article.digest, desk.sentences[self.work.at].span.start - 1)
        last = first[-1:]

        def more() -> Sequence[Item[Spot]]:
            nonlocal last
            spot = last[0].spot if last else None
            found = self.work.queue.ahead(spot.article, spot.offset, last[0].tie) if spot else []
            last = found[-1:]
            return [_item(place) for place in found]

        title = f"{self.work.queue.says}: {self.work.queue.size()}"
        room = max(3, self.size.height // 2)
        items = [_item(place) for place in first]
        self.ask(Listing(title, items, lambda: room, closes="F", more=more), self._going.visit)


def _item(place: Place) -> Item[Spot]:
    words = " ".join(place.text.split())
    return Item(place.spot, (f"{place.spot.title} · {place.spot.sentence + 1}  {words}",))
