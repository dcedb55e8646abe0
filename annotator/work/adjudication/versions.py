"""What several people say of one article: their versions of each quote, and which of them are still open."""

from collections import Counter, defaultdict
from collections.abc import Hashable, Iterable, Sequence
from dataclasses import dataclass, field, replace

import numpy as np

from annotator.agreement.clusters import clusters
from annotator.agreement.extents import iou
from annotator.agreement.pieces import Pieces
from annotator.model import ArticleLabels, Change, Quote, ReviewStatus, Verdict, VerdictKind
from annotator.store.adjudicating import TWO, Said
from annotator.work.adjudication.fields import Fields, Values
from annotator.work.desk import Desk
from annotator.work.offers import Offers

_ADOPTED = 0.5  # overlap (IoU) from which versions belong to a settled quote whose own one is gone


@dataclass
class Cluster:
    """One quote to people: at most one version (a whole quote, `Fields.whole`) of each of them.

    `seen`: who reviewed the sentence in which it begins; whoever of them has no version marked nothing.
    `new`: of whom a version is still to be judged. `shown`: whose version stands for all on the screen.
    """

    key: str
    first: int
    seen: tuple[str, ...]
    quotes: dict[str, Quote]
    differing: tuple[str, ...]
    shown: str
    new: list[str] = field(default_factory=list)

    @property
    def agreed(self) -> bool:
        """Whether all who saw it say the same."""
        return len(self.seen) >= TWO and len(self.quotes) == len(self.seen) and not self.differing

    @property
    def quote(self) -> Quote:
        """The version that is shown."""
        return self.quotes[self.shown]


class Versions(Offers):
    """People's quotes in the place of proposals. A cluster is open until the judge has settled it.

    Of an open cluster one version is in `open`. All of its versions are judged by the quote that comes of it,
    or are rejected together. What somebody adds or changes afterwards opens it again.
    """

    def __init__(self, desk: Desk, fields: Fields, said: Sequence[Said], people: Sequence[str]) -> None:
        super().__init__(desk.sentences_of, desk.quotes_in)
        self._desk, self.fields, self.people = desk, fields, tuple(people)
        self.said = {one.layer.name: one for one in said}
        self.status: list[dict[str, ReviewStatus]] = [{} for _ in desk.sentences]
        for one in said:
            for status in self.status if one.whole else ():
                status[one.layer.name] = ReviewStatus.DONE
            for review in one.reviews:
                for n in desk.sentences_of(review.span):
                    self.status[n][one.layer.name] = review.status
        self.clusters = self._clusters()
        self.of = {quote.id: cluster for cluster in self.clusters for quote in cluster.quotes.values()}
        self._beginning: defaultdict[int, list[Cluster]] = defaultdict(list)
        for cluster in self.clusters:
            self._beginning[cluster.first].append(cluster)
            for quote in cluster.quotes.values():
                self.all[quote.id] = quote
                for n in self._touched(quote):
                    self._at[n].add(quote.id)

    # What people say

    def reviewers(self, n: int) -> list[str]:
        """Who has seen sentence `n` and not skipped it."""
        some = self.status[n]
        return [x for x in self.people if some.get(x) not in (None, ReviewStatus.SKIPPED)]

    def due(self, n: int) -> bool:
        """Whether enough people have seen sentence `n` for it to be settled."""
        return self._desk.is_body(n) and len(self.reviewers(n)) >= TWO

    def _clusters(self) -> list[Cluster]:
        made = [
            (person, quote)
            for person in self.people
            for quote in self.said[person].quotes
            if person in self.reviewers(self._desk.sentence_at(quote.start))
        ]
        made.sort(key=lambda one: (one[1].start, one[1].end, self.people.index(one[0])))
        spans = [(n, span) for n, (_person, quote) in enumerate(made) for span in quote.content]
        owner, start, end = (
            np.array(column, np.int64)
            for column in ([n for n, _ in spans], [s.start for _, s in spans], [s.end for _, s in spans])
        )
        contents = Pieces(owner, start, end, len(made))
        rater = np.array([self.people.index(person) for person, _ in made], np.int64)
        together: dict[int, dict[str, Quote]] = {}
        for number, (person, quote) in zip(clusters(contents, rater).tolist(), made, strict=True):
            together.setdefault(number, {})[person] = quote
        keys = {q.id: min(x.id for x in some.values()) for some in together.values() for q in some.values()}
        return [self._cluster(some, keys) for some in together.values()]

    def _cluster(self, some: dict[str, Quote], keys: dict[str, str]) -> Cluster:
        quotes = {}
        for person in (x for x in self.people if x in some):
            whole = self.fields.whole(some[person], self.said[person].labels)
            quotes[person] = replace(whole, about=keys.get(whole.about or ""), parent=None)
        first = self._desk.sentence_at(min(quote.start for quote in quotes.values()))
        reviewers = self.reviewers(first)
        seen = tuple(x for x in self.people if x in quotes or x in reviewers)
        each = {person: self.fields.values(quote) for person, quote in quotes.items()}
        differing = tuple(self.fields.differing(list(quotes.values())))
        return Cluster(
            keys[next(iter(quotes.values())).id], first, seen, quotes, differing, _likest(each, differing)
        )

    # What is settled

    def whole(self, quote: Quote) -> Quote:
        """A quote of the judge as it can be compared with versions."""
        labels: ArticleLabels = self._desk.labels
        whole = self.fields.whole(quote, labels)
        other = self._desk.quotes.get(quote.about or "")
        cluster = self.cluster_of(other) if other is not None else None
        return replace(whole, about=cluster.key if cluster is not None else quote.about)

    def cluster_of(self, quote: Quote) -> Cluster | None:
        """The versions that a quote of the judge came from, or (of an open one) stands for."""
        if quote.id in self.of:
            return self.of[quote.id]
        if quote.derived_from is None or quote.derived_from in self.of:
            return self.of.get(quote.derived_from or "")
        # Whoever had marked it took it away since: the others' versions are still those of this quote.
        near = {self.of[key].key: self.of[key] for n in self._touched(quote) for key in self._at.get(n, ())}
        likeness = {key: iou(cluster.quote.content, quote.content) for key, cluster in near.items()}
        best = max(likeness, key=lambda key: (likeness[key], key), default=None)
        return near[best] if best is not None and likeness[best] >= _ADOPTED else None

    def gold(self, cluster: Cluster) -> Quote | None:
        """The judge's quote that came of a cluster."""
        near = {n for quote in cluster.quotes.values() for n in self._touched(quote)}
        return next((q for q in self._own(near) if self.cluster_of(q) is cluster), None)

    def gold_about(self, key: str | None) -> str | None:
        """The judge's quote that came of the cluster with this key."""
        cluster = self.of.get(key or "")
        found = self.gold(cluster) if cluster is not None else None
        return found.id if found is not None else None

    def pending(self, n: int) -> list[Cluster]:
        """The clusters beginning in sentence `n` in which something is to be judged."""
        return [cluster for cluster in self._beginning.get(n, ()) if cluster.new]

    def show(self, cluster: Cluster, person: str) -> None:
        """Let another version of it stand for all."""
        cluster.shown = person
        self._judge_cluster(cluster)

    def judge_all(self) -> None:
        """Look at every cluster, after all was put on the desk."""
        for cluster in self.clusters:
            self._judge_cluster(cluster)

    def _judge_cluster(self, cluster: Cluster) -> None:
        for quote in cluster.quotes.values():
            self.open.pop(quote.id, None)
        gold = self.gold(cluster)
        whole = self.whole(gold) if gold is not None else None
        cluster.new = [x for x, quote in cluster.quotes.items() if self._is_new(quote, whole)]
        if cluster.new and gold is None:
            self.open[cluster.quote.id] = cluster.quote

    def _is_new(self, quote: Quote, gold: Quote | None) -> bool:
        passed = self.verdicts.get(quote.id)
        if passed is None:
            return True
        if passed.kind is VerdictKind.ACCEPTED:
            return gold is None or bool(self.fields.differing([gold, quote]))
        return False

    # As of proposals

    def settled_by(self, quote: Quote) -> list[Quote]:
        cluster = self.cluster_of(quote)
        return list(cluster.quotes.values()) if cluster is not None else []

    def verdict(self, quote: Quote, proposal: Quote) -> VerdictKind:
        differs = self.fields.differing([self.whole(quote), proposal])
        return VerdictKind.CORRECTED if differs else VerdictKind.ACCEPTED

    def reached(self, changes: Iterable[Change]) -> list[Change]:
        if not any(isinstance(change.after or change.before, ArticleLabels) for change in changes):
            return []
        return [Change(quote, quote) for quote in self._desk.quotes.values()]

    def judged(self, verdict: Verdict, gone: bool) -> None:
        if gone:
            self.verdicts.pop(verdict.proposal, None)
        else:
            self.verdicts[verdict.proposal] = verdict
        if verdict.proposal in self.of:
            self._judge_cluster(self.of[verdict.proposal])

    def renew(self, sentences: Iterable[int]) -> None:
        keys = set().union(*(self._at.get(n, ()) for n in sentences))
        for cluster in {self.of[key].key: self.of[key] for key in keys}.values():
            self._judge_cluster(cluster)


def _likest(each: dict[str, Values], names: Sequence[str]) -> str:
    """Whose version has the most in common with the others'; the first of those."""
    counts = {name: Counter(values[name] for values in each.values()) for name in names}

    def common(person: str) -> int:
        return sum(counts[name][_value(each[person], name)] for name in names)

    return max(each, key=common)


def _value(values: Values, name: str) -> Hashable:
    return values[name]
