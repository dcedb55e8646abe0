"""Sets without a table of all pairs: the values are those of the plain coefficients."""

import numpy as np
import pytest

from annotator.agreement.coefficients.alpha import alpha
from annotator.agreement.coefficients.bootstrap import Resampling, alpha_spread
from annotator.agreement.coefficients.chance import gwet
from annotator.agreement.coefficients.coding import Coding
from annotator.agreement.coefficients.distances import Distance
from annotator.agreement.coefficients.many import LARGEST, ManySets, members, subsets
from annotator.agreement.coefficients.sets import JACCARD, MASI, Share, jaccard, masi

BOTH = [(MASI, masi), (JACCARD, jaccard)]


def some(units: int = 60, members: int = 9, most: int = 4) -> Coding:
    """Sets of 0 to `most` members of three people, of which some are missing."""
    rng = np.random.default_rng(3)
    sets = {
        frozenset(map(str, rng.choice(members, rng.integers(0, most + 1), replace=False))) for _ in range(40)
    }
    labels = tuple(sorted(sets, key=sorted))
    codes = rng.integers(-1, len(labels), (units, 3)).astype(np.int32)
    codes[: units // 2, 1] = codes[: units // 2, 0]
    return Coding(codes, labels)


@pytest.mark.parametrize(("share", "distance"), BOTH)
def test_alpha_is_that_of_the_table(share: Share, distance: Distance) -> None:
    found, plain = ManySets(some(), share).alpha(), alpha(some(), distance)
    assert found.value == pytest.approx(plain.value, abs=1e-12)
    assert found.expected == pytest.approx(plain.expected, abs=1e-12)
    assert (found.units, found.judgements) == (plain.units, plain.judgements)


@pytest.mark.parametrize(("share", "distance"), BOTH)
def test_ac2_is_that_of_the_table(share: Share, distance: Distance) -> None:
    coding = some()
    weights = 1 - distance(coding.labels, np.zeros(len(coding.labels)))
    assert ManySets(coding, share).gwet().value == pytest.approx(gwet(coding, weights).value, abs=1e-12)


@pytest.mark.parametrize("clusters", [2, 7, 60])
@pytest.mark.parametrize(("share", "distance"), BOTH)
def test_resamples_are_those_of_the_table(share: Share, distance: Distance, clusters: int) -> None:
    coding, draws = some(), Resampling(clusters, 30)
    cluster = np.arange(len(coding.codes)) % clusters
    found = ManySets(coding, share).spread(cluster[coding.per_unit >= 2], draws)
    plain = alpha_spread(coding, cluster, draws, distance)
    assert found.values == pytest.approx(plain.values, abs=1e-5)  # sums are kept in float32


def test_a_set_too_large_is_refused() -> None:
    with pytest.raises(ValueError, match="one has 9"):
        subsets(members((frozenset(map(str, range(LARGEST + 1))),)), MASI)


def test_all_the_same_is_no_agreement_to_measure() -> None:
    coding = Coding(np.zeros((5, 2), np.int32), (frozenset("a"), frozenset("b")))
    assert ManySets(coding, MASI).alpha().value is None
    assert ManySets(coding, MASI).gwet().why.startswith("no variation")
