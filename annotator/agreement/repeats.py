"""Each person against themselves: what they did where they met the same sentence again.

A person has one layer, so a text is annotated once. But wires run in several articles: a sentence that stands
in two of them word for word was judged twice by whoever reviewed both.
"""

from dataclasses import dataclass

import numpy as np

from annotator.agreement.against import alpha_of
from annotator.agreement.arrays import Ints
from annotator.agreement.asking import HAS_QUOTE
from annotator.agreement.coefficients.chance import percent
from annotator.agreement.coefficients.coding import Coding
from annotator.agreement.coefficients.coefficient import Coefficient
from annotator.agreement.figures import distance_of
from annotator.agreement.judged import REGISTRY, TYPE, Judged, Kind


@dataclass(frozen=True, slots=True)
class Again:
    """`sentences` that this person judged before; by what is asked, how often they said the same, and alpha.

    Labels are compared where both times the same words of the sentence were marked.
    """

    person: str
    sentences: int
    same: dict[str, float | None]
    alphas: dict[str, Coefficient]


def repeats(judged: Judged) -> list[Again]:
    """Those who met a sentence again; nobody where the texts were not read."""
    if judged.same is None:
        return []
    codes = judged.has_quote().codes
    found = []
    for n, person in enumerate(judged.people):
        rows = np.flatnonzero(judged.reviewed[:, n] & (judged.same >= 0))
        first, later = _met_again(judged.same[rows])
        if not len(first):
            continue
        both = np.column_stack([codes[rows[first], n], codes[rows[later], n]])
        asked = {HAS_QUOTE: (Coding(both, (False, True)), "nominal"), **_labels(judged, n)}
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


def _labels(judged: Judged, person: int) -> dict[str, tuple[Coding, str]]:
    assert judged.same is not None
    rows = np.flatnonzero(judged.own & (judged.rater == person))
    sentence = judged.first[rows]
    known = judged.same[sentence] >= 0
    rows, sentence = rows[known], sentence[known]
    place = np.column_stack(
        [
            judged.same[sentence],
            judged.start[rows] - judged.sentence_start[sentence],
            judged.content.size[rows],
        ]
    )
    _, names = np.unique(place, axis=0, return_inverse=True)
    first, later = _met_again(names.reshape(-1))
    found = {}
    for name, column in judged.columns.items():
        if name in (TYPE, REGISTRY) or column.kind is Kind.SETS:
            both = np.column_stack([column.codes[rows[first]], column.codes[rows[later]]])
            found[name] = Coding(both, column.labels), distance_of(column.kind)
    return found
