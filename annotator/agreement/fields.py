"""One row a field: how far people agree where they marked the same quote, and where one did not mark it."""

from collections.abc import Iterable
from dataclasses import dataclass

from annotator.agreement.asking import Asked, unmarked_too
from annotator.agreement.coefficients.coefficient import Coefficient
from annotator.agreement.comparable import Comparable
from annotator.agreement.figures import UNMARKED_TOO, Draws, Figures, alpha_only, figures


@dataclass(frozen=True, slots=True)
class Row:
    """`found` over the quotes that several people marked. `unmarked`: alpha where a person who saw the
    sentence and marked no such quote disagrees by it; None where that means nothing (sentences).
    """

    name: str
    field: str
    unit: str
    found: Figures
    unmarked: Coefficient | None = None


def rows(some: Comparable, every: Iterable[Asked], draws: Draws | None) -> list[Row]:
    """The rows of all that is asked."""
    return [_row(some, one, draws) for one in every]


def _row(some: Comparable, one: Asked, draws: Draws | None) -> Row:
    found = figures(one.coding, one.distance, one.article, draws)
    more = unmarked_too(some, one)
    beside = None if more is None else alpha_only(more, UNMARKED_TOO.get(one.distance, one.distance))
    return Row(one.name, one.field, one.unit, found, beside)
