"""Words that are used alike, found in plain text: “argued” and “noted” stand between the same words.

Each word is described by which of the commonest words stand next to it (positive pointwise mutual
information, as Bullinaria and Levy 2007 weigh it), brought down to a few dimensions and clustered by k-means.
No labels are needed, so all articles of a project help, read or not.
"""

from collections import Counter
from collections.abc import Sequence
from typing import Any

CONTEXT = 1_500  # commonest words, whose neighbourhood is looked at
DIMENSIONS = 64
RAREST = 3  # times a word has to occur
_WORDS_A_GROUP = 45
_MOST = 256
_PLACES = (-2, -1, 1, 2)
_FEWEST = 100  # different words; below that nothing can be told


def learn_groups(texts: Sequence[Sequence[str]], seed: int) -> dict[str, str]:
    """word -> group for the words of `texts` (lower-case words, an article each); {} for too few."""
    from sklearn.cluster import MiniBatchKMeans

    counts = Counter(word for text in texts for word in text)
    listed = sorted((w for w, n in counts.items() if n >= RAREST), key=lambda w: (-counts[w], w))
    if len(listed) < _FEWEST:
        return {}
    vectors = _vectors(texts, listed, seed)
    number = max(8, min(_MOST, len(listed) // _WORDS_A_GROUP))
    made = MiniBatchKMeans(number, random_state=seed, n_init=3, batch_size=4_096).fit(vectors)
    return {word: str(label) for word, label in zip(listed, made.labels_, strict=True)}


def _vectors(texts: Sequence[Sequence[str]], listed: Sequence[str], seed: int) -> Any:
    import numpy as np
    from sklearn.decomposition import TruncatedSVD

    matrix = _mutual_information(_neighbours(texts, listed))
    dimensions = min(DIMENSIONS, len(listed) - 1)
    vectors = TruncatedSVD(dimensions, random_state=seed).fit_transform(matrix)
    return vectors / (np.linalg.norm(vectors, axis=1, keepdims=True) + 1e-9)


def _neighbours(texts: Sequence[Sequence[str]], listed: Sequence[str]) -> Any:
    """Counts as a sparse matrix: a row a word, a column a common word at one of four places beside it."""
    import numpy as np
    from scipy.sparse import coo_matrix

    number = {word: n for n, word in enumerate(listed)}
    width = CONTEXT + 1  # the last one stands for all other words
    rows: list[int] = []
    columns: list[int] = []
    for text in texts:
        numbers = [number.get(word, -1) for word in text]
        for slot, by in enumerate(_PLACES):
            lead = max(0, -by)
            for row, other in zip(numbers[lead:], numbers[lead + by :], strict=False):
                if row >= 0:
                    rows.append(row)
                    columns.append(slot * width + (other if 0 <= other < CONTEXT else CONTEXT))
    ones = np.ones(len(rows))
    return coo_matrix((ones, (rows, columns)), shape=(len(listed), width * len(_PLACES))).tocsr()


def _mutual_information(counts: Any) -> Any:
    import numpy as np
    from scipy.sparse import coo_matrix

    by_row, by_column = np.asarray(counts.sum(1)).ravel(), np.asarray(counts.sum(0)).ravel()
    cells = counts.tocoo()
    values = np.log(cells.data * counts.sum() / (by_row[cells.row] * by_column[cells.col]))
    kept = values > 0
    return coo_matrix((values[kept], (cells.row[kept], cells.col[kept])), shape=counts.shape).tocsr()
