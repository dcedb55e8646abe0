"""What a coefficient of agreement comes to, or why it cannot be said."""

from dataclasses import dataclass
from typing import Any

NOT_PAIRED = "no unit has two judgements"


@dataclass(frozen=True, slots=True)
class Coefficient:
    """`value` of `units` units with `judgements` judgements in all; None where it is not defined, and `why`.

    `observed` and `expected`: shares of agreement for coefficients that are made of agreement (kappa, AC1),
    mean distances for those made of disagreement (alpha).
    """

    value: float | None
    observed: float | None = None
    expected: float | None = None
    units: int = 0
    judgements: int = 0
    why: str = ""


def undefined(why: str, units: int = 0, judgements: int = 0, observed: float | None = None) -> Coefficient:
    """A coefficient that cannot be said, with the reason as words."""
    return Coefficient(None, observed, None, units, judgements, why)


def no_variation(label: Any) -> str:
    """The reason where everybody said the same."""
    words = {True: "yes", False: "no"}.get(label, label) if isinstance(label, bool) else label
    return f"no variation: every judgement is {words}"
