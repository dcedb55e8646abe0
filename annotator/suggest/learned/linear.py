"""A logistic regression as plain numbers: learned with scikit-learn, applied without it, kept as JSON."""

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

Features = Mapping[str, float]
_DIGITS = 6


@dataclass(frozen=True, slots=True)
class Linear:
    """`weights` has for each feature one number a class; of two classes only the second one's are kept."""

    classes: tuple[str, ...]
    intercepts: tuple[float, ...]
    weights: Mapping[str, tuple[float, ...]]

    def chances(self, features: Features) -> dict[str, float]:
        """How likely each class is; they sum up to 1."""
        sums = list(self.intercepts)
        for name, value in features.items():
            for place, weight in enumerate(self.weights.get(name, ())):
                sums[place] += weight * value
        if len(self.classes) == 2:
            sums = [0.0, sums[0]]
        top = max(sums)
        powers = [math.exp(s - top) for s in sums]
        total = sum(powers)
        return {name: power / total for name, power in zip(self.classes, powers, strict=True)}

    def best(self, features: Features) -> tuple[str, float]:
        """The likeliest class and how likely it is."""
        chances = self.chances(features)
        name = max(chances, key=lambda c: chances[c])
        return name, chances[name]

    def to_json(self) -> dict[str, Any]:
        return {"classes": self.classes, "intercepts": self.intercepts, "weights": dict(self.weights)}


def learn(examples: Sequence[Features], classes: Sequence[str], strength: float, seed: int) -> Linear:
    """Fit `classes` (two different ones at least); `strength` is the inverse of the L2 penalty's weight."""
    from sklearn.feature_extraction import DictVectorizer
    from sklearn.linear_model import LogisticRegression

    vectorizer = DictVectorizer()
    matrix = vectorizer.fit_transform([dict(example) for example in examples])
    fitted = LogisticRegression(C=strength, max_iter=3_000, random_state=seed).fit(matrix, list(classes))
    columns = fitted.coef_.T.round(_DIGITS).tolist()
    weights = {
        name: tuple(row)
        for name, row in zip(vectorizer.get_feature_names_out().tolist(), columns, strict=True)
    }
    return Linear(
        tuple(str(c) for c in fitted.classes_),
        tuple(fitted.intercept_.round(_DIGITS).tolist()),
        {name: row for name, row in weights.items() if any(row)},
    )


def from_json(said: Any) -> Linear:
    """The model of `to_json`. Raises ValueError, KeyError or TypeError where it is not one."""
    model = Linear(
        tuple(map(str, said["classes"])),
        tuple(map(float, said["intercepts"])),
        {str(name): tuple(map(float, row)) for name, row in said["weights"].items()},
    )
    width = 1 if len(model.classes) == 2 else len(model.classes)
    numbers = [*model.intercepts, *(n for row in model.weights.values() for n in row)]
    if len(model.classes) < 2 or len(model.intercepts) != width:
        raise ValueError("a model needs two classes or more, and a number for each")
    if any(len(row) != width for row in model.weights.values()) or not all(map(math.isfinite, numbers)):
        raise ValueError("a weight is missing or no number")
    return model
