"""Pace: what actions add up to, and how long the rest takes at that."""

from datetime import datetime, timedelta, timezone

import pytest

from annotator.store import Store
from annotator.store.looking import Worked
from annotator.work.pace import Pace, by_day, day_began, paces, spell
from annotator.work.worklist import Worklist
from tests.work.desks import BUILD, CRITICS, at_work, filled, mark

LONG = "“We will build it. It will hold. Nobody will pay twice,”"
DOUBT = "Critics doubt that it will hold"


def did(
    at: str = "2031-03-04T09:00:00.000Z", ms: int = 0, quote: str | None = None, made: int = 0,
    sentences: int = 0, actor: str = "ana",
) -> Worked:  # fmt: skip
    """An event that was about `quote`, made it (1), removed it (-1) or changed it (0)."""
    return Worked(actor, at, ms, quote, ((quote, made),) if quote and made else (), sentences)


def of(*some: Worked) -> Pace:
    pace = Pace()
    for one in some:
        pace.add(one)
    return pace


def test_nothing_done_has_no_pace() -> None:
    pace = of()
    assert (pace.active, pace.quotes, pace.sentences, pace.median) == (0.0, [], 0, None)
    assert (pace.an_hour(0), pace.time_for(10)) == (None, None)


def test_the_seconds_of_a_quote_are_those_of_all_actions_about_it() -> None:
    pace = of(did(ms=4000, quote="a", made=1), did(ms=1500, quote="a"), did(ms=30_000, sentences=1))
    assert pace.seconds_on("a") == 5.5
    assert pace.seconds_on("b") == 0.0
    assert pace.active == 35.5
    assert pace.an_hour(len(pace.quotes)) == pytest.approx(3600 / 35.5)
    assert pace.time_for(3) == pytest.approx(3 * 35.5)


def test_what_was_taken_back_does_not_count_and_its_time_does() -> None:
    pace = of(
        did(ms=1000, quote="a", made=1), did(ms=8000, quote="b", made=1), did(quote="b", made=-1),
        did(ms=3000, quote="c", made=1), did(sentences=2), did(sentences=-1),
    )  # fmt: skip
    assert (pace.quotes, pace.sentences, pace.active) == (["a", "c"], 1, 12.0)
    assert pace.median == 2.0


def test_deleting_what_was_made_before_is_not_less_than_nothing() -> None:
    pace = of(did(ms=1000, quote="old", made=-1), did(ms=1000, sentences=-1))
    assert (pace.quotes, pace.sentences, pace.median, pace.time_for(5)) == ([], 0, None, None)


def test_today_is_what_was_done_since_and_all_holds_it_too() -> None:
    yesterday, today = "2031-03-03T22:59:59.999Z", "2031-03-03T23:00:00.000Z"
    some = [did(yesterday, 1000, "a", 1), did(today, 2000, "b", 1)]
    now, ever = paces(some, today)
    assert (now.quotes, ever.quotes, now.active, ever.active) == (["b"], ["a", "b"], 2.0, 3.0)


def test_a_day_begins_at_midnight_where_one_is() -> None:
    assert (
        day_began(datetime(2031, 3, 4, 9, 30, tzinfo=timezone(timedelta(hours=1))))
        == "2031-03-03T23:00:00.000Z"
    )


def test_days_are_apart_and_so_are_people() -> None:
    some = [
        did("2031-03-03T10:00:00.000Z", 1000), did("2031-03-04T10:00:00.000Z", 2000),
        did("2031-03-04T11:00:00.000Z", 3000), did("2031-03-04T11:00:00.000Z", 4000, actor="ben"),
    ]  # fmt: skip
    assert [(who, day, pace.active) for who, day, pace in by_day(some)] == [
        ("ana", "2031-03-03", 1.0),
        ("ana", "2031-03-04", 5.0),
        ("ben", "2031-03-04", 4.0),
    ]


@pytest.mark.parametrize(
    ("seconds", "words"),
    [
        (0, "0 s"),
        (99.4, "99 s"),
        (99.5, "2 min"),
        (5969, "99 min"),
        (5970, "1 h 40 min"),
        (4_000_000, "1,111 h 07 min"),
    ],
)
def test_durations_in_words(seconds: float, words: str) -> None:
    assert spell(seconds) == words


# From a real history


class Clock:
    """Seconds that pass only when told."""

    now = 0.0

    def __call__(self) -> float:
        return self.now


@pytest.fixture
def clock() -> Clock:
    return Clock()


def timed(store: Store, clock: Clock) -> Worklist:
    return at_work(store, seconds=clock)


def test_a_history_adds_up(db_url: str, clock: Clock) -> None:
    with filled(db_url) as store:
        work = timed(store, clock)
        clock.now += 7
        first = mark(work, LONG)
        clock.now += 60  # a pause: counts as 30
        work.say_stance("1", "barrier")
        clock.now += 3
        second = mark(work, DOUBT)
        clock.now += 2
        work.go(BUILD)
        work.finish()
        clock.now += 5
        work.go(CRITICS)
        work.finish()
        today, ever = paces(store.worked("ana"), "2000")
        assert (today.active, today.quotes) == (ever.active, ever.quotes)
        assert ever.quotes == [first.id, second.id]
        assert (ever.seconds_on(first.id), ever.seconds_on(second.id)) == (37.0, 3.0)
        assert ever.active == 47.0
        assert ever.sentences == work.desk.reviewed
        work.undo()
        work.undo()
        work.undo()
        _today, ever = paces(store.worked("ana"), "2000")
        assert ever.quotes == [first.id]
        assert ever.sentences == work.desk.reviewed
