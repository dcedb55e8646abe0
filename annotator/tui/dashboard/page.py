"""What the dashboard shows, line by line, each as wide as the screen or less. Nothing here is drawn."""

from collections.abc import Iterable, Iterator, Sequence
from enum import StrEnum
from typing import NamedTuple

from rich.cells import cell_len

from annotator.text.visible import visible
from annotator.tui.lines import Part, Words, cut, words
from annotator.work.quality import telling
from annotator.work.quality.watching import DAYS, OfPerson, Overview

NAME = 12  # columns of a name, at most
WIDE = 100  # columns from which there is room for all days
GAP = "  "
_RIGHT = {"done", "an hour", "rest", "gold", "flags", "no", "agreement"}
_STYLES = {"alarms": "bold $error", "done": "bold", "days": "$accent", "": "$accent", "title": "dim"}


class Page(StrEnum):
    """The pages, in the order in which a key goes through them."""

    PEOPLE = "people"
    ARTICLES = "articles"
    ALARMS = "alarms"


class Shown(NamedTuple):
    """`head` stays where it is, `body` scrolls."""

    head: list[Words]
    body: list[Words]


def shown(some: Overview, page: Page, width: int) -> Shown:
    """A page."""
    if (empty := telling.next_step(some)) is not None:
        return Shown([], list(wrapped([(empty, "")], width)))
    if page is Page.ALARMS:
        return Shown([], list(wrapped(_alarms(some), width)))
    table = _people(some, width) if page is Page.PEOPLE else _articles(some, width)
    return Shown(table[:1], table[1:])


def tabs(some: Overview | None, page: Page, width: int) -> Words:
    """The names of the pages; the one that is open stands out."""
    counts = {Page.PEOPLE: 0, Page.ARTICLES: 0, Page.ALARMS: 0}
    if some is not None:
        counts |= {Page.PEOPLE: len(some.people), Page.ARTICLES: len(some.articles)}
        counts[Page.ALARMS] = len(some.alarms)
    parts = [
        (f" {one} {counts[one]:,} ", "reverse bold" if one is page else _of_tab(one, counts[one]))
        for one in Page
    ]
    return words(*parts, width=width)


def _of_tab(page: Page, count: int) -> str:
    return "bold $error" if page is Page.ALARMS and count else "dim"


def _people(some: Overview, width: int) -> list[Words]:
    wide = width >= WIDE
    bar = min(40, width - 84) if wide else 8
    rows = [telling.person(one, bar, DAYS if wide else DAYS // 2) for one in some.people]
    found = table(telling.PEOPLE, rows, width)
    if some.people:
        found += [(), *_more(some, width)]
    return found


def _more(some: Overview, width: int) -> Iterator[Words]:
    """Below the table: the proposals that people judged, and whom to talk with."""
    for one in some.people:
        yield words((f"{one.name:<{NAME}}", "bold"), (_facts(one), "dim"), width=width)
    yield ()
    yield from wrapped(_alarms(some), width)


def _facts(one: OfPerson) -> str:
    accepted, corrected, rejected = one.verdicts
    proposals = f"accepted {accepted:,}, corrected {corrected:,}, rejected {rejected:,}"
    hidden = f" · gold {one.checks[0]}/{one.checks[1]}" if one.checks[1] else ""
    last = f" · last {one.last[5:16].replace('T', ' ')}" if one.last else " · has not begun"
    return f"{proposals}{hidden}{last}"


def _alarms(some: Overview) -> Iterator[tuple[str, str]]:
    said = telling.alarms(some)
    for sentence in said:
        yield f"! {sentence}", "$error"
    if not said:
        yield "no alarm", "dim"


def _articles(some: Overview, width: int) -> list[Words]:
    most = max(len(one.people) for one in some.articles)
    bar = max(2, min(8, (width // 2) // max(1, most) - 10))
    return table(telling.ARTICLES, [telling.article(one, bar) for one in some.articles], width)


def table(head: Sequence[str], rows: Sequence[Sequence[str]], width: int) -> list[Words]:
    """Rows with columns that align, the first of them what the columns are; cut to `width`."""
    shown = [
        [cut(visible(cell), NAME) if n == 0 else visible(cell) for n, cell in enumerate(row)]
        for row in (head, *rows)
    ]
    widths = [max(map(cell_len, column)) for column in zip(*shown, strict=True)]
    lines = []
    for k, row in enumerate(shown):
        parts: list[Part] = []
        for n, cell in enumerate(row):
            style = "bold dim" if k == 0 else _STYLES.get(head[n], "")
            parts += [GAP] * (n > 0) + [(_set(cell, widths[n], right=head[n] in _RIGHT), style)]
        lines.append(words(*parts, width=width))
    return lines


def _set(cell: str, width: int, *, right: bool) -> str:
    space = " " * (width - cell_len(cell))
    return space + cell if right else cell + space


def wrapped(parts: Iterable[tuple[str, str]], width: int) -> Iterator[Words]:
    """Sentences over as many lines as they need, at blanks."""
    for text, style in parts:
        line = ""
        for word in visible(text).split(" "):
            if line and cell_len(f"{line} {word}") > width:
                yield words((line, style), width=width)
                line = f"  {word}"
            else:
                line = f"{line} {word}" if line else word
        yield words((line, style), width=width)
