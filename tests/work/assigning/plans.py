"""Facts for the rules of assigning, as a database would tell them, and what follows from several of them."""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from annotator.store.team import Candidate, Counts, Facts, Given, Joined, Load, Plan, Planned, Rules
from annotator.work.assigning.giving import decide


def candidate(n: int, stratum: str = "", *by: str) -> Candidate:
    return Candidate(f"{n:064x}", stratum, n, frozenset(by))


@dataclass
class Ledger:
    """A plan as it grows: what a database keeps of it."""

    rules: Rules
    people: tuple[Joined, ...]
    opened: bool = True
    planned: dict[str, Planned] = field(default_factory=dict)
    order: list[str] = field(default_factory=list)
    given: list[Given] = field(default_factory=list)

    def grow(self, new: Iterable[Candidate]) -> list[Given]:
        """Plan these, too; what was given."""
        found = decide(self.facts(tuple(new)))
        assert not {x.article for x in found.planned} & self.planned.keys()
        self.planned |= {x.article: x for x in found.planned}
        self.order += [x.article for x in found.planned]
        assert not set(found.given) & set(self.given)
        assert len(set(found.given)) == len(found.given)
        self.given += found.given
        return list(found.given)

    def facts(self, new: Sequence[Candidate]) -> Facts:
        rest = {digest: one for digest, one in self.planned.items() if not one.calibration}
        waiting = [self._known(x) for x in rest.values() if len(self.of(x.article)) < x.wanted]
        counts = Counter(one.wanted for one in rest.values())
        loads = Counter(
            (one.name, rest[one.article].stratum, rest[one.article].withheld)
            for one in self.given
            if one.article in rest
        )
        return Facts(
            Plan(1, self.rules, self.people, self.opened, "", None),
            tuple(Counts(*x) for x in counts.items()),
            tuple(Load(*key, n) for key, n in loads.items()),
            (*new, *(waiting if not self.rules.pool else ())),
            tuple(self._known(x) for x in self.planned.values() if x.calibration),
        )

    def _known(self, one: Planned) -> Candidate:
        return Candidate(one.article, one.stratum, 0, frozenset(self.of(one.article)), one)

    def of(self, article: str) -> list[str]:
        """Who has an article."""
        return [one.name for one in self.given if one.article == article]

    def loads(self, **also: object) -> dict[str, int]:
        """How many articles everybody has besides the calibration, of those that are `also` so."""
        counts = dict.fromkeys((one.name for one in self.people), 0)
        for one in self.given:
            known = self.planned[one.article]
            if not known.calibration and all(getattr(known, name) == value for name, value in also.items()):
                counts[one.name] += 1
        return counts


def team(n: int, quota: int | None = None) -> tuple[Joined, ...]:
    return tuple(Joined(f"p{k:02}", quota) for k in range(n))
