"""Texts as sets of five words in a row, kept on disk where they are many."""

from array import array
from collections.abc import Sequence
from tempfile import SpooledTemporaryFile
from typing import Self

import numpy as np
from numpy.typing import NDArray

from annotator.dataset.splitting.wording import fingerprint

LENGTH = 5  # words, as those take that deduplicate (datatrove; Lee et al. 2022)
IN_MEMORY = 64 * 2**20  # bytes; more goes to a temporary file

Hashes = NDArray[np.uint64]

_PRIME = np.uint64(0x9E3779B97F4A7C15)
_MIX = (np.uint64(0xBF58476D1CE4E5B9), np.uint64(0x94D049BB133111EB))


class _Known(dict[str, int]):
    """Words with their fingerprints: most words of a text stood in another before."""

    most = 2**18  # some 40 MB

    def __missing__(self, word: str) -> int:
        if len(self) == self.most:
            self.clear()
        self[word] = found = fingerprint(word)
        return found


_known = _Known()


def shingles(words: Sequence[str]) -> Hashes:
    """The runs of five words in `words`, each as 64 bits, once, sorted; one of all where there are fewer."""
    single = np.fromiter(map(_known.__getitem__, words), np.uint64, len(words))
    length = min(LENGTH, len(words))
    runs = np.zeros(len(words) - length + 1 if length else 0, np.uint64)
    for place in range(length):
        runs = runs * _PRIME + single[place : place + len(runs)]
    found = _mixed(runs)
    found.sort()  # and no np.unique, which takes four times as long
    return found[np.flatnonzero(np.diff(found, prepend=~found[:1]))]


def _mixed(runs: Hashes) -> Hashes:
    """The finalizer of splitmix64: every bit depends on every other, as min-hashing wants it."""
    runs = (runs ^ (runs >> np.uint64(30))) * _MIX[0]
    runs = (runs ^ (runs >> np.uint64(27))) * _MIX[1]
    return runs ^ (runs >> np.uint64(31))


class Shingled:
    """The shingles of many texts, by number in the order in which they were added. Close it."""

    def __init__(self) -> None:
        self._file = SpooledTemporaryFile(max_size=IN_MEMORY)  # noqa: SIM115  closed by whoever made this
        self._ends = array("Q", [0])

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self._file.close()

    def __len__(self) -> int:
        return len(self._ends) - 1

    def add(self, words: Sequence[str]) -> None:
        self.put(shingles(words))

    def put(self, found: Hashes) -> None:
        """Add a text by its shingles."""
        self._file.seek(0, 2)
        self._file.write(found.tobytes())
        self._ends.append(self._ends[-1] + len(found))

    def sizes(self) -> NDArray[np.int64]:
        """How many shingles each text has."""
        ends = np.array(self._ends, np.int64)
        return ends[1:] - ends[:-1]

    def some(self, first: int, last: int) -> Hashes:
        """Those of the texts from `first` to before `last`, one text after the other."""
        start, end = self._ends[first], self._ends[last]
        self._file.seek(start * 8)
        return np.frombuffer(self._file.read((end - start) * 8), np.uint64)

    def of(self, n: int) -> Hashes:
        return self.some(n, n + 1)
