"""The pages of what was done and flagged: rows that lead to where it was."""

from collections.abc import Callable, Iterable, Sequence
from datetime import datetime

from annotator.store.looking import Flagged, Spot
from annotator.tui.listing import Item, Listing, said
from annotator.work import looking
from annotator.work.looking import Deed
from annotator.work.pace import spell
from annotator.work.worklist import Worklist

_TURNS = {"undo": "next undo", "redo": "next redo"}


def history_page(
    work: Worklist, room: Callable[[], int], closes: Sequence[str], now: datetime
) -> Listing[Deed]:
    """One's own actions, newest first, with what undo and redo would do next."""
    found = looking.History(work)
    here = work.desk.article.digest

    def more() -> list[Item[Deed]]:
        return [_deed(deed, here, now) for deed in found.more()]

    first = more() or [said(("nothing was done yet", "dim"))]
    return Listing("What you did, the last first", first, room, closes=closes, more=more)


def _deed(deed: Deed, here: str, now: datetime) -> Item[Deed]:
    action = deed.action
    turn = _TURNS.get(deed.turn) or ("" if deed.stands else "taken back")
    seconds = spell(action.active_ms / 1000) if action.active_ms >= 500 else ""
    words = f"{looking.when(action.at, now):>6} {seconds:>6}  {turn:<10}  {action.says}"
    where = f" · {_where(action.spot, here)}" if action.spot else ""
    return Item(deed, ((words, "" if deed.stands else "dim"), (where, "dim")))


def _where(spot: Spot, here: str) -> str:
    sentence = f"sentence {spot.sentence + 1}"
    return sentence if spot.article == here else f"{sentence} of {spot.title}"


def flag_page(work: Worklist, room: Callable[[], int], closes: Sequence[str]) -> Listing[Flagged]:
    """All flags of one's own with their comments: this article's, then the others'."""
    found = looking.Flags(work)
    here, every = found.here(), work.store.count_flags(work.layer)
    items: list[Item[Flagged]] = [said((f"in this article: {len(here) or 'none'}", "bold"))]
    items += _flags(here)
    items.append(said((f"in other articles: {every - len(here) or 'none'}", "bold")))
    items += _flags(found.more())
    return Listing("Flags and comments", items, room, closes=closes, more=lambda: list(_flags(found.more())))


def _flags(some: Iterable[Flagged]) -> Iterable[Item[Flagged]]:
    for flag in some:
        what = "quote in sentence" if flag.quote else "sentence"
        title = f" · {flag.spot.title}" if flag.spot.title else ""
        yield Item(flag, ((f"{what} {flag.spot.sentence + 1} ", "dim"), flag.text, (title, "dim")))
