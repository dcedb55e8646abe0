"""annotator assign and queue: a plan from the first to the last of its articles, on both databases."""

import io
import sys
from collections import Counter
from typing import Any

import pytest

from annotator.errors import Exit
from annotator.store import Store
from tests.cli.conftest import Call
from tests.store.plans import DIGESTS, corpus, review, team


@pytest.fixture
def db(db_url: str, monkeypatch: pytest.MonkeyPatch) -> str:
    """A database with six articles and three people, and nobody who leads."""
    team(db_url).close()
    monkeypatch.setenv("ANNOTATOR_DB", db_url)
    return db_url


def plan(call: Call) -> dict[str, Any]:
    found: dict[str, Any] = call("assign", "show", "--json").json()
    return found


def articles(call: Call, name: str) -> list[str]:
    rows = call("queue", "--as", name, "--all", "--json").json()["articles"]
    return [row["digest"] for row in rows]


@pytest.mark.usefixtures("db")
def test_a_plan_from_its_beginning_to_its_end(call: Call) -> None:
    assert "no plan runs: all articles are yours" in call("queue", "--as", "ana").err
    done = call("assign", "--overlap", "2", "--by", "outlet", "--seed", "5")
    assert done.code == 0
    assert "pass: both · 2 people an article · mixed by outlet · order: random" in done.out
    assert [row["articles"] for row in plan(call)["annotators"]] == [4, 4, 4]
    every = [digest for name in ("ana", "ben", "eva") for digest in articles(call, name)]
    assert Counter(every) == dict.fromkeys(DIGESTS[:6], 2)
    assert call("assign", "--overlap", "3").sentence.startswith("a plan is running; annotator assign end")
    assert "nothing new to give out" in call("assign").err
    assert call("assign", "end").err == "the plan has ended (pass: both)\n"
    assert call("assign", "show").sentence.startswith("no plan runs")


def test_a_queue_says_how_far_one_is(call: Call, db: str) -> None:
    call("assign", "--overlap", "3")
    first = articles(call, "ana")[0]
    with Store(db) as store:
        review(store, "ana", first)
    assert len(call("queue", "--as", "ana", "--json").json()["articles"]) == 5
    done = call("queue", "--as", "ana", "--all")
    assert done.err == "ana: 5 articles to do of 6, pass: both\n"
    assert [line.split()[0] for line in done.out.splitlines()[1:]] == [f"a{n}" for n in range(1, 7)]
    assert done.out.count("finished") == 1
    assert "known are ana, ben, eva" in call("queue").sentence
    assert "nobody is called nora here" in call("queue", "--as", "nora").sentence


def test_new_articles_join_by_themselves(call: Call, db: str) -> None:
    call("assign", "--overlap", "2")
    before = {name: articles(call, name) for name in ("ana", "ben", "eva")}
    with Store(db) as store:
        corpus(store, 6, 9)
    after = {name: articles(call, name) for name in before}
    assert all(after[name][: len(some)] == some for name, some in before.items())
    assert sorted(map(len, after.values())) == [6, 6, 6]


@pytest.mark.usefixtures("db")
def test_a_dry_run_says_who_would_get_how_much_and_does_nothing(call: Call) -> None:
    done = call("assign", "--overlap", "2", "--quota", "ana=1", "--calibrate", "1", "--dry-run")
    rows = {row[0]: row[1:] for row in map(str.split, done.out.splitlines()[1:-1])}
    assert (rows["ana"], done.err) == (["2", "1"], "dry run: no plan was begun\n")
    assert call("assign", "show").code == Exit.USAGE


@pytest.mark.usefixtures("db")
def test_quotas_and_people_may_be_said_again(call: Call) -> None:
    done = call("assign", "--overlap", "2", "--annotator", "ana", "--annotator", "ben", "--quota", "2")
    assert "4 articles wait for people: add some, or raise quotas" in done.out
    done = call("assign", "--annotator", "eva", "--quota", "ana=3")
    assert "given out" in done.err
    rows = {row["name"]: row for row in plan(call)["annotators"]}
    assert [rows[x]["quota"] for x in ("ana", "ben", "eva")] == [3, 2, None]
    assert [rows[x]["articles"] for x in ("ana", "ben", "eva")] == [3, 2, 1]
    call("annotators", "add", "ida")
    assert "--quota names ida, who has no part" in call("assign", "--quota", "ida=1").sentence
    call("assign", "--quota", "9")
    assert plan(call)["waiting"] == 0


def test_a_calibration_shows_agreement_and_opens_the_rest(call: Call, db: str) -> None:
    call("assign", "--overlap", "1", "--calibrate", "2", "--annotator", "ana", "--annotator", "ben")
    assert [row["open"] for row in call("queue", "--as", "ana", "--json").json()["articles"]] == [
        True, True, False, False,
    ]  # fmt: skip
    assert "not open yet" in call("queue", "--as", "ana").out
    call("assign", "--annotator", "eva")
    assert call("assign", "open").sentence.startswith("ana, ben, eva have not finished the calibration")
    call("annotators", "retire", "eva")
    first = articles(call, "ana")[:2]
    with Store(db) as store:
        for name in ("ana", "ben"):
            for digest in first:
                review(store, name, digest)
    assert "calibration: 4 of 6 done" in call("assign", "show").out
    done = call("assign", "open")
    assert "has a quote" in done.out
    assert "2 articles that two or more reviewed" in done.out
    assert done.err == "the articles after the calibration are open\n"
    assert "not open yet" not in call("queue", "--as", "ana").out
    assert call("assign", "open").sentence.startswith("the plan is open already; ")


def test_reassigning_and_rebalancing(call: Call, db: str) -> None:
    call("assign", "--overlap", "2")
    finished, *rest = articles(call, "ana")
    with Store(db) as store:
        review(store, "ana", finished)
    before = plan(call)
    done = call("assign", "reassign", "--from", "ana", "--dry-run")
    assert (done.err.splitlines()[0], plan(call)) == ("dry run: 3 articles moved", before)
    call("annotators", "add", "ida")
    call("assign", "--annotator", "ida")
    done = call("assign", "rebalance", "--dry-run")
    assert done.err.startswith("dry run: ")
    call("assign", "rebalance")
    assert sorted(row["left"] for row in plan(call)["annotators"]) == [2, 3, 3, 3]
    done = call("annotators", "retire", "ana")
    assert "not finished; annotator assign reassign --from ana gives them on" in done.err
    call("assign", "reassign", "--from", "ana")
    assert articles(call, "ana") == [finished]
    counts = [row["articles"] for row in plan(call)["annotators"]]
    assert sum(counts) == 12
    assert rest


@pytest.mark.usefixtures("db")
def test_one_article_goes_to_one_person(call: Call) -> None:
    call("assign", "--overlap", "1")
    one, *_ = articles(call, "ana")
    assert call("assign", "reassign", "--from", "ana", "--to", "eva", "--article", one[:12]).code == 0
    assert one in articles(call, "eva")
    assert one not in articles(call, "ana")


def test_the_leads_list_is_an_order_on_request(call: Call, db: str) -> None:
    call("assign", "--overlap", "3", "--order", "given")
    assert articles(call, "ben") == DIGESTS[:6]
    assert call("assign", "reorder", "list").sentence.startswith("there is no list; annotator learn --queue")
    with Store(db) as store:
        store.set_queue([DIGESTS[4], DIGESTS[2]])
    assert call("assign", "reorder", "list").code == 0
    assert articles(call, "ben") == [DIGESTS[n] for n in (4, 2, 0, 1, 3, 5)]


@pytest.mark.usefixtures("db")
def test_a_pool_has_nothing_to_move(call: Call) -> None:
    done = call("assign", "--overlap", "2", "--pool", "--lease", "90")
    assert "a pool, held for 90 minutes" in done.out
    assert "6 articles wait for somebody to take them" in done.out
    assert "more are taken from the pool as you go" in call("queue", "--as", "ana").err
    for words in (("rebalance",), ("reassign", "--from", "ana")):
        assert "articles of a pool are nobody's" in call("assign", *words).sentence


@pytest.mark.parametrize(
    ("words", "says"),
    [
        ((), "no plan runs; annotator assign --overlap 2 begins one"),
        (("--overlap", "4"), "4 people an article need at least 4 people, and there are: ana, ben, eva"),
        (("--overlap", "2", "--annotator", "nora"), "nobody called nora is at work here"),
        (("--share", "0.5"), "add --overlap 2"),
        (("--overlap", "1", "--by", "colour"), "--by is outlet, date or topic, not “colour”"),
        (("--order", "best"), "--order is random, given or list"),
        (("--overlap", "1", "--lease", "5"), "--lease is for a --pool"),
        (("--overlap", "1", "--pass", "words"), "a pass is spans, labels or both, not “words”"),
        (("--overlap", "1", "--quota", "ana"), "write NAME=N, or N for all"),
        (("--overlap", "1", "--quota", "nora=3"), "--quota names nora, who has no part in the plan"),
        (("--pass", "labels", "--without-proposals", "1"), "no proposals are shown in a pass of labels"),
    ],
)
@pytest.mark.usefixtures("db")
def test_what_makes_no_sense_is_a_sentence(call: Call, words: tuple[str, ...], says: str) -> None:
    done = call("assign", *words)
    assert done.code == Exit.USAGE
    assert says in done.sentence
    assert call("assign", "show").code == Exit.USAGE


@pytest.mark.usefixtures("db")
def test_moves_that_make_no_sense_are_sentences(call: Call) -> None:
    call("assign", "--overlap", "1", "--annotator", "ana", "--annotator", "ben")
    for words, says in (
        (("--from", "eva"), "eva has no part in the plan; there are ana, ben"),
        (("--from", "ana", "--to", "eva"), "annotator assign --annotator eva gives one"),
        (("--from", "ana", "--article", "zz"), "no article begins with zz"),
    ):
        assert says in call("assign", "reassign", *words).sentence
    assert "--dry-run is for a new plan" in call("assign", "--dry-run").sentence
    assert "an order is random" in call("assign", "reorder", "best").sentence


@pytest.mark.usefixtures("db")
def test_plans_are_for_leads_where_somebody_leads(call: Call) -> None:
    call("annotators", "add", "lena", "--role", "lead")
    for words in (("--overlap", "1"), ("end",), ("rebalance",), ("open",)):
        assert "ana is not a lead here" in call("assign", *words, "--as", "ana").sentence
    assert call("assign", "--overlap", "1", "--as", "lena").code == 0
    assert call("assign", "show").code == 0
    assert "the plan that runs has no part for lena" in call("queue", "--as", "lena").err


@pytest.mark.usefixtures("db")
def test_annotating_follows_the_plan(call: Call, monkeypatch: pytest.MonkeyPatch) -> None:
    call("assign", "--overlap", "1")
    monkeypatch.setattr(sys, "stdin", io.StringIO("\n" * 10))
    done = call("annotate", "--plain", "--as", "ana")
    assert "Article 1 of 2: " in done.out
    assert "All that is assigned to you is finished" in done.out
    foreign = articles(call, "ben")[0]
    monkeypatch.setattr(sys, "stdin", io.StringIO(""))
    assert "not assigned to you" in call("annotate", "--plain", "--as", "ana", foreign[:12]).err
    assert "a pass is" in call("annotate", "--plain", "--as", "ana", "--pass", "x").err
