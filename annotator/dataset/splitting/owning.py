"""Where an article belongs by itself, before it is asked what it is tied to."""

import re
from collections.abc import Iterator, Sequence

from annotator.dataset.bundle import Bundle
from annotator.dataset.record import Record
from annotator.dataset.splitting.policy import PARTS, QUARANTINE, TEST, TRAIN, VALIDATION, By, Policy, is_day
from annotator.dataset.splitting.wording import told
from annotator.errors import UsageError

NEVER = "9999-12-31"  # the day from which articles are in a part that got none

_DAY = re.compile(r"\d{4}-\d\d-\d\d(?!\d)")
_PLACE = {part: place for place, part in enumerate(PARTS)}


def own(policy: Policy, bundle: Bundle) -> str | None:
    """What decides where an article belongs: its day, or already the part; None where it does not say.

    A group that a hash decides about never says. QUARANTINE: its outlets are of different parts.
    """
    match policy.by:
        case By.DATE:
            return day(bundle)
        case By.SPEAKER:
            return latest([policy.drawn(speaker) for speaker in speakers(bundle)] or [TRAIN])
        case By.OUTLET:
            parts = {policy.drawn(outlet) for outlet in outlets(bundle)}
            return None if not parts else parts.pop() if len(parts) == 1 else QUARANTINE
        case _:
            return None


def day(bundle: Bundle) -> str | None:
    """The day of an article: that of its first run, for from then on its words were known."""
    found = (_DAY.match((source["date"] or "").strip()) for source in bundle.sources)
    return min((m[0] for m in found if m and is_day(m[0])), default=None)


def outlets(bundle: Bundle) -> set[str]:
    """Who ran an article, case and white space aside."""
    names = (" ".join((source["outlet"] or "").casefold().split()) for source in bundle.sources)
    return {name for name in names if name}


def stories(bundle: Bundle) -> set[str]:
    return {source["story"] for source in bundle.sources if source["story"]}


def speakers(bundle: Bundle) -> set[str]:
    """The ids of all who speak in an article, as people and gold have it."""
    return {id for record in told(bundle) for id in speakers_of(record)}


def speakers_of(record: Record) -> Iterator[str]:
    return (voice["id"] for voice in record["speakers"] if voice["id"])


def latest(parts: Sequence[str]) -> str:
    """Of several parts the one that is farthest from train: nothing of it may be seen before."""
    return max(parts, key=_PLACE.__getitem__)


def is_later(one: str, other: str) -> bool:
    return _PLACE[one] > _PLACE[other]


def part_of_day(day: str, days: tuple[str, str]) -> str:
    return TEST if day >= days[1] else VALIDATION if day >= days[0] else TRAIN


def found_days(policy: Policy, seen: Sequence[str | None]) -> tuple[str, str]:
    """The days from which articles are validation and test so that `shares` come out as near as days allow.

    Raises UsageError where no article has a date.
    """
    days = sorted(day for day in seen if day)
    if not days:
        raise UsageError("no article has a date that begins YYYY-MM-DD; split by group, or give them dates")
    train, validation, _ = policy.shares
    return _from(days, train), _from(days, train + validation)


def _from(days: Sequence[str], share: int) -> str:
    """The day before which about `share` per cent of `days` lie; of two as near the earlier one."""
    before = {day: place for place, day in reversed(list(enumerate(days)))} | {NEVER: len(days)}
    return min(before, key=lambda day: (abs(before[day] * 100 - share * len(days)), day))
