"""Plots in block characters: a bar, and a row of columns."""

from collections.abc import Sequence

_ACROSS, _UP = " ▏▎▍▌▋▊▉█", " ▁▂▃▄▅▆▇█"
EMPTY = "·"


def bar(part: float, whole: float, width: int) -> str:
    """`part` of `whole` as a bar in `width` columns, to an eighth of one; the rest is dotted."""
    share = min(1.0, max(0.0, part / whole)) if whole > 0 else 0.0
    eighths = int(share * width * 8)
    full, rest = divmod(eighths, 8)
    return ("█" * full + (_ACROSS[rest] if rest else "")).ljust(width, EMPTY)


def columns(values: Sequence[float], top: float | None = None) -> str:
    """A column for each value, the highest (or `top`) eight eighths high; what is not nothing is seen."""
    high = top if top is not None else max(values, default=0)
    if high <= 0:
        return EMPTY * len(values)
    return "".join(_UP[max(1, min(8, round(8 * x / high)))] if x > 0 else EMPTY for x in values)
