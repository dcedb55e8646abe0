"""Texts in eight numbers each, of which near-duplicates share one: so they are found among millions.

Each number stands for four minima of the text's runs of five words under four hashes (MinHash, Broder 1997,
in bands: Leskovec et al., Mining of Massive Datasets, 3.4). Two texts of which .7 of all runs are the same
share one with a chance of 1 - (1 - .7^4)^8 = .89, at .8 of .985, at .9 of .9998; texts that share nothing
but turns of phrase do not.
"""

import numpy as np

from annotator.dataset.splitting.shingles import Hashes, shingles
from annotator.dataset.splitting.wording import fingerprint, words

BANDS, ROWS = 8, 4
ALIKE = 0.7  # of all runs of two texts, as those ask who throw duplicates away (.72 in datatrove)
_AT_ONCE = 4_096  # runs of a text: a megabyte

_TIMES = np.array([fingerprint(f"times {n}") | 1 for n in range(BANDS * ROWS)], np.uint64)[:, None]
_PLUS = np.array([fingerprint(f"plus {n}") for n in range(BANDS * ROWS)], np.uint64)[:, None]
_TOGETHER = np.array([fingerprint(f"row {n}") | 1 for n in range(ROWS)], np.uint64)
_BAND = np.arange(BANDS, dtype=np.uint64) << np.uint64(32)

Sketch = tuple[int, ...]


def runs(text: str) -> Hashes:
    """The runs of five words of a text, as `shingles` has them."""
    return shingles(words(text))


def sketch(found: Hashes) -> Sketch:
    """The numbers of a text by its runs, of 35 bits each; none where it has no words."""
    if not len(found):
        return ()
    parts = [found[n : n + _AT_ONCE] for n in range(0, len(found), _AT_ONCE)]
    least = np.minimum.reduce([(part * _TIMES + _PLUS).min(axis=1) for part in parts])
    keys = (least.reshape(BANDS, ROWS) * _TOGETHER).sum(axis=1) >> np.uint64(32)
    return tuple((_BAND | keys).tolist())


def alike(one: Hashes, other: Hashes) -> bool:
    """Whether two texts have a Jaccard index of ALIKE or more."""
    less, more = sorted((len(one), len(other)))
    if not less or less < ALIKE * more:
        return False
    shared = len(np.intersect1d(one, other, assume_unique=True))
    return shared >= ALIKE * (less + more - shared)
