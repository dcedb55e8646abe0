"""What one walks over: every article, or the places that a filter leaves of the corpus."""

from typing import NamedTuple

from annotator.model import Layer, Speaker
from annotator.scheme import Condition, Field, Scheme
from annotator.store import Store
from annotator.store.filtering import Filter, Kind, Need
from annotator.store.team import Pass
from annotator.store.walking import Count, Place
from annotator.work.assigning.way import Way
from annotator.work.steps import Choice, Level, Path, Step, topics


class Stop(NamedTuple):
    """Where a walk leads to. Without an offset: to the first sentence to do."""

    article: str
    offset: int | None = None
    quote: str | None = None


class Queue:
    """The way from one article or place to the next. Unless a filter is on, that is all articles of `way`."""

    def __init__(self, way: Way) -> None:
        self.way, self._store, self._layer = way, way.store, way.layer
        self.filter: Filter | None = None
        self.says = self.short = ""  # what the filter leaves, in words, and in few
        self.count = Count(0, 0)  # how much that was when it was last counted
        self._last: Place | None = None

    @property
    def leads_on(self) -> bool:
        """Whether what is next to a finished sentence is another place, and not the next one to do."""
        return self.filter is not None and self.filter.kind not in (Kind.TO_DO, Kind.LEAD)

    def turn_on(self, some: Filter, says: str, short: str, article: str, offset: int) -> Stop | None:
        """Walk over what `some` leaves; its first place from this one on, or None: then nothing changes."""
        some = self.way.within(some)
        first = self._store.next_place(some, self._layer, article, offset - 1)
        if first is None:
            return None
        self.filter, self.says, self.short = some, says, short
        self.recount()
        return self._stop(first)

    def recount(self) -> None:
        """Count anew what the filter leaves."""
        if self.filter is not None:
            self.count = self._store.count_places(self.filter, self._layer)

    def turn_off(self) -> None:
        self.filter, self.says, self.short, self._last = None, "", "", None

    def next(self, article: str, start: int, end: int) -> Stop | None:
        """The next unfinished article, or the next place, round the end. One is in the sentence given."""
        if self.filter is None:
            digest = self.way.unfinished(article)
            return Stop(digest) if digest is not None else None
        offset, tie = start, ""
        if (last := self._last) and last.spot.article == article and start <= last.spot.offset < end:
            offset, tie = last.spot.offset, last.tie
        found = self._store.next_place(self.filter, self._layer, article, offset, tie)
        return self._stop(found) if found else None

    def article(self, article: str, by: int) -> Stop | None:
        """The next or previous article (with a place), not round the end."""
        if self.filter is None:
            digest = self.way.neighbour(article, by)
            return Stop(digest) if digest is not None else None
        if by > 0:
            found = self._store.next_place(self.filter, self._layer, article, 0, article=True)
        else:
            found = self._store.previous_place(self.filter, self._layer, article)
        return self._stop(found) if found else None

    def ahead(self, article: str, offset: int, tie: str = "", limit: int = 50) -> list[Place]:
        """The places from this one on, to be listed; none where no filter is on."""
        if self.filter is None:
            return []
        return self._store.places(self.filter, self._layer, article, offset, tie, limit)

    def _stop(self, place: Place) -> Stop:
        self._last = place
        return Stop(place.spot.article, place.spot.offset, place.quote)

    @property
    def is_rough(self) -> bool:
        """Whether some places may be none: what is asked may hang on the type, which only the text tells."""
        return self.filter is not None and any(n.typed for needs in self.filter.needs for n in needs)

    def over(self) -> str:
        """What to say where nothing is next."""
        if self.filter is None:
            return self.way.over()
        return f"no {self.says} are left; F then 0 shows everything again"

    def ends(self, by: int) -> str:
        """What to say where no article is next, or none before."""
        of = f" with {self.says}" if self.filter is not None else ""
        return f"this is the {'last' if by > 0 else 'first'} article{of}"

    def size(self) -> str:
        """How much the filter leaves, in words."""
        return words(self.count)


def words(count: Count) -> str:
    """A count in words."""
    number = f"{count.places:,}" + (" or more" if count.more else "")
    return f"{number} in {count.articles:,} article{'' if count.articles == 1 else 's'}"


# The filters


def unfinished(scheme: Scheme) -> Filter:
    """Quotes that lack what the scheme requires of them."""
    fields = (field for field in scheme.fields if field.required and field.name != "type")
    return Filter(Kind.UNFINISHED, needs=tuple(_needs(scheme, field) for field in fields))


def _needs(scheme: Scheme, field: Field) -> tuple[Need, ...]:
    open_ = Need(field.name, said=False, inherited=field.inherited)
    return (open_, *(_need(scheme, condition) for condition in field.when))


def _need(scheme: Scheme, condition: Condition) -> Need:
    field = scheme.field(condition.field)
    inherited = field is not None and field.inherited
    typed = condition.field == "type"
    return Need(condition.field, condition.values, condition.said, inherited, typed)


Named = tuple[Filter, str, str]  # what it leaves in words, and in few


def of_speaker(speaker: Speaker) -> Named:
    """What a speaker says."""
    return Filter(Kind.SPEAKER, (speaker.id,)), f"quotes of {speaker.name}", speaker.name


def of_topic(scheme: Scheme, code: str) -> Named:
    """What is about a topic, or one below it."""
    field = scheme.field("topic")
    label = field.label(code) if field is not None else None
    below = [child.code for child in field.children(code)] if field is not None else []
    name = label.name if label else code
    return Filter(Kind.TOPIC, (code, *below)), f"quotes about {name}", name


PLAIN = {
    "t": (Kind.TO_DO, "sentences to do", "to do"),
    "s": (Kind.SKIPPED, "skipped sentences", "skipped"),
    "f": (Kind.FLAGGED, "flags", "flagged"),
    "a": (Kind.AGAIN, "places to look at again", "look again"),
    "u": (Kind.UNFINISHED, "unfinished quotes", "unfinished"),
    "q": (Kind.LEAD, "sentences to do of the lead's list", "the lead's list"),
}
OFF, LIST, SPEAKER, TOPIC = "0", "l", "w", "o"


def choices(queue: Queue, store: Store, layer: Layer, scheme: Scheme) -> Step:
    """(one of PLAIN, OFF, LIST or SPEAKER,) or (TOPIC, major) or (TOPIC, major, code)."""
    of_scheme = topics(scheme)

    def step(path: Path) -> Level | None:
        if not path:
            return _first(queue, store, layer, scheme)
        return of_scheme(path[1:]) if path[0] == TOPIC else None

    return step


def _first(queue: Queue, store: Store, layer: Layer, scheme: Scheme) -> Level:
    def size(kind: Kind) -> str:
        return words(store.count_places(queue.way.within(Filter(kind)), layer))

    unfinished = Choice("u", "u", "unfinished quotes", "The scheme still asks something of them.")
    offered = [
        Choice("t", "t", "to do", size(Kind.TO_DO)),
        Choice("s", "s", "skipped", size(Kind.SKIPPED)),
        Choice("f", "f", "flagged", size(Kind.FLAGGED)),
        *([unfinished] if queue.way.what is not Pass.SPANS else []),
        Choice(SPEAKER, "w", "quotes of a speaker", "Yours, and proposals that you have not judged."),
    ]
    if scheme.field("topic") is not None:
        offered.append(Choice(TOPIC, "o", "quotes about a topic", "The same."))
    if (again := store.count_places(queue.way.within(Filter(Kind.AGAIN)), layer)).places:
        offered.append(Choice("a", "a", "to look at again", words(again)))
    if store.has_queue():
        offered.append(Choice("q", "q", "the lead's list", size(Kind.LEAD)))
    if queue.filter is not None:
        queue.recount()
        offered.append(Choice(LIST, "l", "list what is ahead", queue.size()))
        offered.append(Choice(OFF, "0", "everything again", "The filter is turned off."))
    return Level("Walk ] [ } over what?", tuple(offered))
