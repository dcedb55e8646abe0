"""From what layers said in a database to columns."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from annotator.agreement.judged import AS_WRITTEN, REGISTRY, TYPE, Judged
from annotator.cli.guidelines import scheme_of
from annotator.dataset.judging.columns import Times, Wanted, judged
from annotator.model import Layer
from annotator.resources import folder
from annotator.scheme import Scheme
from annotator.store import Store
from tests.dataset.teams import ANA, BEN, CLEO, GOLD, MAIN, QUOTES, SECOND, teamed

PEOPLE = [ANA, BEN, CLEO]


@pytest.fixture(scope="module")
def store(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Store]:
    with teamed(f"sqlite:///{tmp_path_factory.mktemp('team') / 'a.db'}") as opened:
        yield opened


@pytest.fixture(scope="module")
def scheme() -> Scheme:
    return scheme_of(Path(folder("guidelines")).parent)


def taken(store: Store, scheme: Scheme, layers: list[Layer], wanted: Wanted | None = None) -> Judged:
    seconds = Times(store.seconds_on(layers))
    return judged(store.judging(layers), layers, scheme, store.texts, wanted, seconds)[0]


def said(found: Judged, name: str) -> list[object]:
    column = found.columns[name]
    return [column.labels[code] if code >= 0 else None for code in column.codes.tolist()]


def test_articles_lie_on_one_line_and_headlines_are_no_units(store: Store, scheme: Scheme) -> None:
    found = taken(store, scheme, PEOPLE)
    assert found.people == ("ana", "ben", "cleo")
    assert found.articles == (MAIN.digest, SECOND.digest)
    assert found.line.tolist() == [0, len(MAIN.text) + 1, len(MAIN.text) + len(SECOND.text) + 2]
    assert found.sentence_article.tolist() == [0, 0, 0, 1, 1]
    assert found.reviewed.tolist() == [[True, True, False]] * 3 + [[False, False, True]] * 2


def test_quotes_lie_where_they_are(store: Store, scheme: Scheme) -> None:
    found = taken(store, scheme, PEOPLE)
    assert found.rater.tolist() == [0, 0, 1, 1, 2]
    assert found.counts.tolist() == [True, True, True, True, False]
    assert found.cluster.tolist() == [0, 1, 0, 1, -1]
    start = found.content.start - found.line[found.sentence_article[found.first]]
    assert start.tolist() == [one.start for one in QUOTES if one.layer in PEOPLE]


def test_types_are_derived_unless_somebody_says_them(store: Store, scheme: Scheme) -> None:
    # of an article in which nobody is compared with anybody none is derived
    assert said(taken(store, scheme, PEOPLE), TYPE) == ["direct", "mixed", "direct", "mixed", None]


def test_a_merged_entry_is_the_one_it_was_merged_into(store: Store, scheme: Scheme) -> None:
    found = taken(store, scheme, PEOPLE)
    assert said(found, AS_WRITTEN) == ["port authority", "ida brenn", "port authority", "brenn", "(unknown)"]
    assert said(found, REGISTRY) == [
        "Port Authority",
        "Ida Brenn",
        "Port Authority",
        "Ida Brenn",
        "(unknown)",
    ]


def test_topics_come_from_the_article_unless_the_quote_has_its_own(store: Store, scheme: Scheme) -> None:
    found = taken(store, scheme, PEOPLE)
    assert said(found, "topic") == [frozenset(("18.2", "1")), frozenset(("10.1",)), None, None, None]
    assert said(found, "topic: first") == ["18.2", "10.1", None, None, None]


def test_flags_are_no_where_nothing_is_said(store: Store, scheme: Scheme) -> None:
    assert said(taken(store, scheme, PEOPLE), "denies") == [False, False, False, True, False]


def test_stances_are_pairs(store: Store, scheme: Scheme) -> None:
    pairs = taken(store, scheme, PEOPLE).pairs_of["stance"]
    assert pairs.quote.tolist() == [0, 1, 2, 3]
    assert [pairs.labels[n] for n in pairs.label.tolist()] == ["1", "-2", "2", "none"]
    assert [pairs.targets[n] if n >= 0 else None for n in pairs.target.tolist()] == ["council"] * 3 + [None]
    assert [pairs.labels[n] for n in pairs.scale] == ["-2", "-1", "0", "1", "2"]


def test_what_came_from_a_proposal_and_how_long_it_took(store: Store, scheme: Scheme) -> None:
    found = taken(store, scheme, PEOPLE)
    assert found.proposed is not None
    assert found.proposed.tolist() == [1, 0, 0, 0, 0]
    assert found.seconds is not None
    assert found.seconds.tolist() == [4.0] * 5
    assert found.schemes == ("news 1",)
    assert found.when is not None
    assert int(found.when[0, 0]) == 20577  # 4 May 2026


def test_gold_without_reviews_covers_the_articles_that_it_has_quotes_of(store: Store, scheme: Scheme) -> None:
    found = taken(store, scheme, [*PEOPLE, GOLD])
    assert found.people[-1] == "gold adjudicated"
    assert found.reviewed[:, 3].tolist() == [True, True, True, False, False]


@pytest.mark.parametrize(
    ("wanted", "kept", "why"),
    [
        (Wanted(articles=frozenset((SECOND.digest,))), [False, False, True], "in other articles"),
        (Wanted(since="2026-05-05T00:00:00.000Z"), [False] * 3, "last worked on before 2026-05-05"),
        (Wanted(until="2026-05-04T00:00:00.000Z"), [False] * 3, "last worked on after 2026-05-04"),
        (Wanted(schemes=frozenset(("6" * 64,))), [False] * 3, "under another scheme"),
        (Wanted(proposals=True), [True, False, False], "no proposals were shown"),
        (Wanted(proposals=False), [False, True, True], "proposals were shown"),
        (Wanted(schemes=frozenset(("5" * 64,)), since="2026-05-04T00:00:00.000Z"), [True] * 3, ""),
    ],
)
def test_what_is_not_wanted_is_left_out(
    store: Store, scheme: Scheme, wanted: Wanted, kept: list[bool], why: str
) -> None:
    found, left = judged(store.judging(PEOPLE), PEOPLE, scheme, store.texts, wanted)
    assert found.reviewed.any(axis=0).tolist() == kept
    assert [one.why for one in left if one.sentences or one.quotes] == ([why] if why else [])
    assert set(found.rater.tolist()) == {n for n, any_ in enumerate(kept) if any_}
    assert found.reviewed.any(axis=1).all()  # what is not wanted is not unreviewed


def test_contents_have_their_letters_apart_from_marks(store: Store, scheme: Scheme) -> None:
    found = taken(store, scheme, PEOPLE)
    assert found.letters is not None
    assert found.letters.size.tolist()[:3] == [15, 36, 15]  # “the toll will rise” has 15 letters
    low, high = found.letters.start[1], found.letters.end[1]
    assert (found.letters.start[3], found.letters.end[3] < high) == (low, True)


def test_equal_sentences_have_one_number(store: Store, scheme: Scheme) -> None:
    found = taken(store, scheme, PEOPLE)
    assert found.same is not None
    first, _, third, *_ = found.same.tolist()
    assert (found.same >= 0).tolist() == [True, False, True, False, False]  # the others are short
    assert first != third
