"""The report on agreement as tables: for a terminal here, and for a page (agreement_page)."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from annotator.agreement.coefficients.coefficient import Coefficient
    from annotator.agreement.fields import Row
    from annotator.agreement.figures import Figures
    from annotator.agreement.labels import OfField
    from annotator.agreement.people import Beside
    from annotator.agreement.spans import Parts, Spans
    from annotator.agreement.team import TeamReport
    from annotator.agreement.trend import Stretch
    from annotator.agreement.truth import Seeing

LABELS = 12  # of a field, the most common ones, on a terminal; the page and --json have all


@dataclass(frozen=True)
class Table:
    """A head and rows of words; the first `left` columns are words, the others figures. `notes` below it."""

    title: str
    head: Sequence[str]
    rows: list[Sequence[str]]
    left: int = 1
    notes: list[str] = field(default_factory=list)


def lines(report: TeamReport) -> Iterator[str]:
    """All of it, for a terminal."""
    from annotator.cli.agreement_items import items
    from annotator.cli.say import table

    yield from table(header(report))
    for left in report.header.excluded:
        yield f"not counted: {left.count:,} {left.what}: {left.why}"
    for one in tables(report, LABELS):
        yield ""
        if one.rows:
            head = [one.title, *one.head[1:]]
            yield from table([head, *one.rows], right=range(one.left, len(one.head)))
        for note in one.notes:
            yield f"- {note}"
    yield from items(report.worst)


def header(report: TeamReport) -> list[tuple[str, str]]:
    """Who, over what."""
    one = report.header
    articles = "1 article" if one.articles == 1 else f"{one.articles:,} articles"
    return [
        ("annotators", ", ".join(one.people)),
        ("corpus", f"{articles} that two or more reviewed, {one.corpus[:12]}"),
        ("scheme", ", ".join(one.schemes) or "unknown"),
        *(
            (x.name, f"{x.all:,}; {x.pairable:,} judged by two or more, {x.single:,} by one")
            for x in one.units
        ),
    ]


def tables(report: TeamReport, labels: int) -> Iterator[Table]:
    """The tables, one behind the other; those with nothing to say are left out."""
    yield _fields(report.fields, report.spans)
    yield from _spans(report.spans)
    yield _people("pairs of annotators", report.pairwise)
    if report.against_rest:
        yield _people("against the rest", report.against_rest)
    if report.against_gold:
        yield _people("against gold", report.against_gold)
    if report.repeats:
        yield _repeats(report)
    if report.leaning:
        yield _leaning(report)
    if report.seeing:
        yield _accuracy(report)
    for one in report.labels:
        if one.chief or labels > LABELS:
            yield _labels(one, labels)
    if report.origins is not None:
        yield from _origins(report)
    for title, stretches in (("week from", report.weeks), ("scheme", report.schemes)):
        if len(stretches) > 1:
            yield _trend(title, stretches)
    if any(x.quotes for x in report.seconds):
        yield _seconds(report)


def _fields(rows: list[Row], spans: Spans) -> Table:
    head = (
        "field", "units", "by", "n", "agree %", "alpha", "95 %", "P ≥ .667", "P ≥ .8", "AC", "unmarked too",
    )  # fmt: skip
    said = [row for row in rows if row.found.of]
    share = percent(spans.matched)
    notes = [
        f"of the quotes that another person could have marked, {share} % were matched (contents with an IoU "
        "of 0.5 or more); unmarked too: alpha where not marking a quote is an answer that disagrees"
    ]
    silent = [row.name for row in rows if not row.found.of]
    if silent:
        notes.append(f"nobody said anything: {', '.join(silent)}")
    return Table("field", head, [_row(row) for row in said], 3, [*notes, *_reasons(said)])


def _row(row: Row) -> Sequence[str]:
    found, sure = row.found, row.found.sure
    return (
        row.name, row.unit, found.distance, f"{found.units:,}", percent(found.percent.value),
        value(found.alpha), between(sure.low, sure.high), number(sure.tentative, 2), number(sure.reliable, 2),
        value(found.gwet), "" if row.unmarked is None else value(row.unmarked),
    )  # fmt: skip


def _reasons(rows: Iterable[Row]) -> Iterator[str]:
    said: dict[str, list[str]] = {}
    for row in rows:
        found = row.found
        why = [("alpha", found.alpha.why), ("AC", found.gwet.why), ("interval", found.sure.why)]
        if row.unmarked is not None:
            why.append(("unmarked too", row.unmarked.why))
        for what, reason in why:
            if reason and not (what == "interval" and found.alpha.why):
                said.setdefault(f"{what} is undefined, {reason}", []).append(row.name)
    for reason, names in said.items():
        yield f"{', '.join(names)}: {reason}"


def _spans(one: Spans) -> Iterator[Table]:
    c = one.content
    head = (
        "contents", "n", "F1 exact", "F1 same words", "F1 IoU .5", "alpha characters", "alpha units",
        "unmatched", "IoU < .5", "split",
    )  # fmt: skip
    words = percent(c.words.f1) if c.words is not None else "-"
    rows: list[Sequence[str]] = [
        (
            "all", f"{c.exact.wanted:,}", percent(c.exact.f1), words, percent(c.half.f1), value(c.characters),
            value(c.units), f"{c.unmatched:,}", f"{c.weak:,}", f"{c.split:,}",
        )
    ]  # fmt: skip
    for kind in one.types:
        shares = (percent(x) for x in (kind.exact, kind.words, kind.half))
        rows.append((kind.name, f"{kind.quotes:,}", *shares, *[""] * 5))
    why = [f"contents, {x}" for x in (c.characters.why, c.units.why) if x]
    yield Table("contents", head, rows, 1, why)
    names = (
        "of matched quotes", "n", "both", "exact %", "IoU .5 %", "overlap %", "alpha characters",
        "alpha units", "one only", "neither", "split",
    )  # fmt: skip
    yield Table("of matched quotes", names, [_parts("cue", one.cue), _parts("source", one.source)])


def _parts(name: str, p: Parts) -> Sequence[str]:
    def share(n: int) -> str:
        return percent(n / p.both if p.both else None)

    return (
        name, f"{p.of:,}", f"{p.both:,}", share(p.exact), share(p.half), share(p.overlapping),
        value(p.characters), value(p.units), f"{p.unmatched:,}", f"{p.neither:,}", f"{p.split:,}",
    )  # fmt: skip


def _people(title: str, rows: list[Beside]) -> Table:
    names = _said_names([row.alphas for row in rows])
    head = (title, "", "quotes", "F1 exact", "F1 IoU .5", *names)
    return Table(
        title, head,
        [
            (
                x.one, x.other, f"{x.half.found + x.half.wanted:,}", percent(x.exact.f1), percent(x.half.f1),
                *(_with_units(x.alphas[name]) for name in names),
            )
            for x in rows
        ],
        2, ["alpha of each field, and of how many units"] if names else [],
    )  # fmt: skip


def _said_names(every: Iterable[dict[str, Coefficient]]) -> list[str]:
    """The fields in which there is anything to compare."""
    names: dict[str, bool] = {}
    for alphas in every:
        for name, found in alphas.items():
            names[name] = names.get(name, False) or found.units > 0
    return [name for name, some in names.items() if some]


def _with_units(one: Coefficient) -> str:
    return f"{value(one)} ({one.units:,})" if one.units else "-"


def _repeats(report: TeamReport) -> Table:
    names = _said_names([x.alphas for x in report.repeats])
    rows = [
        (
            x.person, f"{x.sentences:,}",
            *(f"{percent(x.same[n])} % {_with_units(x.alphas[n])}" for n in names),
        )
        for x in report.repeats
    ]  # fmt: skip
    note = "sentences that a person met again, word for word, in another article: the same said, and alpha"
    return Table("against themselves", ("against themselves", "sentences", *names), list(rows), 1, [note])


def _leaning(report: TeamReport) -> Table:
    head = ("leaning", "field", "bias", "95 %", "pairs", "quotes", "unclear %", "mixed %")
    rows = [
        (
            x.person, x.field, "-" if x.bias is None else f"{x.bias:+.3f}", between(x.low, x.high, "+.2f"),
            f"{x.of:,}", f"{x.said:,}", percent(x.unclear), percent(x.mixed),
        )
        for x in report.leaning if x.said
    ]  # fmt: skip
    return Table(
        "leaning", head, list(rows), 2,
        ["bias: mean difference in steps to what others said of the same quote and target; + is more for"]
        if rows else [],
    )  # fmt: skip


def _accuracy(report: TeamReport) -> Table:
    people = report.header.people
    head = ("accuracy (Dawid-Skene)", "units", *people)
    rows = [
        (one.name, f"{one.units:,}", *(percent(one.accuracy.get(person)) for person in people))
        for one in report.seeing
    ]
    notes = [f"{one.name}: {one.warning}" for one in report.seeing if one.warning]
    return Table("accuracy (Dawid-Skene)", head, list(rows), 1, notes)


def confusions(one: Seeing) -> Iterator[Table]:
    """What each person says where something else is likely to be true."""
    for person, table in one.errors.items():
        rows = [(label, *(percent(x) for x in row)) for label, row in zip(one.labels, table, strict=True)]
        yield Table(f"{one.name}: {person}", ("true, and said", *one.labels), list(rows))


def _labels(one: OfField, most: int) -> Table:
    common = sorted(one.labels, key=lambda x: -x.prevalence)[:most] if len(one.labels) > most else one.labels
    rows = [(shown(x.label), percent(x.prevalence), percent(x.agreement), value(x.alpha)) for x in common]
    left = len(one.labels) - len(common)
    notes = [f"and {left:,} rarer labels"] if left else []
    return Table(one.name, (one.name, "prevalence %", "agreement %", "alpha"), list(rows), 1, notes)


def _origins(report: TeamReport) -> Iterator[Table]:
    found = report.origins
    assert found is not None
    rows = [(x.name, f"{x.quotes:,}", percent(x.exact), percent(x.half)) for x in found.quotes]
    title = "proposals and typing"
    yield Table(title, (title, "quotes", "exact %", "IoU .5 %"), list(rows))
    names = _said_names([x.alphas for x in found.clusters])
    both: list[Sequence[str]] = [
        (x.name, f"{x.quotes:,}", *(value(x.alphas[name]) for name in names)) for x in found.clusters
    ]
    both.append(("gain", "", *(f"{found.gain[n]:+.3f}" if n in found.gain else "-" for n in names)))
    yield Table("marked by two or more", ("marked by two or more", "quotes", *names), both)


def _trend(title: str, stretches: list[Stretch]) -> Table:
    names = [name for name in stretches[0].fields if any(x.fields[name].units for x in stretches)]
    rows = [
        (x.name, f"{x.articles:,}", percent(x.content.f1), *(_in_a_week(x.fields[name]) for name in names))
        for x in stretches
    ]
    return Table(title, (title, "articles", "F1 IoU .5", *names), list(rows))


def _in_a_week(one: Figures) -> str:
    return f"{value(one.alpha)} ({between(one.sure.low, one.sure.high)})"


def _seconds(report: TeamReport) -> Table:
    rows = [
        (x.name, f"{x.quotes:,}", number(x.median, 1), number(x.p90, 1)) for x in report.seconds if x.quotes
    ]
    return Table("seconds a quote", ("seconds a quote", "quotes", "median", "p90"), list(rows))


def shown(label: object) -> str:
    """A label as words."""
    if isinstance(label, bool):
        return "yes" if label else "no"
    return " + ".join(sorted(label)) if isinstance(label, frozenset) else str(label)


def value(one: Coefficient) -> str:
    """A coefficient, "-" where it is not defined."""
    return number(one.value)


def number(x: float | None, digits: int = 3) -> str:
    """ "0.812", "-" for None."""
    return "-" if x is None else f"{x:.{digits}f}"


def between(low: float | None, high: float | None, form: str = ".3f") -> str:
    """An interval."""
    return "-" if low is None or high is None else f"{low:{form}} to {high:{form}}"


def percent(x: float | None) -> str:
    """A share in per cent."""
    return "-" if x is None else f"{100 * x:.1f}"
