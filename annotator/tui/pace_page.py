"""The page of pace: how quickly one works, and how long the rest would take."""

from collections.abc import Callable, Iterator, Sequence
from datetime import datetime

from annotator.store.filtering import Kind
from annotator.tui.lines import Part
from annotator.tui.listing import Item, Listing, said
from annotator.work.pace import Pace, day_began, paces, spell
from annotator.work.worklist import Worklist


def pace_page(work: Worklist, room: Callable[[], int], closes: Sequence[str], now: datetime) -> Listing[None]:
    """Counted when it is asked for, from one's own actions."""
    today, ever = paces(work.store.worked(work.actor), day_began(now))
    items: list[Item[None]] = [said(*parts) for parts in _rows(work, today, ever)]
    return Listing("Pace, without pauses of more than 30 s", items, room, closes=closes)


def _rows(work: Worklist, today: Pace, ever: Pace) -> Iterator[tuple[Part, ...]]:
    yield _row("", "today", "in all", style="dim")
    yield _row("active time", *(spell(pace.active) for pace in (today, ever)))
    yield _row("quotes", *(f"{len(pace.quotes):,}" for pace in (today, ever)))
    yield _row("  an active hour", *(_rate(pace, len(pace.quotes)) for pace in (today, ever)))
    yield _row("  median of one", *(_spelt(pace.median) for pace in (today, ever)))
    yield _row("sentences finished", *(f"{pace.sentences:,}" for pace in (today, ever)))
    yield _row("  an active hour", *(_rate(pace, pace.sentences) for pace in (today, ever)))
    yield ("",)
    yield _row("time left at this pace", "", "", style="dim")
    done, body = work.corpus()
    for what, left in (
        ("this article", work.desk.body - work.desk.reviewed),
        *_queue(work),
        ("the corpus", body - done),
    ):
        words = f"  {what}: {left:,} sentence{'' if left == 1 else 's'}"
        yield _row(words, *(_spelt(pace.time_for(left)) for pace in (today, ever)))
    if work.quote is not None and (seconds := ever.seconds_on(work.quote.id)):
        yield ("",)
        yield _row("the chosen quote took", "", spell(seconds))


def _queue(work: Worklist) -> Iterator[tuple[str, int]]:
    """How much of what one walks over is left, where that is sentences to do."""
    work.queue.recount()
    if work.queue.filter is not None and work.queue.filter.kind in (Kind.TO_DO, Kind.LEAD):
        yield "the queue, at least" if work.queue.count.more else "the queue", work.queue.count.places


def _row(what: str, *cells: str, style: str = "") -> tuple[Part, ...]:
    return ((f"{what:<34}", "dim"), *((f"{cell:>12}", style) for cell in cells))


def _rate(pace: Pace, count: int) -> str:
    found = pace.an_hour(count)
    return "–" if found is None else f"{found:,.0f}"


def _spelt(seconds: float | None) -> str:
    return "–" if seconds is None else spell(seconds)
