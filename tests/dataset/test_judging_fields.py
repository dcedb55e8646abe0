"""Fields of a team's own as columns, each by its kind."""

from array import array

import numpy as np
import pytest

from annotator.agreement.judged import Column, Kind
from annotator.dataset.judging.fields import Labels, Registry, columns
from annotator.scheme import parse_scheme
from annotator.store.judging import Words

SCHEME = """
name = "own"
version = "1"
targets = [{ code = "toll", key = "t", name = "Toll" }]

[[field]]
name = "tone"
kind = "choice"
labels = [{ code = "dry", key = "d", name = "Dry" }, { code = "warm", key = "w", name = "Warm" }]

[[field]]
name = "weight"
kind = "scale"
labels = [{ code = "low", key = "l", name = "Low" }, { code = "high", key = "h", name = "High" }]

[[field]]
name = "sure"
kind = "scale"
targets = true
labels = [{ code = "no", key = "n", name = "No" }, { code = "yes", key = "y", name = "Yes" }]

[[field]]
name = "place"
kind = "text"

[[field]]
name = "about"
kind = "entity"
"""
ONE, TWIN = "00000000-0000-4000-8000-000000000001", "00000000-0000-4000-8000-000000000002"
SAID = [
    (0, "tone", "dry", None), (1, "tone", "old", None), (0, "weight", "high", None),
    (1, "weight", "gone", None), (0, "sure", "yes", "toll"), (1, "sure", "no", TWIN),
    (0, "place", "Café  Nord", None), (1, "place", "cafe nord", None), (0, "about", ONE, None),
    (1, "about", TWIN, None),
]  # fmt: skip


def words(values: list[str | None]) -> Words:
    known = sorted({x for x in values if x is not None})
    return Words(array("q", (-1 if x is None else known.index(x) for x in values)), tuple(known))


@pytest.fixture
def labels() -> Labels:
    names = ("field", "value", "target")
    own = {name: words([row[n] for row in SAID]) for n, name in enumerate(names, start=1)}  # type: ignore[misc]
    none = {name: words([]) for name in names}
    registry = Registry({1: (ONE, "Ida Brenn", ONE), 2: (TWIN, "Brenn", ONE)})
    quote = np.array([row[0] for row in SAID])
    return Labels(quote, own, np.zeros(2, np.int64), np.zeros(0, np.int64), none, registry)


def said(column: Column) -> list[object]:
    return [column.labels[code] if code >= 0 else None for code in column.codes.tolist()]


def test_each_kind_has_its_own_distance(labels: Labels) -> None:
    found, pairs = columns(parse_scheme(SCHEME, "scheme.toml"), labels)
    assert said(found["tone"]) == ["dry", "old"]  # said under an older scheme, and still a label
    assert found["tone"].kind is Kind.NOMINAL
    assert (said(found["weight"]), found["weight"].kind) == (["high", None], Kind.ORDINAL)
    assert said(found["place"]) == ["cafe nord", "cafe nord"]
    assert said(found["about"]) == ["Ida Brenn", "Ida Brenn"]
    sure = pairs["sure"]
    assert [sure.targets[n] for n in sure.target.tolist()] == ["toll", "Ida Brenn"]
    assert (sure.scale, sure.groups, sure.none) == ((0, 1), (), -1)
