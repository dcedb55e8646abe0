"""What five anaesthetists said of 45 patients: the example of the paper itself.

Dawid and Skene (1979), table 1: a word a patient, three judgements of the first observer, then one of each
other.
"""

import numpy as np
import pytest

from annotator.agreement.coefficients.dawid_skene import Estimate, dawid_skene

_WORDS = """
    1111111 3334334 1122122 2223121 2223222 2223322 1222111 3333433 2222223
    2322223 4444444 2223343 1111111 2223212 1211111 1112111 1111111 1111111
    2222221 2221322 2222222 2222221 2223222 2212222 1111111 1111111 2322222
    1111111 1111111 1121121 1111111 3333233 1111111 2222222 2223232 4334343
    2212232 2323233 3333432 1111111 1111111 1212111 2322222 1211111 2222222
"""
TABLE = _WORDS.split()
OBSERVERS = (0, 0, 0, 1, 2, 3, 4)


@pytest.fixture(scope="module")
def estimate() -> Estimate:
    judged = [
        (patient, observer, int(label) - 1)
        for patient, word in enumerate(TABLE)
        for observer, label in zip(OBSERVERS, word, strict=True)
    ]
    items, raters, labels = zip(*judged, strict=True)
    return dawid_skene(items, raters, labels)


def test_the_error_rates_of_the_first_observer(estimate: Estimate) -> None:
    wanted = [
        [0.8895, 0.1105, 0, 0],
        [0.0706, 0.8764, 0.053, 0],
        [0, 0.3388, 0.6612, 0],
        [0, 0, 0.5556, 0.4444],
    ]
    assert estimate.errors[0] == pytest.approx(np.array(wanted), abs=0.005)


def test_the_likelihood_without_its_constants(estimate: Estimate) -> None:
    assert estimate.settled
    assert estimate.log_likelihood == pytest.approx(-192.89088, abs=0.001)


def test_posteriors_and_prevalences_are_shares(estimate: Estimate) -> None:
    assert len(TABLE) == len(estimate.posterior) == 45
    assert estimate.posterior.sum(axis=1) == pytest.approx(np.ones(45))
    assert estimate.prevalence.sum() == pytest.approx(1)
    assert ((estimate.accuracy() > 0) & (estimate.accuracy() <= 1)).all()
