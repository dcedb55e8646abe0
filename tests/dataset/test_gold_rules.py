"""Gold by rule: which quotes and values hold, how sure they are, and what is left open."""

from collections.abc import Iterator
from dataclasses import replace

import pytest

from annotator.dataset.gold.layers import FEW, Gold
from annotator.dataset.record import Registry, records
from annotator.model import (
    ADJUDICATED,
    Change,
    Label,
    Layer,
    LayerKind,
    Origin,
    Quote,
    Review,
    ReviewStatus,
    Voice,
)
from annotator.store import Store
from annotator.store.acting import Act
from tests.dataset import team
from tests.dataset.building import span, uid
from tests.dataset.team import (
    BUILD,
    CAME,
    CUT,
    HOLD,
    IDA,
    MAIN,
    MAYOR,
    PEOPLE,
    TEXT,
    VARR,
    layer,
    merge,
    quote,
    said,
    stance,
    topic,
)

SCHEME = team.scheme()


@pytest.fixture
def store(sqlite_url: str) -> Iterator[Store]:
    with team.open_store(sqlite_url) as opened:
        yield opened


def gold(store: Store, method: str, people: tuple[str, ...] = PEOPLE) -> Gold:
    return Gold(store, SCHEME, method, [layer(name) for name in people])


def written(store: Store, method: str, people: tuple[str, ...] = PEOPLE) -> list[Quote]:
    task = gold(store, method, people)
    task.write()
    return store.open_article(MAIN.digest, task.layer).quotes


def test_a_majority_of_spans_speakers_and_labels_holds_with_its_share(store: Store) -> None:
    merge(store, IDA, MAYOR)
    said(
        store,
        quote(1, "ana", BUILD, IDA, stance("2", "barrier"), topic("1400"), topic("700")),
        quote(2, "ben", BUILD, MAYOR, stance("1", "barrier"), topic("700"), topic("1400")),
        quote(3, "cleo", "We will build it", IDA, stance("2", "barrier"), topic("1400")),
    )
    (found,) = written(store, "majority")
    assert found.content == (span(TEXT, BUILD),)
    assert (found.rule, found.score) == ("majority", 1.0)
    assert found.speakers == (Voice(IDA.id, None, Origin.RULE, 1.0),)
    two = pytest.approx(2 / 3)
    assert [(x.field, x.value, x.target, x.origin, x.score) for x in found.labels] == [
        ("stance", "2", "barrier", Origin.RULE, two),
        ("topic", "1400", None, Origin.RULE, 1.0),
        ("topic", "700", None, Origin.RULE, two),
    ]


def test_what_no_majority_says_is_left_open(store: Store) -> None:
    said(
        store,
        quote(1, "ana", BUILD, IDA, stance("2", "barrier")),
        quote(2, "ben", BUILD, VARR, stance("0", "barrier")),
        quote(3, "cleo", BUILD, MAYOR, stance("-1", "barrier")),
    )
    (found,) = written(store, "majority")
    assert (found.speakers, found.labels) == ((), ())
    task = gold(store, "majority")
    list(task.made())
    assert task.tally.open == {"speaker": 1, "stance": 1}


def test_spans_without_a_majority_are_those_likest_to_all(store: Store) -> None:
    said(
        store,
        quote(1, "ana", "the wall will hold"),
        quote(2, "ben", HOLD),
        quote(3, "cleo", "doubted that the wall will hold"),
    )
    (found,) = written(store, "majority")
    assert found.content == (span(TEXT, HOLD),)


def test_one_of_three_is_outvoted_and_one_of_two_is_undecided(store: Store) -> None:
    said(store, quote(1, "ana", CAME))
    task = gold(store, "majority")
    task.write()
    assert (task.tally.refused, task.tally.undecided, task.tally.quotes) == (1, 0, 0)
    pair = gold(store, "majority", ("ana", "ben"))
    pair.write()
    assert (pair.tally.refused, pair.tally.undecided) == (0, 1)
    opened = store.open_article(MAIN.digest, pair.layer)
    unsure = next(one for one in CUT if one.contains(span(TEXT, CAME)))
    assert {review.span for review in opened.reviews} == set(CUT) - {unsure}


def test_unanimous_holds_only_what_all_say_alike(store: Store) -> None:
    said(
        store,
        quote(1, "ana", BUILD, IDA, stance("2", "barrier")),
        quote(2, "ben", BUILD, IDA, stance("1", "barrier")),
        quote(3, "cleo", BUILD, IDA, stance("2", "barrier")),
        quote(4, "ana", HOLD),
        quote(5, "ben", HOLD),
        quote(6, "cleo", "the wall will hold"),
    )
    (found,) = written(store, "unanimous")
    assert found.content == (span(TEXT, BUILD),)
    assert found.speakers == (Voice(IDA.id, None, Origin.RULE, 1.0),)
    assert found.labels == ()


def test_only_text_that_two_reviewed_counts(store: Store) -> None:
    first = next(one for one in CUT if one.contains(span(TEXT, BUILD)))
    for one in (quote(1, "ana", BUILD), quote(2, "ben", BUILD), quote(3, "ana", CAME)):
        store.act(one.layer.name, Act("made", (Change(None, one),), MAIN.digest))
    team.reviewed(store, "ana")
    team.reviewed(store, "ben", [first])
    task = gold(store, "majority")
    task.write()
    opened = store.open_article(MAIN.digest, task.layer)
    assert [q.content for q in opened.quotes] == [(span(TEXT, BUILD),)]
    assert [(r.span, r.status, r.origin) for r in opened.reviews] == [(first, ReviewStatus.DONE, Origin.RULE)]
    assert store.tally(task.layer)[0] == 1


def test_inherited_topics_and_flags_are_answers(store: Store) -> None:
    said(
        store,
        quote(1, "ana", BUILD, IDA, Label("denies", "yes")),
        quote(2, "ben", BUILD, IDA, Label("denies", "yes")),
        quote(3, "cleo", BUILD, IDA),
    )
    for name in ("ana", "ben"):
        whole = team.article_labels(name, "1400")
        store.act(name, Act("said", (Change(None, whole),), MAIN.digest))
    (found,) = written(store, "majority")
    assert [(x.field, x.value, x.score) for x in found.labels] == [
        ("denies", "yes", pytest.approx(2 / 3)),
        ("topic", "1400", 1.0),
    ]


def test_a_type_that_the_marks_do_not_tell_is_a_label(store: Store) -> None:
    direct = Label("type", "direct")
    said(
        store,
        quote(1, "ana", HOLD, VARR, direct),
        quote(2, "ben", HOLD, VARR, direct),
        quote(3, "cleo", HOLD, VARR),
        quote(4, "ana", BUILD, IDA),
        quote(5, "ben", BUILD, IDA),
    )
    built, held = written(store, "majority")
    assert built.said("type") == ()
    (said_of_it,) = held.said("type")
    assert said_of_it.value == "direct"
    assert said_of_it.score == pytest.approx(2 / 3)


def test_a_quote_within_a_quote_stays_within_it(store: Store) -> None:
    around = "Olle Varr doubted that the wall will hold."
    quotes = [
        quote(n, name, words) for n, (name, words) in enumerate(
            [(name, words) for name in PEOPLE for words in (around, HOLD)], start=1
        )
    ]  # fmt: skip
    said(store, *quotes)
    outer, inner = written(store, "unanimous")
    assert (outer.parent, inner.parent) == (None, outer.id)


def test_dawid_skene_trusts_whom_others_confirm(store: Store) -> None:
    """Ana and Ben agree on all speakers, Cleo with nobody: where Ana and Cleo part, it believes Ana."""
    places = (BUILD, HOLD, CAME)
    quotes = []
    for n, words in enumerate(places):
        quotes += [
            quote(10 * n + 1, "ana", words, VARR),
            quote(10 * n + 2, "ben", words, VARR),
            quote(10 * n + 3, "cleo", words, IDA),
        ]
    quotes += [quote(41, "ana", "It rained", VARR), quote(42, "cleo", "It rained", IDA)]
    said(store, *quotes)
    found = {q.content: q for q in written(store, "dawid-skene")}
    rained = found[(span(TEXT, "It rained"),)]
    assert [voice.speaker for voice in rained.speakers] == [VARR.id]
    assert rained.speakers[0].score is not None
    assert 0.5 < rained.speakers[0].score < 1
    assert rained.score is not None
    majority = {q.content: q for q in written(store, "majority")}
    assert majority[rained.content].speakers == ()


@pytest.mark.parametrize("method", ["unanimous", "majority", "dawid-skene"])
def test_it_runs_again_for_nothing_and_follows_the_labels(store: Store, method: str) -> None:
    mine = quote(1, "ana", BUILD, IDA)
    said(store, mine, quote(2, "ben", BUILD, IDA), quote(3, "cleo", BUILD, IDA))
    before = written(store, method)
    again = gold(store, method)
    again.write()
    assert (again.tally.changed, store.open_article(MAIN.digest, again.layer).quotes) == (0, before)
    store.act("ana", Act("changed", (Change(mine, replace(mine, speakers=(Voice(VARR.id),))),), MAIN.digest))
    assert written(store, method)[0].id == before[0].id
    assert written(store, method) != before


def test_the_event_says_whose_gold_it_is(store: Store) -> None:
    said(store, quote(1, "ana", BUILD), quote(2, "ben", BUILD))
    task = gold(store, "majority")
    task.write()
    (event,) = store.history("gold by rule")
    assert event.says == "majority of ana, ben, cleo"


def test_what_was_adjudicated_is_left_out_and_taken_back(store: Store) -> None:
    said(store, quote(1, "ana", BUILD), quote(2, "ben", BUILD))
    task = gold(store, "majority")
    task.write()
    assert task.tally.articles == 1
    review = Review(MAIN.digest, ADJUDICATED, CUT[0], ReviewStatus.NOTHING)
    store.act("ana", Act("settled", (Change(None, review),), MAIN.digest))
    task = gold(store, "majority")
    task.write()
    assert (task.tally.articles, task.tally.changed) == (0, 1)
    opened = store.open_article(MAIN.digest, task.layer)
    assert (opened.quotes, opened.reviews) == ([], [])


def test_a_thin_overlap_is_warned_of(store: Store) -> None:
    said(store, quote(1, "ana", BUILD), quote(2, "ben", BUILD))
    task = gold(store, "dawid-skene", ("ana", "ben"))
    list(task.made())
    few, thin = task.tally.warnings()
    assert "only 2 people" in few
    assert f"{FEW} quotes or more" in thin
    assert "ana 1, ben 1" in thin


def test_nobody_who_shares_nothing_is_warned_about(store: Store) -> None:
    task = gold(store, "majority")
    list(task.made())
    assert (task.tally.articles, task.tally.warnings()) == (0, [])


def test_on_both_databases_scores_are_kept_read_and_exported(db_url: str) -> None:
    with team.open_store(db_url) as store:
        said(
            store,
            quote(1, "ana", BUILD, IDA, stance("2", "barrier"), topic("1400"), Label("denies", "yes")),
            quote(2, "ben", BUILD, VARR, stance("2", "barrier"), topic("1400"), Label("denies", "yes")),
            quote(3, "cleo", BUILD, IDA, stance("1", "barrier"), topic("1400")),
        )
        (found,) = written(store, "majority")
        kept = Layer(LayerKind.GOLD, "majority")
        with store.look([kept]) as look:
            registry = Registry(look.speakers, look.schemes)
            (record,) = [r for quoted in look.quoted for r in records(quoted, registry)]
        two = pytest.approx(2 / 3)
        assert (record["rule"], record["score"]) == ("majority", 1.0)
        assert record["speakers"][0]["score"] == two
        assert record["stance"][0]["score"] == two
        assert record["topics"] == [{"code": "1400", "origin": "rule", "score": 1.0}]
        assert record["fields"] == [{"field": "denies", "value": "yes", "origin": "rule", "score": two}]
        (event,) = store.history("gold by rule")
        assert next(c.after for c in event.changes if isinstance(c.after, Quote)) == found
        assert uid(1) != found.id
