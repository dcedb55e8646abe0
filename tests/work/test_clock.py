"""Honest time: what counts as work, in seconds that the test makes."""

from annotator.work.clock import IDLE, ActiveTime


def test_pauses_between_keys_count_up_to_the_idle_limit() -> None:
    now = 100.0
    active = ActiveTime(lambda: now)
    for pause in (1.5, 2.0, IDLE * 10):
        now += pause
        active.pulse()
    assert active.taken() == round((1.5 + 2.0 + IDLE) * 1000)


def test_what_was_taken_is_not_counted_again() -> None:
    now = 0.0
    active = ActiveTime(lambda: now)
    now = 4.0
    assert active.taken() == 4000
    assert active.taken() == 0
    now = 4.25
    assert active.taken() == 250


def test_a_clock_that_goes_back_takes_nothing_away() -> None:
    now = 10.0
    active = ActiveTime(lambda: now)
    now = 5.0
    active.pulse()
    now = 6.0
    assert active.taken() == 1000
