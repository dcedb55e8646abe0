"""Whatever people do, take back and do again: the tables say what a few lines of Python say."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field, replace
from itertools import count

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, rule, run_state_machine_as_test
from sqlalchemy import text as sql

from annotator.model import Change, Event, Layer, LayerKind, Quote, Region, Speaker, SpeakerKind, identity
from annotator.store import Store
from annotator.store.acting import Act
from annotator.store.engine import reading
from tests.examples import tries
from tests.store.acts import Seen, actions, proposed
from tests.store.world import TEXT, State, add, article, counted, quote, replayed, said, tallied, uid

QUICK = settings(max_examples=tries(6), stateful_step_count=20, deadline=None)
# Each example has people and an article of its own in one database: one each would cost ten times as much.
IN_ONE_DATABASE = settings(QUICK, suppress_health_check=[HealthCheck.function_scoped_fixture])

NUMBERS = count(1)


class World:
    """An article and its people in a database that other examples share, and only what happened there."""

    def __init__(self, url: str, people: int) -> None:
        self.url, self.store = url, Store(url)
        number = next(NUMBERS)
        one = article(f"{TEXT} {number}")
        add(self.store, one)
        self.digest = one.digest
        self.people = [f"{name} {number}" for name in ("ana", "ben")[:people]]
        for name in self.people:
            self.store.add_actor(name)
        self.ids: list[str] = []
        self.models = [Layer(LayerKind.MODEL, f"m {number}", version) for version in "12"]
        self.proposals = [self.new_id() for _ in range(4)]
        made = [
            replace(quote(0, 5 * n, self.models[0], self.digest), id=p) for n, p in enumerate(self.proposals)
        ]
        self.store.fill("model", self.models[0], self.digest, made)
        with reading(self.store._engine) as connection:
            self.before = connection.execute(sql("SELECT coalesce(max(id), 0) FROM event")).scalar_one()

        self.proposed = self.state()  # what stands there before anybody acts

    def new_id(self) -> str:
        self.ids.append(uid(next(NUMBERS)))
        return self.ids[-1]

    def layer(self, person: str) -> Layer:
        return Layer(LayerKind.HUMAN, person)

    def state(self) -> State:
        speakers = {identity(s): s for s in self.store.speakers() if s.id in self.ids}
        layers = [*map(self.layer, self.people), *self.models]
        return speakers | said(self.store, self.digest, layers)

    def seen(self, person: str, state: State) -> Seen:
        return Seen(self.digest, self.layer(person), list(state.values()), self.new_id, self.proposals)

    def act(self, person: str, changes: tuple[Change, ...], group: str | None = None) -> None:
        self.store.act(person, Act("x", changes, self.digest, 0, group))


@pytest.fixture
def world(db_url: str) -> Iterator[Callable[[int], World]]:
    """Make a world of so many people."""
    made: list[World] = []

    def make(people: int) -> World:
        while made:
            made.pop().store.close()
        made.append(World(db_url, people))
        return made[-1]

    yield make
    while made:
        made.pop().store.close()


@IN_ONE_DATABASE
@given(data=st.data())
def test_all_that_one_person_did_can_be_taken_back(
    world: Callable[[int], World], data: st.DataObject
) -> None:
    here = world(1)
    (ana,) = here.people
    states: list[State] = [here.proposed]
    for n in range(data.draw(st.integers(1, 12))):
        changes = data.draw(actions(here.seen(ana, states[-1])), f"action {n}")
        here.act(ana, changes)
        after = dict(states[-1])
        apply(after, changes)
        states.append(after)
        assert here.state() == after
        assert tallied(here.store) == counted(here.store)
    for state in reversed(states[:-1]):
        assert here.store.undo(ana)
        assert here.state() == state
    assert here.store.undo(ana) == []
    for state in states[1:]:
        assert here.store.redo(ana)
        assert here.state() == state
    assert here.store.redo(ana) == []
    assert replayed(here.store, here.before, here.proposed) == states[-1]


def apply(state: State, changes: tuple[Change, ...]) -> None:
    for change in changes:
        some = change.after or change.before
        assert some is not None
        assert state.pop(identity(some), None) == change.before
        if change.after is not None:
            state[identity(some)] = change.after


@dataclass
class Did:
    """An event as the model keeps it; `at` is its place in the log of all."""

    person: str
    changes: tuple[Change, ...]
    at: int


@dataclass
class Model:
    """The rules of undo, said once more and as simply as possible."""

    state: State = field(default_factory=dict)
    log: list[Did] = field(default_factory=list)
    done: dict[str, list[list[Did]]] = field(default_factory=dict)  # person -> groups that stand
    undone: dict[str, list[tuple[list[Did], list[Did]]]] = field(
        default_factory=dict
    )  # with what took them back

    def _do(self, person: str, changes: tuple[Change, ...]) -> Did:
        apply(self.state, changes)
        self.log.append(Did(person, changes, len(self.log)))
        return self.log[-1]

    def did(self, person: str, changes: tuple[Change, ...]) -> None:
        """What somebody did who never takes it back."""
        self._do(person, changes)

    def act(self, person: str, changes: tuple[Change, ...], more: bool) -> None:
        did = self._do(person, changes)
        groups = self.done.setdefault(person, [])
        groups[-1:] = [[*groups[-1], did]] if more else [*groups[-1:], [did]]
        self.undone[person] = []

    def undo(self, person: str) -> bool:
        if not self.done.get(person):
            return False
        group = self.done[person].pop()
        back = [self._do(person, self._reversed(did)) for did in reversed(group)]
        self.undone[person].append((group, back))
        return True

    def redo(self, person: str) -> bool:
        if not self.undone.get(person):
            return False
        group, back = self.undone[person].pop()
        for did in reversed(back):
            self._do(person, self._reversed(did))
        self.done[person].append(group)
        return True

    def _reversed(self, did: Did) -> tuple[Change, ...]:
        turned = (Change(change.after, change.before) for change in reversed(did.changes))
        return tuple(change for change in turned if self._can(did, change))

    def _can(self, did: Did, change: Change) -> bool:
        """Only what is shared may have been changed, or (a speaker's entry) be needed, by others since."""
        some = change.before or change.after
        assert some is not None
        if self.state.get(identity(some)) != change.before:
            assert isinstance(some, Speaker | Region)
            return False
        if isinstance(some, Speaker) and change.after is None:
            later = [other for other in self.log[did.at :] if other.person != did.person]
            return not any(some.id in repr(other.changes) for other in later)
        return True


def _voices(state: State) -> set[str | None]:
    """Whom the quotes name."""
    quotes = [quote for quote in state.values() if isinstance(quote, Quote)]
    return {voice.speaker for quote in quotes for voice in (*quote.speakers, *quote.via)}


class Sessions(RuleBasedStateMachine):
    """Two people, one of them in two sessions, on one article and one registry."""

    def __init__(self, url: str) -> None:
        super().__init__()
        self.world = World(url, 2)
        self.model = Model(dict(self.world.proposed))
        self.brought = {uid: Speaker(uid, f"B {uid}", SpeakerKind.ROLE, ("b",)) for uid in self._ids(3)}
        self.touched: set[str] = set()  # what a person ever named or changed
        self.stores = [self.world.store, Store(url), Store(url)]
        self.ana, self.ben = self.world.people
        self.last: tuple[str, str] | None = None  # who did the last action, and its group

    def _ids(self, n: int) -> list[str]:
        return [self.world.new_id() for _ in range(n)]

    def _session(self, n: int) -> tuple[Store, str]:
        return self.stores[n], self.ben if n == 2 else self.ana

    @rule(n=st.integers(0, 2), data=st.data(), grouped=st.booleans())
    def act(self, n: int, data: st.DataObject, grouped: bool) -> None:
        store, person = self._session(n)
        changes = data.draw(actions(self.world.seen(person, self.model.state)))
        more = grouped and self.last is not None and self.last[0] == person
        group = self.last[1] if more and self.last else f"g{next(NUMBERS)}"
        store.act(person, Act("x", changes, self.world.digest, 0, group))
        self.touched |= {uid for uid in self.brought if uid in repr(changes)}
        self.model.act(person, changes, more)
        self.last = person, group

    @rule(n=st.integers(0, 2))
    def undo(self, n: int) -> None:
        store, person = self._session(n)
        assert bool(store.undo(person)) == self.model.undo(person)
        self.last = None

    @rule(n=st.integers(0, 2))
    def redo(self, n: int) -> None:
        store, person = self._session(n)
        assert bool(store.redo(person)) == self.model.redo(person)
        self.last = None

    @rule(n=st.integers(0, 2), version=st.integers(0, 1), data=st.data())
    def suggest(self, n: int, version: int, data: st.DataObject) -> None:
        """A program says all anew; what people said and named stays."""
        layer = self.world.models[version]
        there = dict(self.model.state)
        known = [s.id for s in there.values() if isinstance(s, Speaker)]
        quotes = data.draw(
            proposed(
                self.world.digest, layer, self.world.proposals, [*dict.fromkeys([*known, *self.brought])]
            )
        )
        event = self.stores[n].fill("model", layer, self.world.digest, quotes, tuple(self.brought.values()))
        self._check_filled(there, quotes, event)
        self.last = None

    def _check_filled(self, there: State, quotes: tuple[Quote, ...], event: Event | None) -> None:
        """The layer says `quotes`; entries go that its quotes named, nobody touched and nothing names now."""
        here: State = {identity(s): s for s in self.brought.values()}
        here |= {k: v for k, v in there.items() if getattr(v, "layer", None) not in self.world.models}
        here |= {identity(q): q for q in quotes}
        lost = _voices(there) - _voices(here) - self.touched
        wanted = {
            k: v for k, v in here.items() if k not in {(Speaker, uid) for uid in lost & set(self.brought)}
        }
        assert (event is None) == (wanted == there)
        if event is not None:
            self.model.did("model", event.changes)
        assert self.model.state == wanted

    @rule(n=st.integers(1, 2))
    def reopen(self, n: int) -> None:
        self.stores[n].close()
        self.stores[n] = Store(self.world.url)

    @invariant()
    def the_tables_say_what_the_model_says(self) -> None:
        assert self.world.state() == self.model.state
        assert tallied(self.world.store) == counted(self.world.store)

    def teardown(self) -> None:
        assert replayed(self.world.store, self.world.before, self.world.proposed) == self.model.state
        events = self.world.store.history(self.ana, 1000)
        assert [event.seq for event in events] == list(range(len(events), 0, -1))
        for store in self.stores:
            store.close()


def test_two_people_in_three_sessions(db_url: str) -> None:
    class Here(Sessions):
        def __init__(self) -> None:
            super().__init__(db_url)

    run_state_machine_as_test(Here, settings=QUICK)
