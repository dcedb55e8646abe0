"""The report on agreement as lines of CSV: one figure a line."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

from annotator.text.visible import visible

if TYPE_CHECKING:
    from annotator.agreement.coefficients.coefficient import Coefficient
    from annotator.agreement.figures import Figures
    from annotator.agreement.team import TeamReport

HEAD = ("part", "what", "one", "other", "measure", "value", "low", "high", "n", "why")
Line = tuple[Any, ...]
_FORMULA = frozenset("=+-@\t\r\n＝＋－＠")  # what a cell begins with that is worked out


def text(report: TeamReport) -> str:
    """All figures but confusions and items; an undefined value is empty, and `why` says the reason."""
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(HEAD)
    for row in _lines(report):
        writer.writerow([cell(x) for x in (*row, *[None] * (len(HEAD) - len(row)))])
    return out.getvalue()


def cell(x: Any) -> Any:
    """A name may begin like a formula, and a spreadsheet would work it out; or command a terminal."""
    if not isinstance(x, str):
        return x
    shown = visible(x)
    return f"'{shown}" if x[:1] in _FORMULA else shown


def _lines(report: TeamReport) -> Iterator[Line]:
    for units in report.header.units:
        for name in ("all", "pairable", "single"):
            yield "header", units.name, "", "", name, getattr(units, name)
    for left in report.header.excluded:
        yield "header", left.what, "", "", "excluded", left.count, None, None, None, left.why
    for row in report.fields:
        yield from _figures("field", row.name, row.found)
        if row.unmarked is not None:
            yield _one("field", row.name, "", "", "alpha, unmarked too", row.unmarked)
    yield from _spans(report)
    yield from _people(report)
    for field in report.labels:
        for label in field.labels:
            name = "+".join(sorted(label.label)) if isinstance(label.label, frozenset) else str(label.label)
            yield "label", field.name, name, "", "prevalence", label.prevalence
            yield "label", field.name, name, "", "specific agreement", label.agreement
            yield _one("label", field.name, name, "", "alpha", label.alpha)
    for part, stretches in (("week", report.weeks), ("scheme", report.schemes)):
        for one in stretches:
            yield part, "contents", one.name, "", "F1 IoU .5", one.content.f1, None, None, one.content.wanted
            for name, found in one.fields.items():
                yield from _figures(part, name, found, one.name)
    yield from _rest(report)


def _figures(part: str, name: str, found: Figures, one: str = "") -> Iterator[Line]:
    sure = found.sure
    yield _one(part, name, one, "", "percent", found.percent)
    yield (
        part, name, one, "", f"alpha, {found.distance}", found.alpha.value, sure.low, sure.high, found.units,
        found.alpha.why or sure.why,
    )  # fmt: skip
    yield part, name, one, "", "P(alpha >= .667)", sure.tentative, None, None, found.units, sure.why
    yield part, name, one, "", "P(alpha >= .8)", sure.reliable, None, None, found.units, sure.why
    yield _one(part, name, one, "", "AC1 or AC2", found.gwet)


def _one(part: str, what: str, one: str, other: str, measure: str, found: Coefficient) -> Line:
    return part, what, one, other, measure, found.value, None, None, found.units, found.why


def _spans(report: TeamReport) -> Iterator[Line]:
    c = report.spans.content
    yield "spans", "content", "", "", "F1 exact", c.exact.f1, None, None, c.exact.wanted
    if c.words is not None:
        yield "spans", "content", "", "", "F1 same words", c.words.f1, None, None, c.words.wanted
    yield "spans", "content", "", "", "F1 IoU .5", c.half.f1, None, None, c.half.wanted
    for kind in report.spans.types:
        yield "spans", "content", kind.name, "", "exact", kind.exact, None, None, kind.quotes
        yield "spans", "content", kind.name, "", "same words", kind.words, None, None, kind.quotes
        yield "spans", "content", kind.name, "", "IoU .5", kind.half, None, None, kind.quotes
    for name in ("unmatched", "weak", "split"):
        yield "spans", "content", "", "", name, getattr(c, name)
    for role in ("cue", "source"):
        parts = getattr(report.spans, role)
        for name in ("both", "neither", "unmatched", "exact", "half", "overlapping", "split"):
            yield "spans", role, "", "", name, getattr(parts, name), None, None, parts.of
    for role in ("content", "cue", "source"):
        parts = getattr(report.spans, role)
        yield _one("spans", role, "", "", "alpha, characters", parts.characters)
        yield _one("spans", role, "", "", "alpha, units", parts.units)


def _people(report: TeamReport) -> Iterator[Line]:
    for x in (*report.pairwise, *report.against_rest, *report.against_gold):
        n = x.half.found + x.half.wanted
        yield "people", "content", x.one, x.other, "F1 exact", x.exact.f1, None, None, n
        yield "people", "content", x.one, x.other, "F1 IoU .5", x.half.f1, None, None, n
        for name, alpha in x.alphas.items():
            yield _one("people", name, x.one, x.other, "alpha", alpha)
    for again in report.repeats:
        for name, alpha in again.alphas.items():
            yield (
                "people",
                name,
                again.person,
                again.person,
                "same again",
                again.same[name],
                None,
                None,
                alpha.units,
            )
            yield _one("people", name, again.person, again.person, "alpha", alpha)
    for lean in report.leaning:
        yield "people", lean.field, lean.person, "", "bias", lean.bias, lean.low, lean.high, lean.of
        yield "people", lean.field, lean.person, "", "unclear", lean.unclear, None, None, lean.said
        yield "people", lean.field, lean.person, "", "mixed", lean.mixed, None, None, lean.said
    for seeing in report.seeing:
        for person, right in seeing.accuracy.items():
            yield (
                "people", seeing.name, person, "", "accuracy, Dawid-Skene", right, None, None, seeing.units,
                seeing.warning,
            )  # fmt: skip


def _rest(report: TeamReport) -> Iterator[Line]:
    if report.origins is not None:
        for of in report.origins.quotes:
            yield "origin", "content", of.name, "", "exact", of.exact, None, None, of.quotes
            yield "origin", "content", of.name, "", "IoU .5", of.half, None, None, of.quotes
        for together in report.origins.clusters:
            for name, alpha in together.alphas.items():
                yield _one("origin", name, together.name, "", "alpha", alpha)
    for spent in report.seconds:
        yield "seconds", "quote", spent.name, "", "median", spent.median, None, None, spent.quotes
        yield "seconds", "quote", spent.name, "", "p90", spent.p90, None, None, spent.quotes
