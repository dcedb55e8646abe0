"""An article that is hidden gold looks like any other until one is told: on the screen and in the queue."""

import json
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from annotator.cli.main import run
from annotator.model import ADJUDICATED, Change, Entity, Quote, Review, ReviewStatus
from annotator.store import Store
from annotator.store.acting import Act
from annotator.store.team import Joined, Role, Rules
from annotator.work.adjudication.feedback import What, feedback
from annotator.work.assigning import running
from tests.tui.played import played
from tests.work.desks import TEXT, at_work, filled, mark, says, scheme, span, uid
from tests.work.settled import DOUBT, TOLD, review_all

PLAIN, HIDDEN, TOLD_AFTER = Rules(), Rules(hidden_gold=1), Rules(hidden_gold=1, feedback=True)


@contextmanager
def given(folder: Path, rules: Rules) -> Iterator[tuple[Store, str]]:
    """A plan that gives cleo one article, which is adjudicated where gold is to be hidden; its digest."""
    with filled(f"sqlite:///{folder / 'annotator.db'}", [TEXT], ("cleo",)) as store:
        digest = next(store.articles()).digest
        store.set_role("lena", Role.LEAD)
        if rules.hidden_gold:
            settle(store, digest)
        plan = running.begin(store, rules, [Joined("cleo")])
        assert len(plan.checks) == rules.hidden_gold
        yield store, digest


def settle(store: Store, digest: str) -> None:
    """Gold has two quotes; all else has none."""
    quotes: list[Entity] = [
        Quote(uid(900 + n), digest, ADJUDICATED, (span(TEXT, x),)) for n, x in enumerate((DOUBT, TOLD))
    ]
    reviews = [Review(digest, ADJUDICATED, s.span, ReviewStatus.DONE) for s in store.sentences(digest)]
    changes = [Change(None, one) for one in [*quotes, *reviews]]
    store.act("lena", Act("settle", tuple(changes), digest))


async def seen(folder: Path, rules: Rules, capsys: pytest.CaptureFixture[str]) -> dict[str, object]:
    """All that cleo can see of her article before, while and after she works in it."""
    folder.mkdir()
    with given(folder, rules) as (store, digest):
        work = at_work(store, "cleo")
        assert work.task is not None
        found: dict[str, object] = {"before": says(work), "withheld": store.is_withheld(work.task, digest)}
        async with played(work, (100, 30)) as play:
            found["screen"] = await play.text()
            mark(work, DOUBT)
            review_all(work)
            await play.press("j", "M")
            found["after"] = await play.text()
        found["feedback"] = feedback(store, scheme(), "cleo")
        found["unread"] = store.count_unread(ADJUDICATED, "cleo")
    assert run(["--db", str(folder / "annotator.db"), "queue", "--as", "cleo", "--all", "--json"]) == 0
    found["queue"] = json.loads(capsys.readouterr().out)
    return found


async def test_hidden_gold_cannot_be_told_from_other_work(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    plain, hidden = [
        await seen(tmp_path / name, rules, capsys) for name, rules in (("a", PLAIN), ("b", HIDDEN))
    ]
    assert plain == hidden
    assert hidden["feedback"] == []


def test_with_feedback_one_reads_it_when_the_article_is_finished(tmp_path: Path) -> None:
    with given(tmp_path, TOLD_AFTER) as (store, _digest):
        work = at_work(store, "cleo")
        mark(work, DOUBT)
        mark(work, "Nobody will pay twice")
        assert feedback(store, scheme(), "cleo") == []
        assert store.count_unread(ADJUDICATED, "cleo") == 0
        review_all(work)
        told = feedback(store, scheme(), "cleo")
        assert store.count_unread(ADJUDICATED, "cleo") == 1
        assert {(one.what, one.words) for one in told} == {
            (What.REJECTED, "Nobody will pay twice"), (What.MISSED, TOLD)
        }  # fmt: skip
        assert all(one.new for one in told)
        store.mark_read("cleo")
        assert not any(one.new for one in feedback(store, scheme(), "cleo"))
