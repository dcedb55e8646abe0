"""What one may look at besides the text: the facts of an article, a speaker's other quotes, what was done.

Knows no screen. Nothing here changes what anybody says.
"""

from collections.abc import Iterator
from datetime import datetime
from typing import Literal, NamedTuple

from annotator.model import EventKind, Quote
from annotator.store.looking import PAGE, Action, Flagged, Spot
from annotator.work.session import Session


def visit(work: Session, spot: Spot, select: str | None = None) -> None:
    """Go to a place, in this article or another, and choose the quote `select` if it is there."""
    work.enter(spot.article, spot.offset, select)


# The article


def facts(work: Session) -> Iterator[tuple[str, str]]:
    """(what, how it is) of the article on the desk; what is not known is left out."""
    article, desk = work.desk.article, work.desk
    first = article.sources[0]
    for what in ("title", "outlet", "date", "author", "url", "path", "story"):
        if said := getattr(first, what):
            yield what, said
    for also in article.sources[1:]:
        yield "also", " · ".join(x for x in (also.outlet, also.date, also.title or also.path) if x)
    yield "topics", ", ".join(_topics(work)) or "none said"
    number, articles = work.position
    yield "article", f"{number} of {articles} · sha256 {article.digest[:12]}"
    quotes = len(desk.quotes)
    yield "so far", f"{desk.reviewed} of {desk.body} sentences · {quotes} quote{'' if quotes == 1 else 's'}"


def _topics(work: Session) -> Iterator[str]:
    field = work.scheme.field("topic")
    for label in work.desk.labels.labels:
        found = field.label(label.value) if field is not None and label.field == "topic" else None
        yield f"{label.value} {found.name}" if found else label.value


def same_speaker(work: Session, quote: Quote) -> list[Quote]:
    """The other quotes and open proposals of this article that a speaker of `quote` says, in order."""
    said = _speakers(work, quote)
    shown = work.desk.shown_in(range(len(work.desk.sentences)))
    return [other for other in shown if other.id != quote.id and said & _speakers(work, other)]


def _speakers(work: Session, quote: Quote) -> set[str]:
    """The registry's entries that say it, those joined to others as these."""
    found = (work.registry.get(voice.speaker) for voice in quote.speakers if voice.speaker)
    return {entry.id for entry in found if entry is not None}


# Flags


class Flags:
    """All flags of one's layer: those of the article on the desk, and the others a page at a time."""

    def __init__(self, work: Session) -> None:
        self._work, self._here = work, work.desk.article.digest
        self._last: Flagged | None = None
        self._over = False

    def here(self) -> list[Flagged]:
        """Those of the article on the desk, in the order of the text."""
        desk = self._work.desk
        notes = sorted(desk.notes.values(), key=lambda note: (note.span, note.id))
        spots = (Spot(self._here, "", desk.sentence_at(n.span.start), n.span.start) for n in notes)
        return [Flagged(spot, n.text, n.quote, (0, 0, n.id)) for spot, n in zip(spots, notes, strict=True)]

    def more(self) -> list[Flagged]:
        """The next page of those of other articles; empty after the last."""
        if self._over:
            return []
        found = self._work.store.flags(self._work.layer, self._here, self._last)
        self._over = len(found) < PAGE
        self._last = found[-1] if found else None
        return found


# History


class Deed(NamedTuple):
    """An action of one's own. `stands`: it was not taken back. `turn`: which key would change that next."""

    action: Action
    stands: bool
    turn: Literal["undo", "redo", ""] = ""


class History:
    """One's own actions, newest first, a page at a time."""

    def __init__(self, work: Session) -> None:
        self._work = work
        self._before: int | None = None
        self._over = False
        self._taken_back: set[str] = set()
        self._redo: str | None = None  # the action that redo would do again
        self._undo: tuple[str, str | None] | None = (
            None  # the action that undo would take back, and its group
        )

    def more(self) -> list[Deed]:
        """The next page; empty after the last."""
        found: list[Deed] = []
        while not found and not self._over:
            actions = self._work.store.actions(self._work.actor, self._before)
            self._over = len(actions) < PAGE
            self._before = actions[-1].seq if actions else None
            found = [deed for action in actions if (deed := self._deed(action)) is not None]
        return found

    def _deed(self, action: Action) -> Deed | None:
        """What an event is to whom looks back from now: later events, which may undo it, were seen before."""
        stands = action.id not in self._taken_back
        if stands and action.undoes is not None:
            self._taken_back.add(action.undoes)
            if action.kind is EventKind.UNDO and self._undo is None:
                self._redo = self._redo or action.undoes
        if action.kind is not EventKind.DO:
            return None
        if stands and self._undo is None:
            self._undo = action.id, action.group
        if self._undo == (action.id, action.group) or (
            action.group and self._undo and self._undo[1] == action.group
        ):
            return Deed(action, stands, "undo")
        return Deed(action, stands, "redo" if action.id == self._redo else "")


def when(at: str, now: datetime) -> str:
    """A time of the store (UTC) in the time zone of `now`: "14:05", with the day where it was another."""
    then = datetime.fromisoformat(at).astimezone(now.tzinfo)
    if then.date() == now.date():
        return then.strftime("%H:%M")
    return then.strftime("%d %b %H:%M" if then.year == now.year else "%d %b %Y")
