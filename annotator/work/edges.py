"""Where the edges of a quote's spans may stand: behind and before words, with the marks that are theirs.

In “We go home,” Marn said the word `home` ends at the closing mark: content takes its marks along. What
somebody is reported to say ends before the full stop. Marks of a quote around this one are not its own:
then the bare word comes first, and the marks are one step more.
"""

import unicodedata
from collections.abc import Iterator
from itertools import takewhile

from annotator.agreement.extents import alike
from annotator.model import Quote, Span
from annotator.text.marks import Quotation, covering, starting
from annotator.work.desk import Desk
from annotator.work.edits import Role

_STOPS = frozenset(".!?…。！？")
_ATTACHED = frozenset("%‰°")
_SIGNS = frozenset("#@+-−~")  # they stand before numbers and names
_BRACKETS = {")": "(", "]": "[", "}": "{"}


class Edges:
    """The steps of one role's first start and last end, for a quote as it stands."""

    def __init__(self, desk: Desk, quote: Quote, role: Role) -> None:
        self.desk, self.role = desk, role
        spans: tuple[Span, ...] = getattr(quote, role)
        self.first, self.last = spans[0], spans[-1]
        hull = Span(quote.start, quote.end)
        near = desk.shown_in(desk.sentences_of(hull))
        others = [q for q in near if q.id != quote.id and not alike(q.content, quote.content)]
        self._around = [s for q in others for s in q.content if s.contains(hull)]

    def end(self, by: int) -> int | None:
        """The next place for the end, outwards (`by` > 0) or inwards; None where there is none."""
        n = self.desk.sentence_at(self.last.end - 1)
        if by > 0:
            later = (stop for m in range(n, len(self.desk.sentences)) for stop in self._ends(m))
            return next((stop for stop in later if stop > self.last.end), None)
        earlier = (stop for m in range(n, -1, -1) for stop in reversed(self._ends(m)))
        within = takewhile(lambda stop: stop > self.last.start, earlier)
        return next((stop for stop in within if stop < self.last.end), None)

    def start(self, by: int) -> int | None:
        """The next place for the start, outwards (`by` > 0: to the left) or inwards."""
        n = self.desk.sentence_at(self.first.start)
        if by > 0:
            earlier = (stop for m in range(n, -1, -1) for stop in reversed(self._starts(m)))
            return next((stop for stop in earlier if stop < self.first.start), None)
        later = (stop for m in range(n, len(self.desk.sentences)) for stop in self._starts(m))
        within = takewhile(lambda stop: stop < self.first.end, later)
        return next((stop for stop in within if stop > self.first.start), None)

    # The steps of one sentence

    def _ends(self, n: int) -> list[int]:
        signs = Signs(self.desk, n)
        found: list[int] = []
        for place, word in signs.words():
            least = most = word.end
            for sign in signs.behind(place):
                closes = self._closes(signs, sign)
                if closes is not None or (self.role == "content" and signs.of(sign) in _STOPS):
                    most = sign.end
                if closes or signs.of(sign) in _ATTACHED or self._stop_is_own(signs, sign):
                    least = sign.end
                if self.role == "source" and signs.of(sign) == "," and self._has_comma(word):
                    most = sign.end  # “Ana Ruiz, the minister,” is one mention
            found += [least, most] if most > least else [least]
        return found

    def _starts(self, n: int) -> list[int]:
        signs = Signs(self.desk, n)
        found: list[int] = []
        for place, word in signs.words():
            least = most = word.start
            for sign in signs.before(place):
                opens = self._opens(signs, sign)
                if opens is not None:
                    most = sign.start
                if opens is not False:
                    least = sign.start
            found += [most, least] if most < least else [least]
        return found

    def _closes(self, signs: "Signs", sign: Span) -> bool | None:
        """Whether a closing mark or bracket is this quote's own; None where the sign is none."""
        quotation = signs.closing.get(sign.start)
        if quotation is not None:
            inside = quotation.span.start >= self.first.start
            return inside or (self.role == "content" and not self._others(sign.start))
        bracket = _BRACKETS.get(signs.of(sign))
        if bracket is None:
            return None
        words = self.desk.text[self.first.start : sign.start]
        return words.count(bracket) > words.count(signs.of(sign))

    def _opens(self, signs: "Signs", sign: Span) -> bool | None:
        """Whether an opening mark or bracket is this quote's own; None where the sign is none."""
        quotation = signs.opening.get(sign.start)
        if quotation is not None:
            inside = quotation.span.end <= self.last.end
            return inside or (self.role == "content" and not self._others(sign.start))
        closing = next((c for c, o in _BRACKETS.items() if o == signs.of(sign)), None)
        if closing is None:
            return None
        words = self.desk.text[sign.end : self.last.end]
        return words.count(closing) > words.count(signs.of(sign))

    def _stop_is_own(self, signs: "Signs", sign: Span) -> bool:
        """Whether a full stop stands inside quotation marks that are this quote's own."""
        if self.role != "content" or signs.of(sign) not in _STOPS or self._others(sign.start):
            return False
        return bool(covering(self.desk.quotations, sign.start))

    def _others(self, at: int) -> bool:
        """Whether what stands at `at` belongs to a quote around this one."""
        return any(s.start <= at < s.end for s in self._around)

    def _has_comma(self, word: Span) -> bool:
        return "," in self.desk.text[self.last.start : word.start]


class Signs:
    """The tokens of one sentence, and which of them open and close quotations."""

    def __init__(self, desk: Desk, n: int) -> None:
        self._text, self._tokens = desk.text, desk.tokens(n)
        sentence = desk.sentences[n].span
        quotations = {
            q.span: q
            for q in (*covering(desk.quotations, sentence.start), *starting(desk.quotations, sentence))
        }
        self.opening: dict[int, Quotation] = {}
        self.closing: dict[int, Quotation] = {}
        for q in quotations.values():
            for start in (q.span.start, *q.reopened):
                self.opening |= dict.fromkeys(range(start, start + len(q.opening)), q)
            self.closing |= dict.fromkeys(range(q.span.end - len(q.closing), q.span.end), q)

    def of(self, token: Span) -> str:
        return token.of(self._text)

    def words(self) -> Iterator[tuple[int, Span]]:
        """(place, token) of each token that is a word; where there is none, of each token."""
        some = [(place, token) for place, token in enumerate(self._tokens) if self._is_word(token)]
        yield from some or enumerate(self._tokens)

    def behind(self, place: int) -> Iterator[Span]:
        """The signs that follow a word and belong to no later one."""
        for at in range(place + 1, len(self._tokens)):
            token = self._tokens[at]
            tight = self._tokens[at - 1].end == token.start
            if self._is_word(token) or self._is_opening(token) or not (tight or token.start in self.closing):
                return
            yield token

    def before(self, place: int) -> Iterator[Span]:
        """The signs that lead to a word, the nearest first."""
        for at in range(place - 1, -1, -1):
            token = self._tokens[at]
            tight = token.end == self._tokens[at + 1].start
            if not (self._is_opening(token) and (tight or token.start in self.opening)):
                return
            yield token

    def closes(self, token: Span) -> bool:
        """Whether a token closes a quotation or a bracket."""
        return token.start in self.closing or self.of(token) in _BRACKETS

    def _is_word(self, token: Span) -> bool:
        sign = self._text[token.start]
        return token.end - token.start > 1 or sign.isalnum() or unicodedata.category(sign) == "So"

    def _is_opening(self, token: Span) -> bool:
        sign = self.of(token)
        if token.start in self.opening or token.start in self.closing:
            return token.start in self.opening
        return sign in _BRACKETS.values() or sign in _SIGNS or unicodedata.category(sign[0]) == "Sc"
