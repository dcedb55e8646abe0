"""The article alone on the whole screen, and the page of its facts."""

from collections.abc import Callable, Iterator, Sequence

from textual.content import Content

from annotator.model import Quote
from annotator.tui.listing import Item, Listing, said
from annotator.tui.reader import Reader
from annotator.tui.sheet import CANCEL, Done, Sheet
from annotator.work import looking
from annotator.work.worklist import Worklist


class Whole(Sheet[None]):
    """Scrolls the reader; shows nothing itself."""

    def __init__(self, reader: Reader, *, closes: Sequence[str]) -> None:
        self._reader, self._closes = reader, (*CANCEL, "q", *closes)

    def lines(self, width: int) -> list[Content]:
        return []

    def press(self, key: str, character: str | None) -> Done[None] | None:
        if key in self._closes:
            return Done(None)
        page, end = max(1, self._reader.size.height - 2), self._reader.max_scroll_y
        by = {"j": 1, "down": 1, "k": -1, "up": -1, "space": page, "pagedown": page, "pageup": -page}
        by |= {"home": -end, "end": end}
        y = self._reader.scroll_offset.y + by.get(key, 0)
        self._reader.scroll_to(y=max(0, min(y, end)), animate=False, force=True, immediate=True)
        return None


def facts_page(work: Worklist, room: Callable[[], int], closes: Sequence[str]) -> Listing[Quote]:
    """What is known of the article, and the other quotes of the speaker of the chosen one."""
    items: list[Item[Quote]] = [said((f"{what:<8} ", "dim"), how) for what, how in looking.facts(work)]
    return Listing("This article", [*items, *_others(work)], room, closes=closes)


def _others(work: Worklist) -> Iterator[Item[Quote]]:
    quote = work.quote
    yield said("")
    if quote is None:
        yield said(("no quote is chosen: choose one to see what else its speaker says", "dim"))
        return
    names = ", ".join(work.registry.name(voice.speaker) for voice in quote.speakers if voice.speaker)
    if not names:
        yield said(("the chosen quote has no speaker yet", "dim"))
        return
    others = looking.same_speaker(work, quote)
    yield said((f"what else {names} says here: " + ("nothing" if not others else ""), "bold"))
    for other in others:
        number = "prop." if work.is_proposal(other) else f"{work.desk.number(other):>5}"
        words = " … ".join(" ".join(span.of(work.desk.text).split()) for span in other.content)
        yield Item(other, (f"{number} {work.desk.type_of(other):<9}", words))
