"""A linear-chain conditional random field, trained and applied by CRFsuite (Okazaki 2007)."""

import tempfile
from collections.abc import Iterable, Sequence
from pathlib import Path

from annotator.suggest.learned.extra import crfsuite

Features = list[list[str]]
Example = tuple[Features, list[str]]  # a sentence: the features of its words, their labels

# Found on held-out articles; twice or half of each changes little.
_SETTINGS = {
    "c1": 0.1, "c2": 0.05, "max_iterations": 60, "feature.minfreq": 2, "feature.possible_transitions": False,
}  # fmt: skip


def learn(examples: Iterable[Example]) -> bytes:
    """The weights of a field, in CRFsuite's own format; the same for the same examples in the same order.

    Without an example they are empty, and such a field knows no label.
    """
    trainer, number = crfsuite().Trainer(verbose=False), 0
    for features, labels in examples:
        trainer.append(features, labels)
        number += 1
    if not number:
        return b""
    trainer.select("lbfgs")
    trainer.set_params(_SETTINGS)
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "weights"
        trainer.train(str(path))
        return path.read_bytes()


class Tagger:
    """The weights at work on a sentence at a time: `read` it, then ask."""

    def __init__(self, weights: bytes) -> None:
        self._weights = weights  # CRFsuite reads from this memory as long as it works
        self._tagger = crfsuite().Tagger()
        if weights:
            self._tagger.open_inmemory(weights)
        self._known = set(self._tagger.labels()) if weights else set()
        self._size = 0

    def read(self, features: Features) -> None:
        if self._known:
            self._tagger.set(features)
        self._size = len(features)

    def best(self) -> tuple[list[str], float]:
        """The likeliest labels, and how likely they are as a whole; none where no label is known."""
        if not self._known:
            return [], 1.0
        labels = self._tagger.tag()
        return labels, float(self._tagger.probability(labels))

    def chances(self, labels: Sequence[str]) -> list[float]:
        """For each word how likely it has one of `labels`."""
        known = [label for label in labels if label in self._known]
        marginal = self._tagger.marginal
        return [sum(float(marginal(label, i)) for label in known) for i in range(self._size)]
