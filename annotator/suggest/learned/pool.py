"""What the rules and the models find in an article, side by side: candidates, and what speaks for each."""

import math
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from annotator.agreement.extents import iou
from annotator.model import QuoteType, Span
from annotator.suggest.learned.finding import Found
from annotator.suggest.learned.labels import Run, runs
from annotator.suggest.learned.view import View
from annotator.text.attribution import Attribution
from annotator.text.types import derive_type

SAME, LIKE = 0.9, 0.5  # IoU of contents
_APART = 0.6  # two candidates of a higher IoU cannot both be right
RULE = "learned"

Features = dict[str, float]


@dataclass(frozen=True, slots=True)
class Candidate:
    """One attribution that may be right. `features` are what the confidence is computed from."""

    attribution: Attribution
    kind: QuoteType
    content: tuple[Run, ...]
    cue: Run | None
    features: Features


class _Nearby:
    """Candidates by the sentences that they touch, so that only neighbours are compared."""

    def __init__(self, view: View) -> None:
        self._view = view
        self._at: defaultdict[int, list[int]] = defaultdict(list)

    def add(self, place: int, content: Sequence[Run], cue: Run | None) -> None:
        for number in self._sentences(content, cue):
            self._at[number].append(place)

    def near(self, content: Sequence[Run], cue: Run | None) -> list[int]:
        """The places of those that touch a sentence of these, each once, in order."""
        return sorted({place for number in self._sentences(content, cue) for place in self._at[number]})

    def _sentences(self, content: Sequence[Run], cue: Run | None) -> set[int]:
        sentence = self._view.words.sentence
        found: set[int] = set()
        for first, behind in (*content, *((cue,) if cue else ())):
            found.update(range(sentence(first), sentence(behind - 1) + 1))
        return found


def candidates(view: View, found: Sequence[Found], ruled: Sequence[Attribution]) -> list[Candidate]:
    """The candidates of an article: first those of the rules, in their order, then those of the models."""
    return list(_Pool(view, found, ruled).all())


def chosen(view: View, pool: Sequence[Candidate], scores: Sequence[float], least: float) -> list[int]:
    """The places of the candidates whose score is at least `least` and that no better one excludes.

    Two exclude each other where they share a word of their cues or nearly all of their content.
    """
    nearby, taken = _Nearby(view), list[int]()
    for place in sorted(range(len(pool)), key=lambda n: (-scores[n], n)):
        one = pool[place]
        if scores[place] < least:
            break
        if not any(_exclude(one, pool[other]) for other in nearby.near(one.content, one.cue)):
            nearby.add(place, one.content, one.cue)
            taken.append(place)
    return sorted(taken)


def _exclude(one: Candidate, other: Candidate) -> bool:
    return _touch(one.cue, other.cue) or _same(one, other) >= _APART


def _same(one: Candidate, other: Candidate) -> float:
    return iou(one.attribution.content, other.attribution.content)


def _touch(one: Run | None, other: Run | None) -> bool:
    return bool(one and other and one[0] < other[1] and other[0] < one[1])


def log_odds(chance: float) -> float:
    """The logarithm of the odds, kept finite."""
    kept = min(max(chance, 1e-6), 1 - 1e-6)
    return math.log(kept / (1 - kept))


class _Pool:
    def __init__(self, view: View, found: Sequence[Found], ruled: Sequence[Attribution]) -> None:
        self.view, self.found = view, found
        self.ruled = [one for one in ruled if runs(view, one.content)]
        self.by_rule = [runs(view, a.content) for a in self.ruled]
        self.rule_cue = [next(iter(runs(view, a.cue)), None) for a in self.ruled]
        self.contents = [tuple(view.span(run) for run in f.content) for f in found]
        self.near_rules, self.near_found = _Nearby(view), _Nearby(view)
        for place, content in enumerate(self.by_rule):
            self.near_rules.add(place, content, self.rule_cue[place])
        for place, one in enumerate(found):
            self.near_found.add(place, one.content, one.cue)

    def all(self) -> Iterator[Candidate]:
        for place in range(len(self.ruled)):
            yield self._ruled(place)
        for place in range(len(self.found)):
            yield self._learned(place)

    def _kind(self, content: Sequence[Span]) -> QuoteType:
        return derive_type(self.view.quotations, content, [], self.view.words.text)

    def _learned(self, place: int) -> Candidate:
        view, found, spans = self.view, self.found[place], self.contents[place]
        kind = self._kind(spans)
        features = self._of_found(found, kind)
        share, like = 0.0, None
        agreed = False
        for other in self.near_rules.near(found.content, found.cue):
            agreed = agreed or _touch(found.cue, self.rule_cue[other])
            if (here := iou(spans, self.ruled[other].content)) > share:
                share, like = here, other
        features["rule cue"] = float(agreed)
        if like is None or share <= LIKE:
            features["no rule"] = 1.0
        else:
            word = "rule same" if share > SAME else "rule like"
            features[word] = features[f"{word}={self.ruled[like].rule}"] = 1.0
        source = tuple(view.span(run) for run in found.source)
        named = Attribution(spans, (view.span(found.cue),), source, f"{RULE}.{kind}")
        return Candidate(named, kind, found.content, found.cue, features)

    def _of_found(self, found: Found, kind: QuoteType) -> Features:
        view, (at, after) = self.view, found.cue
        last, size = after - 1, sum(b - a for a, b in found.content)
        first, end = found.content[0]
        sure = {
            "cue": log_odds(found.cue_chance), "mean": log_odds(min(found.mean, 0.9999)),
            "lowest": log_odds(found.lowest), "whole": math.log(max(found.whole, 1e-8)),
        }  # fmt: skip
        features: Features = {
            **sure, **{f"{name} {kind}": value for name, value in sure.items()},
            "cue squared": sure["cue"] ** 2 / 5,
            "outside": log_odds(max(found.outside, 1e-3)), "weight": min(found.weight, 2.0),
            "size": math.log(size), "share": size / (found.sentence[1] - found.sentence[0]),
            "parts": float(min(len(found.content), 4)), "cue words": float(min(after - at, 6)),
        }  # fmt: skip
        before, behind = first < at, found.content[-1][1] > after
        words, stems, groups = view.word, view.stem, view.group
        said = [
            f"kind={kind}", f"words={size if size < 3 else min(size // 3 * 3, 6)}",
            f"cue={' '.join(stems[at:after])}", f"stem={stems[last]}", f"stem first={stems[at]}",
            f"group={groups[last]}", f"group first={groups[at]}", f"depth={min(view.depth[at], 2)}",
            f"before={before}", f"behind={behind}",
            f"begins={words[first]}", f"ends={words[end - 1]}", f"begins group={groups[first]}",
            f"next={words[end] if end < len(words) else '>'}",
            f"previous={words[first - 1] if first else '<'}",
        ]  # fmt: skip
        said += [f"stem before={stems[last]}"] if before else []
        said += [f"group behind={groups[last]}"] if behind else []
        if found.source:
            said += [
                f"source={words[found.source[0][0]]}",
                f"source ends={view.shape[found.source[-1][1] - 1]}",
            ]
        else:
            said.append("no source")
        features.update(dict.fromkeys(said, 1.0))
        return features

    def _ruled(self, place: int) -> Candidate:
        view, one, content, cue = self.view, self.ruled[place], self.by_rule[place], self.rule_cue[place]
        kind = self._kind(one.content)
        share, like, chance = 0.0, None, 0.0
        for other in self.near_found.near(content, cue):
            if _touch(cue, self.found[other].cue):
                chance = max(chance, self.found[other].cue_chance)
            if (here := iou(one.content, self.contents[other])) > share:
                share, like = here, other
        features: Features = {
            "R size": math.log(sum(b - a for a, b in content)), "R share": share,
            "R same": float(share > SAME), "R score": one.score,
            "R cue": log_odds(max(chance, 0.02)), "R no cue": float(not chance),
        }  # fmt: skip
        if like is not None and share > 0.1:
            found = self.found[like]
            features["R found cue"] = log_odds(found.cue_chance)
            features["R mean"] = log_odds(min(found.mean, 0.9999))
            features["R lowest"] = log_odds(found.lowest)
        said = ["R", f"R rule={one.rule}", f"R kind={kind}", f"R rule={one.rule} {kind}",
                f"R begins={view.word[content[0][0]]}"]  # fmt: skip
        if cue:
            said += [f"R stem={view.stem[cue[1] - 1]}", f"R group={view.group[cue[1] - 1]}"]
        if not one.source:
            said.append("R no source")
        features.update(dict.fromkeys(said, 1.0))
        return Candidate(one, kind, content, cue, features)
