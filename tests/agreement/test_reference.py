"""Published values, each with its source in reference.json, come out of the functions that reports use."""

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from annotator.agreement.coefficients import distances, sets, unitizing
from annotator.agreement.coefficients.alpha import alpha, one_against_rest
from annotator.agreement.coefficients.chance import cohen, fleiss, gwet, items, percent, scott
from annotator.agreement.coefficients.coding import Coding, coding
from annotator.agreement.coefficients.weights import WEIGHTS

CASES = json.loads(Path(__file__).with_name("reference.json").read_text(encoding="utf-8"))["cases"]
LEVELS = {name: getattr(distances, name) for name in ("nominal", "ordinal", "interval", "ratio")}
Case = dict[str, Any]


def _coded(case: Case) -> Coding:
    data, labels = case["data"], case.get("domain")
    if case["kind"] == "table":
        labels = range(len(data))
        data = [(i, j) for i, row in enumerate(data) for j, n in enumerate(row) for _ in range(n)]
    elif case["kind"] == "counts":
        data = [[j for j, n in enumerate(row) for _ in range(n)] for row in data]
    elif case["kind"] == "pairs":
        data = [(a, b) for a, b, n in data for _ in range(n)]
    elif case["kind"] == "sets":
        data = [[frozenset(x) for x in row] for row in data]
    return coding(data, labels)


def _away(case: Case, found: Coding) -> np.ndarray[Any, Any] | None:
    """Distances as the case gives them: by a name, or for each pair of labels."""
    params, size = case["params"], len(found.labels)
    if "distance" in params:
        table, names = np.zeros((size, size)), [str(label) for label in found.labels]
        for pair, value in params["distance"].items():
            a, b = (names.index(name) for name in pair.split("|"))
            table[a, b] = table[b, a] = value
        return table
    powers = {"linear": 1, "quadratic": 2}
    if params.get("weights") in powers:
        places = np.arange(size)
        return np.asarray(abs(places[:, None] - places[None, :]) ** powers[params["weights"]])
    return None


def _rest(case: Case, found: Coding) -> Coding:
    return one_against_rest(found, found.labels.index(case["params"]["category"]))


def _ac2(case: Case, found: Coding) -> float | None:
    return gwet(found, WEIGHTS[case["params"]["weights"]](found.labels)).value


CODED: dict[str, Callable[[Case, Coding], Any]] = {
    "alpha": lambda case, found: alpha(found, LEVELS[case["params"]["level"]]).value,
    "alpha_category": lambda case, found: alpha(_rest(case, found)).value,
    "alpha_distance": lambda case, found: alpha(found, distances.given(_away(case, found))).value,  # type: ignore[arg-type]
    "alpha_sets": lambda case, found: alpha(found, sets.nested).value,
    "cohen_kappa": lambda case, found: cohen(found, _away(case, found)).value,
    "weighted_kappa": lambda case, found: cohen(found, _away(case, found)).value,
    "scott_pi": lambda case, found: scott(found).value,
    "po": lambda case, found: percent(found).value,
    "fleiss_kappa": lambda case, found: fleiss(found).value,
    "fleiss_category": lambda case, found: fleiss(_rest(case, found)).value,
    "item_agreement": lambda case, found: items(found).tolist(),
    "gwet_ac1": lambda case, found: gwet(found).value,
    "gwet_ac2": _ac2,
}


def _continua(case: Case) -> dict[str, list[tuple[int, list[list[tuple[int, int]]]]]]:
    begin, length = case["continuum"]["begin"], case["continuum"]["length"]
    found: dict[str, list[list[tuple[int, int]]]] = {}
    for unit in case["data"]:
        start = unit["start"] - begin
        found.setdefault(unit["category"], [[], []])[unit["rater"]].append((start, start + unit["length"]))
    return {name: [(length, [sorted(units) for units in raters])] for name, raters in found.items()}


def _unitized(case: Case) -> float | None:
    continua = _continua(case)
    if case["metric"] == "alpha_u":
        return unitizing.unitizing_of(continua).value
    one = continua[case["params"]["category"]]
    return unitizing.observed(*one[0]) if case["metric"] == "alpha_u_Do" else unitizing.unitizing(one).value


def _value(case: Case) -> Any:
    if case["kind"] == "unitizing":
        return _unitized(case)
    if case["kind"] == "distance":
        one, other = (frozenset(map(str, x)) for x in case["data"])
        return sets.jaccard_of(one, other)
    return CODED[case["metric"]](case, _coded(case))


@pytest.mark.parametrize("case", CASES, ids=[case["id"] for case in CASES])
def test_published_value(case: Case) -> None:
    assert _value(case) == pytest.approx(case["expected"], abs=case["tolerance"], rel=0)
