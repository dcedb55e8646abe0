"""annotator check --database: what is wrong is said, and the events give back what they say."""

import sqlite3
import tempfile
from collections.abc import Iterator
from contextlib import closing
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import text as sql

from annotator.errors import StoreError
from annotator.model import (
    Layer,
    LayerKind,
    Note,
    Quote,
    Review,
    ReviewStatus,
    Span,
    Speaker,
    Verdict,
    VerdictKind,
    Voice,
)
from annotator.store import Store
from annotator.store.checking import About, Complaint
from annotator.store.engine import writing
from annotator.store.fill import Filling
from tests.store.machines import Team, name, say, suggest
from tests.store.world import ANA, MAIN, TEXT, counted, cut, do, filled, quote, state, tallied, uid

MODEL = Layer(LayerKind.MODEL, "m", "1")


@pytest.fixture
def worked(store: Store) -> Store:
    """A bit of everything was done."""
    ida = Speaker(uid(9), "Ida", aliases=("b", "a"))
    store.fill_many("model", MODEL, [Filling(MAIN.digest, [quote(20, 5, MODEL)])])
    do(store, "ana", (None, ida), (None, quote(1)))
    do(store, "ana", (quote(1), _said(quote(1), ida)))
    do(store, "ana", (None, quote(2, 20)))
    do(store, "ana", (None, Review(MAIN.digest, ANA, cut(TEXT)[0], ReviewStatus.DONE)))
    do(store, "ana", (None, Note(uid(30), MAIN.digest, ANA, Span(0, 5), "why?", None)))
    do(store, "ana", (None, Verdict(MAIN.digest, ANA, uid(20), VerdictKind.REJECTED)))
    store.undo("ana")
    assert store.complaints() == []
    return store


def _said(one: Quote, by: Speaker) -> Quote:
    return replace(one, speakers=(Voice(by.id),))


def change(store: Store, *statements: str) -> None:
    """Do what no verb does."""
    with writing(store._engine) as connection:
        for statement in statements:
            assert connection.execute(sql(statement)).rowcount, statement


def about(store: Store) -> set[About]:
    return {complaint.about for complaint in store.complaints()}


# statements that do damage, and what is complained of
DAMAGE = {
    "a quote moved": ("UPDATE quote_span SET stop = stop + 1 WHERE role = 'content'", {About.STATE}),
    "a quote taken away": (f"UPDATE quote SET deleted = 1 WHERE uid = '{uid(2)}'", {About.STATE}),
    "a quote that nobody made": (f"UPDATE quote SET uid = '{uid(77)}' WHERE uid = '{uid(2)}'", {About.STATE}),
    "a review lost": ("DELETE FROM review", {About.STATE, About.COUNT}),
    "a flag changed": ("UPDATE note SET text = 'other'", {About.STATE}),
    "an entry renamed": (f"UPDATE speaker SET name = 'Eve' WHERE uid = '{uid(9)}'", {About.STATE}),
    "an alias lost": ("DELETE FROM alias WHERE n = 1", {About.STATE}),
    "a proposal back": (f"UPDATE quote SET deleted = 1 WHERE uid = '{uid(20)}'", {About.STATE}),
    "a wrong number": ("UPDATE progress SET reviewed = 7", {About.COUNT}),
    "a wrong sum": ("UPDATE layer SET reviewed = 7", {About.COUNT}),
    "a wrong total": ("UPDATE corpus SET body = 99", {About.COUNT}),
    "a wrong body": ("UPDATE article SET body = 99", {About.COUNT}),
    "a span beyond the end": (
        "UPDATE quote_span SET stop = 9999 WHERE role = 'content'", {About.STATE, About.SPAN},
    ),
}  # fmt: skip


def test_what_is_not_as_the_events_say_is_found_and_mended(worked: Store) -> None:
    before, seen = state(worked), set[str]()
    for what, (statement, found) in DAMAGE.items():
        change(worked, statement)
        assert about(worked) == found, what
        seen |= {complaint.sentence for complaint in worked.complaints()}
        worked.rebuild()
        assert (what, worked.complaints()) == (what, [])
        assert (what, state(worked), tallied(worked)) == (what, before, counted(worked))
    assert len(seen) >= 10
    assert worked.undo("ana")


def test_what_events_cannot_give_back_is_told(worked: Store) -> None:
    change(worked, f"UPDATE article SET text = 'X' || text WHERE digest = '{MAIN.digest}'")
    said = [complaint.sentence for complaint in worked.complaints()]
    name = f"article {MAIN.digest[:12]}"
    assert said == [
        f"{name} is not the text that it was taken in with",
        f"the sentences of {name} leave a gap",
    ]
    assert not any(complaint.can_be_mended for complaint in worked.complaints())


def test_a_lost_action_and_an_unreadable_one_are_told(sqlite_url: str) -> None:
    with filled(sqlite_url) as store:
        for n in range(1, 4):
            do(store, "ana", (None, quote(n)))
    with closing(sqlite3.connect(sqlite_url.removeprefix("sqlite:///"))) as raw, raw:
        raw.execute("DROP TRIGGER event_no_delete")
        raw.execute("DROP TRIGGER event_no_update")
        raw.execute("DELETE FROM event WHERE seq = 2")
    with Store(sqlite_url) as store:
        lost, unmade = store.complaints()
        assert lost == Complaint(About.HISTORY, "1 of the 3 actions of ana are missing")
        assert unmade.about is About.STATE
        assert f"quote {uid(2)} of human ana in article" in unmade.sentence
        change(store, "UPDATE event SET changes = '[[\"quote\"' WHERE seq = 3")
        (_, unread) = store.complaints()
        assert unread.sentence.startswith("the state cannot be compared with the history (")
        with pytest.raises(StoreError, match="cannot be read"):
            store.rebuild()


def test_a_reference_to_nothing_is_told(sqlite_url: str) -> None:
    filled(sqlite_url).close()
    with closing(sqlite3.connect(sqlite_url.removeprefix("sqlite:///"))) as raw, raw:
        raw.execute("UPDATE article_source SET article = 99")
    with Store(sqlite_url) as store:
        sentences = [complaint.sentence for complaint in store.complaints()]
    assert "1 row of article_source point at nothing in article" in sentences
    assert f"article {MAIN.digest[:12]} comes from nowhere" in sentences


@pytest.fixture(scope="module")
def folder() -> Iterator[Path]:
    with tempfile.TemporaryDirectory() as name:
        yield Path(name)


@settings(max_examples=4, deadline=None, suppress_health_check=list(HealthCheck))
@given(data=st.data())
def test_whatever_people_do_the_state_is_what_the_events_say(data: st.DataObject, folder: Path) -> None:
    """With laptops, merges and suggesters; and a state that is thrown away comes back whole."""
    draw: Any = data.draw
    team = Team(Path(tempfile.mkdtemp(dir=folder)))
    try:
        for deed in (name, suggest, say):
            deed(draw, team.main, "ana")
        for step in draw(
            st.lists(st.sampled_from(["work"] * 4 + ["bundle", "merge"]), min_size=5, max_size=25)
        ):
            if step == "work":
                team.work(draw)
            elif step == "bundle":
                team.bundle(draw(st.sampled_from(["ana", "ben"])))
            else:
                team.merge(team.main, draw(st.sampled_from(team.machines[1:] or [team.bundle("ana")])))
        for machine in team.machines:
            assert machine.store.complaints() == []
        before = state(team.main.store)
        with writing(team.main.store._engine) as connection:
            for table in ("review", "verdict", "again", "article_label", "progress"):
                connection.execute(sql(f"DELETE FROM {table}"))
            connection.execute(sql("UPDATE quote SET deleted = 1 - deleted WHERE id % 2 = 0"))
            connection.execute(sql("UPDATE note SET deleted = 1"))
        team.main.store.rebuild()
        if len(team.machines) == 1:  # what a bundle begins with no event gives back
            assert (state(team.main.store), team.main.store.complaints()) == (before, [])
    finally:
        team.close()
