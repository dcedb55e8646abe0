"""Many processes on one database: nothing is lost, nobody waits in vain, and a kill takes nothing back."""

import signal
from dataclasses import replace
from multiprocessing.connection import Connection
from multiprocessing.context import ForkServerProcess

from sqlalchemy import inspect
from sqlalchemy import text as sql

from annotator.model import Label, Layer, LayerKind, Speaker
from annotator.store import Store
from annotator.store.acting import Stale
from annotator.store.columns import metadata
from annotator.store.engine import reading
from tests.store.crowd import PATIENCE, started, together
from tests.store.world import (
    MAIN,
    TEXT,
    add,
    article,
    count,
    do,
    filled,
    quote,
    replayed,
    state,
    uid,
)

CROWD = 8
EACH = 4  # actions of each process
SHARED = Speaker(uid(900), "Ida Brenn")


def open_and_leave(url: str) -> list[str]:
    with Store(url) as store:
        return store.actors()


def test_eight_open_a_new_database(new_url: str) -> None:
    assert together(open_and_leave, [(new_url,)] * CROWD) == [[]] * CROWD
    with Store(new_url) as store, reading(store._engine) as connection:
        names = inspect(connection).get_table_names()
        # The index of words is the database's own: SQLite keeps it in several tables.
        assert {name for name in names if not name.startswith("article_words")} == set(metadata.tables)
        assert connection.execute(sql("SELECT count(*) FROM alembic_version")).scalar_one() == 1


def open_each(urls: list[str]) -> int:
    return len([open_and_leave(url) for url in urls])


def test_eight_open_new_files_again_and_again(sqlite_url: str) -> None:
    """How the race goes depends on luck: one file shows a mistake seldom, twenty often."""
    urls = [f"{sqlite_url}.{n}" for n in range(20)]
    assert together(open_each, [(urls,)] * CROWD) == [len(urls)] * CROWD


def hammer(url: str, me: int) -> int:
    """Take in articles, act as oneself and as the team, and change what all share."""
    layer, name = Layer(LayerKind.HUMAN, f"p{me}"), f"p{me}"
    stale = 0
    with Store(url) as store:
        store.add_actor(name)
        store.add_actor("team")
        for n in range(EACH):
            own = article(f"{TEXT}{me} {n}")
            add(store, own)
            add(store, article(f"{TEXT}everyone's {n}"))
            do(store, name, (None, quote(100 * me + n, n, layer)))
            do(store, "team", (None, quote(10_000 + 100 * me + n, n, layer, own.digest)))
            stale += _name(store, name, f"{me} {n}")
    return stale


def _name(store: Store, actor: str, alias: str) -> int:
    """Add an alias; how often somebody else was faster."""
    for stale in range(CROWD * EACH * 10):
        known = next(speaker for speaker in store.speakers() if speaker.id == SHARED.id)
        try:
            do(store, actor, (known, replace(known, aliases=(*known.aliases, alias))))
        except Stale:
            continue
        return stale
    raise AssertionError("always somebody else was faster")


def test_eight_hammer_at_it(db_url: str) -> None:
    with filled(db_url) as store:
        do(store, "ana", (None, SHARED))
        together(hammer, [(db_url, me) for me in range(CROWD)])
        assert count(store, "article") == 1 + CROWD * EACH + EACH
        assert count(store, "quote") == 2 * CROWD * EACH
        assert count(store, "event") == 1 + 3 * CROWD * EACH
        assert [event.seq for event in store.history("team", 1000)] == list(range(CROWD * EACH, 0, -1))
        (shared,) = store.speakers()
        assert set(shared.aliases) == {f"{me} {n}" for me in range(CROWD) for n in range(EACH)}
        assert state(store) == replayed(store)


def keep_acting(pipe: Connection, url: str, first: int) -> None:
    """Do one action after the other, and say of each that it is done."""
    with Store(url) as store:
        for n in range(first, first + 1_000_000):
            do(store, "ana", (None, replace(quote(n), labels=(Label("topic", str(n)),))))
            pipe.send(n)


def test_a_kill_loses_nothing_that_was_said_to_be_done(db_url: str) -> None:
    with filled(db_url) as store:
        acknowledged: set[int] = set()
        for kill in range(20):
            process, pipe = started(keep_acting, db_url, 10_000 * kill)
            acknowledged |= _killed_after(kill % 7 + 1, process, pipe)
        store.add_actor("after")  # waits until the server has noticed the last death
        there = {quote.id for quote in store.open_article(MAIN.digest, quote(0).layer).quotes}
        assert {uid(n) for n in acknowledged} <= there
        assert len(acknowledged) <= len(there) <= len(acknowledged) + 20
        assert state(store) == replayed(store)
        assert [event.seq for event in store.history("ana", 10_000)] == list(range(len(there), 0, -1))


def _killed_after(actions: int, process: ForkServerProcess, pipe: Connection) -> set[int]:
    """All that the process said it did until it was killed, at a moment of some action after these."""
    with pipe:
        said = [_next(pipe) for _ in range(actions)]
        process.kill()
        process.join(PATIENCE)
        while pipe.poll():
            try:
                said.append(pipe.recv())
            except (EOFError, OSError):  # OSError: it was killed in the middle of a word
                break
    assert process.exitcode == -signal.SIGKILL
    process.close()
    return set(said)


def _next(pipe: Connection) -> int:
    assert pipe.poll(PATIENCE), "the process did nothing"
    return int(pipe.recv())
