"""Near-duplicates: texts that share half of their runs of five words (a Jaccard index of .5 or more).

Whoever looks for duplicates to throw them away asks for more (.72 in datatrove, .85 in BigCode's pipeline):
there a wrong pair costs a text. Here it costs nothing but a group that is larger than need be, and a missed
one is a leak. At .5 are wire copy of which an outlet cut the half and copy with one word in thirteen
changed; two texts of which nobody copied the other lie near 0. What is shorter still is tied by its quotes.

Up to `EXACT_UP_TO` articles all pairs are found. Beyond, MinHash and locality-sensitive hashing (rensa) find
candidates, and each is compared in full: no pair is wrong; of those at .5 exactly one in 60 is missed, at .6
one in 7,000. Which way is gone depends on the number of articles alone.
"""

from collections import defaultdict
from collections.abc import Callable, Hashable, Iterator, Mapping, Sequence
from importlib import import_module
from typing import Any

import numpy as np
from numpy.typing import NDArray

from annotator.dataset.splitting.shingles import Hashes, Shingled
from annotator.errors import UsageError

EXACT_UP_TO = 20_000  # articles: a second or two and 300 MB for texts of 500 words
SIGNATURE, ROWS, SEED = 256, 4, 1  # 64 bands of 4: 1 - (1 - .5^4)^64 = .984
_AT_ONCE = 2_000  # texts

Pair = tuple[int, int]
Kin = Callable[[int], Hashable]


def near_duplicates(texts: Shingled, kin: Kin) -> Iterator[Pair]:
    """The near-duplicates (a, b), a < b, among the texts, in an order that follows from them.

    Two of which `kin` is the same are passed over. They may become so after any pair that was given, and then
    for ever: so, where a hundred texts are alike, a hundred comparisons will do.
    Raises UsageError where there are so many texts that rensa is needed, and it is not installed.
    """
    candidates = _all_candidates if len(texts) <= EXACT_UP_TO else _hashed_candidates
    for a, b in candidates(texts, kin):
        if alike(texts.of(a), texts.of(b)):
            yield a, b


def _strangers(met: Mapping[Hashable, Sequence[int]], b: int, kin: Kin) -> Iterator[int]:
    """Those of `met`, in lists of such as are kin, that are not kin of `b`."""
    for some in met.values():
        for a in some:
            if kin(a) == kin(b):
                break
            yield a


def alike(one: Hashes, other: Hashes) -> bool:
    """Whether two sets have a Jaccard index of one half or more; an empty one is like none."""
    both = len(one) + len(other)
    if 2 * min(len(one), len(other)) < max(len(one), len(other)) or not both:
        return False
    return 3 * len(np.intersect1d(one, other, assume_unique=True)) >= both


def needs(articles: int) -> None:
    """Raises UsageError where so many articles need a package that is not there."""
    if articles > EXACT_UP_TO:
        _rensa()


def _rensa() -> Any:
    try:
        return import_module("rensa")
    except ImportError:
        raise UsageError(
            f"to find near-duplicates among more than {EXACT_UP_TO} articles needs the extra dataset; "
            "run: pip install 'quotation-annotator[dataset]'"
        ) from None


def _all_candidates(texts: Shingled, kin: Kin) -> Iterator[Pair]:
    """All pairs that can be alike, by an inverted index over the rarest shingles of each text.

    Two sets of which the larger has n that share n/2 also share one of the rarest n - n/2 + 1 (the prefix
    filter of Chaudhuri et al. 2006), and whatever stands in one text only has gone before.
    """
    shingle, text, sizes = _shared(texts)
    least = (sizes + 1) // 2
    spread = np.bincount(shingle)
    order = np.lexsort((shingle, spread[shingle], text))
    shingle, text = shingle[order], text[order]
    edges = np.searchsorted(text, np.arange(len(sizes) + 1))
    index: defaultdict[int, dict[Hashable, list[int]]] = defaultdict(dict)
    for b in np.unique(text).tolist():
        start, end = int(edges[b]), int(edges[b + 1])
        rare = shingle[start : end - int(least[b]) + 1].tolist()
        tried: set[int] = set()
        for one in rare:
            for a in _strangers(index[one], b, kin):
                if a not in tried:
                    tried.add(a)
                    yield a, b
        for one in rare:
            index[one].setdefault(kin(b), []).append(b)


def _shared(texts: Shingled) -> tuple[NDArray[np.int64], NDArray[np.int64], NDArray[np.int64]]:
    """(numbers of shingles, numbers of the texts they stand in, sizes of all texts).

    What stands in one text only is left out, and so are texts that can be like no other.
    """
    sizes = texts.sizes()
    twice = _twice(texts.some(0, len(texts)))
    shingle, text = [np.zeros(0, np.int64)], [np.zeros(0, np.int64)]
    for first in range(0, len(texts) if len(twice) else 0, _AT_ONCE):
        last = min(first + _AT_ONCE, len(texts))
        here = texts.some(first, last)
        place = np.searchsorted(twice, here)
        there = twice[np.minimum(place, len(twice) - 1)] == here
        shingle.append(place[there])
        text.append(np.repeat(np.arange(first, last), sizes[first:last])[there])
    return *_with_company(np.concatenate(shingle), np.concatenate(text), sizes), sizes


def _twice(every: Hashes) -> Hashes:
    """What stands in `every` more than once."""
    every = np.sort(every)
    return np.unique(every[1:][every[1:] == every[:-1]])


def _with_company(
    shingle: NDArray[np.int64], text: NDArray[np.int64], sizes: NDArray[np.int64]
) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """Without the texts of which less than half stands in any other, nor those that are so without them."""
    while True:
        kept = np.bincount(text, minlength=len(sizes))
        here = (2 * kept >= sizes)[text] & (np.bincount(shingle)[shingle] > 1)
        if here.all():
            return shingle, text
        shingle, text = shingle[here], text[here]


def _hashed_candidates(texts: Shingled, kin: Kin) -> Iterator[Pair]:
    """The pairs whose signatures are the same in one band at least."""
    tried: set[Pair] = set()
    sizes = texts.sizes()
    signatures = _signatures(texts)
    for band in range(0, SIGNATURE, ROWS):
        # A band is ROWS numbers of 32 bits: as bytes in a row they are compared as one value.
        rows = np.ascontiguousarray(signatures[:, band : band + ROWS]).view(f"V{4 * ROWS}").ravel()
        _, which, counts = np.unique(rows, return_inverse=True, return_counts=True)
        several = np.flatnonzero((counts[which] > 1) & (sizes > 0))
        several = several[np.argsort(which[several], kind="stable")]
        parts = np.flatnonzero(np.diff(which[several])) + 1
        for same in np.split(several, parts):
            met: dict[Hashable, list[int]] = {}
            for b in same.tolist():
                for a in _strangers(met, b, kin):
                    if (a, b) not in tried:
                        tried.add((a, b))
                        yield a, b
                met.setdefault(kin(b), []).append(b)


def _signatures(texts: Shingled) -> NDArray[np.uint32]:
    """A row of SIGNATURE numbers for each text."""
    sketch = _rensa().RMinHash.digest_matrix_from_flat_token_hashes
    sizes = texts.sizes()
    found = np.empty((len(texts), SIGNATURE), np.uint32)
    for first in range(0, len(texts), _AT_ONCE):
        last = min(first + _AT_ONCE, len(texts))
        offsets = np.concatenate(([0], np.cumsum(sizes[first:last]))).astype(np.uint64)
        found[first:last] = sketch(texts.some(first, last), offsets, SIGNATURE, SEED).to_rows()
    return found
