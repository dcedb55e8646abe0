"""The page of the quotes that people disagree on most, to go to."""

from collections.abc import Callable, Mapping, Sequence

from annotator.agreement.worst import Worst
from annotator.tui.lines import cut
from annotator.tui.listing import Item, Listing, said


def worst_page(
    found: Sequence[Worst], titles: Mapping[str, str], room: Callable[[], int], closes: Sequence[str]
) -> Listing[Worst]:
    """The worst first; each with the fields in which they are apart, the furthest first."""
    items = [_row(one, titles.get(one.article, "")) for one in found]
    nothing: Item[Worst] = said(("nobody disagrees on any quote", "dim"))
    return Listing("What they disagree on most", items or [nothing], room, closes=closes)


def _row(one: Worst, title: str) -> Item[Worst]:
    apart = sorted((name for name, far in one.parts.items() if far), key=lambda name: -one.parts[name])
    words = " ".join(one.words.split())
    return Item(one, (f"{one.score:5.2f} ", cut(words, 36), (f" · {', '.join(apart)} · {title}", "dim")))
