"""A stratified sample of a dump that does not fit into memory, without near-duplicates, the same each time.

Every article has a number that follows from its text and the seed, as if drawn by lot, and of each stratum
those with the smallest are taken (bottom-k sampling; Cohen & Kaplan 2007). So it does not matter in
which order articles come or how the dump is cut, and one that is added to it displaces at most a few.
"""

import json
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from hashlib import blake2b
from heapq import heappush, heappushpop
from math import floor
from typing import NamedTuple

from annotator.dataset.splitting.near import near_duplicates
from annotator.dataset.splitting.shingles import Shingled

RESERVE = 4  # one candidate more for every so many, and _FEW: some are near-duplicates of others
_FEW = 5

Stratum = tuple[str, ...]
Looked = tuple[str, Stratum]  # (digest, stratum)


class Candidate(NamedTuple):
    """An article that may be in the sample. `lot` is the number it drew, `place` where it is in the dump."""

    lot: int
    place: int
    digest: str
    stratum: Stratum


def quotas(counts: Mapping[Stratum, int], size: int, equal: bool = False) -> dict[Stratum, int]:
    """How many of each stratum: as its share is (largest remainders, equal ones by lot), or the same of each.

    They add up to `size`, or to all there are.
    """
    size = min(size, sum(counts.values()))
    if not equal:
        return _shared(counts, dict(counts), size)
    found = dict.fromkeys(counts, 0)
    while left := size - sum(found.values()):
        open_ = sorted(name for name, count in counts.items() if count > found[name])
        each = max(1, left // len(open_))
        for name in open_[: left // each]:
            found[name] += min(each, counts[name] - found[name])
    return found


def _shared(counts: Mapping[Stratum, int], weights: Mapping[Stratum, int], size: int) -> dict[Stratum, int]:
    total = sum(weights.values()) or 1
    exact = {name: size * weight / total for name, weight in weights.items()}
    found = {name: min(counts[name], floor(share)) for name, share in exact.items()}
    by_rest = sorted(exact, key=lambda name: (found[name] - exact[name], _lot(json.dumps(name), b"")))
    for name in by_rest[: size - sum(found.values())]:
        found[name] += 1
    return found


def tally(looked: Iterable[Looked | None]) -> Counter[Stratum]:
    """How many articles each stratum has."""
    return Counter(one[1] for one in looked if one is not None)


def candidates(
    looked: Iterable[Looked | None], wanted: Mapping[Stratum, int], seed: int = 0
) -> list[Candidate]:
    """Of each stratum those with the smallest lots, each text once, and some in reserve; by place.

    `looked` says of each record in the order of the dump what it is; None: no article that is wanted.
    """
    kept: dict[Stratum, list[tuple[int, int, str]]] = {}
    there: dict[Stratum, set[str]] = {}
    salt = str(seed).encode()
    for place, one in enumerate(looked):
        if one is None or not wanted.get(one[1]):
            continue
        digest, stratum = one
        heap, known = kept.setdefault(stratum, []), there.setdefault(stratum, set())
        entry = (-_lot(digest, salt), -place, digest)
        if digest in known:
            continue
        if len(heap) < wanted[stratum] + wanted[stratum] // RESERVE + _FEW:
            heappush(heap, entry)
            known.add(digest)
        elif entry > heap[0]:
            known.add(digest)
            known.discard(heappushpop(heap, entry)[2])
    found = (
        Candidate(-lot, -place, digest, stratum)
        for stratum, heap in kept.items()
        for lot, place, digest in heap
    )
    return sorted(found, key=lambda one: one.place)


def _lot(digest: str, salt: bytes) -> int:
    return int.from_bytes(blake2b(digest.encode(), digest_size=8, key=salt).digest(), "big")


def groups(texts: Shingled) -> list[int]:
    """For each text the number of the first one that it is a near-duplicate of, over others perhaps."""
    first = list(range(len(texts)))

    def root(n: int) -> int:
        while first[n] != n:
            first[n] = n = first[first[n]]
        return n

    for a, b in near_duplicates(texts, root):
        low, high = sorted((root(a), root(b)))
        first[high] = low
    return list(map(root, range(len(texts))))


def chosen(found: Iterable[Candidate], group: Iterable[int], wanted: Mapping[Stratum, int]) -> list[int]:
    """The places of the sample, in order: by lot, one of each group and text, until a stratum has enough."""
    left = dict(wanted)
    taken: set[int] = set()
    texts: set[str] = set()
    places: list[int] = []
    for one, number in sorted(zip(found, group, strict=True)):
        if left[one.stratum] and number not in taken and one.digest not in texts:
            left[one.stratum] -= 1
            taken.add(number)
            texts.add(one.digest)
            places.append(one.place)
    return sorted(places)


def lines_of(looked: Iterable[object]) -> Iterator[Looked | None]:
    """What `survey_shard` wrote, as JSON values: for a sentence None, too."""
    for one in looked:
        yield (one[0], tuple(one[1])) if isinstance(one, list) else None
