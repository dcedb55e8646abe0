"""Which articles of a dump are wanted, and the stratum that each is of."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from fnmatch import translate
from functools import lru_cache

from annotator.dataset.dates import iso
from annotator.ingest.incoming import Incoming, facts
from annotator.model import RegionKind, Source
from annotator.text.reading import Reading

DAYS = {"year": 4, "month": 7, "day": 10}  # how much of YYYY-MM-DD a stratum by time has
UNKNOWN = "unknown"


class Near(StrEnum):
    """What becomes of an article that is a near-duplicate of an earlier one."""

    MARK = "mark"
    LEAVE_OUT = "leave-out"
    IGNORE = "ignore"


@dataclass(frozen=True, slots=True)
class Wanted:
    """What an article has to be.

    `where`: (field, pattern): of the patterns of a field one has to fit, * and ? as in file names, in any
    case. `since` and `until`: days as YYYY-MM-DD, both included; what has no day is left out then. `quoted`:
    the rules read at least one quote in its body.
    """

    where: tuple[tuple[str, str], ...] = ()
    since: str | None = None
    until: str | None = None
    quoted: bool = False

    def fits(self, source: Source) -> bool:
        """Whether what is said of an article is what is wanted."""
        return self._in_time(source) and (not self.where or self._described(source))

    def _in_time(self, source: Source) -> bool:
        if self.since is None and self.until is None:
            return True
        day = iso(source.date or "")
        return day is not None and (self.since or day) <= day <= (self.until or day)

    def _described(self, source: Source) -> bool:
        said = {name.casefold(): value for name, value in facts(source)}
        fields = {name.casefold() for name, _ in self.where}
        return all(
            any(
                name.casefold() == field and _pattern(pattern).match(said.get(field, ""))
                for name, pattern in self.where
            )
            for field in fields
        )


@lru_cache(maxsize=256)
def _pattern(words: str) -> re.Pattern[str]:
    return re.compile(translate(words), re.IGNORECASE)


def holds_quotes(one: Incoming, reading: Reading) -> bool:
    """Whether a quote was read outside headlines and boilerplate."""
    outside = [region.span for region in one.regions if region.kind is not RegionKind.BODY]
    return any(
        not any(span.overlaps(other) for span in found.content for other in outside)
        for found in reading.attributions
    )


def stratum(source: Source, by: Sequence[str]) -> tuple[str, ...]:
    """The values of `by`: fields, or year, month or day of the date; UNKNOWN where nothing is said."""
    said = {name.casefold(): value for name, value in facts(source)} if by else {}
    return tuple([_value(source, said, name.casefold()) for name in by])


def _value(source: Source, said: dict[str, str], name: str) -> str:
    if name in DAYS and name not in said:
        return (iso(source.date or "") or "")[: DAYS[name]] or UNKNOWN
    return said.get(name) or UNKNOWN
