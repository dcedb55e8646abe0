"""What holds where several people answer: all of them, most of them, or what is likely to be true.

A rule decides one question at a time. It leaves open what it cannot decide: a value that is no more than
likely is worse than none.
"""

from abc import ABC, abstractmethod
from collections import Counter, defaultdict
from collections.abc import Hashable, Iterable, Mapping
from typing import NamedTuple

import numpy as np

from annotator.agreement.coefficients.dawid_skene import Estimate, dawid_skene
from annotator.agreement.coefficients.one_coin import Coins, one_coin
from annotator.dataset.gold.clusters import Cluster, Clustered
from annotator.dataset.gold.questions import Answers, Question, questions
from annotator.scheme import Scheme

EXISTS = "a quote"  # the question that is asked before all others
MANY = 12  # labels above which nobody learns how each is mistaken for each
SMOOTH = 0.5  # of a judgement, of each label for each: what was never seen is not impossible
_TWO = 2


class Decided(NamedTuple):
    """A value, and how likely it is or how large a share said so: 0 to 1."""

    value: Hashable
    score: float


class Rule(ABC):
    """One way to make one answer of several."""

    name: str

    @abstractmethod
    def decide(self, question: Question) -> Decided | None:
        """What holds; None where that is left open. Of a question that fewer than two answered it is."""

    def exists(self, cluster: Cluster) -> Decided | None:
        """Whether there is such a quote: True or False, or None."""
        return self.decide(Question(EXISTS, {p: p in cluster.quotes for p in cluster.seen}))


class Unanimous(Rule):
    """What all say who saw it. A quote holds only where all mark the same words as its content."""

    name = "unanimous"

    def decide(self, question: Question) -> Decided | None:
        values = set(question.answers.values())
        whole = len(question.answers) >= _TWO and len(values) == 1
        return Decided(values.pop(), 1.0) if whole else None

    def exists(self, cluster: Cluster) -> Decided | None:
        same = len({quote.content for quote in cluster.quotes.values()}) == 1
        return super().exists(cluster) if same else None


class Majority(Rule):
    """What more than half of those say who answered; the score is their share."""

    name = "majority"

    def decide(self, question: Question) -> Decided | None:
        value, many = _commonest(question.answers)
        share = many / max(1, len(question.answers))
        return Decided(value, share) if len(question.answers) >= _TWO and share > 0.5 else None


class DawidSkene(Rule):
    """What is likely to be true, given how reliable each person was found to be; the score is its posterior.

    Where there are few labels each person has a table of errors, learned for each field; where there are
    many, as of speakers, one accuracy.
    """

    name = "dawid-skene"

    def __init__(self, articles: Iterable[Clustered], people: int, scheme: Scheme) -> None:
        """Learns from all articles."""
        asked: defaultdict[str, list[Answers]] = defaultdict(list)
        silent: Counter[frozenset[int]] = Counter()
        for article in articles:
            silent += article.silent()
            for cluster in article.clusters:
                asked[EXISTS].append({p: p in cluster.quotes for p in cluster.seen})
                if len(cluster.quotes) >= _TWO:
                    for question in questions(cluster, scheme):
                        if len(question.answers) >= _TWO:
                            asked[question.field].append(question.answers)
        for seers, many in silent.items():
            asked[EXISTS] += [dict.fromkeys(seers, False)] * many
        self._models = {field: _Model(answers, people) for field, answers in asked.items()}

    def decide(self, question: Question) -> Decided | None:
        model = self._models.get(question.field)
        if model is None or len(question.answers) < _TWO:
            return None
        found = model.likeliest(question.answers)
        return found if found is not None and found.score > 0.5 else None


class _Model:
    """How reliable people are in one field."""

    def __init__(self, answers: list[Answers], people: int) -> None:
        self._labels: dict[Hashable, int] = {}
        coded = [{p: self._code(value) for p, value in one.items()} for one in answers]
        self._known = list(self._labels)
        self._estimate: Estimate | None = None
        self._coins: Coins | None = None
        if len(self._labels) > MANY:
            self._coins = one_coin(coded, people, len(self._labels))
        else:
            rows = [(item, p, label) for item, one in enumerate(coded) for p, label in one.items()]
            items, raters, labels = zip(*rows, strict=True)
            self._estimate = dawid_skene(items, raters, labels, SMOOTH)

    def _code(self, value: Hashable) -> int:
        return self._labels.setdefault(value, len(self._labels))

    def likeliest(self, answers: Answers) -> Decided | None:
        """Of the answers that were given; None where one came only after all were read."""
        if not self._labels.keys() >= set(answers.values()):
            return None
        votes = {p: self._labels[value] for p, value in answers.items()}
        shares = self._shares(votes)
        best = max(sorted(shares), key=shares.__getitem__)
        return Decided(self._known[best], min(1.0, shares[best]))

    def _shares(self, votes: Mapping[int, int]) -> dict[int, float]:
        """label -> posterior, of the labels that somebody said."""
        if self._coins is not None:
            return self._coins.posterior(votes)
        assert self._estimate is not None
        posterior = likely(self._estimate, votes)
        return {label: float(posterior[label]) for label in votes.values()}


def likely(estimate: Estimate, votes: Mapping[int, int]) -> "np.ndarray[tuple[int], np.dtype[np.float64]]":
    """The posterior of each label where raters said `votes` (rater -> label). (labels,)"""
    with np.errstate(divide="ignore"):
        logs = np.log(estimate.prevalence)
        for rater, label in votes.items():
            logs = logs + np.log(np.nan_to_num(estimate.errors[rater, :, label]))
    shares = np.exp(logs - logs.max())
    found: np.ndarray[tuple[int], np.dtype[np.float64]] = shares / shares.sum()
    return found


def _commonest(answers: Answers) -> tuple[Hashable, int]:
    counts = Counter(answers.values())
    return counts.most_common(1)[0] if counts else (None, 0)
