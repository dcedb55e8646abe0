"""What the lead settled about one's quotes: a page to go from, and its number in the first line."""

from collections.abc import Callable, Iterator, Sequence
from typing import TYPE_CHECKING

from annotator.model import ADJUDICATED, LayerKind
from annotator.tui.pages import PageKeys
from annotator.work.session import NotNow

if TYPE_CHECKING:  # the page is imported when it is asked for: a start waits for none
    from annotator.tui.listing import Item, Listing
    from annotator.work.adjudication.feedback import Feedback


class InboxKeys(PageKeys):
    """The key of the inbox."""

    unread = 0  # how much was settled since one last read it

    def on_mount(self) -> None:
        self.call_later(self._count)  # after the first paint

    def _count(self) -> None:
        if self.work.layer.kind is LayerKind.HUMAN:
            self.unread = self.work.store.count_unread(ADJUDICATED, self.work.actor)
            if self.unread:
                self.show()

    def do_inbox(self) -> None:
        from annotator.work.adjudication.feedback import feedback

        if self.work.layer.kind is not LayerKind.HUMAN:
            raise NotNow("the inbox is that of people who annotate")
        found = feedback(self.work.store, self.work.scheme, self.work.actor)
        self.work.store.mark_read(self.work.actor)
        self.unread = 0
        self.look(inbox_page(found, self._room, self._keys_of("inbox")), self._to_feedback)

    def _to_feedback(self, one: "Feedback") -> None:
        self.work.enter(one.article, one.offset, one.quote)


def inbox_page(
    found: Sequence["Feedback"], room: Callable[[], int], closes: Sequence[str]
) -> "Listing[Feedback]":
    """What is new first; below each quote the fields in which gold differs."""
    from annotator.tui.listing import Listing, said

    new, old = ([one for one in found if one.new is wanted] for wanted in (True, False))
    items: list[Item[Feedback]] = []
    for title, some in (("new", new), ("read before", old)):
        if some:
            items.append(said((f"{title}: {len(some)}", "bold")))
            items += [item for one in some for item in _rows(one)]
    nothing: Item[Feedback] = said(("nothing of yours was settled otherwise", "dim"))
    return Listing("What the lead settled otherwise", items or [nothing], room, closes=closes)


def _rows(one: "Feedback") -> Iterator["Item[Feedback]"]:
    from annotator.tui.lines import cut
    from annotator.tui.listing import Item, said

    where = f" in sentence {one.sentence + 1}: "
    yield Item(one, ((one.what, "bold"), (where, "dim"), cut(one.words, 40), (f" · {one.title}", "dim")))
    for x in one.differences:
        yield said((f"      {x.field}: ", "dim"), x.theirs or "nothing", (" → ", "dim"), x.gold or "nothing")
