"""Which characters are quotation marks, and which of them open or close, judged by their neighbours."""

import re
import unicodedata
from dataclasses import dataclass
from enum import Enum, auto
from functools import lru_cache
from itertools import pairwise

from annotator.model import Span

# A single mark between two letters is an apostrophe: most are, so they are passed over here. One class comes
# first, and what is asked of a mark behind it: `re` runs through a text several times as fast to a class.
_MARK = re.compile(
    "[`'‘’‛\"“”„‟‚«»‹›「」『』＂]"
    "(?:(?<=[\"“”„‟‚«»‹›「」『』＂])|(?<=`)`|(?<=')'|(?<=['‘’‛])(?:(?<!\\w.)|(?!\\w)))"
)
NOT_A_MARK = re.compile("[^\\s`\"'“”„‟‘’‚‛«»‹›「」『』＂]")
_SINGLES = "'‘’‚‛"
_OPENERS = ("``", *"“„‟‘‚‛«‹「『")
_DOUBLES = frozenset(('"', "“", "”", "„", "‟", "＂", "``", "''"))

# What a mark closes: true partners first, then whatever careless typing pairs with it.
_PARTNERS: dict[str, tuple[frozenset[str], ...]] = {
    "”": (frozenset("“‟"), _DOUBLES),
    "“": (frozenset("„"), _DOUBLES),
    '"': (frozenset('"'), _DOUBLES),
    "''": (frozenset(("``", "''")), _DOUBLES),
    "＂": (frozenset("＂"), _DOUBLES),
    "’": (frozenset("‘‛"), frozenset(_SINGLES)),
    "‘": (frozenset("‚"),),
    "'": (frozenset("'"), frozenset(_SINGLES)),
    "»": (frozenset("«"), frozenset("»")),
    "«": (frozenset("»"),),
    "›": (frozenset("‹"), frozenset("›")),
    "‹": (frozenset("›"),),
    "」": (frozenset("「"),),
    "』": (frozenset("『"),),
}

# Characters that take no room: spaces of no width, marks of direction. A mark may stand behind them.
UNSEEN = "\u200b\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2060\u2066\u2067\u2068\u2069\ufeff"
# Words that begin with an apostrophe, and decades.
_ELIDED = re.compile(r"(?:tis|twas|twere|em|cause|til|till|n|\d\ds?)(?!\w)")
# What tokenized text parts from the word before it: he 'll, Marn 's.
_PARTED = re.compile(r"(?i:s|ll|ve|re|d|m|t)(?![\w'’])")
_FEET = re.compile(r"\d['’] ?\d{1,2}\Z")


class Role(Enum):
    OPEN = auto()
    CLOSE = auto()
    EITHER = auto()  # closes what it can close, else opens
    NONE = auto()  # an apostrophe, or a sign for inches


class _Side(Enum):
    """What stands beside a mark."""

    BLANK = auto()
    WORD = auto()
    OPENING = auto()  # a bracket, or a mark that opens
    STOP = auto()  # what ends words: . , ) and a mark that closes
    DASH = auto()
    DOTS = auto()  # an ellipsis after the mark


@dataclass(slots=True)
class Mark:
    """One mark at `start`, before `end`; `sign` is its one or two characters."""

    start: int
    end: int
    sign: str
    role: Role


def partners(sign: str) -> tuple[frozenset[str], ...]:
    """The opening marks that `sign` closes, best first; none for a mark that only opens."""
    return _PARTNERS.get(sign, ())


def marks(text: str, within: Span) -> list[Mark]:
    """The quotation marks of one paragraph in order, apostrophes left out."""
    none = Role.NONE
    signs = [Mark(*m.span(), m[0], none) for m in _MARK.finditer(text, within.start, within.end)]
    if not signs:
        return signs
    _regroup(text, signs, within.start)
    before: Mark | None = None
    for mark, right in zip(signs, _rights(text, signs, within.end), strict=True):
        mark.role = _role(text, mark, _left(text, mark, before, within.start), right)
        before = mark
    _possessives(text, signs)
    return [mark for mark in signs if mark.role is not none]


def _regroup(text: str, signs: list[Mark], start: int) -> None:
    """Three single marks behind a word: the inner quotation closes first, then the one in doubled marks."""
    for one, other in pairwise(signs):
        three = one.sign == "''" and other.sign == "'" and one.end == other.start
        if (
            three
            and one.start > start
            and not (before := text[one.start - 1]).isspace()
            and before not in "(["
        ):
            one.end, other.start = one.start + 1, one.start + 1
            one.sign, other.sign = other.sign, one.sign


def _rights(text: str, signs: list[Mark], end: int) -> list[_Side]:
    """What follows each mark, other marks that touch it passed over."""
    sides: list[_Side] = []
    for place in range(len(signs) - 1, -1, -1):
        after = signs[place].end
        if place + 1 < len(signs) and signs[place + 1].start == after:
            sides.append(sides[-1])
        else:
            sides.append(_side(text[after : after + 1], False) if after < end else _Side.BLANK)
    return sides[::-1]


def _left(text: str, mark: Mark, left_mark: Mark | None, start: int) -> _Side:
    if left_mark is not None and left_mark.end == mark.start:
        if left_mark.role is Role.NONE:
            return _Side.WORD
        return _Side.OPENING if left_mark.role is Role.OPEN else _Side.STOP
    return _side(text[mark.start - 1], True) if mark.start > start else _Side.BLANK


@lru_cache(maxsize=1024)  # what stands beside marks are few characters
def _side(char: str, before: bool) -> _Side:
    if not char or char.isspace() or char in UNSEEN:
        return _Side.BLANK
    if char.isalnum():
        return _Side.WORD
    if char in ".…":
        return _Side.STOP if before else _Side.DOTS
    match unicodedata.category(char):
        case "Pd":
            return _Side.DASH
        case "Ps":
            return _Side.OPENING if before else _Side.WORD
        case "Pe":
            return _Side.STOP
        case "Po" if char not in "¿¡@#&*%":
            return _Side.OPENING if before and char == "/" else _Side.STOP
        case _:
            return _Side.WORD


def _opens(left: _Side, right: _Side) -> bool:
    if right is _Side.DASH:
        return left in (_Side.BLANK, _Side.OPENING)
    return left in (_Side.BLANK, _Side.OPENING, _Side.DASH) and right in (_Side.WORD, _Side.DOTS)


def _closes(left: _Side, right: _Side) -> bool:
    if right in (_Side.DASH, _Side.DOTS):
        return left in (_Side.WORD, _Side.STOP)
    return left in (_Side.WORD, _Side.STOP, _Side.DASH) and right in (_Side.BLANK, _Side.STOP)


def _role(text: str, mark: Mark, left: _Side, right: _Side) -> Role:
    sign = mark.sign
    if sign in _SINGLES and sign != "‚":
        return _single(text, mark, left, right)
    if sign in '"＂' or sign == "''":
        return _straight(text, mark, left, right)
    if sign in "「『``":
        return Role.OPEN
    if sign in "」』":
        return Role.CLOSE
    if sign in _OPENERS:
        turned = _closes(left, right) or (left is right is _Side.BLANK and sign == "“")
        return Role.EITHER if turned and sign in _PARTNERS else Role.OPEN
    return Role.EITHER if _opens(left, right) else Role.CLOSE


def _straight(text: str, mark: Mark, left: _Side, right: _Side) -> Role:
    if left is _Side.WORD and _FEET.search(text, max(0, mark.start - 6), mark.start):
        return Role.NONE
    if _opens(left, right):
        return Role.OPEN
    if _closes(left, right) or (left is right is _Side.WORD and not text[mark.start - 1].isalpha()):
        return Role.CLOSE
    return Role.EITHER  # between two words too: about"nothing


def _single(text: str, mark: Mark, left: _Side, right: _Side) -> Role:
    touches = text[mark.end : mark.end + 1].isalnum()
    if left is _Side.WORD and touches:
        return Role.NONE
    if _opens(left, right):
        if mark.sign == "’" or (touches and _ELIDED.match(text, mark.end)):
            return Role.NONE
        if text[max(0, mark.start - 2) : mark.start - 1].isalnum() and _PARTED.match(text, mark.end):
            return Role.NONE
        return Role.OPEN
    if mark.sign in "‘‛" and not _closes(left, right):
        return Role.OPEN
    if left is right is _Side.BLANK and not text[max(0, mark.start - 2) : mark.start].rstrip().isalnum():
        return Role.EITHER  # in tokenized text; behind a word it would be "the ministers ' vote"
    return Role.CLOSE


def _possessives(text: str, signs: list[Mark]) -> None:
    """Take "the ministers’ vote" for no mark where a closing mark that cannot be misread follows."""
    sure = False  # whether the next single mark surely closes
    for mark in reversed(signs):
        if mark.sign not in _SINGLES or mark.role is Role.NONE:
            continue
        weak = mark.role is Role.CLOSE and _weak(text, mark)
        if weak and sure:
            mark.role = Role.NONE
        else:
            sure = mark.role is Role.CLOSE and not weak


def _weak(text: str, mark: Mark) -> bool:
    before, after = text[max(0, mark.start - 2) : mark.start], text[mark.end : mark.end + 2]
    return before.endswith(("s", "S", "in")) and after[:1].isspace() and after[1:].isalnum()
