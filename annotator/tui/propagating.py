"""What one quote has, for others of the article: each is shown as it is and as it would be."""

from collections.abc import Sequence

from textual.content import Content

from annotator.model import Quote, Span
from annotator.tui.keys import Keys
from annotator.tui.lines import Part, cut, row
from annotator.tui.sheet import CANCEL, Chooser, Done, Sheet
from annotator.work.propagating import Hit, What, hits, left_out, offered, propagate
from annotator.work.steps import Choice, Level
from annotator.work.worklist import Worklist

_ROWS = 12
_NAME = 24  # columns
_WHAT = Level(
    "Propagate what?",
    (
        Choice("speaker", "w", "Speaker", "To quotes with the same source, or a name of the speaker's."),
        Choice("topic", "o", "Topic", "To the other quotes of this article."),
    ),
)


class Propagation(Sheet[list[Hit]]):
    """Hits, each accepted or not; those that would change what somebody said are not, at first."""

    def __init__(self, work: Worklist, what: What, found: Sequence[Hit]) -> None:
        self._work, self._what, self._hits = work, what, found
        self._accepted = {n for n, hit in enumerate(found) if hit.likely}
        self._at = 0

    def lines(self, width: int) -> list[Content]:
        first = max(0, min(self._at - _ROWS // 2, len(self._hits) - _ROWS))
        shown = range(first, min(first + _ROWS, len(self._hits)))
        title = f"The {self._what} of quote {self._number(self._work.chosen())} for other quotes?"
        count = f"   {len(self._accepted)} of {len(self._hits)}"
        keys = "space takes or leaves one · a all or none · enter does it · ctrl+g cancels"
        return [
            row((title, "bold $accent"), (count, "dim"), width=width),
            *(row(self._row(n), width=width) for n in shown),
            *([row((over, "dim"), width=width)] if (over := self._left_out()) else []),
            row((keys, "dim"), width=width),
        ]

    def _left_out(self) -> str:
        n = left_out(self._work, self._what)
        return f"{n} still proposed with this source: accept those one by one" if n else ""

    def _row(self, n: int) -> Part:
        hit = self._hits[n]
        sign = "x" if n in self._accepted else " "
        change = f"{cut(self._has(hit.before), _NAME)} → {cut(self._has(hit.after), _NAME)}"
        source = self._words(hit.before.source)
        says = f"{f'{source}: ' if source else ''}{self._words(hit.before.content)}"
        words = f" [{sign}] {self._number(hit.before):>3}  {change:<32}  {says} "
        return words, "reverse" if n == self._at else ""

    def _number(self, quote: Quote) -> int:
        return self._work.desk.number(quote)

    def _words(self, spans: Sequence[Span]) -> str:
        return " … ".join(" ".join(span.of(self._work.desk.text).split()) for span in spans)

    def _has(self, quote: Quote) -> str:
        if self._what == "speaker":
            return ", ".join(self._work.registry.name(v.speaker) for v in quote.speakers) or "nobody yet"
        return ", ".join(label.value for label in quote.said("topic")) or "the article’s"

    def press(self, key: str, character: str | None) -> Done[list[Hit]] | None:
        if key in CANCEL:
            return Done(None)
        if key == "enter":
            return Done([self._hits[n] for n in sorted(self._accepted)])
        by = {"down": 1, "j": 1, "tab": 1, "up": -1, "k": -1}.get(key)
        if by is not None:
            self._at = (self._at + by) % len(self._hits)
        elif key == "space":
            self._accepted ^= {self._at}
            self._at = min(self._at + 1, len(self._hits) - 1)
        elif key == "a":
            self._accepted = set() if len(self._accepted) == len(self._hits) else set(range(len(self._hits)))
        return None


class PropagateKeys(Keys):
    """One key that does for many quotes what was done for one."""

    def do_propagate(self) -> None:
        can = offered(self.work)
        if len(can) == 1:
            self._ask_hits(can[0])
        else:
            one = Chooser(lambda path: None if path else _WHAT)
            self.ask(one, lambda path: self._ask_hits("speaker" if path[0] == "speaker" else "topic"))

    def _ask_hits(self, what: What) -> None:
        found = hits(self.work, what)
        self.ask(Propagation(self.work, what, found), lambda accepted: self._propagated(what, accepted))

    def _propagated(self, what: What, accepted: list[Hit]) -> str:
        n = propagate(self.work, what, accepted)
        return f"{what} said of {n} more; u takes all of it back" if n else "nothing was changed"
