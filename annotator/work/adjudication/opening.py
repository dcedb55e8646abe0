"""The way through what is to be settled: articles by lowest agreement, and what agrees merged by itself."""

from collections.abc import Sequence
from dataclasses import replace
from hashlib import sha256
from typing import Any

from annotator.model import (
    ADJUDICATED,
    ArticleLabels,
    Change,
    Layer,
    Origin,
    Quote,
    Review,
    ReviewStatus,
    Verdict,
    VerdictKind,
)
from annotator.scheme import Scheme
from annotator.store import Store
from annotator.store.adjudicating import TWO
from annotator.store.store import Opened
from annotator.store.team import Pass, Task
from annotator.work.adjudication.fields import Fields
from annotator.work.adjudication.order import AgreementOrder
from annotator.work.adjudication.versions import Cluster, Versions
from annotator.work.judging import taken
from annotator.work.queue import Queue
from annotator.work.session import NotNow
from annotator.work.worklist import Worklist


class Opening(Worklist):
    """A worklist that speaks for gold, and to which people's quotes are what proposals are to a person.

    `people`: whose quotes, by name; empty: of all who reviewed the article. `version`: of their layers; what
    they say of quotes that were settled before is put into these. `blind`: who is A and who is B is another
    in each article.
    """

    def __init__(
        self, store: Store, actor: str, scheme: Scheme, *, people: Sequence[str] = (), version: str = "",
        blind: bool = False, **more: Any,
    ) -> None:  # fmt: skip
        self.people, self.version, self.blind = tuple(people), version, blind
        self.merged = 0  # quotes that were merged by themselves, until somebody is told
        self._merged_in: set[str] = set()  # articles; what was taken back there stays so in this session
        self._settled: set[str] = set()  # articles that were finished when one left them
        super().__init__(store, actor, scheme, **more)
        self._merge()
        if not self.finished and not self.to_do(self.at):
            self.go(self._first_to_do())

    def _is_to_do(self, what: Pass | None) -> Task | None:
        return None

    def _speaks_for(self) -> Layer:
        return ADJUDICATED

    def _way(self) -> Queue:
        self.order = AgreementOrder(self.store, self.layer, self.people, self.version)
        if not self.order.ranked:
            raise NotNow("nothing can be settled yet: no sentence was reviewed by two people")
        return self.order

    def _begins_at(self, left: str | None) -> str | None:
        some = {one.standing.article for one in self.order.ranked if one.open}
        ranked = [one.standing.article for one in self.order.ranked]
        return left if left in some else next((digest for digest in ranked if digest in some), ranked[0])

    # Opening

    def _open(self, digest: str) -> None:
        if "desk" in self.__dict__:
            (self._settled.add if self.finished else self._settled.discard)(self.desk.article.digest)
        super()._open(digest)
        self.versions.judge_all()  # only now all is on the desk that was settled before
        place = self.order.place(digest)
        if place is not None:
            self.position = place + 1, len(self.order.ranked)

    def _offer(self, opened: Opened) -> None:
        said = self.store.said(opened.article.digest, self.people, self.version)
        names = [one.layer.name for one in said]
        if self.blind:
            names.sort(key=lambda name: sha256(f"{opened.article.digest} {name}".encode()).digest())
        self.versions = Versions(self.desk, Fields(self.scheme, self.registry), said, names)
        self.versions.verdicts = {verdict.proposal: verdict for verdict in opened.verdicts}
        self.desk.offers = self.versions

    def enter(self, digest: str, offset: int | None = None, select: str | None = None) -> None:
        super().enter(digest, offset, select)
        if self._merge() and offset is None:
            self.go(self._first_to_do())
            self.leave()

    def next_unfinished(self) -> None:
        """The next article, round the end, in which something is left once what agrees is merged."""
        if self.queue.filter is not None:
            super().next_unfinished()
            return
        here, at, selected = self.desk.article.digest, self.at, self.selected
        for one in self.order.after(here):
            if one.open and one.standing.article not in self._settled:
                self.enter(one.standing.article)
                if not self.finished:
                    return
        if self.desk.article.digest != here:
            self.enter(here, self.desk.sentences[0].span.start)
            self.go(at, selected)
        raise NotNow(self.queue.over())

    def to_do(self, n: int) -> bool:
        """Whether two people saw the sentence, and something in it is not settled, nor left for later."""
        review = self.desk.review(n)
        if review is not None and review.status is ReviewStatus.SKIPPED:
            return False
        return self.versions.due(n) and (review is None or bool(self.versions.pending(n)))

    # Taking

    def taken(self, proposal: Quote, labels: ArticleLabels | None = None) -> Quote:
        """A version as gold, in an article of which gold says `labels`; by default what it says now."""
        own = self.versions.fields.own(proposal, labels or self.desk.labels)
        return replace(
            taken(own, self.layer, self.scheme, unseen=True), about=self.versions.gold_about(own.about)
        )

    def passed(self, quote: Quote, kind: VerdictKind) -> list[Change]:
        """A verdict on one version, unless it stands already."""
        old, new = self.versions.verdicts.get(quote.id), Verdict(quote.article, self.layer, quote.id, kind)
        return [Change(old, new)] if old != new else []

    # Merging

    def _merge(self) -> int:
        """Merge what agrees in this article, once a session; how many quotes were made."""
        digest = self.desk.article.digest
        if digest in self._merged_in:
            return 0
        self._merged_in.add(digest)
        agreed = [
            c for c in self.versions.clusters if c.agreed and not self.versions.gold(c) and self._is_new(c)
        ]
        labels = self._same_topics()
        made = self._made(agreed, labels)
        changes = [
            *([Change(None, labels)] if labels else []),
            *(Change(None, quote) for quote in made),
            *self._filled(),
            *self._joined(),
        ]
        changes += self._reviews({cluster.key for cluster in agreed}, made)
        if changes:
            self.act("merge what agrees", changes)
        self.merged += len(made)
        return len(changes)

    def _is_new(self, cluster: Cluster) -> bool:
        """Whether nothing of it was ever judged: what was rejected does not come back by itself."""
        return not any(quote.id in self.versions.verdicts for quote in cluster.quotes.values())

    def _made(self, agreed: Sequence[Cluster], labels: ArticleLabels | None) -> list[Quote]:
        """The quotes of these clusters, each behind those that it judges or stands in."""
        ordered = sorted(agreed, key=lambda c: (c.quote.start, -c.quote.end))
        by_key = {cluster.key: cluster for cluster in ordered}
        made: dict[str, Quote] = {}
        under_way: set[str] = set()  # where two judge each other, one of them does no more

        def put(cluster: Cluster) -> None:
            if cluster.key in under_way:
                return
            under_way.add(cluster.key)
            judged = by_key.get(cluster.quote.about or "")
            if judged is not None and judged.key not in made:
                for other in ordered:
                    if any(span.contains(judged.quote.content[0]) for span in other.quote.content):
                        put(other)
                put(judged)
            own = self.own(self.taken(cluster.quote, labels))
            if judged is not None and judged.key in made:
                own = replace(own, about=made[judged.key].id)
            made[cluster.key] = own

        for cluster in ordered:
            put(cluster)
        return list(made.values())

    def _filled(self) -> list[Change]:
        """Labels on which all agree, put into the quotes over whose frozen spans they were said."""
        found: list[Change] = []
        for cluster in self.versions.clusters if self.version else ():
            gold = self.versions.gold(cluster)
            if gold is not None and cluster.agreed and self._is_new(cluster):
                own = self.taken(cluster.quote)
                new = replace(gold, speakers=own.speakers, via=own.via, labels=own.labels, about=own.about)
                found += [Change(gold, new)] if new != gold else []
        return found

    def _joined(self) -> list[Change]:
        """Verdicts on versions that came later and say just what gold says already."""
        found: list[Change] = []
        for cluster in self.versions.clusters:
            gold = self.versions.gold(cluster)
            for person in cluster.new if gold is not None else ():
                quote = cluster.quotes[person]
                if gold is not None and self.versions.verdict(gold, quote) is VerdictKind.ACCEPTED:
                    found += self.passed(quote, VerdictKind.ACCEPTED)
        return found

    def _reviews(self, agreed: set[str], made: Sequence[Quote]) -> list[Change]:
        """Where nobody marked anything, or all is merged now, the sentence is reviewed with it."""
        others = [cluster for cluster in self.versions.clusters if cluster.key not in agreed]
        waiting = {
            n for c in others for q in c.quotes.values() for s in q.content for n in self.desk.sentences_of(s)
        }
        marked = {
            n
            for q in (*made, *self.desk.quotes.values())
            for s in q.content
            for n in self.desk.sentences_of(s)
        }
        due = (n for n in range(len(self.desk.sentences)) if self.versions.due(n) and n not in waiting)
        return [
            Change(None, self._review_of(n, ReviewStatus.DONE if n in marked else ReviewStatus.NOTHING))
            for n in due
            if self.desk.review(n) is None
        ]

    def _review_of(self, n: int, status: ReviewStatus) -> Review:
        return Review(
            self.desk.article.digest, self.layer, self.desk.sentences[n].span, status, Origin.ACCEPTED
        )

    def _same_topics(self) -> ArticleLabels | None:
        """What all who reviewed the article say of it as a whole, where gold says nothing yet."""
        said = [one.labels.labels for one in self.versions.said.values()]
        same = (
            len(said) >= TWO
            and len({tuple((x.field, x.value, x.target) for x in some) for some in said}) == 1
        )
        if not same or not said[0] or self.desk.labels.labels:
            return None
        labels = tuple(replace(x, origin=Origin.ACCEPTED) for x in said[0] if self.scheme.refuse(x) is None)
        return ArticleLabels(self.desk.article.digest, self.layer, labels) if labels else None
