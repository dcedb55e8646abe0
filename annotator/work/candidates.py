"""Entries of the registry that may be one: what programs proposed, and those whose names are much alike."""

from collections.abc import Iterator, Sequence

from annotator.model import Merge, Speaker
from annotator.work.names import plain

ALIKE = 83  # of 100, by rapidfuzz: “Peskow” and “Peskov” are 83.3
_ROWS = 500  # names that are compared with all others at a time
_SHORTEST = 4  # letters of a name: a shorter one is like too many


def candidates(
    speakers: Sequence[Speaker], proposed: Sequence[Merge], apart: set[frozenset[str]]
) -> list[Merge]:
    """All pairs of live entries, the likeliest first; none that are one already, or were told apart."""
    live = {s.id: s for s in speakers if s.merged_into is None}
    into = {s.id: s.merged_into for s in speakers if s.merged_into is not None}
    found: dict[frozenset[str], Merge] = {}
    for merge in [*proposed, *_alike(list(live.values()))]:
        kept, other = (_root(id, into) for id in (merge.kept, merge.other))
        pair = frozenset((kept, other))
        if kept == other or not pair <= live.keys() or pair in apart:
            continue
        if pair not in found or found[pair].score < merge.score:
            reason = found[pair].reason if pair in found else merge.reason
            found[pair] = Merge(kept, other, merge.score, reason)
    return sorted(found.values(), key=lambda m: (-m.score, live[m.kept].name, live[m.other].name))


def _root(id: str, into: dict[str, str]) -> str:
    seen = {id}
    while (after := into.get(id)) is not None and after not in seen:
        seen.add(after)
        id = after
    return id


def _alike(live: Sequence[Speaker]) -> Iterator[Merge]:
    """Those of one kind with two names that are alike, whatever the order of their words."""
    import numpy as np
    from rapidfuzz import fuzz, process

    names = [(plain(name), place) for place, s in enumerate(live) for name in s.names()]
    names = [(name, place) for name, place in names if len(name) >= _SHORTEST]
    words = [name for name, _ in names]
    for low in range(0, len(words), _ROWS):
        scores = process.cdist(
            words[low : low + _ROWS],
            words,
            scorer=fuzz.token_sort_ratio,
            score_cutoff=ALIKE,
            dtype=np.float32,
        )
        for row, column in zip(*np.nonzero(scores), strict=True):
            one, other = live[names[low + row][1]], live[names[column][1]]
            if low + row < column and one.id != other.id and one.kind == other.kind:
                kept, joins = sorted((one, other), key=_best_known)
                score = float(scores[row, column]) / 100
                words_of = f"“{words[low + row]}” and “{words[column]}” are written alike"
                yield Merge(kept.id, joins.id, score, words_of)


def _best_known(speaker: Speaker) -> tuple[int, int, str, str]:
    """The one with more aliases stays, then the one of the longer name."""
    return -len(speaker.aliases), -len(speaker.name), speaker.name, speaker.id
