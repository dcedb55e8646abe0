"""A simulated lead settles an article: of each quote the version that is nearest to gold."""

from collections.abc import Sequence

from annotator.agreement.extents import iou
from annotator.model import Quote
from annotator.scheme import Scheme
from annotator.store import Store
from annotator.work.adjudication.adjudication import Adjudication
from annotator.work.adjudication.versions import Cluster
from annotator.work.simulated.noting import Clock, Noted, Noting
from annotator.work.simulated.person import Person


class _Work(Noting, Adjudication):
    """The adjudication of somebody simulated."""


def settled(
    store: Store, scheme: Scheme, person: Person, clock: Clock, article: str, gold: Sequence[Quote]
) -> list[Noted]:
    """What `person` does to settle an article of which `gold` says so and so; `clock` goes on meanwhile."""
    work = _Work(store, person.name, scheme, article=article, clock=clock, new_id=person.new_id)
    for n in range(len(work.desk.sentences)):
        if not work.to_do(n):
            continue
        work.go(n)
        clock.wait(person.takes(person.habits.reading))
        for cluster in work.versions.pending(n):
            clock.wait(person.takes(person.habits.marking))
            work.selected = cluster.quote.id
            _settle(work, cluster, gold)
        work.finish()
    return work.noted


def _settle(work: _Work, cluster: Cluster, gold: Sequence[Quote]) -> None:
    person, likeness = max(
        ((person, _likeness(version, gold)) for person, version in cluster.quotes.items()),
        key=lambda one: one[1],
    )
    if likeness > (0.0, 0):
        work.take_from(work.letter(person))
    else:
        work.reject()


def _likeness(version: Quote, gold: Sequence[Quote]) -> tuple[float, int]:
    """(overlap with the quote of gold that is nearest, how many labels they share)."""
    near = max(gold, key=lambda quote: iou(quote.content, version.content), default=None)
    if near is None:
        return 0.0, 0
    labels = {(x.field, x.value, x.target) for x in near.labels}
    shared = labels & {(x.field, x.value, x.target) for x in version.labels}
    return iou(near.content, version.content), len(shared)
