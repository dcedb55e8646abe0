"""What the database itself refuses, whoever writes to it."""

import sqlite3
from collections.abc import Callable, Iterator
from contextlib import closing
from dataclasses import replace
from hashlib import sha256

import pytest
from sqlalchemy import text as sql

from annotator.errors import StoreError
from annotator.model import Label, Note, Review, ReviewStatus, Source, Span, Speaker, Voice
from annotator.store import Store
from annotator.store.engine import reading
from tests.store.world import ANA, MAIN, add, article, as_state, count, cut, do, quote, refused, state, uid

SAYER = Speaker(uid(100), "Ida Brenn", aliases=("Brenn",))
SAID = replace(
    quote(1),
    speakers=(Voice(SAYER.id, Span(15, 18)),),
    labels=(Label("topic", "1401"),),
)


@pytest.fixture
def full(store: Store) -> Iterator[Store]:
    """A store with a row of most kinds; the test must leave it as it is."""
    do(store, "ana", (None, SAYER), (None, SAID), (None, Note(uid(50), MAIN.digest, ANA, Span(0, 5), "?")))
    do(store, "ana", (None, Review(MAIN.digest, ANA, cut(MAIN.text)[0], ReviewStatus.DONE)))
    before = state(store)
    yield store
    assert state(store) == before


CHANGES_OF_EVENTS = (
    "UPDATE event SET says = 'nothing'",
    "UPDATE event SET seq = seq",
    "DELETE FROM event",
    "DELETE FROM event WHERE seq = 1",
)


def test_events_are_never_changed(full: Store) -> None:
    before = full.history("ana")
    for statement in CHANGES_OF_EVENTS:
        assert "event is append-only" in refused(full, statement), statement
    assert full.history("ana") == before


def test_events_are_not_truncated(store: Store) -> None:
    do(store, "ana", (None, quote(1)))
    assert "nothing of it was kept" in refused(store, "TRUNCATE event")  # a word that SQLite does not know
    assert count(store, "event") == 1


OUT_OF_RANGE = (
    "UPDATE quote_span SET start = -1",
    "UPDATE quote_span SET stop = start",
    "UPDATE quote_span SET role = 'noise'",
    "UPDATE quote_voice SET start = NULL",
    "UPDATE quote_voice SET stop = NULL",
    "UPDATE quote_voice SET start = -1",
    "UPDATE quote_voice SET stop = start",
    "UPDATE quote_voice SET role = 'noise'",
    "UPDATE quote SET start = -1",
    "UPDATE quote SET parent = uid",
    "UPDATE quote SET about = uid",
    "UPDATE quote SET deleted = 2",
    "UPDATE review SET stop = start",
    "UPDATE review SET status = 'perhaps'",
    "UPDATE note SET start = 9, stop = 8",
    "UPDATE note SET deleted = -1",
    "UPDATE sentence SET start = stop",
    "UPDATE speaker SET kind = 'ghost'",
    "UPDATE speaker SET deleted = 7",
    "UPDATE actor SET kind = 'ghost'",
    "UPDATE layer SET kind = 'ghost'",
    "INSERT INTO region VALUES ((SELECT id FROM article), 5, 5, 'headline', 'rule')",
    "INSERT INTO region VALUES ((SELECT id FROM article), 5, 6, 'rumour', 'rule')",
)


def test_values_out_of_range_are_refused(full: Store) -> None:
    for statement in OUT_OF_RANGE:
        assert "check constraint" in refused(full, statement).lower(), statement


DANGLING = (
    "UPDATE quote SET parent = 'nobody'",
    "UPDATE quote SET article = 99",
    "UPDATE quote SET layer = 99",
    "UPDATE quote_span SET quote = 99",
    "UPDATE quote_label SET quote = 99",
    "UPDATE quote_voice SET speaker = 99",
    "UPDATE speaker SET merged_into = 'nobody'",
    "UPDATE alias SET speaker = 99",
    "UPDATE note SET quote = 'nobody'",
    "UPDATE review SET article = 99",
    "DELETE FROM quote",
    "DELETE FROM speaker",
    "DELETE FROM article",
    "DELETE FROM actor",
)


def test_what_others_point_at_stays(full: Store) -> None:
    for statement in DANGLING:
        assert "foreign key" in refused(full, statement).lower(), statement


OF_WRONG_TYPE = (
    "UPDATE quote SET start = 'x'",
    "UPDATE quote_span SET stop = 4.5",
    "UPDATE quote SET uid = x'00'",
    "UPDATE review SET start = 'x'",
)


def test_sqlite_holds_to_the_types_of_its_columns(sqlite_url: str) -> None:
    with closing(Store(sqlite_url)) as store:
        add(store, MAIN)
        store.add_actor("ana")
        do(store, "ana", (None, quote(1)), (None, Review(MAIN.digest, ANA, Span(0, 5), ReviewStatus.DONE)))
        for statement in OF_WRONG_TYPE:
            assert "cannot store" in refused(store, statement), statement


def test_every_table_of_ours_is_strict(sqlite_url: str) -> None:
    Store(sqlite_url).close()
    with closing(sqlite3.connect(sqlite_url.removeprefix("sqlite:///"))) as raw:
        strict = {
            name: strict
            for _, name, kind, _, _, strict in raw.execute("PRAGMA table_list")
            if kind == "table"
        }
    loose = {name for name, is_strict in strict.items() if not is_strict and not name.startswith("sqlite_")}
    assert loose == {"alembic_version"}


def test_what_is_committed_is_on_disk(sqlite_url: str) -> None:
    with closing(Store(sqlite_url)) as store, reading(store._engine) as connection:
        found = {
            name: connection.exec_driver_sql(f"PRAGMA {name}").scalar()
            for name in ("journal_mode", "synchronous", "foreign_keys", "fullfsync")
        }
    assert found == {"journal_mode": "wal", "synchronous": 2, "foreign_keys": 1, "fullfsync": 1}


def test_a_look_cannot_write(postgres_url: str) -> None:
    with (
        closing(Store(postgres_url)) as store,
        pytest.raises(StoreError, match="read-only"),
        reading(store._engine) as connection,
    ):
        connection.execute(sql("DELETE FROM place"))


# Text that one of the databases would not keep as it is


@pytest.mark.parametrize("bad", ["nul \0 inside", "half \ud83d of a pair", "\udcff"])
def test_text_that_cannot_be_kept_is_refused_alike(store: Store, bad: str) -> None:
    code = next(f"U+{ord(c):04X}" for c in bad if c in "\0\ud83d\udcff")
    before = count(store, "event")
    note = Note(uid(50), MAIN.digest, ANA, Span(0, 5), bad)
    verbs: tuple[Callable[[], object], ...] = (
        lambda: do(store, "ana", (None, note)),
        lambda: do(store, "ana", (None, replace(SAYER, name=bad))),
        lambda: do(store, "ana", (None, replace(SAYER, aliases=(bad,)))),
        lambda: do(store, "ana", (None, replace(quote(1), labels=(Label("x", bad),)))),
        lambda: store.add_actor(bad),
        lambda: store.place(bad),
        lambda: store.find_articles(bad),
        lambda: store.set_fingerprint(bad, "x"),
        lambda: add(store, article("words", Source("a", bad))),
        lambda: store.use_guideline("1", bad),
    )
    for verb in verbs:
        with pytest.raises(StoreError, match="cannot keep") as caught:
            verb()
        assert code in str(caught.value)
        str(caught.value).encode()
    assert count(store, "event") == before
    assert state(store) == {}


def test_an_article_that_cannot_be_kept_is_refused(store: Store) -> None:
    for bad in ("a\0b", "a\ud83d"):
        text_bytes = bad.encode("utf-8", "surrogatepass")
        with pytest.raises(StoreError, match="cannot keep"):
            add(store, replace(MAIN, digest=sha256(text_bytes).hexdigest(), text=bad))
    assert count(store, "article") == 1


def test_any_other_text_comes_back(store: Store) -> None:
    odd = "\x01\x1b[31m\u202e\u2028\ufeff\uffff🎉e\u0301\r\n\t'\";--%_\\ "
    note = Note(uid(50), MAIN.digest, ANA, Span(0, 5), odd)
    do(store, "ana", (None, note))
    assert state(store) == as_state(note)
    one = article(odd)
    add(store, one)
    assert store.article(one.digest).text == odd
    assert store.history("ana")[0].changes[0].after == note
