"""What clusters add up to in each resample, however it is summed."""

import numpy as np
import pytest

from annotator.agreement.coefficients.resampling import Resampling, Sums


def naive(of: Sums, draws: Resampling) -> list[float]:
    """Each vector summed and squared by itself."""
    found = []
    for times in draws.times.astype(float):
        vectors = np.zeros((len(of.form), of.parts))
        np.add.at(vectors, (of.group, of.part), times[of.cluster] * of.value)
        found.append(sum(float(v @ of.forms[f] @ v) for v, f in zip(vectors, of.form.tolist(), strict=True)))
    return found


@pytest.mark.parametrize("parts", [1, 3])
@pytest.mark.parametrize(("clusters", "groups"), [(3, 5), (200, 40), (400, 900)])
def test_squares_are_those_of_the_sums(parts: int, clusters: int, groups: int) -> None:
    rng = np.random.default_rng(parts)
    many = 1500
    # some groups are everywhere, most are rare, some have one cluster alone
    group = np.minimum(rng.geometric(0.02, many) - 1, groups - 1)
    forms = rng.normal(size=(2, parts, parts))
    of = Sums(
        rng.integers(0, clusters, many), group, rng.integers(0, parts, many), rng.normal(size=many), parts,
        forms + forms.transpose(0, 2, 1), rng.integers(0, 2, groups),
    )  # fmt: skip
    draws = Resampling(clusters, 25, seed=1)
    found, wanted = draws.squares(of), np.array(naive(of, draws))
    assert np.abs(found - wanted).max() <= 1e-4 * np.abs(wanted).max()


def test_nothing_adds_up_to_nothing() -> None:
    none = np.zeros(0, np.int64)
    of = Sums(none, none, none, np.zeros(0), 1, np.ones((1, 1, 1)), none)
    assert Resampling(4, 3).squares(of).tolist() == [0, 0, 0]


def test_each_resample_draws_as_many_clusters_as_there_are() -> None:
    draws = Resampling(50, 30)
    assert (draws.times.sum(axis=1) == 50).all()
    assert draws.sums(np.ones(50)).tolist() == [50.0] * 30
