"""How a dataset is to be split, as one value."""

import re
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from hashlib import sha256
from pathlib import Path

from annotator.errors import UsageError

TRAIN, VALIDATION, TEST = PARTS = ("train", "validation", "test")
QUARANTINE = "quarantine"  # kept like a part: no export has what is in it

_HUNDRED = 100


class By(StrEnum):
    """What decides where an article, with all that is tied to it, goes."""

    GROUP = "group"  # a salted hash of the group
    DATE = "date"  # train is the oldest
    SPEAKER = "speaker"  # whoever speaks in test is not heard in train
    OUTLET = "outlet"  # an outlet is in one part only
    FILE = "file"  # a file says it


@dataclass(frozen=True, slots=True)
class Policy:
    """A wish for a split. Raises UsageError where it cannot be had.

    `shares`: per cent of train, validation, test. `dates`: the days from which articles are validation and
    test; without them the first export finds days that fit the shares. `file`: only and always for By.FILE.
    `unassisted_test`: what people labelled with proposals before their eyes is left out of test.
    """

    by: By = By.GROUP
    shares: tuple[int, int, int] = (80, 10, 10)
    salt: str = "annotator"
    dates: tuple[str, str] | None = None
    file: Path | None = None
    unassisted_test: bool = False

    def __post_init__(self) -> None:
        if len(self.shares) != len(PARTS) or min(self.shares) < 0 or sum(self.shares) != _HUNDRED:
            raise UsageError(
                "the shares are three whole percentages for train, validation and test that add up to 100, "
                "as in 80,10,10"
            )
        if not self.shares[0]:
            raise UsageError("a split without train is none; give train a share")
        if (self.by is By.FILE) != (self.file is not None):
            raise UsageError("a split from a file needs the file, and no other split takes one")
        if self.dates is not None:
            self._check_dates(*self.dates)

    def _check_dates(self, validation: str, test: str) -> None:
        if self.by is not By.DATE:
            raise UsageError("only a split by date has dates; leave them out, or split by date")
        if not (is_day(validation) and is_day(test)):
            raise UsageError("a date of a split is written YYYY-MM-DD")
        if validation > test:
            raise UsageError(
                f"validation begins at {validation}, after test at {test}; give the earlier first"
            )

    @property
    def plan(self) -> str:
        """The name under which decisions are kept: all that they follow from.

        Of a split by date without dates it is the beginning of the name: the days follow (see `dated`).
        """
        shares = ",".join(map(str, self.shares))
        match self.by:
            case By.DATE if self.dates:
                return f"date; {_days(*self.dates)}"
            case By.DATE:
                return f"date; shares {shares}; "
            case _:
                return f"{self.by}; shares {shares}; salt {self.salt}"

    def dated(self, validation: str, test: str) -> str:
        """The plan of a split by date that was given no days, once they are found."""
        return self.plan + _days(validation, test)

    def drawn(self, name: str) -> str:
        """The part of a group, a speaker or an outlet of this name: the same for ever, whoever else comes."""
        at = int(sha256((self.salt + name).encode()).hexdigest(), 16) % _HUNDRED
        first, second, _ = self.shares
        return TRAIN if at < first else VALIDATION if at < first + second else TEST


def _days(validation: str, test: str) -> str:
    return f"validation from {validation}, test from {test}"


_DAYS = re.compile(r"validation from (\S+), test from (\S+)")


def days_of(plan: str) -> tuple[str, str]:
    """The days that the plan of a split by date names."""
    found = _DAYS.search(plan)
    if not found:
        raise ValueError(f"no days in the plan “{plan}”")
    return found[1], found[2]


def is_day(word: str) -> bool:
    """Whether `word` is a day of the calendar, as YYYY-MM-DD."""
    try:
        return date.fromisoformat(word).isoformat() == word
    except ValueError:
        return False
