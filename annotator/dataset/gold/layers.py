"""Gold by rule: a layer of its own, made of what several annotators say where nobody adjudicated."""

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from itertools import islice
from typing import TypeVar

from annotator.dataset.gold.clusters import Clustered, clustered
from annotator.dataset.gold.making import Made, made
from annotator.dataset.gold.rules import DawidSkene, Majority, Rule, Unanimous
from annotator.model import ADJUDICATED, Layer, LayerKind, Speaker
from annotator.scheme import Scheme
from annotator.store import Store
from annotator.store.fill import Filling

T = TypeVar("T")
METHODS = (Unanimous.name, Majority.name, DawidSkene.name)
ACTOR = "gold by rule"
FEW = 50  # quotes that each should share with others: below, one judgement moves a share by more than 2 %
FEW_PEOPLE = 3
_BATCH = 50  # articles that one transaction writes


@dataclass(slots=True)
class Tally:
    """What came of it. `shared`: in how many clusters each person could have had a quote, by name."""

    people: tuple[str, ...]
    method: str
    articles: int = 0
    clusters: int = 0
    quotes: int = 0
    undecided: int = 0
    refused: int = 0
    sentences: int = 0
    open: Counter[str] = field(default_factory=Counter)
    shared: Counter[str] = field(default_factory=Counter)
    changed: int = 0  # articles of which the layer said something else before

    def warnings(self) -> list[str]:
        """Where the overlap is too thin for the rule, in sentences."""
        found = []
        at_work = [name for name in self.people if self.shared[name]]
        if 0 < len(at_work) < FEW_PEOPLE and self.method != Unanimous.name:
            why = {
                Majority.name: "of two people a majority is both: this says no more than unanimous",
                DawidSkene.name: "of two people nobody can tell who is better: do not trust the scores",
            }
            found.append(f"only {len(at_work)} people share text; {why[self.method]}")
        few = [f"{name} {self.shared[name]}" for name in at_work if self.shared[name] < FEW]
        if few:
            found.append(
                f"the overlap is thin: each should share {FEW} quotes or more with others ({', '.join(few)})"
            )
        return found


class Gold:
    """One layer to be made, by one method, of some people's layers."""

    def __init__(self, store: Store, scheme: Scheme, method: str, people: Sequence[Layer]) -> None:
        self._store, self._scheme, self._people = store, scheme, tuple(people)
        self.layer = Layer(LayerKind.GOLD, method)
        self._canonical = _canonical(store.speakers())
        self.tally = Tally(tuple(layer.name for layer in people), method)

    def write(self, step: Callable[[], None] = lambda: None) -> Tally:
        """Make the layer say what the rule gives, and nothing else."""
        stale = self._store.said_of(self.layer) | self._store.read_by(self.layer)
        says = f"{self.layer.name} of {', '.join(self.tally.people)}"
        for some in _batched(self.made(), _BATCH):
            stale -= {one.article for one in some}
            self._fill([Filling(x.article, x.quotes, reviews=x.reviews) for x in some], says)
            for _ in some:
                step()
        for gone in _batched(sorted(stale), _BATCH):
            self._fill([Filling(digest, (), reviews=()) for digest in gone], says)
        return self.tally

    def _fill(self, fillings: Sequence[Filling], says: str) -> None:
        events = self._store.fill_many(ACTOR, self.layer, fillings, says)
        self.tally.changed += sum(event is not None for event in events)

    def made(self) -> Iterator[Made]:
        """What the rule makes of each article, by digest; the tally follows."""
        rule = self._rule()
        for article in self._articles():
            one = made(article, rule, self.layer, self._scheme)
            self._count(article, one)
            yield one

    def _rule(self) -> Rule:
        if self.layer.name == DawidSkene.name:
            return DawidSkene(self._articles(), len(self._people), self._scheme)
        return Majority() if self.layer.name == Majority.name else Unanimous()

    def _articles(self) -> Iterator[Clustered]:
        for versions in self._store.versions(self._people, ADJUDICATED):
            found = clustered(versions, self._people, self._scheme, self._canonical)
            if found.shared:
                yield found

    def _count(self, article: Clustered, one: Made) -> None:
        tally = self.tally
        tally.articles += 1
        tally.clusters += len(article.clusters)
        tally.quotes += len(one.quotes)
        tally.undecided += one.undecided
        tally.refused += one.refused
        tally.sentences += len(one.reviews)
        tally.open += one.open
        for cluster in article.clusters:
            tally.shared.update(self._people[p].name for p in cluster.seen)


def _batched(some: Iterable[T], size: int) -> Iterator[list[T]]:
    rest = iter(some)
    while part := list(islice(rest, size)):
        yield part


def _canonical(speakers: Sequence[Speaker]) -> Callable[[str], str]:
    into = {speaker.id: speaker.merged_into for speaker in speakers}

    def root(id: str) -> str:
        seen = {id}
        while (after := into.get(id)) is not None and after not in seen:
            seen.add(after)
            id = after
        return id

    return root
