"""Who accepts without reading is found; who reads is not, over many seeds."""

import random
from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from annotator.model import VerdictKind
from annotator.work.quality.alarms import ALPHA
from annotator.work.quality.stamping import (
    ENOUGH,
    WINDOW,
    Judgement,
    chance_of,
    streak,
    too_fast,
    upper,
)

YES, NO = VerdictKind.ACCEPTED, VerdictKind.REJECTED
KINDS = st.lists(st.sampled_from([YES, NO, VerdictKind.CORRECTED]), max_size=80)


def reader(seed: int, n: int, speed: float, accepts: float = 0.85) -> list[Judgement]:
    """Somebody who judges `n` proposals, reading so many words a minute, now quicker and now slower."""
    draw, found = random.Random(seed), []
    for k in range(n):
        words, kind = draw.randint(6, 40), YES if draw.random() < accepts else NO
        spent = words / speed * 60_000 * draw.lognormvariate(0, 0.5)
        found.append(Judgement(kind, words, (1, k), round(spent), f"2031-03-04T{k:06}"))
    return found


def stamper(seed: int, n: int) -> list[Judgement]:
    draw = random.Random(seed)
    return [Judgement(YES, draw.randint(6, 40), (1, k), draw.randint(150, 900), "") for k in range(n)]


def test_the_fastest_honest_readers_raise_no_alarm_and_stampers_always_do() -> None:
    # 300 words a minute is where the fastest of most readers lie (Brysbaert 2019).
    assert not any(too_fast(reader(seed, 200, 300)) for seed in range(300))
    assert all(too_fast(stamper(seed, WINDOW)) for seed in range(100))


def test_a_stretch_within_honest_work_is_found_where_it_begins() -> None:
    work = [*reader(1, 60, 238), *stamper(2, 40), *reader(3, 60, 238)]
    work = [one._replace(at=f"{n:03}") for n, one in enumerate(work)]
    found = too_fast(work)
    assert found is not None
    assert found.judged == 160
    assert 30 <= found.fast <= 50
    assert "050" <= found.since <= "062"
    assert found.speed > 1000


@given(st.lists(st.tuples(st.sampled_from([YES, NO]), st.integers(0, 50), st.integers(0, 3)), max_size=60))
def test_few_judgements_no_time_and_rejections_raise_nothing(
    some: list[tuple[VerdictKind, int, int]],
) -> None:
    work = [Judgement(kind, words, (1, place), 1, "") for kind, words, place in some]
    assert too_fast(work[: WINDOW - 1]) is None
    assert too_fast([one._replace(spent=0) for one in work]) is None
    assert too_fast([one._replace(kind=NO) for one in work]) is None
    assert streak(work[: WINDOW - 1], [[YES] * ENOUGH]) is None
    assert streak(work, [[YES] * (ENOUGH - 1)]) is None  # nobody to compare with


def test_words_of_a_sentence_count_once_in_a_row() -> None:
    several = [Judgement(YES, 30, (1, k // 10), 400, "") for k in range(40)]  # ten proposals a sentence
    assert too_fast(several) is None


def test_honest_people_seldom_have_a_streak_that_chance_does_not_make() -> None:
    others = [[x.kind for x in reader(1000 + n, 150, 238)] for n in range(3)]
    alarms = 0
    for seed in range(400):
        found = streak(reader(seed, 150, 238), others)
        alarms += found is not None and found.chance <= ALPHA
    assert alarms <= 400 * ALPHA + 3
    found = streak(stamper(1, 120), others)
    assert found is not None
    assert (found.length, found.chance < 1e-4) == (120, True)


def test_what_everybody_accepts_is_no_streak() -> None:
    found = streak(stamper(1, 120), [[YES] * 200])
    assert found is not None
    assert found.chance > ALPHA


@given(st.integers(1, 60), st.integers(1, 60), st.floats(0.01, 0.99))
def test_the_chance_of_a_row_falls_with_its_length_and_bounds_the_exact_one(
    n: int, length: int, rate: float
) -> None:
    chances = [chance_of(k, n, rate) for k in range(1, n + 1)]
    assert all(0 <= later <= one + 1e-12 for one, later in pairwise(chances))
    if length <= n:
        assert chance_of(length, n, rate) >= exact(length, n, rate) - 1e-9


def exact(length: int, n: int, rate: float) -> float:
    """By recursion over how long the row is that one is in."""
    rows = [1.0, *[0.0] * (length - 1)]
    for _ in range(n):
        rows = [(1 - rate) * sum(rows), *(rate * x for x in rows[:-1])]
    return 1 - sum(rows)


@given(st.integers(0, 200), st.integers(1, 200))
def test_the_upper_limit_lies_above_the_share(hits: int, n: int) -> None:
    hits = min(hits, n)
    assert hits / n - 1e-9 <= upper(hits, n) <= 1
