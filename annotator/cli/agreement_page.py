"""The report on agreement as one page that needs no network, no script and no other file."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

from annotator.cli.agreement_plots import Point, course, forest, heat, safe
from annotator.cli.agreement_tables import (
    Table,
    between,
    confusions,
    header,
    number,
    percent,
    shown,
    tables,
)

if TYPE_CHECKING:
    from annotator.agreement.labels import OfField
    from annotator.agreement.people import Beside
    from annotator.agreement.team import TeamReport
    from annotator.agreement.trend import Stretch
    from annotator.agreement.worst import Worst

_POLICY = "default-src 'none'; style-src 'unsafe-inline'; img-src data:"
_STYLE = """
:root { color-scheme: light dark; --ink: #1c2430; --faint: #5c6675; --ground: #ffffff; --edge: #d7dce3;
  --one: #1f5fbf; --two: #b3541e; --stripe: #f5f7fa }
@media (prefers-color-scheme: dark) {
  :root { --ink: #e4e8ee; --faint: #9aa5b4; --ground: #14181e; --edge: #38414e; --one: #7fb0ff;
    --two: #ffab73; --stripe: #1b2129 }
}
* { box-sizing: border-box }
body { margin: 0 auto; padding: 24px; max-width: 1100px; background: var(--ground); color: var(--ink);
  font: 15px/1.5 system-ui, sans-serif }
h1 { font-size: 1.6em; margin: 0 0 .4em } h2 { font-size: 1.2em; margin: 2em 0 .5em }
p, li { max-width: 75ch } .faint, small { color: var(--faint) }
.wide { overflow-x: auto; margin: .6em 0 }
table { border-collapse: collapse; font-variant-numeric: tabular-nums; font-size: .92em }
th, td { padding: 3px 10px; text-align: right; border-bottom: 1px solid var(--edge); white-space: nowrap }
th { font-weight: 600; vertical-align: bottom; white-space: normal } .w { text-align: left }
tbody tr:nth-child(even) { background: var(--stripe) }
svg { max-width: 100%; height: auto; display: inline-block; font: 12px system-ui, sans-serif }
svg text { fill: var(--ink) } svg text.faint { fill: var(--faint) } svg text.title { font-weight: 600 }
.grid { stroke: var(--edge); stroke-width: 1 } .mark { stroke: var(--two); stroke-dasharray: 4 3 }
.span { stroke: var(--one); stroke-width: 3; stroke-opacity: .5; stroke-linecap: round }
.dot { fill: var(--one) } .ring { fill: var(--ground); stroke: var(--two); stroke-width: 1.8 }
.heat { fill: var(--one) } .band { fill: var(--one); fill-opacity: .18 }
.line { fill: none; stroke: var(--one); stroke-width: 2 }
blockquote { margin: .3em 0; padding-left: 12px; border-left: 3px solid var(--one) }
figure { display: inline-block; margin: .4em 1.2em .4em 0; vertical-align: top }
details { margin: .6em 0 } summary { cursor: pointer }
"""


def page(report: TeamReport, made: str) -> str:
    """The whole page. `made`: when, and by which program."""
    body = "".join(_body(report, made))
    return (
        '<!doctype html>\n<html lang="en"><head><meta charset="utf-8">'
        f'<meta http-equiv="Content-Security-Policy" content="{_POLICY}">'
        '<meta name="viewport" content="width=device-width, initial-scale=1">'
        f'<link rel="icon" href="data:,"><title>Agreement</title><style>{_STYLE}</style></head>'
        f"<body>{body}</body></html>\n"
    )


def _body(report: TeamReport, made: str) -> Iterator[str]:
    yield "<h1>Agreement</h1>"
    rows: list[Sequence[str]] = [*header(report)]
    yield _table(Table("", ("", ""), rows, 2), head=False)
    left = (f"<li>{x.count:,} {safe(x.what)}: {safe(x.why)}</li>" for x in report.header.excluded)
    if report.header.excluded:
        yield f"<p class=faint>Not counted:</p><ul class=faint>{''.join(left)}</ul>"
    every = list(tables(report, 1000))
    yield "<h2>Fields</h2>" + forest(_points(report))
    yield (
        "<p class=faint>Dot: Krippendorff’s alpha, with its 95 % interval. Ring: alpha where not marking a "
        "quote is an answer that disagrees. Dashed: .667 and .8.</p>"
    )
    yield _table(every[0])
    yield "<h2>Spans</h2>" + "".join(_table(one) for one in every[1:3])
    yield "<h2>People</h2>" + "".join(_matrices(report))
    named = {
        "leaning",
        "pairs of annotators",
        "against the rest",
        "against gold",
        "against themselves",
        "accuracy (Dawid-Skene)",
    }
    yield "".join(f"<h3>{safe(x.title)}</h3>{_table(x)}" for x in every if x.title in named)
    yield "".join(_seeing(report))
    yield "<h2>Labels</h2>"
    fields = {one.name: one for one in report.labels}
    for one in every:
        if one.title in fields:
            yield _labels(one, fields[one.title])
    yield from _trends(report)
    known = {*named, *fields, *(one.title for one in every[:3]), "week from", "scheme"}
    rest = [one for one in every if one.title not in known]
    if rest:
        yield "<h2>Proposals and pace</h2>" + "".join(_table(one) for one in rest)
    if report.worst:
        yield "<h2>Worst items</h2>" + "".join(_item(one) for one in report.worst)
    yield f"<p><small>{safe(made)}</small></p>"


def _table(one: Table, *, head: bool = True) -> str:
    def cells(row: Sequence[str], tag: str) -> str:
        return "".join(
            f"<{tag}{' class=w' if n < one.left else ''}>{safe(cell)}</{tag}>" for n, cell in enumerate(row)
        )

    rows = "".join(f"<tr>{cells(row, 'td')}</tr>" for row in one.rows)
    top = f"<thead><tr>{cells(one.head, 'th')}</tr></thead>" if head else ""
    notes = "".join(f"<li>{safe(note)}</li>" for note in one.notes)
    shown_table = f"<div class=wide><table>{top}<tbody>{rows}</tbody></table></div>" if rows else ""
    return shown_table + (f"<ul class=faint>{notes}</ul>" if notes else "")


def _points(report: TeamReport) -> list[Point]:
    found = []
    for row in report.fields:
        if row.found.of:
            alpha, sure = row.found.alpha, row.found.sure
            words = f"{row.name}: {number(alpha.value)} {alpha.why} ({between(sure.low, sure.high)})"
            beside = None if row.unmarked is None else row.unmarked.value
            found.append(Point(row.name, alpha.value, sure.low, sure.high, beside, words))
    return found


def _matrices(report: TeamReport) -> Iterator[str]:
    people = report.header.people
    if not 2 < len(people) <= 30:
        return
    names = {name: [name] for x in report.pairwise for name, found in x.alphas.items() if found.units}
    yield _matrix("F1 of contents, IoU .5", people, {_two(x): x.half.f1 for x in report.pairwise})
    for name in names:
        yield _matrix(f"alpha: {name}", people, {_two(x): x.alphas[name].value for x in report.pairwise})


def _matrix(title: str, people: Sequence[str], found: dict[tuple[str, str], float | None]) -> str:
    both = found | {(b, a): value for (a, b), value in found.items()}
    shades = [[both.get((a, b)) for b in people] for a in people]
    words = [["" if a == b else number(both.get((a, b)), 2) for b in people] for a in people]
    plot = heat(people, people, shades, words, title)
    return f"<figure><figcaption>{safe(title)}</figcaption>{plot}</figure>"


def _two(x: Beside) -> tuple[str, str]:
    return x.one, x.other


def _seeing(report: TeamReport) -> Iterator[str]:
    for one in report.seeing:
        inner = "".join(f"<p>{safe(x.title)}</p>{_table(x)}" for x in confusions(one))
        words = f"What each says where a label is likely: {safe(one.name)}"
        yield f"<details><summary>{words}</summary>{inner}</details>"


def _labels(table: Table, of: OfField) -> str:
    plot = ""
    if of.confusion and len(of.labels) > 1:
        used = [n for n, row in enumerate(of.confusion) if sum(row)]
        names = [shown(x.label) for x in of.labels]
        rows = [[of.confusion[r][c] for c in used] for r in used]
        sums = [sum(row) for row in rows]
        shades = [[x / total for x in row] for row, total in zip(rows, sums, strict=True)]
        words = [[percent(x) for x in row] for row in shades]
        plot = (
            heat(names, names, shades, words, f"confusion: {of.name}")
            + "<p class=faint>Per cent: what another person says (column) where one says the row’s label.</p>"
        )
    kind = "details open" if of.chief else "details"
    return f"<{kind}><summary><b>{safe(of.name)}</b></summary>{plot}{_table(table)}</details>"


def _trends(report: TeamReport) -> Iterator[str]:
    for title, stretches in (("By week", report.weeks), ("By scheme", report.schemes)):
        if len(stretches) > 1:
            yield f"<h2>{title}</h2>" + "".join(_courses(stretches))


def _courses(stretches: Sequence[Stretch]) -> Iterator[str]:
    names = [x.name for x in stretches]
    yield course("contents, F1 from an IoU of .5", names, [Point(x.name, x.content.f1) for x in stretches])
    for field in stretches[0].fields:
        figures = [x.fields[field] for x in stretches]
        if any(x.alpha.value is not None for x in figures):
            points = [
                Point(name, x.alpha.value, x.sure.low, x.sure.high, None, f"({x.units:,} units)")
                for name, x in zip(names, figures, strict=True)
            ]
            yield course(f"alpha: {field}", names, points)


def _item(one: Worst) -> str:
    parts = ", ".join(f"{safe(name)} {far:.2f}" for name, far in one.parts.items())
    said = "".join(
        f"<li>{safe(person)}: {safe('; '.join(f'{name}: {label}' for name, label in words.items()))}</li>"
        for person, words in one.said.items()
    )
    where = f"{one.article[:12]}, sentence {one.sentence + 1}, {one.start}"
    return (
        f"<blockquote>{safe(one.words)}</blockquote>"
        f"<p class=faint>{safe(where)} · {one.score:.2f} ({parts})</p><ul>{said}</ul>"
    )
