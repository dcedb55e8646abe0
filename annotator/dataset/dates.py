"""The dates of articles, which files write in many ways, in one: YYYY-MM-DD.

The day is the one that the file names, whatever the time zone beside it: it is what stands over the article.
What could be two days (05/06/2024) is not guessed at.
"""

import re
from datetime import date, datetime
from functools import lru_cache

_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_LONG = (
    "january", "february", "march", "april", "may", "june", "july", "august", "september", "october",
    "november", "december",
)  # fmt: skip
_WEEKDAY = r"(?:(?:mon|tues?|wed(?:nes)?|thu(?:rs)?|fri|sat(?:ur)?|sun)(?:day)?\.?,?\s+)?"
_MONTH = r"(?P<month>[a-z]+)\.?"
_TIME = r"(?:(?:,|\s|\bat\b)+\d{1,2}:\d\d.*)?"
# In words, in English; and in numbers that can be read in one way only.
_FORMS = tuple(
    re.compile(rf"{_WEEKDAY}{form}{_TIME}\Z", re.IGNORECASE | re.ASCII)
    for form in (
        rf"(?P<day>\d{{1,2}})(?:st|nd|rd|th)?[ -](?:of )?{_MONTH},?[ -](?P<year>\d{{4}})",
        rf"{_MONTH}\s+(?P<day>\d{{1,2}})(?:st|nd|rd|th)?,?\s+(?P<year>\d{{4}})",
        r"(?P<year>\d{4})[/.](?P<number>\d{1,2})[/.](?P<day>\d{1,2})",
        r"(?P<day>\d{1,2})\.\s?(?P<number>\d{1,2})\.\s?(?P<year>\d{4})",
    )
)
MOMENT = len("2026-03-02T10:15:30.125Z")
_ISO = re.compile(r"\d{4}-?\d\d-?\d\d(?!\d)")


@lru_cache(maxsize=1024)
def iso(said: str) -> str | None:
    """The day that `said` names, as YYYY-MM-DD; None where it names none, or more than one could be meant."""
    words = said.strip()
    try:
        if _ISO.match(words):
            return datetime.fromisoformat(words).date().isoformat()
        for form in _FORMS:
            if found := form.match(words):
                parts = found.groupdict()
                month = int(parts["number"]) if "number" in parts else _month(parts["month"])
                return date(int(parts["year"]), month, int(parts["day"])).isoformat()
    except ValueError:  # no such day
        pass
    return None


def _month(name: str) -> int:
    """Raises ValueError."""
    plain = name.lower()
    return (_LONG.index(plain) if plain in _LONG else _MONTHS.index("sep" if plain == "sept" else plain)) + 1


def told(said: str | None) -> tuple[str | None, str | None]:
    """(the date, the file's own words where they are not just that), of what a file says."""
    if said is None:
        return None, None
    day = iso(said)
    return day, None if day == said else said


def moment(at: str) -> str:
    """A time of ours, ISO 8601 in UTC, with three digits of fractions, as all have it today."""
    if len(at) == MOMENT:
        return at
    whole, _, fraction = at.removesuffix("Z").partition(".")
    return f"{whole}.{fraction[:3]:0<3}Z"
