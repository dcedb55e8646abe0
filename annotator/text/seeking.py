"""Finding what somebody types in a text, whatever the case, the accents and the shape of the marks."""

import re
import unicodedata
from bisect import bisect_right
from collections.abc import Iterator
from typing import NamedTuple

from annotator.model import Span

_MARKS = dict.fromkeys("“”„‟«»", '"') | dict.fromkeys("‘’‚‛‹›`´", "'") | dict.fromkeys("‐‑‒–—―−", "-")
_WORD = re.compile(r"[^\W_]+")
_BEFORE, _BETWEEN, _BEHIND = r"(?<![^\W_])", r"[\W_]+", r"(?![^\W_])"


def _fold(sign: str) -> str:
    """What one character is compared as: nothing (a combining accent), one character, or several (ß)."""
    if sign in _MARKS:
        return _MARKS[sign]
    if sign.isspace():
        return " "
    plain = unicodedata.normalize("NFKD", sign.casefold())
    return "".join(c for c in plain if not unicodedata.combining(c)).casefold()


class Folded:
    """A text made comparable, that knows where in the text each of its characters stands.

    Most characters stay one character. Only those that do not are kept with their places, so that a text of
    any length costs little more than a copy of it.
    """

    def __init__(self, text: str) -> None:
        signs = {sign: _fold(sign) for sign in set(text) if not sign.isascii() or sign.isspace()}
        self.text = text.translate({ord(sign): plain for sign, plain in signs.items()}).lower()
        # Of each character that is not folded into one: (where what it became ends, and where it ends).
        self._ends: list[int] = []
        self._behind: list[int] = []
        odd = "".join(sign for sign, plain in signs.items() if len(plain) != 1)
        ahead = 0  # by how much offsets of the folded text are ahead of those of the text
        for found in re.finditer(f"[{re.escape(odd)}]", text) if odd else ():
            ahead += len(signs[found.group()]) - 1
            self._ends.append(found.end() + ahead)
            self._behind.append(found.end())

    def span(self, start: int, end: int) -> Span:
        """The characters of the text that became `start` to `end` of the folded one, and accents on them."""
        return Span(self._place(start, 0), self._place(end, 1))

    def _place(self, at: int, inside: int) -> int:
        """`inside`: which side of a character that became several is meant, where `at` lies in its midst."""
        n = bisect_right(self._ends, at) - 1
        place = at - self._ends[n] + self._behind[n] if n >= 0 else at
        if n + 1 < len(self._behind):  # not beyond the next one, where it became several
            return min(place, self._behind[n + 1] - 1 + inside)
        return place

    def find(self, typed: str) -> Iterator[Span]:
        """Where `typed` stands, in order; any white space in it is as good as any other."""
        wanted = Folded(typed.strip()).text
        if wanted:
            pattern = r"\s+".join(map(re.escape, wanted.split()))
            for found in re.finditer(pattern, self.text):
                yield self.span(*found.span())


def words(text: str) -> set[str]:
    """The different words of a text, folded: letters and digits that stand together."""
    return set(_WORD.findall(Folded(text).text))


class Phrase(NamedTuple):
    """Words that stand together: as typed, and folded. `begun`: the last one may go on."""

    typed: str
    words: tuple[str, ...]
    begun: bool = False

    def find(self, folded: Folded) -> Iterator[Span]:
        """Where it stands in a text."""
        pattern = _BEFORE + _BETWEEN.join(map(re.escape, self.words)) + ("" if self.begun else _BEHIND)
        for found in re.finditer(pattern, folded.text):
            yield folded.span(*found.span())


def phrases(typed: str) -> list[Phrase]:
    """What to look for: words, and in quotation marks words that stand together.

    Of the last one, if it is not in marks and no blank follows it, the beginning is enough. Nothing that is
    typed is a command or a mistake: what is neither letter nor digit only parts words.
    """
    plain = "".join('"' if _MARKS.get(sign) == '"' else sign for sign in typed)
    found = []
    for n, part in enumerate(plain.split('"')):
        pieces = [part] if n % 2 else part.split()
        for piece in pieces:
            if some := tuple(_WORD.findall(Folded(piece).text)):
                found.append(Phrase(piece, some))
    is_open = plain[-1:] not in ('"', "") and not plain[-1].isspace() and plain.count('"') % 2 == 0
    if found and is_open and len(found[-1].words[-1]) > 1:  # all that begins with one letter is no help
        last = found[-1]
        found[-1] = Phrase(last.typed, last.words, begun=True)
    return found
