"""Whether this session still saves is looked up at a key after a pause, and by each save."""

from pathlib import Path

import pytest

from annotator.store import Store
from annotator.store.presence import TakenOver
from annotator.work.presence import PAUSE, Watch
from tests.work.desks import at_work, filled


class Clock:
    now = 0.0

    def __call__(self) -> float:
        return self.now


def test_it_is_looked_up_after_a_pause_and_said_ever_after(tmp_path: Path) -> None:
    url, clock = f"sqlite:///{tmp_path / 'a.db'}", Clock()
    with filled(url) as store, Store(url) as other:
        store.begin_work("ana", "here")
        watch = Watch(store, clock)
        other.begin_work("ana", "there")
        clock.now += PAUSE / 2
        watch.look()  # within a burst of keys nothing is read
        clock.now += PAUSE
        for _ in range(3):
            with pytest.raises(TakenOver, match=r"in another terminal \(there\)"):
                watch.look()


def test_what_was_done_on_the_desk_is_taken_back_there(tmp_path: Path) -> None:
    url = f"sqlite:///{tmp_path / 'a.db'}"
    with filled(url) as store, Store(url) as other:
        store.begin_work("ana", "here")
        work = at_work(store)
        other.begin_work("ana", "there")
        with pytest.raises(TakenOver):
            work.nothing()
        assert work.desk.review(0) is None
        assert work.at == 0
        work.leave()  # says nothing, and remembers nothing
        assert other.place("ana") is None
