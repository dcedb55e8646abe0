"""Tokens: the places where a span may begin and end."""

import re
import unicodedata
from functools import lru_cache
from itertools import accumulate

from annotator.model import Span

# U+00AD soft hyphen, U+200C and U+200D joiners: they stand inside words.
_INNER = "-.\u2010\u2011\u00ad\u200c\u200d"
_APOSTROPHES = "'\u2019"
_STOP = re.compile(r"\.(?=[^\W\d_])")  # the least that `glued` needs
# Where combining marks may be found. The punctuation of news stands outside: most texts have none of these.
# (Said by what it is not: what it is takes `re` 10 ms to compile, at every start.)
_BEYOND = re.compile("[^\0-\u02ff\u2000-\u206f]")
_DOMAIN = re.compile(r"(?:Com|Org|Net|Info|Gov|Edu|Eu|Uk|De|Ru)\b")


def combining(text: str) -> str:
    """The combining marks that occur in `text`, each once, sorted; `\\w` knows none of them."""
    if not _BEYOND.search(text):
        return ""
    strange = (c for c in set(text) if c >= "\u0300" and unicodedata.category(c)[0] == "M")
    return "".join(sorted(strange))


@lru_cache(maxsize=64)
def _pattern(marks: str) -> re.Pattern[str]:
    # Every alternative is a run of one class after another, classes apart: no backtracking to speak of.
    letter = rf"[\w{marks}]"
    run = rf"\w{letter}*+" if marks else r"\w++"  # the same without marks, in two thirds of the time
    sign = rf"\S[{marks}\U0001f3fb-\U0001f3ff]*"  # with its skin tone
    possessive = rf"[{_APOSTROPHES}][sS](?!{letter})"
    inner = re.escape(_INNER) + _APOSTROPHES
    # Asked first what follows, `re` need not set out on a repetition that most words do not have.
    word = rf"{run}(?:(?![{inner}])|(?:(?!{possessive})[{inner}]{run})*)"
    flag = "[\U0001f1e6-\U0001f1ff]{2}"
    return re.compile(rf"({word}|(?<=\S){possessive}|{flag}|{sign}(?:\u200d{sign})*)")


def tokens(text: str, start: int = 0, end: int | None = None) -> list[Span]:
    """The tokens of `text[start:end]`, in order, with offsets into `text`.

    A token is a run of word characters with inner hyphens, apostrophes and dots ("U.S", "US-Russian"); a
    possessive 's of its own; or any other character that is no white space. Combining marks and joiners
    stay with what they combine with. A stop that glues two sentences ("ended.Then") parts them. Linear.
    """
    return [Span(*found) for found in ranges(text, start, len(text) if end is None else end)]


def ranges(text: str, start: int, end: int) -> list[tuple[int, int]]:
    """What `tokens` finds, as plain pairs."""
    pattern = _pattern(combining(text[start:end]))
    found = [match.span() for match in pattern.finditer(text, start, end)]
    stops = _stops(text, start, end)
    return _unglued(found, stops) if stops else found


def cut(text: str, plain: str) -> tuple[list[int], list[int], list[str]]:
    """Where the tokens of all of `text` start, where they end, and what stands there in `plain`.

    `plain` is the same text with letters of other case. It is cut into gaps and tokens, by turns, and their
    lengths are added up: half the time of `ranges`, and the tokens need not be cut out again.
    """
    pieces = _pattern(combining(text)).split(plain)
    ends = list(accumulate(map(len, pieces)))
    starts, ends, found = ends[:-1:2], ends[1::2], pieces[1::2]
    stops = _stops(text, 0, len(text))
    if stops:
        parted = _unglued(list(zip(starts, ends, strict=True)), stops)
        starts, ends = [start for start, _ in parted], [end for _, end in parted]
        found = [plain[start:end] for start, end in parted]
    return starts, ends, found


def _stops(text: str, start: int, end: int) -> list[int]:
    """The full stops that glue two sentences."""
    return [match.start() for match in _STOP.finditer(text, start, end) if glued(text, match.start())]


def glued(text: str, stop: int) -> bool:
    """Whether the full stop at `stop` ends a sentence though no space follows: "ended.Then"."""
    before, after = text[max(0, stop - 2) : stop], text[stop + 1 : stop + 3]
    if len(before) < 2 or not before.isalpha() or not before.islower() or not after[:1].isupper():
        return False
    return after[1:] != "." and not _DOMAIN.match(text, stop + 1)


def _unglued(found: list[tuple[int, int]], stops: list[int]) -> list[tuple[int, int]]:
    """`found` with its tokens parted at `stops`."""
    parted: list[tuple[int, int]] = []
    place = 0
    for start, end in found:
        while place < len(stops) and stops[place] < end - 1:
            stop = stops[place]
            place += 1
            if start < stop:
                parted += [(start, stop), (stop, stop + 1)]
                start = stop + 1
        parted.append((start, end))
    return parted
