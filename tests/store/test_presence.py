"""One session of a person saves at a time; a dead one holds nobody up, on SQLite and on PostgreSQL."""

import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from annotator.errors import StoreError
from annotator.model import Change, Speaker
from annotator.store import Store
from annotator.store.acting import Act
from annotator.store.presence import Presence, TakenOver
from tests.conftest import ROOT
from tests.work.desks import IN_MEMORY, TEXT, article, filled, uid

AT = "2031-03-04T10:12:00.000Z"

# A session that begins, says so, and then does nothing until it is killed.
SITTER = """
import sys
from annotator.store import Store
store = Store(sys.argv[1], now=lambda: "2031-03-04T10:12:00.000Z")
store.begin_work("ana", "pts/3 on lab")
print("begun", flush=True)
sys.stdin.read()
"""


@contextmanager
def sitter(url: str) -> Iterator[subprocess.Popen[str]]:
    pipe = subprocess.PIPE
    program = subprocess.Popen(
        [sys.executable, "-c", SITTER, url], cwd=ROOT, text=True, stdin=pipe, stdout=pipe
    )
    assert program.stdin
    assert program.stdout
    with program:
        try:
            assert program.stdout.readline() == "begun\n"
            yield program
        finally:
            program.kill()


@pytest.fixture
def store(db_url: str) -> Iterator[Store]:
    with filled(db_url, people=("ana", "bob")) as one:
        yield one


def name(n: int, called: str) -> Act:
    return Act("name somebody", (Change(None, Speaker(uid(n), called)),))


def left(store: Store) -> list[str]:
    """The files of sessions beside the database."""
    file = store._engine.url.database
    return [] if file is None else [x.name for x in Path(file).parent.glob("*-at-work-*")]


def test_nobody_is_elsewhere_at_first_and_nobody_after_leaving(store: Store, db_url: str) -> None:
    assert store.elsewhere("ana") is None
    with Store(db_url) as first:
        first.begin_work("ana", "pts/3")
        assert first.elsewhere("ana") is None
        assert store.elsewhere("bob") is None
        there = store.elsewhere("ana")
        assert there is not None
        assert there.terminal == "pts/3"
    assert store.elsewhere("ana") is None
    assert left(store) == []


def test_a_session_is_found_in_another_program_and_not_once_it_was_killed(store: Store, db_url: str) -> None:
    for _ in range(2):
        with sitter(db_url) as program:
            assert store.elsewhere("ana") == Presence(AT, "pts/3 on lab")
            program.kill()
            program.wait()
            wait_until_gone(store)
    store.begin_work("ana", "here")
    assert len(left(store)) == (1 if "sqlite" in db_url else 0)  # our own; those of the killed are gone


def wait_until_gone(store: Store) -> None:
    """A server notices the end of a program by its connection, a moment later."""
    from tests.terminal import wait_for

    wait_for(lambda: store.elsewhere("ana") is None, 10, lambda: "the killed session is still there")


def test_who_was_taken_over_saves_nothing_more(store: Store, db_url: str) -> None:
    store.begin_work("ana", "pts/3")
    store.act("ana", name(1, "Ida"))
    with Store(db_url) as other:
        other.begin_work("ana", "pts/4 on lab")
        said = r"you went on in another terminal \(pts/4 on lab\) at \d\d:\d\d; nothing is kept from here"
        for verb in (
            lambda: store.act("ana", name(2, "Olle")),
            lambda: store.undo("ana"),
            lambda: store.redo("ana"),
            store.still_here,
        ):
            with pytest.raises(TakenOver, match=said):
                verb()
        assert [s.name for s in other.speakers()] == ["Ida"]
        other.undo("ana")
        other.act("ana", name(3, "Sten"))
        digest = article(TEXT).digest
        other.set_place("ana", digest, 5)
        store.set_place("ana", digest, 0)  # its place is no longer anybody's
        assert other.place("ana") == (digest, 5)
        other.still_here()
        # It may take over in its turn.
        store.begin_work("ana", "pts/3")
        store.act("ana", name(2, "Olle"))
        with pytest.raises(TakenOver):
            other.still_here()


def test_others_and_programs_save_on(store: Store, db_url: str) -> None:
    store.begin_work("ana", "pts/3")
    with Store(db_url) as other:
        other.begin_work("bob", "pts/4")
        other.act("bob", name(1, "Ida"))
        other.act("ana", name(2, "Olle"))  # a command line does it in a person's name, at no terminal
        store.act("ana", name(3, "Sten"))


def test_who_is_not_known_cannot_be_at_work(store: Store) -> None:
    assert store.elsewhere("zoe") is None
    with pytest.raises(StoreError, match="nobody is called zoe here"):
        store.begin_work("zoe", "pts/3")
    store.still_here()


def test_a_database_in_memory_has_one_session() -> None:
    with filled(IN_MEMORY) as store:
        store.begin_work("ana", "pts/3")
        assert store.elsewhere("ana") is None
        store.act("ana", name(1, "Ida"))


def test_a_folder_without_room_for_the_sign_lets_one_work_all_the_same(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    url = f"sqlite:///{tmp_path / 'a.db'}"
    with filled(url) as store, Store(url) as other:

        def refuse(*_: object) -> None:
            raise PermissionError(13, "Permission denied")

        monkeypatch.setattr("annotator.store.alive.fcntl.flock", refuse)
        store.begin_work("ana", "pts/3")
        assert other.elsewhere("ana") is None  # it is taken for dead
        other.begin_work("ana", "pts/4")
        with pytest.raises(TakenOver):
            store.act("ana", name(1, "Ida"))


def test_an_action_costs_no_transaction_more(store: Store, db_url: str) -> None:
    from sqlalchemy import event

    seen: list[str] = []
    event.listen(store._engine, "commit", lambda _connection: seen.append("commit"))
    store.begin_work("ana", "pts/3")
    seen.clear()
    store.act("ana", name(1, "Ida"))
    assert seen == ["commit"]


def test_since_when_is_told_by_the_clock_on_the_wall() -> None:
    from annotator.store.database import utc_now

    assert len(Presence(utc_now(), "").clock()) == len("10:12")
    assert len(Presence(AT, "").clock()) == len("2031-03-04 10:12")
