"""Which backups stay: many of the last days, few of long ago (grandfather, father and son)."""

from collections.abc import Callable, Sequence
from datetime import datetime
from enum import StrEnum


class Why(StrEnum):
    """What a backup was made for."""

    ASKED = "asked"
    DAILY = "daily"
    BEFORE_RESTORE = "before-restore"


# Of so many days, weeks (ISO 8601) and months that have backups the newest one stays.
_RULES: tuple[tuple[int, Callable[[datetime], object]], ...] = (
    (7, lambda at: at.date()),
    (5, lambda at: at.isocalendar()[:2]),
    (12, lambda at: (at.year, at.month)),
)
LAST = 3  # stay whatever their day


def kept(made: Sequence[tuple[datetime, Why]]) -> set[int]:
    """The places in `made`, newest first, of those that stay.

    What was before a restore is never removed: it may be all that is left of somebody's work.
    """
    stay = {n for n, (_, why) in enumerate(made) if why is Why.BEFORE_RESTORE}
    others = [n for n in range(len(made)) if n not in stay]
    stay.update(others[:LAST])
    for many, period in _RULES:
        newest: dict[object, int] = {}
        for n in others:
            newest.setdefault(period(made[n][0]), n)
        stay.update(list(newest.values())[:many])
    return stay
