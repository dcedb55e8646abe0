"""Computers with a database each, whose people work without knowing of each other."""

import shutil
from collections.abc import Callable, Sequence
from contextlib import suppress
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from itertools import count
from pathlib import Path

from hypothesis import strategies as st

from annotator.errors import StoreError
from annotator.model import Apart, Change, Event, Layer, LayerKind, Merge, Quote, Span, Speaker
from annotator.store import Store
from annotator.store.acting import Act
from annotator.store.engine import reading
from annotator.store.fill import Filling
from annotator.store.merging import events
from annotator.store.merging.values import Merged
from tests.store.acts import Seen, actions
from tests.store.world import MAIN, TEXT, add, article, as_state, said, uid

SECOND = article(TEXT.replace("wall", "dike"))
ARTICLES = (MAIN.digest, SECOND.digest)
MODELS = [Layer(LayerKind.MODEL, "m", version) for version in "12"]
NAMES = ("Dana Ruiz", "dana ruiz", "Kim Berg")
_START = datetime(2026, 3, 1, tzinfo=UTC)


@dataclass
class Machine:
    """A computer with its own clock, in milliseconds since some day."""

    file: Path
    new_id: Callable[[], str]
    url: str = ""
    clock: int = 0
    owner: str | None = None
    store: Store = field(init=False)

    def __post_init__(self) -> None:
        self.url = self.url or f"sqlite:///{self.file}"
        self.store = Store(self.url, now=self.now)

    def now(self) -> str:
        then = _START + timedelta(milliseconds=self.clock)
        return then.isoformat(timespec="milliseconds").replace("+00:00", "Z")

    def seen(self, digest: str, layer: Layer) -> Seen:
        there = said(self.store, digest, self.store.layers()) | as_state(*self.store.speakers())
        proposals = [quote.id for quote in self.store.proposals(digest)]
        return Seen(digest, layer, list(there.values()), self.new_id, proposals)

    def events(self) -> dict[str, events.Seen]:
        with reading(self.store._engine) as connection:
            rows = events.raws(connection)
        return {uid: events.seen(raw, False, "") for uid, raw in rows.items()}


class Team:
    """A main computer and those of its people."""

    def __init__(self, folder: Path, url: str = "") -> None:
        self.folder, self._ids, self._files = folder, count(1), count(1)
        self.main = Machine(folder / "main.db", self.new_id, url)
        for one in (MAIN, SECOND):
            add(self.main.store, one)
        for name in ("ana", "ben"):
            self.main.store.add_actor(name)
        self.machines = [self.main]
        self.merged: list[Merged] = []

    def new_id(self) -> str:
        return uid(next(self._ids))

    def close(self) -> None:
        for machine in self.machines:
            machine.store.close()

    def bundle(self, owner: str) -> Machine:
        file = self.folder / f"{owner}{next(self._files)}.db"
        self.main.store.bundle(owner, file)
        machine = Machine(file, self.new_id, clock=self.main.clock, owner=owner)
        self.machines.append(machine)
        return machine

    def merge(self, into: Machine, other: Machine) -> Merged:
        done = into.store.merge(other.file, keep_copy=False)
        self.merged.append(done.merged)
        return done.merged

    def copy(self) -> Machine:
        """Another main computer that is as this one (an SQLite file)."""
        file = self.folder / f"copy{next(self._files)}.db"
        self.main.store.close()
        shutil.copyfile(self.main.file, file)
        self.main.store = Store(self.main.url, now=self.main.now)
        machine = Machine(file, self.new_id, clock=self.main.clock)
        self.machines.append(machine)
        return machine

    def fresh(self) -> Machine:
        """A database with the articles, in which nobody said anything."""
        machine = Machine(self.folder / f"fresh{next(self._files)}.db", self.new_id)
        for one in (SECOND, MAIN):
            add(machine.store, one)
        self.machines.append(machine)
        return machine

    def work(self, draw: st.DrawFn) -> None:
        """Anything that anybody may do anywhere."""
        machine = draw(st.sampled_from(self.machines))
        machine.clock = max(0, machine.clock + draw(st.sampled_from([0, 0, 1, 7, 1000, -1, -500])))
        person = machine.owner or draw(st.sampled_from(["ana", "ben"]))
        draw(st.sampled_from(_DEEDS))(draw, machine, person)


def _act(draw: st.DrawFn, machine: Machine, person: str) -> None:
    digest = draw(st.sampled_from(ARTICLES))
    changes = draw(actions(machine.seen(digest, Layer(LayerKind.HUMAN, person))))
    if changes:
        _done(machine, person, *changes, article=digest)


def name(draw: st.DrawFn, machine: Machine, person: str) -> None:
    """Give an entry of the registry a name, another name, or make one."""
    found = machine.store.speakers()
    before = draw(st.sampled_from([None, *found]))
    name, more = draw(st.sampled_from(NAMES)), draw(st.sampled_from(["Ruiz", "Berg", "D. R."]))
    if before is None:
        after = Speaker(machine.new_id(), name)
    elif draw(st.booleans()):
        after = replace(before, name=name)
    else:
        there = before.aliases
        after = replace(
            before, aliases=tuple(x for x in there if x != more) if more in there else (*there, more)
        )
    if after != before:
        _done(machine, person, Change(before, after))


def _merge(draw: st.DrawFn, machine: Machine, person: str) -> None:
    found = machine.store.speakers()
    if len(found) < 2:
        return
    one, other = draw(st.permutations(found))[:2]
    if one.merged_into is None:
        _done(machine, person, Change(one, replace(one, merged_into=other.id)))
    else:
        _done(machine, person, Change(one, replace(one, merged_into=None)))


def _apart(draw: st.DrawFn, machine: Machine, person: str) -> None:
    found = machine.store.merges()
    if found:
        merge: Merge = draw(st.sampled_from(found))
        if frozenset((merge.kept, merge.other)) not in machine.store.told_apart():
            _done(machine, person, Change(None, Apart(merge.kept, merge.other, person)))


def say(draw: st.DrawFn, machine: Machine, person: str) -> None:
    """A quote that somebody of the registry says."""
    found = machine.store.speakers()
    if not found:
        return
    digest, layer = draw(st.sampled_from(ARTICLES)), Layer(LayerKind.HUMAN, person)
    seen = machine.seen(digest, layer)
    from annotator.model import Voice

    voice = Voice(draw(st.sampled_from(found)).id)
    before = draw(st.sampled_from([None, *seen.all(Quote)]))
    if before is None:
        after = Quote(machine.new_id(), digest, layer, (Span(0, 14),), speakers=(voice,))
    else:
        after = replace(before, speakers=(voice,))
    if after != before:
        _done(machine, person, Change(before, after), article=digest)


def _back(draw: st.DrawFn, machine: Machine, person: str) -> None:
    with suppress(StoreError):  # it was changed meanwhile, or names who is gone
        (machine.store.undo if draw(st.booleans()) else machine.store.redo)(person)


def suggest(draw: st.DrawFn, machine: Machine, _person: str) -> None:
    """A version of the model reads an article; what it proposes has the ids of what it is."""
    digest, layer = draw(st.sampled_from(ARTICLES)), draw(st.sampled_from(MODELS))
    number = ARTICLES.index(digest) * 10 + 900
    picked = draw(st.lists(st.integers(0, 4), unique=True, max_size=3))
    from annotator.model import Origin, Voice

    brought = [Speaker(uid(990 + n), f"Brought {n}") for n in range(2)]
    quotes = [
        Quote(
            uid(number + n), digest, layer, (Span(n * 10, n * 10 + 9),),
            speakers=(Voice(brought[n % 2].id, origin=Origin.RULE),) if n < 4 else (), rule="said",
        )
        for n in picked
    ]  # fmt: skip
    named = {voice.speaker for quote in quotes for voice in quote.speakers}
    machine.store.fill_many("model", layer, [Filling(digest, quotes, [s for s in brought if s.id in named])])


def _done(machine: Machine, person: str, *changes: Change, article: str | None = None) -> Event | None:
    try:
        return machine.store.act(person, Act("do it", changes, article))
    except StoreError:  # a merge that would close a circle, a speaker who is gone
        return None


_DEEDS: Sequence[Callable[[st.DrawFn, Machine, str], None]] = (
    _act, name, _merge, _merge, _apart, say, say, _back, _back, suggest, suggest,
)  # fmt: skip
