"""Linear models as plain numbers: the same answers as scikit-learn's, and nothing else can be loaded."""

import json
from typing import Any

import pytest

from annotator.suggest.learned import linear, texts
from annotator.suggest.learned.linear import Linear
from tests.suggest.learned.taught import needs_extra

EXAMPLES = [
    {"a": 1.0},
    {"b": 2.0, "c": 0.5},
    {"a": 0.5, "c": 1.0},
    {"b": 1.0},
    {"c": 3.0},
    {"c": 2.0, "a": 0.1},
]


@needs_extra
@pytest.mark.parametrize("answers", [list("xyxyyx"), list("xyzxyz")])
def test_plain_numbers_answer_as_scikit_learn_does(answers: list[str]) -> None:
    from sklearn.feature_extraction import DictVectorizer
    from sklearn.linear_model import LogisticRegression

    model = linear.learn(EXAMPLES, answers, 1.0, 0)
    vectorizer = DictVectorizer()
    fitted = LogisticRegression(C=1.0, max_iter=3_000).fit(vectorizer.fit_transform(EXAMPLES), answers)
    for example in EXAMPLES:
        wanted = fitted.predict_proba(vectorizer.transform([example]))[0]
        assert list(model.chances(example).values()) == pytest.approx(list(wanted), abs=1e-4)


def test_chances_sum_up_and_unknown_features_say_nothing() -> None:
    model = Linear(("no", "yes"), (0.5,), {"a": (2.0,)})
    assert sum(model.chances({"a": 1.0, "new": 9.0}).values()) == pytest.approx(1)
    assert model.chances({"new": 9.0}) == model.chances({})
    assert model.best({"a": -1.0})[0] == "no"


def test_numbers_beyond_measure_do_not_overflow() -> None:
    assert Linear(("no", "yes"), (0.0,), {"a": (1e6,)}).chances({"a": 1e6})["yes"] == 1.0


def test_a_model_survives_json() -> None:
    model = Linear(("x", "y", "z"), (0.0, 1.0, -1.0), {"a": (1.0, 2.0, 3.0)})
    assert linear.from_json(json.loads(json.dumps(model.to_json()))) == model


@pytest.mark.parametrize(
    "said",
    [
        {},
        {"classes": ["a"], "intercepts": [0], "weights": {}},
        {"classes": ["a", "b"], "intercepts": [0, 1], "weights": {}},
        {"classes": ["a", "b"], "intercepts": [0], "weights": {"f": [1, 2]}},
        {"classes": ["a", "b"], "intercepts": ["nan"], "weights": {}},
        {"classes": ["a", "b"], "intercepts": [0], "weights": {"f": ["x"]}},
        [],
    ],
)
def test_what_is_no_model_is_refused(said: Any) -> None:
    with pytest.raises((ValueError, KeyError, TypeError)):
        linear.from_json(said)


@needs_extra
def test_words_tell_values_and_survive_json() -> None:
    said = [("no way",), ("yes", "gladly"), ("no way", "never"), ("yes", "yes")]
    model = texts.learn(said, ["against", "for", "against", "for"], 0)
    again = texts.from_json(json.loads(json.dumps(model.to_json())))
    assert again.best(("no way",))[0] == "against"
    assert again.best(("yes",)) == model.best(("yes",))
    assert set(model.rarity) == {"no way", "yes"}  # what occurs once tells nothing
