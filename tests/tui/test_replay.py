"""All of our own gold, typed by keys into the program: what the export says of it is the gold again."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests import gold
from tests.tui.played import played, records
from tests.tui.replay import keys, one_article, shapes
from tests.work.desks import at_work

each_article = pytest.mark.parametrize("path", gold.paths(), ids=lambda path: Path(path).stem)


@each_article
async def test_gold_typed_by_keys_comes_out_as_gold(path: str) -> None:
    with one_article(path) as store:
        async with played(at_work(store)) as play:
            await play.press(*keys(path))
            assert await play.news() == "this article is finished: space goes on to the next"
            work = play.work
        assert shapes(records(store, work)) == shapes(gold.gold()[path])
        reviewed, body = store.tally(work.layer)
        assert reviewed == body == work.desk.body


async def test_all_of_it_taken_back_and_done_again_by_keys() -> None:
    path = "corpus/08-fishing-echo.md"
    with one_article(path) as store:
        async with played(at_work(store)) as play:
            await play.press(*keys(path))
            done, actions = records(store, play.work), len(store.history("ana", 10_000))
            await play.press(*taken_back(actions))
            assert await play.news() == "nothing is left to take back"
            assert (records(store, play.work), store.speakers()) == ([], [])
            await play.press("r", *taken_back(actions, "r"))
            assert await play.news() == "nothing was taken back"
            assert shapes(records(store, play.work)) == shapes(done)


def taken_back(actions: int, key: str = "u") -> Iterator[str]:
    yield from (key,) * (actions + 1)
