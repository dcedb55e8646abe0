"""A round as a lead sees it: the numbers, and who is named; to look again is to look anew."""

from datetime import timedelta

from annotator.store import Store
from annotator.work.quality.alarms import Kind
from annotator.work.quality.report import report
from annotator.work.quality.telling import alarms, as_json, next_step
from annotator.work.quality.watching import Overview, Watch
from tests.work.desks import scheme
from tests.work.quality.rounds import BEGAN, PEOPLE, SENTENCES, annotate, corpus, opened, planned, worked


def watch(store: Store) -> Watch:
    return Watch(store, scheme(), now=lambda: BEGAN + timedelta(days=1))


def test_a_round_in_numbers_with_the_one_who_did_not_read(db_url: str) -> None:
    with opened(db_url) as store:
        plan = worked(store)
        some = watch(store).look()
    assert some.plan == plan
    assert [one.name for one in some.people] == list(PEOPLE)
    ana, ben, eva = some.people
    assert (ana.articles, ana.finished, ana.left) == (7, 7, 0)
    assert (ben.finished, ben.begun, ben.reviewed) == (5, 0, 5 * SENTENCES)
    assert sum(eva.verdicts) == 7 * SENTENCES
    assert eva.verdicts[1:] == (0, 0)
    assert ana.quotes == ana.verdicts[0]
    assert ana.checks == (1, 1)
    assert ana.pace is not None
    assert eva.pace is not None
    assert 10 * ana.pace < eva.pace
    assert [(x.name, x.kind) for x in some.alarms] == [("eva", Kind.SPEED), ("eva", Kind.STREAK)]
    assert eva.gold is not None
    assert eva.gold.rate.recall == 1
    assert eva.gold.rate.precision == 0.5
    assert ana.rest is not None
    assert 0.6 < (ana.rest.rate.f1 or 0) < 0.95
    assert sum(sum(one.days) for one in some.people) == sum(one.reviewed for one in some.people)
    assert {one.number: one.finished for one in some.articles}[1] in (True, False)
    assert as_json(some)["annotators"][2]["alarms"] == ["speed", "streak"]


def test_looking_again_is_the_same_as_looking_anew(sqlite_url: str) -> None:
    with opened(sqlite_url) as store:
        plan, articles = planned(store)
        again = watch(store)
        first = again.look()
        assert (first.alarms, first.finished) == ([], 0)
        known = {one.digest: one for one in articles}
        mine = [known[x.article] for x in store.holdings(plan.id) if x.name == "eva"]
        for one in mine[:3]:
            annotate(store, "eva", [one], reads=False)
            assert as_json(again.look()) == as_json(watch(store).look())
        assert again.look().people is again.look().people


def test_an_honest_pair_raises_no_alarm(sqlite_url: str) -> None:
    with opened(sqlite_url) as store:
        articles = corpus(store, 14)
        for name in ("ana", "ben"):
            store.add_actor(name)
            annotate(store, name, articles, reads=True)
        some = watch(store).look()
    assert some.plan is None
    assert alarms(some) == []


def test_what_to_do_next_where_there_is_nothing_to_see(sqlite_url: str) -> None:
    said = []
    with opened(sqlite_url) as store:
        look = watch(store).look
        said.append(next_step(look()))
        corpus(store, 1)
        said.append(next_step(look()))
        store.add_actor("ana")
        some = look()
        said.append(next_step(some))
    commands = ("annotator ingest", "annotator annotators add", "annotator assign")
    assert all(command in (sentence or "") for command, sentence in zip(commands, said, strict=True))
    assert "annotator assign" in "\n".join(report(some, "x"))


def test_the_report_holds_no_markup_of_a_title(sqlite_url: str) -> None:
    with opened(sqlite_url) as store:
        worked(store)
        some = watch(store).look()
    evil = "\x1b]52;c;x\x07<script>alert(1)</script> | [x](http://x) `x` # *x*"
    article = some.articles[0]
    hostile = Overview(
        some.at, some.plan, some.people,
        (type(article)(article.number, article.digest, evil, 1, (("a|b\n", 0),), 0.5, 0),), 1, some.days,
    )  # fmt: skip
    text = "\n".join(report(hostile, evil))
    assert "\x1b" not in text
    assert "<script" not in text
    assert "](" not in text.replace("\\](", "")
    assert "a\\|b␊ 0/1" in text
    rows = [line for line in text.splitlines() if line.startswith("|")]
    assert {line.replace("\\|", "").count("|") for line in rows} <= {4, 5, 8}
