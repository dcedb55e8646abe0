"""The names of the registry by their words, so that a key costs as little with 50,000 entries as with ten."""

from bisect import bisect_left, insort
from collections.abc import Callable, Iterable, Iterator

from annotator.model import Speaker
from annotator.text.folding import folded

_CLOSE = 70  # of 100, by rapidfuzz's ratio: "Peskow" is like "Peskov", "Lavrov" is not
_SHORT = 4  # letters; a shorter word is like too many others
_PART = 3  # letters; a shorter one stands within too many words, unless each is a word nearly by itself
_LIKE = 30  # words that are looked at for one that is typed

_Fitting = Callable[[str], Iterable[str]]


class Names:
    """Places (numbers of one's own choice) found by the words of the names of speakers put there."""

    def __init__(self, entries: Iterable[tuple[int, Speaker]]) -> None:
        self._words: dict[str, list[int]] = {}
        for place, speaker in entries:
            for word in _words(speaker):
                self._words.setdefault(word, []).append(place)
        self._sorted = sorted(self._words)

    def add(self, place: int, speaker: Speaker) -> None:
        """`place` is found by the names of `speaker`, too."""
        for word in _words(speaker):
            if word not in self._words:
                self._words[word] = []
                insort(self._sorted, word)
            self._words[word].append(place)

    def remove(self, place: int, speaker: Speaker) -> None:
        """`place` is not found by the names of `speaker` any more."""
        for word in _words(speaker):
            self._words[word].remove(place)

    def whole(self, wanted: str) -> set[int]:
        """Those that have each of the words typed."""
        return self._each(wanted, lambda typed: (typed,) if typed in self._words else ())

    def begin(self, wanted: str) -> set[int]:
        """Those that have, for each of the words typed, one that begins so."""
        return self._each(wanted, self._beginning)

    def within(self, wanted: str) -> set[int]:
        """Those that have each of the words typed somewhere in a word."""
        return self._each(wanted, self._holding)

    def like(self, wanted: str) -> list[int]:
        """Those that have a word much like each of the words typed, or begin with it; the likest first."""
        scores: dict[int, float] = {}
        for n, typed in enumerate(wanted.split()):
            near = self._near(typed)
            scores = {p: near[p] + scores.get(p, 0.0) for p in near if not n or p in scores}
        return sorted(scores, key=lambda place: (-scores[place], place))

    def _each(self, wanted: str, fitting: _Fitting) -> set[int]:
        sets = [set().union(*(self._words[w] for w in fitting(typed))) for typed in wanted.split()]
        return set.intersection(*sets) if sets else set()

    def _beginning(self, typed: str) -> Iterator[str]:
        at = bisect_left(self._sorted, typed)
        while at < len(self._sorted) and self._sorted[at].startswith(typed):
            yield self._sorted[at]
            at += 1

    def _holding(self, typed: str) -> Iterable[str]:
        if len(typed) < _PART and typed.isascii():
            return self._beginning(typed)
        return (word for word in self._sorted if typed in word)

    def _near(self, typed: str) -> dict[int, float]:
        found = {place: 100.0 for word in self._beginning(typed) for place in self._words[word]}
        if len(typed) < _SHORT:
            return found
        from rapidfuzz import fuzz, process

        close = process.extract(typed, self._sorted, scorer=fuzz.ratio, score_cutoff=_CLOSE, limit=_LIKE)
        for word, score, _n in close:
            for place in self._words[word]:
                found[place] = max(score, found.get(place, 0.0))
        return found


def plain(name: str) -> str:
    """The same as `folded`, four times as quick where it has not seen a name before."""
    return " ".join(name.lower().split()) if name.isascii() else folded(name)


def _words(speaker: Speaker) -> set[str]:
    return {word for name in speaker.names() for word in plain(name).split()}
