"""The verbs of suggesters: what programs propose, and what is left of it to judge."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace

from sqlalchemy import ColumnElement, Connection, select, true
from sqlalchemy.exc import OperationalError

from annotator.errors import StoreError
from annotator.model import (
    Apart,
    Change,
    Event,
    Layer,
    LayerKind,
    Merge,
    Quote,
    Speaker,
    Verdict,
    VerdictKind,
)
from annotator.store import acting, articles, fill, merges, proposals, read, rulings
from annotator.store import tables as t
from annotator.store.acting import Act
from annotator.store.articles import Arrival
from annotator.store.database import Database
from annotator.store.engine import reading
from annotator.store.fill import Filling
from annotator.store.remembering import remember
from annotator.store.write import chunks


@dataclass(frozen=True, slots=True)
class Taken:
    """What became of an arrival: the text is new, so many of its sources are, this was done for its filling.

    With an `error`, an article that is `is_new` was kept without its filling, another was not kept at all.
    """

    is_new: bool = False
    sources: int = 0
    event: Event | None = None
    error: StoreError | None = None


# Given what became of some arrivals: (path, what is to be remembered of it), in the same transaction.
Mark = Callable[[Sequence[Taken]], tuple[str, str]]


class Proposing(Database):
    """A database into which programs write."""

    def fill(
        self,
        actor: str,
        layer: Layer,
        digest: str,
        quotes: Sequence[Quote],
        speakers: Sequence[Speaker] = (),
        says: str = "",
    ) -> Event | None:
        """Make `quotes` all that `layer` says of an article; None where it says just that already.

        The other versions of a model say nothing of it then. `speakers` are entries that the quotes name and
        that the registry may lack. `actor` is a program, made where it is missing. Raises StoreError.
        """
        return self.fill_many(actor, layer, [Filling(digest, quotes, speakers)], says)[0]

    def fill_many(
        self, actor: str, layer: Layer, fillings: Sequence[Filling], says: str = ""
    ) -> list[Event | None]:
        """`fill` for several articles at once, all of them or none; an event for each that changed.

        What they hold of merges is proposed, too.
        """
        with self._writing() as connection:
            stamp = self._stamp()
            events = fill.fill(connection, self._keys, actor, layer, fillings, says, stamp)
            found = [merge for filling in fillings for merge in filling.merges]
            merges.propose(connection, acting.actor_key(connection, actor), found)
            return events

    def add_articles(
        self,
        arrivals: Sequence[Arrival],
        actor: str = "",
        layer: Layer | None = None,
        says: str = "",
        mark: Mark | None = None,
    ) -> list[Taken]:
        """Take in articles, and for `layer` what their fillings say, in one transaction; in their order.

        Where it fails, each is taken in by itself: what is wrong with one is said of that one, and costs no
        other. Raises StoreError where the database does not answer. On return, all is on disk, and so is
        what `mark` says of it: both or none, unless each was taken in by itself.
        """
        try:
            return self._add_articles(arrivals, actor, layer, says, mark)
        except StoreError as problem:
            if isinstance(problem.__cause__, OperationalError):
                raise
        taken = list(self._one_by_one(arrivals, actor, layer, says))
        if mark is not None:
            with self._writing() as connection:
                remember(connection, *mark(taken))
        return taken

    def _add_articles(
        self,
        arrivals: Sequence[Arrival],
        actor: str,
        layer: Layer | None,
        says: str,
        mark: Mark | None = None,
    ) -> list[Taken]:
        with self._writing() as connection:
            stamp = self._stamp()
            added = articles.add(connection, self._keys, arrivals, stamp.at)
            new = {x.article.digest for x, (is_new, _) in zip(arrivals, added, strict=True) if is_new}
            fillings = {x.filling.article: x.filling for x in reversed(arrivals) if x.filling is not None}
            events: dict[str, Event | None] = {}
            if layer is not None and fillings:
                some = list(reversed(fillings.values()))
                done = fill.fill(connection, self._keys, actor, layer, some, says, stamp, new)
                events = dict(zip((filling.article for filling in some), done, strict=True))
                found = [merge for filling in some for merge in filling.merges]
                merges.propose(connection, acting.actor_key(connection, actor), found)
            taken = [
                Taken(is_new, sources, events.pop(x.article.digest, None))
                for x, (is_new, sources) in zip(arrivals, added, strict=True)
            ]
            if mark is not None:
                remember(connection, *mark(taken))
        return taken

    def _one_by_one(
        self, arrivals: Sequence[Arrival], actor: str, layer: Layer | None, says: str
    ) -> Iterator[Taken]:
        lost: dict[str, Speaker] = {}  # brought by fillings that failed; others may name them
        for arrival in arrivals:
            try:
                yield self._add_articles([_with(arrival, lost)], actor, layer, says)[0]
                continue
            except StoreError as problem:
                if isinstance(problem.__cause__, OperationalError):
                    raise
                error = problem
            if arrival.filling is None:
                yield Taken(error=error)
                continue
            lost |= {speaker.id: speaker for speaker in arrival.filling.speakers}
            try:
                (taken,) = self._add_articles([replace(arrival, filling=None)], actor, layer, says)
                yield replace(taken, error=error)
            except StoreError as problem:
                yield Taken(error=problem)

    def known_articles(self, digests: Sequence[str]) -> set[str]:
        """Those of `digests` that are here."""
        with reading(self._engine) as connection:
            return set(articles.known(connection, digests))

    def homes(self, quotes: Sequence[str]) -> dict[str, tuple[str, Layer]]:
        """For those of these ids that a quote has, a removed one too: its article's digest, and its layer."""
        q, a, la = t.quote.c, t.article.c, t.layer.c
        query = select(q.uid, a.digest, la.kind, la.name, la.version).select_from(
            t.quote.join(t.article, a.id == q.article).join(t.layer, la.id == q.layer)
        )
        found: dict[str, tuple[str, Layer]] = {}
        with reading(self._engine) as connection:
            for some in chunks(quotes):
                for uid, digest, kind, name, version in connection.execute(query.where(q.uid.in_(some))):
                    found[uid] = digest, Layer(LayerKind(kind), name, version)
        return found

    def read_by(self, layer: Layer) -> set[str]:
        """The digests of the articles that `fill` was last done for in this layer, even with nothing."""
        with reading(self._engine) as connection:
            key = self._keys.layer(connection, layer) or 0
            query = select(t.article.c.digest).select_from(t.reading.join(t.article))
            return set(connection.scalars(query.where(t.reading.c.layer == key)))

    # What is left to judge

    def proposals(self, digest: str) -> list[Quote]:
        """All that models ever proposed in an article, superseded proposals as they last were."""
        with reading(self._engine) as connection:
            key = self._keys.article(connection, digest)
            return proposals.proposed(connection, key, superseded=True)

    def open_proposals(self, digest: str, layer: Layer) -> list[Quote]:
        """What models propose in an article and `layer` has still to judge, in order."""
        with reading(self._engine) as connection:
            key = self._keys.article(connection, digest)
            return proposals.still_open(connection, key, self._keys.layer(connection, layer) or 0)

    def verdicts(self, digest: str | None = None, layer: Layer | None = None) -> list[Verdict]:
        """The verdicts on the proposals of an article, that a layer passed; None: of all."""
        with reading(self._engine) as connection:
            where: ColumnElement[bool] = true()
            if digest is not None:
                where &= t.verdict.c.article == self._keys.article(connection, digest)
            if layer is not None:
                where &= t.verdict.c.layer == (self._keys.layer(connection, layer) or 0)
            return read.verdicts(connection, where)

    def rejected(self, digests: Sequence[str]) -> set[str]:
        """The ids of the proposals in these articles that somebody has rejected."""
        v, found = t.verdict.c, set[str]()
        query = select(v.proposal).where(v.kind == VerdictKind.REJECTED)
        with reading(self._engine) as connection:
            for some in chunks(digests):
                keys = select(t.article.c.id).where(t.article.c.digest.in_(some))
                found.update(connection.scalars(query.where(v.article.in_(keys))))
        return found

    # Entries of the registry that may be one

    def propose_merges(self, actor: str, found: Sequence[Merge]) -> int:
        """Ask the lead whether these are one; how many of them were never proposed before."""
        with self._writing() as connection:
            key, _ = acting.made_actor(connection, actor, "program", self._now())
            return merges.propose(connection, key, found)

    def merges(self) -> list[Merge]:
        """What the lead has to settle, the most likely first."""
        with reading(self._engine) as connection:
            return merges.waiting(connection)

    def told_apart(self) -> set[frozenset[str]]:
        """The pairs of entries that somebody decided are not one."""
        with reading(self._engine) as connection:
            return merges.told_apart(connection)

    def settle_merge(self, actor: str, merge: Merge, same: bool) -> Event | None:
        """`same`: `other` is merged into `kept`. Else they stay apart; either can be taken back.

        `merge` may be turned round to keep the other entry. None where there is nothing to do. Raises
        StoreError where it is not proposed.
        """
        with self._writing() as connection:
            if not same:
                merges.check(connection, merge)
                return self._told_apart(connection, actor, merge)
            merges.settle(connection, acting.actor_key(connection, actor), merge)
            two = merges.roots(merge, merges.registry_of(connection, [merge]))
            if two is None:
                return None
            kept, other = two
            changes = (Change(other, replace(other, merged_into=kept.id)),)
            what = Act(f"merge {other.name} into {kept.name}", changes)
            return acting.act(connection, self._keys, actor, what, self._stamp())

    def _told_apart(self, connection: Connection, actor: str, merge: Merge) -> Event | None:
        if rulings.apart(connection, merge.kept, merge.other) is not None:
            return None
        names = merges.registry_of(connection, [merge])
        says = f"keep {names[merge.kept].name} and {names[merge.other].name} apart"
        what = Act(says, (Change(None, Apart(merge.kept, merge.other, actor)),))
        return acting.act(connection, self._keys, actor, what, self._stamp())


def _with(arrival: Arrival, lost: dict[str, Speaker]) -> Arrival:
    """`arrival`, with those of `lost` that its quotes name."""
    if arrival.filling is None or not lost:
        return arrival
    names = set(fill.named(arrival.filling.quotes))
    more = [speaker for uid, speaker in lost.items() if uid in names]
    return replace(arrival, filling=replace(arrival.filling, speakers=(*arrival.filling.speakers, *more)))
