"""Each person against themselves: what they did where they met the same sentence again.

A person has one layer, so a text is annotated once. But wires run in several articles: a sentence that stands
in two of them word for word was judged twice by whoever reviewed both.
"""

from dataclasses import dataclass

import numpy as np

from annotator.agreement.against import alpha_of
from annotator.agreement.arrays import Ints
from annotator.agreement.asking import HAS_QUOTE, is_main
from annotator.agreement.coefficients.chance import percent
from annotator.agreement.coefficients.coding import Coding
from annotator.agreement.coefficients.coefficient import Coefficient
from annotator.agreement.comparable import Comparable
from annotator.agreement.figures import distance_of


@dataclass(frozen=True, slots=True)
class Again:
    """`sentences` that this person judged before; by what is asked, how often they said the same, and alpha.

    Labels are compared where both times the same words of the sentence were marked.
    """

    person: str
    sentences: int
    same: dict[str, float | None]
    alphas: dict[str, Coefficient]


def repeats(some: Comparable) -> list[Again]:
    """Those who met a sentence again; nobody where the texts were not read."""
    same, codes = some.sentences.same, some.sentences.codes
    if same is None:
        return []
    found = []
    for n, person in enumerate(some.people):
        rows = np.flatnonzero((codes[:, n] >= 0) & (same >= 0))
        first, later = _met_again(same[rows])
        if not len(first):
            continue
        both = np.column_stack([codes[rows[first], n], codes[rows[later], n]]).astype(np.int32)
        asked = {HAS_QUOTE: (Coding(both, (False, True)), "nominal"), **_labels(some, n)}
        found.append(
            Again(
                person,
                len(first),
                {name: percent(coding).value for name, (coding, _) in asked.items()},
                {name: alpha_of(coding, distance) for name, (coding, distance) in asked.items()},
            )
        )
    return found


def _met_again(names: Ints) -> tuple[Ints, Ints]:
    """(places, places): each that has a name for the second time or later, with the first of that name."""
    _, first, place = np.unique(names, return_index=True, return_inverse=True)
    later = np.flatnonzero(first[place] != np.arange(len(names)))
    return first[place[later]], later


def _labels(some: Comparable, person: int) -> dict[str, tuple[Coding, str]]:
    assert some.quotes.again is not None
    rows = np.flatnonzero((some.quotes.rater == person) & (some.quotes.again >= 0))
    first, later = _met_again(some.quotes.again[rows])
    found = {}
    for name, column in some.columns.items():
        if is_main(name, column):
            both = np.column_stack([column.codes[rows[first]], column.codes[rows[later]]]).astype(np.int32)
            found[name] = Coding(both, column.labels), distance_of(column.kind)
    return found
