"""What ties articles, where each plan puts them, what is left out and why, what the audit names."""

import re
from collections.abc import Callable
from typing import Any

import pytest

from annotator.dataset.bundle import Bundle
from annotator.dataset.splitting.policy import PARTS, By, Policy
from annotator.dataset.splitting.splits import Splits
from annotator.errors import UsageError
from annotator.store.splitting import Decision
from tests.dataset.splitting import QUOTE, Memory, audited, bundle, by_digest, prose, record, split, untouched

HALVES = Policy(shares=(50, 0, 50))
APOSTROPHES = "’'"
SHORT = "five words and no more"
SAME: dict[str, Any] = {"outlet": "Echo", "date": "2026-01-01"}


def _unlabelled(n: int) -> Bundle:
    return bundle(prose(n), record(QUOTE)) if n % 2 else bundle(f"{prose(n)} “{QUOTE},” she said.")


TIES: dict[str, Callable[[int], Bundle]] = {
    "story": lambda n: bundle(prose(n), story="the wall"),
    "a labelled quote": lambda n: bundle(prose(n), record(QUOTE)),
    "a quote with other marks and case": lambda n: bundle(
        prose(n), record([f"“{QUOTE},”", f"‘{QUOTE.title()}!’"][n % 2])
    ),
    "a broken quote and its whole": lambda n: bundle(
        prose(n), record(QUOTE) if n % 2 else record("", pieces=["nine crowns and", "not a herring more"])
    ),
    "a piece of a broken quote": lambda n: bundle(
        prose(n), record(QUOTE) if n % 2 else record("", pieces=[QUOTE, f"said {n}"])
    ),
    "a quote that nobody labelled in one": _unlabelled,
    "an apostrophe of another kind": lambda n: bundle(
        prose(n), record(f"I don{APOSTROPHES[n % 2]}t {QUOTE}")
    ),
    "half of the text": lambda n: bundle(f"{prose(1, 80)} {prose(n + 2, 20)}"),
}


def cluster(made: Splits, one: Bundle) -> str:
    return made._decisions[one.digest].cluster


@pytest.mark.parametrize("tie", TIES)
def test_what_ties_two_articles(tie: str) -> None:
    one, other = TIES[tie](2), TIES[tie](3)
    made = split([one, other, bundle(prose(50))])
    assert cluster(made, one) == cluster(made, other) == min(one.digest, other.digest)
    assert sum(made.describe()["groups"].values()) == 2


APART = {
    "a short quote": (bundle(prose(1), record(SHORT)), bundle(prose(2), record(SHORT))),
    "a model's quote": (
        bundle(prose(1), record(QUOTE, kind="model")), bundle(prose(2), record(QUOTE, kind="model")),
    ),
    "boilerplate": (bundle(prose(1), aside=prose(9, 200)), bundle(prose(2), aside=prose(9, 200))),
    "a quote in it": (bundle(prose(1), aside=f"“{QUOTE}”"), bundle(prose(2), aside=f"“{QUOTE}”")),
    "a third of the text": (bundle(prose(1) + prose(9, 20)), bundle(prose(2) + prose(9, 20))),
    "outlet and day": (bundle(prose(1), **SAME), bundle(prose(2), **SAME)),
}  # fmt: skip


@pytest.mark.parametrize("what", APART)
def test_what_ties_no_two_articles(what: str) -> None:
    assert sum(split(APART[what]).describe()["groups"].values()) == 2


def drawn(policy: Policy, part: str, at: int = 0) -> Bundle:
    """The first article from number `at` on that `policy` draws into `part`, alone."""
    found = (bundle(prose(n)) for n in range(at, at + 200))
    return next(one for one in found if policy.drawn(one.digest) == part)


def test_a_new_article_joins_its_group_and_one_that_would_join_two_is_quarantined() -> None:
    train, test = (
        bundle(drawn(HALVES, part).text, record(words))
        for part, words in (("train", QUOTE), ("test", f"{QUOTE} at all"))
    )
    memory = Memory()
    old = split([train, test], HALVES, memory)
    assert [old.part(x.digest) for x in (train, test)] == ["train", "test"]
    joins = [bundle(prose(n), record(QUOTE)) for n in range(300, 320)]
    both = bundle(prose(400), record(QUOTE), record(f"{QUOTE} at all"))
    new = split([train, test, *joins, both], HALVES, memory)
    assert {new.part(x.digest) for x in joins} == {"train"}
    assert {cluster(new, x) for x in joins} == {train.digest}, "whatever digest is the first now"
    assert new.part(both.digest) is None
    assert new.why(both.digest) == "tied to articles of different parts"
    told = new.describe()
    assert told["quarantined"] == 1
    assert told["left_out"] == {"tied to articles of different parts": 1}
    later = split([train, test, *joins, both, bundle(prose(401), story="x")], HALVES, memory)
    assert later.why(both.digest) == "tied to articles of different parts", "for ever"


def test_what_is_tied_to_a_quarantined_article_alone_is_free() -> None:
    train, test = drawn(HALVES, "train"), drawn(HALVES, "test")
    out = bundle(prose(300), record(QUOTE))
    memory = Memory()
    plan = {train.digest: "train", test.digest: "test", out.digest: "quarantine"}
    memory.plans[HALVES.plan] = {digest: Decision(part, digest) for digest, part in plan.items()}
    free = drawn(HALVES, "test", 301)
    free = free._replace(records=[record(QUOTE)])
    assert split([train, test, out, free], HALVES, memory).part(free.digest) == "test"


def test_two_decided_articles_that_come_to_share_a_quote_stay_and_the_audit_names_it() -> None:
    """Labelled later. What shares it with both is quarantined, in whatever order they come."""
    train, test = drawn(HALVES, "train"), drawn(HALVES, "test")
    memory = Memory()
    split([train, test], HALVES, memory)
    now = [one._replace(records=[record(f"“{QUOTE}!”")]) for one in (train, test)]
    for n in range(300, 310):
        third = bundle(prose(n), record(QUOTE))
        made = split([*now, third], HALVES, memory, keep=False)
        assert [made.part(x.digest) for x in (train, test, third)] == ["train", "test", None]
    (leak,) = audited(made, [*now, third])
    assert leak == {
        "kind": "quote",
        "parts": [made.part(x.digest) for x in by_digest(now)],
        "articles": [x.digest for x in by_digest(now)],
        "what": QUOTE,
        "total": 1,
    }


def test_of_a_chain_between_two_parts_one_goes_out() -> None:
    words = [f"{QUOTE} {n}" for n in range(3)]
    train, test = drawn(HALVES, "train"), drawn(HALVES, "test")
    train, test = train._replace(records=[record(words[0])]), test._replace(records=[record(words[2])])
    one = bundle(prose(300), record(words[0]), record(words[1]))
    other = bundle(prose(301), record(words[1]), record(words[2]))
    memory = Memory()
    split([train, test], HALVES, memory)
    made = split([train, test, one, other], HALVES, memory)
    assert made.describe()["quarantined"] == 1
    assert audited(made, [train, test, one, other]) == []


def test_the_same_plan_decides_the_same_and_another_anew() -> None:
    some = [bundle(prose(n)) for n in range(300)]
    made = [split(some, policy) for policy in (Policy(), Policy(salt="x"), Policy())]
    parts = [[one.part(x.digest) for x in some] for one in made]
    assert parts[0] == parts[2]
    assert parts[0] != parts[1]
    names = {p.plan for p in (Policy(), Policy(salt="x"), Policy(shares=(70, 20, 10)), Policy(By.OUTLET))}
    assert len(names) == 4
    assert Policy().plan == "group; shares 80,10,10; salt annotator"
    assert Policy(unassisted_test=True).plan == Policy().plan, "it only leaves out"


def test_what_is_decided_is_never_looked_at_again() -> None:
    some, memory = [bundle(prose(n)) for n in range(20)], Memory()
    done = split(some, None, memory)
    again = Splits.of(memory, Policy(), untouched(), [one.digest for one in some])
    assert again.describe() == done.describe()
    assert {again.part(x.digest) for x in some} <= set(PARTS)
    with pytest.raises(AssertionError, match="somebody looked"):
        Splits.of(memory, Policy(), untouched(), [*(one.digest for one in some), "0" * 64])


def test_nothing_is_kept_before_it_is_asked_for() -> None:
    memory = Memory()
    made = split([bundle(prose(1))], None, memory, keep=False)
    assert memory.plans == {}
    made.keep()
    assert len(memory.plans[Policy().plan]) == 1


def test_without_digests_the_bundles_tell_them() -> None:
    some = by_digest(bundle(prose(n)) for n in range(5))
    assert sum(Splits.of(Memory(), Policy(), iter(some)).describe()["parts"].values()) == 5


# By date


def dated(n: int, day: int, **more: Any) -> Bundle:
    return bundle(prose(n), date=f"2026-03-{day:02}", **more)


def test_by_date_finds_days_that_fit_the_shares_and_keeps_them() -> None:
    some, memory = [dated(n, n % 20 + 1) for n in range(100)], Memory()
    made = split(some, Policy(By.DATE), memory)
    assert made.plan == "date; shares 80,10,10; validation from 2026-03-17, test from 2026-03-19"
    assert made.describe()["parts"] == {"train": 80, "validation": 10, "test": 10}
    later = [*some, *(dated(n, 28) for n in range(100, 130))]
    again = split(later, Policy(By.DATE), memory)
    assert again.plan == made.plan
    assert again.describe()["parts"] == {"train": 80, "validation": 10, "test": 40}


def test_by_date_a_group_over_a_cut_goes_to_the_later_part_and_nothing_new_joins_train() -> None:
    policy, memory = Policy(By.DATE, dates=("2026-03-10", "2026-03-20")), Memory()
    old, new = dated(1, 1, story="a"), dated(2, 21, story="a")
    early = dated(3, 2, story="b")
    assert policy.plan == "date; validation from 2026-03-10, test from 2026-03-20"
    made = split([old, new, early], policy, memory)
    assert [made.part(x.digest) for x in (old, new, early)] == ["test", "test", "train"]
    late, early_too = dated(4, 25, story="b"), dated(5, 3, story="a")
    made = split([old, new, early, late, early_too], policy, memory)
    assert made.why(late.digest) == "tied to articles of different parts"
    assert made.part(early_too.digest) == "test"
    assert audited(made, [old, new, early, late, early_too]) == []


def test_by_date_the_first_run_counts_and_what_has_no_date_waits_for_one() -> None:
    policy, memory = Policy(By.DATE, dates=("2026-03-10", "2026-03-20")), Memory()
    twice = bundle(prose(1), date="2026-03-25", others=[{"date": "2026-03-01"}])
    undated, tied = bundle(prose(2)), bundle(prose(3), story="a")
    made = split([twice, undated, tied, dated(4, 12, story="a")], policy, memory)
    assert made.part(twice.digest) == "train"
    assert made.part(tied.digest) == "validation"
    assert made.why(undated.digest) == "it has no date, and nothing that it is tied to has one"
    now = undated._replace(sources=[undated.sources[0] | {"date": "2026-03-22"}])
    assert split([twice, now], policy, memory).part(now.digest) == "test"


def test_by_date_on_one_day_everything_is_train() -> None:
    told = split([dated(n, 1) for n in range(10)], Policy(By.DATE)).describe()
    assert told["parts"] == {"train": 10, "validation": 0, "test": 0}
    assert told["warnings"] == ["no article went to validation", "no article went to test"]


@pytest.mark.parametrize("by", [By.DATE, By.OUTLET])
def test_without_any_date_or_outlet_there_is_no_such_split(by: By) -> None:
    with pytest.raises(UsageError, match="split by group"):
        split([bundle(prose(1))], Policy(by))


# By speaker, by outlet


def names(policy: Policy, part: str) -> list[str]:
    return [name for n in range(200) if policy.drawn(name := f"s{n}") == part]


SPEAKER = Policy(By.SPEAKER)


def test_by_speaker_who_is_held_out_is_heard_in_test_alone() -> None:
    seen, held, between = (names(SPEAKER, part)[0] for part in ("train", "test", "validation"))
    both = bundle(prose(1), record("a", seen), record("b", held), record("c"), record("d", between))
    alone, middle = (
        bundle(prose(2), record("a", seen)),
        bundle(prose(3), record("a", between), record("b", seen)),
    )
    made = split([both, alone, middle, bundle(prose(4))], SPEAKER)
    assert [made.part(x.digest) for x in (both, alone, middle)] == ["test", "train", "validation"]
    assert [made.leaves_out(r, "test") for r in both.records] == [
        "its speaker is not held out", None, "its speaker is not known", "its speaker is not held out",
    ]  # fmt: skip
    assert made.leaves_out(record("a", held), "train") == "its speaker is held out of train"
    assert made.leaves_out(record("a"), "train") is None
    assert made.leaves_out(record("a", between), "validation") is None
    assert audited(made, [both, alone, middle]) == []
    assert split([both]).leaves_out(record("a", seen), "test") is None, "only where the plan is by speaker"


def test_by_outlet_an_outlet_is_in_one_part_and_what_two_parts_ran_is_out() -> None:
    policy = Policy(By.OUTLET)
    here, there = names(policy, "train")[0], names(policy, "test")[0]
    one, other = bundle(prose(1), outlet=here), bundle(prose(2), outlet=f" {there.upper()} ")
    ran_by_both = bundle(prose(3), outlet=here, others=[{"outlet": there}])
    tied, unknown = bundle(prose(4), outlet=here, story="a"), bundle(prose(5))
    joins, copied = bundle(prose(6), story="a"), bundle(prose(7), outlet=there, story="b")
    some = [one, other, ran_by_both, tied, unknown, joins, copied]
    made = split(some, policy)
    assert [made.part(x.digest) for x in some] == ["train", "test", None, "train", None, "train", "test"]
    assert made.why(ran_by_both.digest) == "tied to articles of different parts"
    assert made.why(unknown.digest) == "it has no outlet, and nothing that it is tied to has one"
    apart = [bundle(prose(8), outlet=here, story="c"), bundle(prose(9), outlet=there, story="c")]
    assert split([*apart, one], policy).describe()["quarantined"] == 1
    assert audited(made, some) == []


# Test without proposals


def test_what_was_labelled_with_proposals_is_left_out_of_test_and_moves_nowhere() -> None:
    some = [bundle(prose(n), assisted=n % 2 == 0) for n in range(100)]
    policy, memory = Policy(shares=(50, 25, 25), unassisted_test=True), Memory()
    every = split(some, Policy(shares=(50, 25, 25)), memory)
    made = split(some, policy, memory)
    for one in some:
        wanted = every.part(one.digest)
        if one.answers[0]["assisted"] and wanted == "test":
            assert (
                made.why(one.digest)
                == "labelled with proposals in view, and test asks for labels made without"
            )
            wanted = None
        assert made.part(one.digest) == wanted
    assert made.describe()["parts"]["test"] < every.describe()["parts"]["test"]
    assert made.describe()["quarantined"] == 0


# The audit


def planted(policy: Policy, parts: dict[str, Bundle]) -> list[dict[str, Any]]:
    """What the audit says of a plan that somebody has spoilt."""
    memory = Memory()
    plan = policy.dated("2026-03-10", "2026-03-20") if policy.by is By.DATE else policy.plan
    memory.plans[plan] = {one.digest: Decision(part, one.digest) for part, one in parts.items()}
    return audited(split(list(parts.values()), policy, memory), parts.values())


def test_leaks_of_each_kind_are_named() -> None:
    train, test = drawn(HALVES, "train"), drawn(HALVES, "test")
    told = [record(QUOTE)]
    source = train.sources[0]
    for kind, policy, change in (
        ("story", Policy(), {"sources": [source | {"story": "the wall"}]}),
        ("quote", Policy(), {"records": told}),
        ("speaker", SPEAKER, {"records": [record("a", names(SPEAKER, "test")[0])]}),
        ("outlet", Policy(By.OUTLET), {"sources": [source | {"outlet": "Echo"}]}),
    ):
        some = {"train": train._replace(**change), "test": test._replace(**change)}
        (leak,) = planted(policy, some)
        both = by_digest(some.values())
        assert (leak["kind"], leak["articles"]) == (kind, [one.digest for one in both])
        assert sorted(leak["parts"]) == ["test", "train"]
        assert leak["what"] in ("the wall", QUOTE, f"Speaker {names(SPEAKER, 'test')[0]}", "echo")


def test_an_article_that_is_newer_than_its_part_is_named() -> None:
    late = dated(1, 12)
    (leak,) = planted(Policy(By.DATE), {"train": late, "test": dated(2, 21)})
    assert leak["kind"] == "date"
    assert (leak["parts"], leak["articles"]) == (["train", "validation"], [late.digest])
    assert leak["what"] == "dated 2026-03-12, and validation begins at 2026-03-10"


def test_a_group_that_stands_in_two_parts_is_named() -> None:
    some, memory = [bundle(prose(n)) for n in range(2)], Memory()
    memory.plans[Policy().plan] = {
        one.digest: Decision(part, some[0].digest) for one, part in zip(some, ("train", "test"), strict=True)
    }
    (leak,) = audited(split(some, None, memory), some)
    assert leak["kind"] == "group"


def test_the_audit_names_a_few_and_counts_all() -> None:
    train, test = drawn(HALVES, "train"), drawn(HALVES, "test")
    told = [record(f"{QUOTE} {n}") for n in range(10)]
    leaks = planted(Policy(), {"train": train._replace(records=told), "test": test._replace(records=told)})
    assert [leak["what"] for leak in leaks] == [*(f"{QUOTE} {n}" for n in range(3)), "and 7 more"]
    assert {leak["total"] for leak in leaks} == {10}
    assert leaks[-1]["parts"] == ["train", "test"]
    assert leaks[-1]["articles"] == []


def test_a_leak_into_three_parts_names_all_three() -> None:
    some = {part: bundle(prose(n), record(QUOTE)) for n, part in enumerate(PARTS)}
    (leak,) = planted(Policy(), some)
    assert sorted(leak["parts"]) == sorted(PARTS)
    assert [some[part].digest for part in leak["parts"]] == leak["articles"]


# What is told


def test_few_groups_are_warned_of_and_many_are_not() -> None:
    few = split([bundle(prose(n, 5)) for n in range(50)]).describe()["warnings"]
    assert few[0] == (
        "with 50 groups, a share of 10 % for test may come out anywhere from 2.0 to 18.0 %; more groups "
        "make it surer, a split from a file exact"
    )
    assert split([bundle(prose(n, 5)) for n in range(1500)]).describe()["warnings"] == []


def test_a_large_group_is_warned_of() -> None:
    some = [bundle(prose(n), story="one" if n < 6 else None) for n in range(20)]
    assert re.search(r"one group holds 6 of 20 articles", " ".join(split(some).describe()["warnings"]))


@pytest.mark.parametrize("by", [By.SPEAKER, By.OUTLET])
def test_few_speakers_or_outlets_are_warned_of(by: By) -> None:
    some = [bundle(prose(n), record("a", f"s{n}"), outlet=f"s{n}") for n in range(30)]
    made = split(some, Policy(by))
    audited(made, some)
    assert f"with 30 {by}s, a share of 10 %" in made.describe()["warnings"][0]


def test_what_is_told_of_a_split() -> None:
    some = [bundle(prose(n), story="x" if n < 2 else None) for n in range(10)]
    made = split(some)
    assert audited(made, some) == []
    told = made.describe()
    assert told["plan"] == "group; shares 80,10,10; salt annotator"
    assert (told["by"], told["salt"]) == ("group", "annotator")
    assert told["shares"] == {"train": 80, "validation": 10, "test": 10}
    assert (sum(told["parts"].values()), sum(told["groups"].values())) == (10, 9)
    assert told["audited"] == ["story", "group", "quote"]
    assert told["index_bytes"] == 10 * 300 + (1 + 9) * 110  # decisions; a story and nine groups


@pytest.mark.parametrize(
    ("wish", "said"),
    [
        ({"shares": (80, 10, 11)}, "add up to 100"),
        ({"shares": (110, -20, 10)}, "add up to 100"),
        ({"shares": (0, 50, 50)}, "give train a share"),
        ({"by": By.FILE}, "needs the file"),
        ({"dates": ("2026-01-01", "2026-02-01")}, "only a split by date"),
        ({"by": By.DATE, "dates": ("2026-1-1", "2026-02-01")}, "YYYY-MM-DD"),
        ({"by": By.DATE, "dates": ("2026-02-30", "2026-03-01")}, "YYYY-MM-DD"),
        ({"by": By.DATE, "dates": ("2026-03-01", "2026-02-01")}, "give the earlier first"),
    ],
)
def test_a_wish_that_cannot_be_had_is_refused(wish: dict[str, Any], said: str) -> None:
    with pytest.raises(UsageError, match=said):
        Policy(**wish)
