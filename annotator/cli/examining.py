"""What annotator doctor looks at: Python, the packages, the locale and the clock. Nothing heavy is loaded."""

import locale
import operator
import re
import sys
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from enum import StrEnum
from typing import NamedTuple

PACKAGE = "quotation-annotator"
TRIED = (3, 14)  # the newest Python that the tests ran on
SQLITE = (3, 37)  # STRICT tables
EXTRAS = (
    "bulk",
    "cluster",
    "dataset",
    "html",
    "learn",
    "postgres",
    "serve",
    "spacy",
)  # a user's
BEFORE = 2025  # no clock that is right says an earlier year


class Verdict(StrEnum):
    """How well something is."""

    OK = "ok"
    LOOK = "look"  # it works, but somebody should look at it
    WRONG = "wrong"


class Finding(NamedTuple):
    """One line of the report; `mend` says what to do, where anything is to be done."""

    verdict: Verdict
    about: str
    sentence: str
    mend: str = ""


def ok(about: str, sentence: str) -> Finding:
    return Finding(Verdict.OK, about, sentence)


def look(about: str, sentence: str, mend: str) -> Finding:
    return Finding(Verdict.LOOK, about, sentence, mend)


def wrong(about: str, sentence: str, mend: str) -> Finding:
    return Finding(Verdict.WRONG, about, sentence, mend)


def installation() -> Iterator[Finding]:
    """Python, SQLite, the packages."""
    yield python(sys.version_info[:3])
    yield sqlite()
    from importlib.metadata import PackageNotFoundError, requires

    try:
        lines = requires(PACKAGE) or []
    except PackageNotFoundError:
        yield look("packages", f"{PACKAGE} is not installed here", "install it: pip install -e .")
        return
    yield from packages([one for line in lines if (one := parsed(line))], installed)


def python(version: tuple[int, int, int]) -> Finding:
    """Whether this is a Python that the tests ran on."""
    name = ".".join(map(str, version))
    if version[:2] > TRIED:
        newest = ".".join(map(str, TRIED))
        return look("python", f"{name} is newer than any that was tried", f"if anything fails, take {newest}")
    return ok("python", name)


def sqlite() -> Finding:
    """Whether SQLite has all that the tables need."""
    import sqlite3

    name = sqlite3.sqlite_version
    if sqlite3.sqlite_version_info < SQLITE:
        least = ".".join(map(str, SQLITE))
        return wrong("sqlite", f"{name} is older than {least}", "take a Python that has a newer one")
    try:
        memory = sqlite3.connect(":memory:")
        memory.execute("CREATE VIRTUAL TABLE words USING fts5 (a, tokenize = 'trigram')")
        memory.close()
    except sqlite3.Error:
        return wrong("sqlite", f"{name} has no FTS5", "take a Python whose SQLite has it; most have")
    return ok("sqlite", name)


class Needed(NamedTuple):
    """A package that is needed, its bounds as ((">=", (3, 8)), ...), and the extra that needs it."""

    name: str
    bounds: tuple[tuple[str, tuple[int, ...]], ...]
    extra: str


_LINE = re.compile(r"([\w.-]+)(?:\[[^]]*\])?\s*([^;]*)(?:;.*extra == ['\"]([\w-]+)['\"].*)?")
_BOUND = re.compile(r"(>=|<=|<|>|==|!=)\s*(\d+(?:\.\d+)*)")


def parsed(line: str) -> Needed | None:
    """A line of a package's metadata: `typer<0.29,>=0.28; extra == "x"`."""
    if not (found := _LINE.fullmatch(line.strip())) or found[1] == PACKAGE:
        return None
    bounds = tuple((sign, release(number)) for sign, number in _BOUND.findall(found[2]))
    return Needed(found[1], bounds, found[3] or "")


def release(version: str) -> tuple[int, ...]:
    """The numbers with which a version begins, without zeros at the end."""
    numbers = [int(number) for number in re.match(r"[\d.]*", version)[0].split(".") if number]  # type: ignore[index]
    while numbers and not numbers[-1]:
        numbers.pop()
    return tuple(numbers)


def installed(name: str) -> str | None:
    """The version of a package that is there."""
    from importlib.metadata import PackageNotFoundError, version

    try:
        return version(name)
    except PackageNotFoundError:
        return None


def packages(needed: list[Needed], there: Callable[[str], str | None]) -> Iterator[Finding]:
    """Whether what is needed is there, and no older or newer than it may be."""
    core = [one for one in needed if not one.extra]
    unfit = [one for one in needed if (version := there(one.name)) and not fits(version, one)]
    for one in core:
        if there(one.name) is None:
            yield wrong("packages", f"{one.name} is missing", f"pip install --upgrade {PACKAGE}")
    for one in unfit:
        of = f"{PACKAGE}[{one.extra}]" if one.extra else PACKAGE
        say = look if one.extra else wrong
        yield say("packages", f"{one.name} {there(one.name)} is not {_bounds(one)}", f"pip install '{of}'")
    if not unfit and all(there(one.name) for one in core):
        yield ok("packages", f"{len(core)} are there, of versions that fit")
    wants = {extra: [one.name for one in needed if one.extra == extra] for extra in EXTRAS}
    has = {extra for extra, names in wants.items() if names and all(map(there, names))}
    words = ", ".join(extra for extra in EXTRAS if extra in has) or "none"
    others = ", ".join(extra for extra in EXTRAS if extra not in has)
    yield ok("extras", words + (f"; not installed: {others}" if others else ""))


def fits(version: str, one: Needed) -> bool:
    """Whether a version is within the bounds."""
    now = release(version)
    return all(_SIGNS[sign](now, bound) for sign, bound in one.bounds)


_SIGNS: dict[str, Callable[[tuple[int, ...], tuple[int, ...]], bool]] = {
    ">=": operator.ge, "<=": operator.le, "<": operator.lt, ">": operator.gt, "==": operator.eq,
    "!=": operator.ne,
}  # fmt: skip


def _bounds(one: Needed) -> str:
    return ",".join(f"{sign}{'.'.join(map(str, bound))}" for sign, bound in one.bounds)


def surroundings(encoding: str, now: datetime) -> Iterator[Finding]:
    """The locale, by the encoding that it has, and the clock."""
    if encoding.lower().replace("-", "") != "utf8":
        mend = "export LC_ALL=C.UTF-8, or another locale that ends in UTF-8"
        yield look("locale", f"{encoding} is not UTF-8: marks such as “ are written as \\u201c", mend)
    else:
        yield ok("locale", "UTF-8")
    if now.year < BEFORE:
        yield wrong("clock", f"it says {now:%Y-%m-%d}", "set it: every action is kept with its time")
    else:
        yield ok("clock", f"{now:%Y-%m-%d %H:%M:%S} UTC")


def here() -> Iterator[Finding]:
    """The locale and the clock of this program."""
    yield from surroundings(locale.getencoding(), datetime.now(UTC))
