"""Quotation marks and the quotations they enclose.

One pass over the marks with a short stack a paragraph: linear, and no number of marks, odd or wrong,
raises or reaches beyond the end of its paragraph, except where the next one repeats the opening mark.
"""

from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from dataclasses import dataclass, field

from annotator.model import Span
from annotator.text.dashes import dash, dialogue
from annotator.text.mark_roles import NOT_A_MARK, UNSEEN, Mark, Role, marks, partners
from annotator.text.paragraphs import paragraphs
from annotator.text.reporting import ends_reporting

_BLANK = UNSEEN + " \t\n\r\v\f\x85\xa0\u2028\u2029\u202f\u3000"
# Real text nests three deep. The bound keeps a text of nothing but marks linear.
DEPTH = 6


@dataclass(frozen=True, slots=True)
class Quotation:
    """A stretch within quotation marks, the marks included.

    `closing` is "" where the mark was never closed: the span then ends with its paragraph. Dialogue that a
    dash opens is never closed either; its span ends before the words that say who speaks. `parent` is the
    index of the quotation around it. `reopened` holds the offsets at which later paragraphs repeat the mark.
    """

    span: Span
    opening: str
    closing: str = ""
    depth: int = 0
    parent: int | None = None
    reopened: tuple[int, ...] = ()

    @property
    def closed(self) -> bool:
        return bool(self.closing)

    @property
    def inner(self) -> Span | None:
        """What the marks enclose."""
        start, end = self.span.start + len(self.opening), self.span.end - len(self.closing)
        return Span(start, end) if start < end else None


@dataclass(slots=True)
class _Open:
    """A quotation on its way; `end` is right at the latest when its paragraph is read."""

    mark: Mark
    end: int = 0
    closing: str = ""
    reopened: list[int] = field(default_factory=list)


def quotations(text: str) -> tuple[Quotation, ...]:
    """The quotations of `text` by where they start; of two, one holds the other or they are apart."""
    return _Reader(text).read()


def covering(found: Sequence[Quotation], at: int) -> list[Quotation]:
    """The quotations with `start <= at < end`, innermost first."""
    around: list[Quotation] = []
    index: int | None = bisect_right(found, at, key=_start) - 1
    if index == -1:
        return around
    while index is not None:
        if found[index].span.end > at:
            around.append(found[index])
        index = found[index].parent
    return around


def starting(found: Sequence[Quotation], span: Span) -> Sequence[Quotation]:
    """The quotations whose opening mark lies in `span`."""
    return found[bisect_left(found, span.start, key=_start) : bisect_left(found, span.end, key=_start)]


def snap(found: Sequence[Quotation], at: int, end: int | None = None) -> Span | None:
    """The innermost quotation around offset `at`, else the next one that starts before `end`."""
    if around := covering(found, at):
        return around[0].span
    index = bisect_left(found, at, key=_start)
    if index < len(found) and (end is None or found[index].span.start < end):
        return found[index].span
    return None


def _start(quotation: Quotation) -> int:
    return quotation.span.start


class _Reader:
    """Pairs the marks of one text."""

    def __init__(self, text: str) -> None:
        self.text = text
        self.all: list[_Open] = []
        self.stack: list[_Open] = []

    def read(self) -> tuple[Quotation, ...]:
        run: list[Span] = []  # paragraphs, one after the other, that the same dash opens
        for paragraph in paragraphs(self.text):
            here = marks(self.text, paragraph)
            if here or self.stack:
                self._paragraph(here, paragraph)
            sign = "" if here else dash(self.text, paragraph)
            if run and sign != dash(self.text, run[-1]):
                self._dialogue(run)
                run = []
            if sign:
                run.append(paragraph)
        self._dialogue(run)
        return self._finished()

    def _dialogue(self, run: Sequence[Span]) -> None:
        for said in dialogue(self.text, run) if run else ():
            mark = Mark(said.start, said.start + 1, self.text[said.start], Role.OPEN)
            self.all.append(_Open(mark, said.end))

    def _paragraph(self, here: Sequence[Mark], paragraph: Span) -> None:
        skip = self._continue(here, paragraph)
        for mark in here[skip:]:
            role = self._role(mark)
            if role is Role.OPEN:
                self._push(mark)
            elif role is Role.CLOSE:
                self._close(mark)
        if self.stack:
            end = paragraph.start + len(paragraph.of(self.text).rstrip())
            for unclosed in self.stack:
                unclosed.end = end

    def _continue(self, here: Sequence[Mark], paragraph: Span) -> int:
        """Take the marks that repeat those left open by the paragraph before; how many they are.

        None where that paragraph ended by saying who spoke: then its closing mark was forgotten. All stay
        open where a line break fell into the middle of a sentence and the next mark closes one of them.
        """
        if not self.stack:
            return 0
        if ends_reporting(self.text, self.stack[0].mark.end, paragraph.start):
            self.stack.clear()
            return 0
        words = paragraph.of(self.text).lstrip(_BLANK)
        if self._runs_on(here, words):
            return 0
        at, kept = paragraph.end - len(words), 0
        for unclosed, mark in zip(self.stack, here, strict=False):
            if mark.start != at or mark.sign != unclosed.mark.sign or mark.role is Role.CLOSE:
                break
            unclosed.reopened.append(mark.start)
            kept, at = kept + 1, mark.end
        del self.stack[kept:]
        return kept

    def _runs_on(self, here: Sequence[Mark], words: str) -> bool:
        """Whether a paragraph goes on, with `words`, in mid-sentence, where the one before broke off."""
        if not here or not words[:1].islower() or not self.text[self.stack[0].end - 1].isalpha():
            return False
        return here[0].role is Role.CLOSE and self._partner(here[0]) is not None

    def _role(self, mark: Mark) -> Role:
        """The role of a mark that can be both follows from what is open."""
        if mark.role is not Role.EITHER:
            return mark.role
        return Role.CLOSE if self._partner(mark) is not None else Role.OPEN

    def _partner(self, mark: Mark) -> int | None:
        """The place in the stack of what `mark` would close: the nearest true partner, else any kin."""
        signs = [unclosed.mark.sign for unclosed in self.stack]
        for wanted in partners(mark.sign):
            for place in range(len(signs) - 1, -1, -1):
                if signs[place] in wanted:
                    return place
        return None

    def _push(self, mark: Mark) -> None:
        if len(self.stack) < DEPTH:
            self.stack.append(_Open(mark))
            self.all.append(self.stack[-1])

    def _close(self, mark: Mark) -> None:
        place = self._partner(mark)
        if place is None:
            return
        for inner in self.stack[place + 1 :]:
            inner.end = mark.start
        closed = self.stack[place]
        del self.stack[place:]
        closed.end, closed.closing = mark.end, mark.sign

    def _finished(self) -> tuple[Quotation, ...]:
        found: list[Quotation] = []
        line: list[int] = []  # indices of the quotations around the next one
        for one in sorted(self.all, key=lambda one: one.mark.start):
            if not self._real(one):
                continue
            while line and found[line[-1]].span.end <= one.mark.start:
                line.pop()
            span = Span(one.mark.start, one.end)
            parent = line[-1] if line else None
            found.append(Quotation(span, one.mark.sign, one.closing, len(line), parent, tuple(one.reopened)))
            line.append(len(found) - 1)
        return tuple(found)

    def _real(self, one: _Open) -> bool:
        """Not a pair around nothing, nor a lone straight single mark: that is an apostrophe."""
        if one.mark.sign == "'" and not one.closing:
            return False
        return bool(NOT_A_MARK.search(self.text, one.mark.end, one.end - len(one.closing)))
