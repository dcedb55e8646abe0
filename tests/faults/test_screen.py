"""What befalls a database under the screen is said below the text; the key works again, or one leaves."""

import shutil
import sqlite3
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, closing, contextmanager
from pathlib import Path

import pytest

from annotator.model import Region
from annotator.store import Store, engine
from tests.store.world import replayed, state
from tests.tui.played import played
from tests.work.desks import at_work, filled

Fault = Callable[[Path], AbstractContextManager[None]]
PAGE = 4096


@pytest.fixture(autouse=True)
def _impatient(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(engine, "BUSY_MS", 50)


@contextmanager
def held(file: Path) -> Iterator[None]:
    """Another program writes, and does not end."""
    with closing(sqlite3.connect(file, isolation_level=None)) as other:
        other.execute("BEGIN IMMEDIATE")
        yield


@contextmanager
def removed(file: Path) -> Iterator[None]:
    away = file.rename(file.with_name("away"))
    yield
    away.rename(file)


@contextmanager
def replaced(file: Path) -> Iterator[None]:
    """A copy takes its place for a while."""
    away = file.rename(file.with_name("away"))
    shutil.copy(away, file)
    yield
    away.rename(file)


@contextmanager
def damaged(file: Path) -> Iterator[None]:
    """Every page but the first is nonsense for a while."""
    with closing(sqlite3.connect(file)) as raw:
        raw.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    whole = file.read_bytes()
    with open(file, "r+b") as there:
        there.seek(PAGE)
        there.write(b"\xa5" * (len(whole) - PAGE))
    yield
    with open(file, "r+b") as there:
        there.write(whole)


SAID: dict[Fault, str] = {
    held: "is held by another program for too long; close that program and try again",
    removed: "was removed or renamed while it was open: nothing can be saved; put it back",
    replaced: "was replaced by another file while it was open; leave and start again",
    damaged: "is damaged; copy it away and restore a backup",
}


@pytest.mark.parametrize("fault", SAID, ids=["held", "removed", "replaced", "damaged"])
async def test_a_database_that_something_befalls(tmp_path: Path, fault: Fault) -> None:
    file = tmp_path / "annotator.db"
    with filled(f"sqlite:///{file}") as store:
        work = at_work(store)
        async with played(work) as play:
            await play.press("j", "q", "j", "k")
            before = await play.rows()
            with fault(file):
                for key in ("space", "h", "D", "u"):
                    await play.press(key)
                    assert SAID[fault] in await play.news()
                await play.press("j", "k")
                assert await play.rows() == before, "what was not kept is not shown"
                if fault is damaged:  # what SQLite has read of it stays in its memory: one has to start again
                    await play.press("Q")
            if fault is not damaged:
                await play.press("space")
                assert "done 2/" in await play.text()
                with fault(file):
                    await play.press("Q")
            assert play.over, "nobody is held"
    kept = ["mark a quote"] if fault is damaged else ["finish a sentence", "mark a quote"]
    with Store(f"sqlite:///{file}") as store:
        assert [event.says for event in store.history("ana", 9)] == kept
        assert {key: x for key, x in state(store).items() if key[0] is not Region} == replayed(store)
