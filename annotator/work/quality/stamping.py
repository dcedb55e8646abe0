"""Proposals accepted faster than they can be read, and accepted without an end.

Silent readers of English non-fiction take 238 words a minute, most of them 175 to 300 (Brysbaert 2019, a
meta-analysis of 190 studies); good ones 200 to 400, and who goes faster skims (Rayner, Schotter, Masson,
Potter and Treiman 2016). LIMIT lies far above, for people read ahead and know what they saw before.
"""

from collections.abc import Iterable, Sequence
from itertools import accumulate
from math import sqrt
from typing import NamedTuple

from annotator.model import VerdictKind

LIMIT = 600.0  # words a minute
WINDOW = 20  # judgements in a row that are looked at together: no fewer ever raise an alarm
ACCEPTED = 18  # of these so many accepted as they were proposed
ENOUGH = 50  # judgements of somebody from which their share of accepted ones is compared with
_SURE = 1.96  # Wilson's upper limit of 95 %, two-sided


class Judgement(NamedTuple):
    """A proposal that somebody judged, as the verdict stands now; in the order in which they did.

    `words` and `place` are those of the sentence in which it begins. `spent`: the active milliseconds since
    the judgement before, whatever was done in them. `at` is UTC.
    """

    kind: VerdictKind
    words: int
    place: tuple[int, int]
    spent: int
    at: str


class Stretch(NamedTuple):
    """The fastest WINDOW of judgements, in words a minute; `fast`: how many lie in such that are too fast."""

    speed: float
    fast: int
    judged: int
    since: str


def too_fast(some: Sequence[Judgement], limit: float = LIMIT) -> Stretch | None:
    """Where accepting was faster than reading; None where it nowhere was. Linear.

    Only words of sentences with a proposal count, each time one comes to them, but all the time that went by:
    the speed is less than that of reading. Where no time was counted, nothing can be said.
    """
    words = _sums(one.words * (one.place != before) for one, before in zip(some, _places(some), strict=False))
    spent = _sums(one.spent for one in some)
    taken = _sums(one.kind is VerdictKind.ACCEPTED for one in some)
    fast, fastest, since, marked = 0, 0.0, "", 0
    for low in range(len(some) - WINDOW + 1):
        high = low + WINDOW
        time, read = spent[high] - spent[low], words[high] - words[low]
        speed = read * 60_000 / time if time else 0.0
        if speed <= limit or taken[high] - taken[low] < ACCEPTED:
            continue
        since = since or some[low].at
        fast += high - max(low, marked)
        marked, fastest = high, max(fastest, speed)
    return Stretch(fastest, fast, len(some), since) if fast else None


def _places(some: Sequence[Judgement]) -> list[tuple[int, int] | None]:
    return [None, *(one.place for one in some)]


def _sums(some: Iterable[int]) -> list[int]:
    return list(accumulate(some, initial=0))


class Streak(NamedTuple):
    """So many accepted in a row, from `since` on, of `judged`; `rate`: what others accept at most."""

    length: int
    judged: int
    rate: float
    chance: float
    since: str


def streak(some: Sequence[Judgement], others: Iterable[Sequence[VerdictKind]]) -> Streak | None:
    """The longest row of judgements without a correction or a rejection, where it is WINDOW or longer.

    It is measured by the most agreeing of the others (of those with ENOUGH judgements), at the upper limit of
    Wilson's (1927) interval of their share; None where there is nobody to compare with.
    """
    rates = [upper(kinds.count(VerdictKind.ACCEPTED), len(kinds)) for kinds in others if len(kinds) >= ENOUGH]
    length, start = _longest(some)
    if not rates or length < WINDOW:
        return None
    chance = chance_of(length, len(some), max(rates))
    return Streak(length, len(some), max(rates), chance, some[start].at)


def _longest(some: Sequence[Judgement]) -> tuple[int, int]:
    """(how long the longest row of accepted ones is, where it begins)."""
    best = start = row = 0
    for n, one in enumerate(some):
        row = row + 1 if one.kind is VerdictKind.ACCEPTED else 0
        if row > best:
            best, start = row, n - row + 1
    return best, start


def chance_of(length: int, n: int, rate: float) -> float:
    """At most so likely is a row of `length` or more among `n` that are each accepted with `rate`.

    The union bound: a row begins at the first, or behind one that was not accepted.
    """
    return min(1.0, (1 + (n - length) * (1 - rate)) * rate**length) if length <= n else 0.0


def upper(hits: int, n: int) -> float:
    """The upper limit of Wilson's interval for a share."""
    z2 = _SURE**2
    middle = (hits + z2 / 2) / (n + z2)
    return min(1.0, middle + _SURE / (n + z2) * sqrt(hits * (n - hits) / n + z2 / 4))
