"""A project with something to show: the sample corpus, and simulated people who have worked on it."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import NamedTuple

from annotator.cli.init import make
from annotator.cli.intake import take_in
from annotator.cli.progress import progress
from annotator.cli.proposing import by_rule, project_of
from annotator.cli.resolving import Resolver
from annotator.config import DATABASE, load
from annotator.errors import UsageError
from annotator.ingest.read import read
from annotator.model import ADJUDICATED, Change, Quote, Speaker
from annotator.resources import folder as resource
from annotator.scheme import Scheme
from annotator.store import Store
from annotator.store.acting import Act
from annotator.store.team import Joined, Role, Rules
from annotator.work.assigning import running
from annotator.work.ruling import Asked, ruled
from annotator.work.simulated.annotating import annotated, hurried
from annotator.work.simulated.noting import Clock, Noted, write
from annotator.work.simulated.person import Habits, Person
from annotator.work.simulated.settling import settled
from annotator.work.truth import truths
from annotator.work.worklist import Worklist

ADA = Habits("sim-ada", missed=0.05, edges=0.08, steps=0.12, others=0.02, reading=4.5, marking=8.0)
BEN = Habits("sim-ben", missed=0.12, edges=0.20, steps=0.20, others=0.05, reading=6.0, marking=11.0)
LEAD = Habits("sim-lead", reading=3.0, marking=5.0)
SIMULATED = (ADA.name, BEN.name, LEAD.name)

_A_DAY = 3  # articles that somebody finishes in one sitting
_SETTLED = (0, 3, 6, 7)  # the articles that the lead has settled, of those with gold: four stories
_BEGUN = 6  # sentences of the article in which the person at the screen is to go on
_RULING = "the stance is that of whoever speaks, by cue and content; who only reports a fact has none"


class Known(NamedTuple):
    """What gold says of an article."""

    quotes: tuple[Quote, ...]
    topics: tuple[str, ...]


def made(home: Path, name: str) -> tuple[int, int]:
    """Make the project in `home`, new or empty, with half of the work of `name` done.

    (articles that `name` has finished, that `name` has in all). Raises UsageError, AnnotatorError.
    """
    if name in SIMULATED:
        raise UsageError(f"{name} is simulated; choose another name with --as")
    make(home, sample=True)
    noon = datetime.now(UTC).replace(hour=12, minute=0, second=0, microsecond=0)
    clock = Clock(noon - timedelta(days=7))
    with Store(f"sqlite:///{home / DATABASE}", now=clock.now) as store:
        project = project_of(load(str(home), str(home / DATABASE), {}), store)
        corpus = home / "corpus"
        with progress("making a demo", lambda: None) as bar:
            take_in(store, read([str(corpus)]), home, bar, by_rule(store, project))
        for one in (*SIMULATED, name):
            store.add_actor(one)
        store.set_role(LEAD.name, Role.ADJUDICATOR)
        known = _known(store, project.scheme)
        _label(store, project.scheme, clock, known, name, noon)
        _settle(store, project.scheme, clock, known, noon - timedelta(days=1, hours=-4))
        plan = running.begin(store, Rules(overlap=2), [Joined(one) for one in (ADA.name, BEN.name, name)])
        Worklist(store, name, project.scheme).enter(list(known)[-1])  # there the screen opens
        own = store.holdings(plan.id, [name])
        return sum(one.finished for one in own), len(own)


def _known(store: Store, scheme: Scheme) -> dict[str, Known]:
    """What gold says, by article; whom it names is put into the registry."""
    texts = {info.digest: store.article(info.digest).text for info in store.articles()}
    lines = (resource("corpus") / "gold.jsonl").read_bytes().splitlines()
    resolver = Resolver(store, scheme, nests=False)
    known: dict[str, Known] = {}
    speakers: dict[str, Speaker] = {}
    for digest, some in truths(lines, texts).items():
        found = resolver.resolve(digest, ADJUDICATED, [one.said for one in some], _nothing)
        known[digest] = Known(found.quotes, some[0].inherited)
        speakers |= {one.id: one for one in found.speakers}
    there = {one.id for one in store.speakers()}
    new = tuple(Change(None, one) for id_, one in speakers.items() if id_ not in there)
    store.act(LEAD.name, Act("put the people of the corpus into the registry", new))
    return {digest: known[digest] for digest in texts if digest in known}


def _nothing(_sentence: str) -> None:
    """The sample corpus fits its own scheme."""


def _label(
    store: Store, scheme: Scheme, clock: Clock, known: dict[str, Known], name: str, noon: datetime
) -> None:
    """The two have finished all articles but one each; `name` some, and one in part."""
    digests = list(known)
    yours = Habits(name, missed=0.06, edges=0.1, steps=0.15, others=0.02)
    noted: list[Noted] = []
    for habits, some, before in (
        (ADA, digests[:-1], timedelta(days=4, hours=3)),
        (BEN, digests[1:], timedelta(days=4, hours=-2)),
        (yours, digests[::3], timedelta(days=2, hours=1)),
    ):
        person = Person(habits, scheme.refuse)
        for n, digest in enumerate(some):
            if n % _A_DAY == 0:
                sitting = Clock(noon - before + timedelta(days=n // _A_DAY))
            if habits is BEN and n >= 2 * _A_DAY:  # so that somebody is alarmed
                noted += hurried(store, scheme, person, sitting, digest)
                continue
            left = _BEGUN if habits is yours and n == len(some) - 1 else None
            flags = habits is not yours and n % _A_DAY == 0
            noted += annotated(store, scheme, person, sitting, digest, *known[digest], left, flags=flags)
            sitting.wait(person.takes(90))
    write(store, clock, noted)


def _settle(store: Store, scheme: Scheme, clock: Clock, known: dict[str, Known], began: datetime) -> None:
    """The lead has settled some articles, and answered a flag."""
    lead, sitting, digests = Person(LEAD, scheme.refuse), Clock(began), list(known)
    for digest in (digests[n] for n in _SETTLED):
        write(store, clock, settled(store, scheme, lead, sitting, digest, known[digest].quotes))
        sitting.wait(lead.takes(60))
    clock.at = sitting.at
    flags = store.raised()
    if flags:
        plan = ruled(store, LEAD.name, "stance", _RULING, flags[0].note, Asked([flags[0].note.layer]))
        store.act_all(LEAD.name, [plan.act])
