"""Plots of the report on agreement as inline SVG: no script, colours from the page's own variables."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from html import escape

from annotator.cli.agreement_tables import number
from annotator.text.visible import visible

ROW, LEFT, WIDE = 24, 230, 760  # points: the height of a row, the room for its name, the width of a plot
LOW, HIGH = -0.2, 1.0  # of coefficients that are drawn


@dataclass(frozen=True)
class Point:
    """A figure with its interval, and beside it a second one; None: not drawn."""

    name: str
    value: float | None
    low: float | None = None
    high: float | None = None
    beside: float | None = None
    words: str = ""


def safe(text: str) -> str:
    """`text` as it may stand in a page."""
    return escape(visible(text))


def forest(points: Sequence[Point]) -> str:
    """A line for each figure: its interval, a dot where it is, a ring where the second one is."""
    high = ROW * len(points) + 30
    parts = [_axis(high - 26, (-0.2, 0.0, 0.2, 0.4, 0.6, 0.8, 1.0))]
    for level, words in ((2 / 3, ".667"), (0.8, ".8")):
        x = _x(level)
        line = f'<line class="mark" x1="{x}" x2="{x}" y1="0" y2="{high - 26}">'
        parts.append(f"{line}<title>{words}</title></line>")
    for n, point in enumerate(points):
        y = ROW * n + ROW // 2
        parts.append(f'<text x="{LEFT - 10}" y="{y + 4}" text-anchor="end">{safe(point.name)}</text>')
        parts.append(f"<g><title>{safe(point.words)}</title>{_figure(point, y)}</g>")
    return _svg(WIDE, high, "".join(parts), "alpha and its 95 % interval by field")


def _figure(point: Point, y: int) -> str:
    parts = []
    if point.low is not None and point.high is not None:
        low, high = _x(point.low), _x(point.high)
        parts.append(f'<line class="span" x1="{low}" x2="{max(high, low + 1)}" y1="{y}" y2="{y}"/>')
    if point.beside is not None:
        parts.append(f'<circle class="ring" cx="{_x(point.beside)}" cy="{y}" r="4.5"/>')
    if point.value is not None:
        parts.append(f'<circle class="dot" cx="{_x(point.value)}" cy="{y}" r="4.5"/>')
    else:
        parts.append(f'<text class="faint" x="{WIDE - 24}" y="{y + 4}" text-anchor="end">undefined</text>')
    return "".join(parts)


def _axis(bottom: int, ticks: Sequence[float]) -> str:
    return "".join(
        f'<line class="grid" x1="{_x(t)}" x2="{_x(t)}" y1="0" y2="{bottom}"/>'
        f'<text class="faint" x="{_x(t)}" y="{bottom + 18}" text-anchor="middle">{t:g}</text>'
        for t in ticks
    )


def _x(value: float) -> float:
    share = (min(HIGH, max(LOW, value)) - LOW) / (HIGH - LOW)
    return round(LEFT + share * (WIDE - LEFT - 20), 1)


def heat(
    rows: Sequence[str], columns: Sequence[str], shades: Sequence[Sequence[float | None]],
    words: Sequence[Sequence[str]], what: str,
) -> str:  # fmt: skip
    """A table of cells: `shades` from 0 to 1 (None: empty) and the `words` in them."""
    side, left = (46, 150) if len(columns) > 8 else (64, 150)
    top = 20 if max(map(len, columns), default=0) * 7 <= side else 110
    parts = []
    for n, name in enumerate(columns):
        x = left + side * n + side / 2
        if top == 20:
            parts.append(f'<text x="{x}" y="14" text-anchor="middle">{safe(name)}</text>')
        else:
            parts.append(f'<text transform="translate({x + 4},{top - 6}) rotate(-50)">{safe(name)}</text>')
    for r, name in enumerate(rows):
        y = top + ROW * r
        parts.append(f'<text x="{left - 8}" y="{y + 16}" text-anchor="end">{safe(name)}</text>')
        for c, shade in enumerate(shades[r]):
            x = left + side * c
            if shade is not None:
                said = f"{safe(name)}, {safe(columns[c])}: {safe(words[r][c])}"
                strong = round(0.05 + 0.55 * min(1, max(0, shade)), 3)
                parts.append(
                    f'<rect class="heat" x="{x + 1}" y="{y + 1}" width="{side - 2}" height="{ROW - 2}" '
                    f'fill-opacity="{strong}"><title>{said}</title></rect>'
                )
            inner = f'x="{x + side / 2}" y="{y + 16}" text-anchor="middle"'
            parts.append(f"<text {inner}>{safe(words[r][c])}</text>")
    right = 70 if top > 20 else 10
    return _svg(left + side * len(columns) + right, top + ROW * len(rows) + 8, "".join(parts), what)


def course(title: str, names: Sequence[str], points: Sequence[Point]) -> str:
    """How a figure changes: a line through dots, and the band of its intervals."""
    wide, high, left, bottom = 370, 190, 40, 150
    step = (wide - left - 20) / max(1, len(points) - 1)

    def at(n: int) -> float:
        return round(left + 8 + step * n, 1)

    def y(value: float) -> float:
        return round(bottom - (bottom - 26) * (min(1.0, max(0.0, value))), 1)

    parts = [f'<text x="{left}" y="14" class="title">{safe(title)}</text>']
    for tick in (0, 0.5, 1):
        parts.append(f'<line class="grid" x1="{left}" x2="{wide - 8}" y1="{y(tick)}" y2="{y(tick)}"/>')
        parts.append(
            f'<text class="faint" x="{left - 6}" y="{y(tick) + 4}" text-anchor="end">{tick:g}</text>'
        )
    band = [(at(n), p.low, p.high) for n, p in enumerate(points) if p.low is not None and p.high is not None]
    if len(band) > 1:
        above = [f"{x},{y(up)}" for x, _, up in band if up is not None]
        below = [f"{x},{y(down)}" for x, down, _ in reversed(band) if down is not None]
        parts.append(f'<polygon class="band" points="{" ".join([*above, *below])}"/>')
    known = [(at(n), p) for n, p in enumerate(points) if p.value is not None]
    line = " ".join(f"{x},{y(p.value)}" for x, p in known if p.value is not None)
    parts.append(f'<polyline class="line" points="{line}"/>')
    for x, p in known:
        assert p.value is not None
        words = f"{p.name}: {number(p.value)} {p.words}"
        parts.append(
            f'<circle class="dot" cx="{x}" cy="{y(p.value)}" r="3.5"><title>{safe(words)}</title></circle>'
        )
    shown = {0: "start", len(names) - 1: "end"}
    if len(names) > 4:  # more would not fit beside each other
        shown[len(names) // 2] = "middle"
    for n, anchor in shown.items():
        inner = f'x="{at(n)}" y="{bottom + 20}" text-anchor="{anchor}"'
        parts.append(f'<text class="faint" {inner}>{safe(names[n])}</text>')
    return _svg(wide, high, "".join(parts), title)


def _svg(wide: float, high: float, inner: str, what: str) -> str:
    return (
        f'<svg viewBox="0 0 {wide:g} {high:g}" width="{wide:g}" height="{high:g}" role="img" '
        f'aria-label="{safe(what)}">{inner}</svg>'
    )
