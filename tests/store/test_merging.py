"""Bundles go out and come back: what is in them, what is made of them, and what is refused."""

import shutil
import sqlite3
from collections.abc import Callable, Iterator
from contextlib import closing
from dataclasses import replace
from pathlib import Path

import pytest

from annotator.errors import StoreError
from annotator.model import (
    Apart,
    Change,
    Label,
    Layer,
    Note,
    Quote,
    Region,
    RegionKind,
    Review,
    ReviewStatus,
    Ruling,
    Span,
    Speaker,
    Verdict,
    VerdictKind,
    Voice,
)
from annotator.store import Store
from annotator.store.acting import Act
from annotator.store.fill import Filling
from annotator.store.merging.values import Merged
from tests.store.machines import MODELS, SECOND, Machine, Team
from tests.store.world import ANA, BEN, MAIN, SENTENCE, counted, state, tallied, uid

DANA = Speaker(uid(501), "Dana Ruiz")


@pytest.fixture
def team(tmp_path: Path) -> Iterator[Team]:
    made = Team(tmp_path)
    yield made
    made.close()


@pytest.fixture(params=["sqlite", "postgresql"])
def any_team(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Team]:
    """The main database may be of either kind, bundles are files."""
    url = request.getfixturevalue("postgres_url") if request.param == "postgresql" else ""
    made = Team(tmp_path, url)
    yield made
    made.close()


def do(machine: Machine, person: str, *changes: Change, article: str | None = MAIN.digest) -> None:
    machine.clock += 1000
    machine.store.act(person, Act("do it", changes, article))


def said(n: int, by: Speaker, layer: Layer = ANA) -> Quote:
    return Quote(uid(n), MAIN.digest, layer, (Span(0, 14),), speakers=(Voice(by.id),))


def speaker(machine: Machine, key: str = DANA.id) -> Speaker | None:
    return next((s for s in machine.store.speakers() if s.id == key), None)


def quotes(machine: Machine, layer: Layer = ANA) -> list[Quote]:
    return machine.store.open_article(MAIN.digest, layer).quotes


# What a bundle is


def test_a_bundle_holds_what_is_ones_own_and_what_is_shared(any_team: Team) -> None:
    main = any_team.main
    region = Region(MAIN.digest, Span(0, SENTENCE), RegionKind.HEADLINE)
    note = Note(uid(7), MAIN.digest, BEN, Span(0, 9), "a secret doubt of Ben's")
    do(main, "ben", Change(None, DANA), Change(None, said(1, DANA, BEN)), Change(None, note))
    do(
        main,
        "ben",
        Change(None, Ruling(uid(8), "ben", "Sources", "Ask twice.", note.id)),
        Change(None, region),
    )
    mine = replace(said(2, DANA), labels=(Label("topic", "harbour"),))
    do(
        main,
        "ana",
        Change(None, mine),
        Change(None, Review(MAIN.digest, ANA, Span(0, SENTENCE), ReviewStatus.DONE)),
    )
    proposal = Quote(uid(3), MAIN.digest, MODELS[0], (Span(5, 9),), rule="said")
    main.store.fill_many("model", MODELS[0], [Filling(MAIN.digest, [proposal])])
    do(main, "ana", Change(None, Verdict(MAIN.digest, ANA, proposal.id, VerdictKind.REJECTED)))
    laptop = any_team.bundle("ana")
    there, here = laptop.store.open_article(MAIN.digest, ANA), main.store.open_article(MAIN.digest, ANA)
    assert there == here
    assert there.quotes == [mine]
    assert laptop.store.open_article(MAIN.digest, BEN).quotes == []
    assert laptop.store.speakers() == [DANA]
    assert [ruling.note for ruling, _ in laptop.store.rulings()] == [None]
    assert [event.id for event in laptop.store.history("ana")] == [e.id for e in main.store.history("ana")]
    assert tallied(laptop.store) == counted(laptop.store)
    laptop.store.close()
    content = laptop.file.read_bytes()
    for secret in (note.text, note.id, uid(1)):
        assert secret.encode() not in content
    assert b"harbour" in content


def test_work_goes_on_in_a_bundle(team: Team) -> None:
    do(team.main, "ana", Change(None, DANA), Change(None, said(1, DANA)))
    laptop = team.bundle("ana")
    assert laptop.store.undo("ana")
    assert quotes(laptop) == []
    assert laptop.store.redo("ana")
    assert quotes(laptop) == [said(1, DANA)]
    assert [path.name for path in team.folder.glob("ana1.db*")].count("ana1.db") == 1


def test_a_bundle_may_hold_some_articles_in_an_order(team: Team) -> None:
    file = team.folder / "some.db"
    done = team.main.store.bundle("ana", file, [SECOND.digest])
    assert (done.articles, done.owner) == (1, "ana")
    with Store(f"sqlite:///{file}") as store:
        assert [info.digest for info in store.articles()] == [SECOND.digest]
        assert tallied(store) == counted(store)
    both = team.folder / "both.db"
    team.main.store.bundle("ana", both, [SECOND.digest, MAIN.digest])
    with Store(f"sqlite:///{both}") as store:
        assert store.neighbour(None, 1) is not None
        assert store.position(SECOND.digest) == (1, 2)


def test_no_bundle_is_made_halfway(team: Team, monkeypatch: pytest.MonkeyPatch) -> None:
    there = team.folder / "there.db"
    there.write_text("mine")
    with pytest.raises(StoreError, match="is there already"):
        team.main.store.bundle("ana", there)
    assert there.read_text() == "mine"
    with pytest.raises(StoreError, match="nobody is called zoe"):
        team.main.store.bundle("zoe", team.folder / "zoe.db")
    with pytest.raises(StoreError, match="does not exist"):
        team.main.store.bundle("ana", team.folder / "no" / "a.db")

    def fails(*_: object) -> None:
        raise StoreError("the disk is full")

    monkeypatch.setattr("annotator.store.merging.bundling._Copy._begin", fails)
    before = sorted(path.name for path in team.folder.iterdir())
    with pytest.raises(StoreError, match="disk"):
        team.main.store.bundle("ana", team.folder / "ana.db")
    assert sorted(path.name for path in team.folder.iterdir()) == before


# What comes back


def test_all_comes_back(any_team: Team) -> None:
    main, laptop = any_team.main, any_team.bundle("ana")
    region = Region(MAIN.digest, Span(0, SENTENCE), RegionKind.HEADLINE)
    review = Review(MAIN.digest, ANA, Span(2 * SENTENCE, 3 * SENTENCE), ReviewStatus.DONE)
    do(laptop, "ana", Change(None, DANA), Change(None, said(1, DANA)), Change(None, review))
    do(laptop, "ana", Change(None, region), Change(None, replace(said(2, DANA), parent=uid(1))))
    done = any_team.merge(main, laptop)
    assert (done.owner, done.events, done.people) == ("ana", 3, (("ana", 2), ("bundle", 1)))
    assert state(main.store) == state(laptop.store)
    assert main.store.digest().state == laptop.store.digest().state
    assert tallied(main.store) == counted(main.store)
    again = any_team.merge(main, laptop)
    assert (again.events, again.known, again.changed, again.conflicts) == (0, 3, 0, ())
    main.clock += 9000
    assert main.store.undo("ana")
    assert [quote.id for quote in quotes(main)] == [uid(1)]
    assert main.store.regions(MAIN.digest) == []


def test_two_laptops_of_one_person_go_on_from_the_same_place(team: Team) -> None:
    do(team.main, "ana", Change(None, DANA), Change(None, said(1, DANA)))
    one, two = team.bundle("ana"), team.bundle("ana")
    do(one, "ana", Change(None, said(2, DANA)))
    do(two, "ana", Change(None, said(3, DANA)))
    two.clock += 5000
    moved = replace(said(1, DANA), content=(Span(20, 30),))
    do(one, "ana", Change(said(1, DANA), replace(said(1, DANA), content=(Span(40, 44),))))
    do(two, "ana", Change(said(1, DANA), moved))
    other = team.copy()
    for machine, order in ((team.main, (one, two)), (other, (two, one))):
        for laptop in order:
            team.merge(machine, laptop)
        assert {quote.id: quote for quote in quotes(machine)}[uid(1)] == moved
        assert {quote.id for quote in quotes(machine)} == {uid(1), uid(2), uid(3)}
        seqs = [event.seq for event in machine.store.history("ana")]
        assert seqs == list(range(len(seqs), 0, -1))
    assert other.store.digest() == team.main.store.digest()
    (conflict,) = team.merged[1].conflicts
    assert (conflict.kind, conflict.id, conflict.won.by) == ("quote", uid(1), "ana")
    assert conflict.overruled is not None
    assert conflict.won.at > conflict.overruled.at


def renames(team: Team) -> tuple[Machine, Machine]:
    do(team.main, "ana", Change(None, DANA))
    one, two = team.bundle("ana"), team.bundle("ben")
    do(one, "ana", Change(DANA, replace(DANA, name="Dana Ruiz-Berg", aliases=("Ruiz",))))
    two.clock += 5000
    do(two, "ben", Change(DANA, replace(DANA, wikidata="Q7", aliases=("Dana R.",))))
    return one, two


def test_of_a_speaker_each_field_is_for_itself(team: Team) -> None:
    for laptop in renames(team):
        assert team.merge(team.main, laptop).conflicts == ()
    assert speaker(team.main) == Speaker(
        DANA.id, "Dana Ruiz-Berg", aliases=("Ruiz", "Dana R."), wikidata="Q7"
    )


def test_a_field_that_two_change_is_a_conflict(team: Team) -> None:
    one, two = renames(team)
    now = speaker(two)
    assert now is not None
    do(two, "ben", Change(now, replace(now, name="D. Ruiz")))
    other = team.copy()
    for machine, order in ((team.main, (one, two)), (other, (two, one))):
        (conflict,) = [c for laptop in order for c in team.merge(machine, laptop).conflicts]
        assert (conflict.kind, conflict.fields, conflict.won.by) == ("speaker", ("name",), "ben")
        assert conflict.overruled is not None
        assert conflict.overruled.by == "ana"
        assert getattr(speaker(machine), "name", None) == "D. Ruiz"


def test_nobody_becomes_one_with_themselves(team: Team) -> None:
    kim = Speaker(uid(502), "Kim Berg")
    do(team.main, "ana", Change(None, DANA), Change(None, kim))
    one, two = team.bundle("ana"), team.bundle("ben")
    do(one, "ana", Change(DANA, replace(DANA, merged_into=kim.id)))
    two.clock += 5000
    do(two, "ben", Change(kim, replace(kim, merged_into=DANA.id)))
    team.merge(team.main, two)
    (conflict,) = team.merge(team.main, one).conflicts
    assert (conflict.fields, conflict.won.by) == (("merged_into",), "ana")
    assert getattr(speaker(team.main), "merged_into", None) == kim.id
    assert getattr(speaker(team.main, kim.id), "merged_into", "") is None
    with pytest.raises(StoreError, match="one with itself"):
        do(team.main, "ben", Change(kim, replace(kim, merged_into=DANA.id)))


def test_namesakes_are_proposed_once_and_stay_apart(team: Team) -> None:
    one, two = team.bundle("ana"), team.bundle("ben")
    do(one, "ana", Change(None, DANA))
    do(two, "ben", Change(None, Speaker(uid(502), "DANA  ruiz")))
    team.merge(team.main, one)
    done = team.merge(team.main, two)
    assert [(same.kept, same.other) for same in done.namesakes] == [(DANA.id, uid(502))]
    (merge,) = team.main.store.merges()
    team.main.store.settle_merge("ana", merge, same=False)
    assert team.merge(team.main, two).namesakes == ()
    assert team.main.store.merges() == []


def test_who_is_named_elsewhere_stays(team: Team) -> None:
    """A suggester takes away whom it had brought; somebody had accepted the quote meanwhile."""
    proposal = replace(said(1, DANA, MODELS[0]), rule="said")
    team.main.store.fill_many("model", MODELS[0], [Filling(MAIN.digest, [proposal], [DANA])])
    laptop = team.bundle("ana")
    do(laptop, "ana", Change(None, replace(said(2, DANA), derived_from=proposal.id)))
    team.main.clock += 90_000
    team.main.store.fill_many("model", MODELS[1], [Filling(MAIN.digest, [])])
    assert speaker(team.main) is None
    team.merge(team.main, laptop)
    assert speaker(team.main) == DANA
    assert len(quotes(team.main)) == 1


def named_and_not(laptop: Machine) -> None:
    """Somebody names Dana, and then takes the quote away."""
    do(laptop, "ana", Change(None, said(2, DANA)))
    do(laptop, "ana", Change(said(2, DANA), None))


def proposing(team: Team, *found: Quote, version: int = 0) -> None:
    team.main.clock += 90_000
    team.main.store.fill_many(
        "model", MODELS[version], [Filling(MAIN.digest, found, [DANA] if found else [])]
    )


@pytest.mark.parametrize("drops_first", [True, False])
def test_whom_a_person_has_named_no_program_takes_away(team: Team, drops_first: bool) -> None:
    proposing(team, replace(said(1, DANA, MODELS[0]), rule="said"))
    laptop = team.bundle("ana")
    named_and_not(laptop)
    for deed in (0, 1) if drops_first else (1, 0):
        if deed:
            team.merge(team.main, laptop)
        else:
            proposing(team, version=1)
    assert quotes(team.main) == []
    assert speaker(team.main) == DANA


def test_who_was_named_since_stays(team: Team) -> None:
    do(team.main, "ben", Change(None, DANA))
    laptop = team.bundle("ana")
    assert team.main.store.undo("ben")
    early = team.copy()
    named_and_not(laptop)
    team.merge(team.main, laptop)
    assert speaker(team.main) == DANA
    team.merge(early, team.main)
    assert speaker(early) == DANA


def test_who_is_named_by_nobody_any_more_goes(team: Team) -> None:
    do(team.main, "ben", Change(None, DANA))
    laptop = team.bundle("ana")
    do(laptop, "ana", Change(None, said(2, DANA)))
    team.main.clock += 90_000
    assert team.main.store.undo("ben")
    team.merge(team.main, laptop)
    assert speaker(team.main) == DANA  # named
    do(laptop, "ana", Change(said(2, DANA), None))
    team.merge(team.main, laptop)
    assert speaker(team.main) is None  # that was all before it was taken away


def test_a_run_elsewhere_ends_proposals_made_here_before(team: Team) -> None:
    laptop = team.bundle("ana")
    old = Quote(uid(1), MAIN.digest, MODELS[0], (Span(0, 9),), rule="said")
    new = Quote(uid(2), MAIN.digest, MODELS[1], (Span(20, 29),), rule="said")
    team.main.store.fill_many("model", MODELS[0], [Filling(MAIN.digest, [old])])
    laptop.clock += 5000
    laptop.store.fill_many("model", MODELS[1], [Filling(MAIN.digest, [new])])
    team.merge(team.main, laptop)
    assert team.main.store.open_article(MAIN.digest, ANA).proposals == [new]


def test_a_newer_run_of_another_version_ends_proposals(team: Team) -> None:
    laptop = team.bundle("ana")
    old = Quote(uid(1), MAIN.digest, MODELS[0], (Span(0, 9),), rule="said")
    new = Quote(uid(2), MAIN.digest, MODELS[1], (Span(20, 29),), rule="said")
    laptop.store.fill_many("model", MODELS[0], [Filling(MAIN.digest, [old])])
    team.main.clock += 5000
    team.main.store.fill_many("model", MODELS[1], [Filling(MAIN.digest, [new])])
    other = team.fresh()
    team.merge(team.main, laptop)
    team.merge(other, laptop)
    team.merge(other, team.main)
    for machine in (team.main, other):
        assert machine.store.open_article(MAIN.digest, ANA).proposals == [new]
        assert {q.id for q in machine.store.proposals(MAIN.digest)} == {old.id, new.id}
    assert team.main.store.read_by(MODELS[1]) == {MAIN.digest}
    assert team.main.store.read_by(MODELS[0]) == set()


def test_told_apart_comes_along(team: Team) -> None:
    kim = Speaker(uid(502), "Kim Berg")
    do(team.main, "ana", Change(None, DANA), Change(None, kim))
    laptop = team.bundle("ana")
    do(laptop, "ana", Change(None, Apart(kim.id, DANA.id, "ana")), article=None)
    team.merge(team.main, laptop)
    assert team.main.store.told_apart() == {frozenset((DANA.id, kim.id))}


def test_what_no_event_there_says_comes_along_where_no_event_here_denies_it(team: Team) -> None:
    region = Region(MAIN.digest, Span(0, SENTENCE), RegionKind.HEADLINE)
    do(team.main, "ben", Change(None, region))
    laptop, other = team.bundle("ana"), team.fresh()
    team.merge(other, laptop)
    assert other.store.regions(MAIN.digest) == [region]
    assert tallied(other.store) == counted(other.store)
    do(team.main, "ben", Change(region, None))
    team.merge(team.main, laptop)
    assert team.main.store.regions(MAIN.digest) == []
    team.merge(other, team.main)
    assert other.store.regions(MAIN.digest) == []
    assert other.store.digest().state == team.main.store.digest().state


def test_articles_and_schemes_come_along(team: Team) -> None:
    laptop = team.bundle("ana")
    from tests.store.world import add, article

    third = article("A third text. It is short.")
    add(laptop.store, third)
    laptop.store.use_scheme("news", "1", "d1", "text one")
    team.main.store.use_scheme("news", "1", "d2", "another text")
    laptop.store.act(
        "ana", Act("do it", (Change(None, Quote(uid(1), third.digest, ANA, (Span(0, 5),))),), third.digest)
    )
    done = team.merge(team.main, laptop)
    assert (done.articles, len(done.remarks)) == (1, 1)
    assert team.main.store.schemes() == {"d2": ("news", "1"), "d1": ("news", "1 (d1)")}
    assert team.main.store.article(third.digest) == third
    assert tallied(team.main.store) == counted(team.main.store)
    assert team.merge(team.main, laptop).remarks == ()


# What is refused, and undone


@pytest.fixture
def worked(team: Team) -> tuple[Team, Machine]:
    laptop = team.bundle("ana")
    do(laptop, "ana", Change(None, DANA), Change(None, said(1, DANA)))
    laptop.store.close()
    return team, laptop


def test_a_dry_run_changes_nothing(worked: tuple[Team, Machine]) -> None:
    team, laptop = worked
    before = team.main.store.digest()
    tried = team.main.store.merge(laptop.file, dry_run=True)
    assert team.main.store.digest() == before
    assert list(team.folder.glob("*before-merge*")) == []
    assert tried.copy is None
    done = team.main.store.merge(laptop.file)
    assert replace_known(done.merged) == replace_known(tried.merged)
    assert done.copy is not None
    with Store(f"sqlite:///{done.copy}") as copy:
        assert copy.digest() == before
    assert team.main.store.merge(laptop.file).copy is None
    assert len(list(team.folder.glob("*before-merge*"))) >= 1


def replace_known(merged: Merged) -> Merged:
    return replace(merged, known=0)


def spoil(sentence: str) -> Callable[[Path], None]:
    def change(file: Path) -> None:
        with closing(sqlite3.connect(file)) as raw:
            raw.executescript(f"DROP TRIGGER IF EXISTS event_no_update; {sentence}")

    return change


@pytest.mark.parametrize(
    ("change", "why"),
    [
        (lambda file: file.unlink(), "cannot be read"),
        (lambda file: file.write_text("hello"), "not a database of this program"),
        (lambda file: file.write_bytes(b""), "not a database of this program"),
        (lambda file: file.write_bytes(file.read_bytes()[:9000]), "damaged"),
        (spoil("UPDATE alembic_version SET version_num = '9999'"), "newer version"),
        (spoil("DROP TABLE quote"), "something else"),
        (spoil("UPDATE event SET changes = '[[]]' WHERE seq = 1 AND says = 'do it'"), "cannot be read"),
        (spoil("UPDATE event SET changes = replace(changes, '[0,14]', '[0,9999]')"), "beyond the end"),
        (spoil("ALTER TABLE bundle DROP COLUMN at"), "no such column"),
        (spoil("UPDATE actor SET kind = 'program' WHERE name = 'ana'"), "is the name of a human"),
        (spoil("UPDATE article SET digest = 'ab' WHERE number = 2"), "sha256"),
        (spoil("PRAGMA foreign_keys=OFF; DELETE FROM actor WHERE name = 'ana'"), "damaged"),
    ],
)
def test_what_cannot_be_used_is_refused_whole(
    worked: tuple[Team, Machine], change: Callable[[Path], None], why: str
) -> None:
    team, laptop = worked
    change(laptop.file)
    before, content = team.main.store.digest(), laptop.file.read_bytes() if laptop.file.exists() else b""
    with pytest.raises(StoreError, match=why) as caught:
        team.main.store.merge(laptop.file)
    assert laptop.file.name in str(caught.value) or why in ("is the name of a human", "sha256")
    assert "\n" not in str(caught.value)
    assert "annotator-merge-" not in str(caught.value)
    assert team.main.store.digest() == before
    assert list(team.folder.glob("*before-merge*")) == []
    assert (laptop.file.read_bytes() if laptop.file.exists() else b"") == content


def test_a_bundle_is_never_written(worked: tuple[Team, Machine]) -> None:
    team, laptop = worked
    content = laptop.file.read_bytes()
    home = team.folder / "disc"
    home.mkdir()
    shutil.copy(laptop.file, home / "a.db")
    (home / "a.db").chmod(0o400)
    home.chmod(0o500)
    try:
        team.main.store.merge(home / "a.db")
        assert [path.name for path in home.iterdir()] == ["a.db"]
        assert (home / "a.db").read_bytes() == content
    finally:
        home.chmod(0o700)
    assert len(quotes(team.main)) == 1


def test_a_clock_ahead_is_told(team: Team) -> None:
    laptop = team.bundle("ana")
    laptop.clock += 10**9
    do(laptop, "ana", Change(None, DANA))
    assert team.merge(team.main, laptop).ahead == 1
    do(team.main, "ben", Change(DANA, replace(DANA, name="D. Ruiz")))
    other = team.fresh()
    team.merge(other, team.main)
    assert getattr(speaker(other), "name", None) == "D. Ruiz"


def test_the_digest_says_what_is_said_and_no_more(team: Team) -> None:
    store, before = team.main.store, team.main.store.digest()
    store.set_place("ana", MAIN.digest, 3)
    store.add_actor("zoe")
    assert store.digest() == before
    do(team.main, "ana", Change(None, DANA))
    after = store.digest()
    assert (after.state, after.events) != (before.state, before.events)
    assert store.undo("ana")
    assert store.digest().state == before.state
    assert store.digest().events != after.events
