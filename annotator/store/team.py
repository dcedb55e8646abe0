"""Values of a team at work: roles, passes, plans, and what one person has to do by a plan."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from enum import StrEnum
from types import MappingProxyType
from typing import NamedTuple

from annotator.model import Layer, LayerKind


class Role(StrEnum):
    """What somebody may do; each may also do what those before it may."""

    ANNOTATOR = "annotator"
    ADJUDICATOR = "adjudicator"
    LEAD = "lead"

    def includes(self, other: "Role") -> bool:
        order = list(Role)
        return order.index(self) >= order.index(other)


class Pass(StrEnum):
    """What is marked in an article: where quotes are, what they say over frozen spans, or both at once."""

    SPANS = "spans"
    LABELS = "labels"
    BOTH = "both"

    @property
    def version(self) -> str:
        """The version of a person's layer that the pass speaks in.

        Labels over frozen spans have a layer of their own: what the person marked before stays what it was.
        """
        return "labels" if self is Pass.LABELS else ""

    def layer(self, person: str) -> Layer:
        return Layer(LayerKind.HUMAN, person, self.version)


class Order(StrEnum):
    """In which order a plan's articles are walked through."""

    RANDOM = "random"  # by the plan's seed
    GIVEN = "given"  # as they came into the corpus
    LIST = "list"  # the lead's list first (annotator learn --queue --keep), then as they came


class Person(NamedTuple):
    """Somebody of the team; `retired`: since when (UTC), None for who is at work."""

    name: str
    role: Role
    retired: str | None = None


@dataclass(frozen=True, slots=True)
class Rules:
    """How a plan gives articles to people. Shares lie between 0 and 1.

    `overlap`: how many people label an article; of a `share` below 1 only so many articles, the others one
    person. `withheld`: on so many articles nobody sees proposals. `strata`: of outlet, date and topic, by
    which each person's articles are mixed alike. `pool`: articles are not given out before, but taken by
    whoever comes, for `lease` minutes at a time. `calibration`: so many articles all people label first.
    `hidden_gold`: among theirs each person is given so many articles that somebody has adjudicated, and is
    not told which; `feedback`: but what gold says otherwise, as soon as they have finished one.
    """

    what: Pass = Pass.BOTH
    overlap: int = 1
    share: float = 1.0
    withheld: float = 0.0
    seed: int = 0
    order: Order = Order.RANDOM
    strata: tuple[str, ...] = ()
    pool: bool = False
    lease: int = 0
    calibration: int = 0
    hidden_gold: int = 0
    feedback: bool = False


class Joined(NamedTuple):
    """Somebody in a plan; `quota`: at most so many articles besides those of the calibration."""

    name: str
    quota: int | None = None


class Given(NamedTuple):
    """An article that is given to somebody."""

    article: str
    name: str


class Plan(NamedTuple):
    """A plan; `opened`: the articles after the calibration may be walked to; `ended` (UTC) None: it runs.

    `checks`: who was given which adjudicated article as hidden gold.
    """

    id: int
    rules: Rules
    people: tuple[Joined, ...]
    opened: bool
    at: str
    ended: str | None
    checks: tuple[Given, ...] = ()


class Candidate(NamedTuple):
    """An article that may be planned, or is and waits for people.

    `place` is its place in the order in which articles are given, or in the lead's list. `by`: who has it, or
    has begun it. `planned`: None where the plan does not know it yet.
    """

    article: str
    stratum: str
    place: int
    by: frozenset[str] = frozenset()
    planned: "Planned | None" = None


class Planned(NamedTuple):
    """What a plan says of an article: how many people label it, and under which condition.

    `calibration`: all people label it, before the others open.
    """

    article: str
    stratum: str
    wanted: int
    withheld: bool = False
    calibration: bool = False


class Counts(NamedTuple):
    """How many articles a plan knows besides its calibration, for so many people each."""

    wanted: int
    articles: int


class Load(NamedTuple):
    """How many articles somebody has of a stratum and condition, besides those of the calibration."""

    name: str
    stratum: str
    withheld: bool
    articles: int


class Facts(NamedTuple):
    """All that is needed to say who gets what. `new`: articles to plan, and planned ones without people.

    `settled`: of a plan with hidden gold, the articles that are adjudicated whole, each with those who have
    it or worked in it, and so know it.
    """

    plan: Plan
    counts: tuple[Counts, ...]
    loads: tuple[Load, ...]
    new: tuple[Candidate, ...]
    calibrated: tuple[Candidate, ...] = ()  # the articles of the calibration, as they are planned
    settled: Mapping[str, frozenset[str]] = MappingProxyType({})


class Decided(NamedTuple):
    """What follows from Facts: articles that are planned from now on, and who gets which.

    `checks` are those of `given` that are hidden gold.
    """

    planned: tuple[Planned, ...]
    given: tuple[Given, ...]
    checks: tuple[Given, ...] = ()


Decide = Callable[[Facts], Decided]


class Task(NamedTuple):
    """What somebody has to do by a running plan; `opened`: not only what belongs to its calibration."""

    plan: int
    actor: str
    what: Pass
    opened: bool
    pool: bool
    lease: int  # minutes
    member: bool  # False: the plan gives this person nothing

    @property
    def layer(self) -> Layer:
        return self.what.layer(self.actor)


class Holding(NamedTuple):
    """An article that somebody has by a plan; `lease`: until when (UTC), None where it is theirs for good.

    `number` is its place in the order of the plan.
    """

    article: str
    name: str
    title: str
    number: int
    body: int
    reviewed: int
    skipped: int
    begun: bool
    withheld: bool
    calibration: bool
    lease: str | None = None

    @property
    def finished(self) -> bool:
        return self.reviewed + self.skipped >= self.body


class Move(NamedTuple):
    """An article that goes from one person to another."""

    article: str
    giver: str
    taker: str
