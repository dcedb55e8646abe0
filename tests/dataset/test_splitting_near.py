"""Near-duplicates: all pairs by the index, as good as all by hashing, and every one of them a true one."""

import random
import sys
from collections.abc import Sequence
from itertools import combinations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from annotator.dataset.splitting import near
from annotator.dataset.splitting.near import Pair, alike, near_duplicates, needs
from annotator.dataset.splitting.shingles import Shingled, shingles
from annotator.errors import UsageError
from tests.needs import needed

WORDS = st.lists(st.integers(0, 3).map(str), max_size=12)


def found(some: Sequence[Sequence[str]]) -> list[Pair]:
    with Shingled() as texts:
        for words in some:
            texts.add(words)
        return list(near_duplicates(texts, lambda n: n))


def runs(words: Sequence[str]) -> set[tuple[str, ...]]:
    length = min(5, len(words))
    return {tuple(words[i : i + length]) for i in range(len(words) - length + 1)} if words else set()


def slowly(some: Sequence[Sequence[str]]) -> set[Pair]:
    sets = [runs(words) for words in some]
    pairs = combinations(range(len(some)), 2)
    return {
        (a, b) for a, b in pairs if sets[a] | sets[b] and 2 * len(sets[a] & sets[b]) >= len(sets[a] | sets[b])
    }


def edited(seed: int, count: int = 300) -> list[list[str]]:
    """Texts of which a third are copies with some words changed or the end cut off."""
    dice = random.Random(seed)
    some: list[list[str]] = []
    for n in range(count):
        if n % 3 or not some:
            words = [f"w{dice.randrange(3000)}" for _ in range(dice.choice((60, 200)))]
        else:
            words = list(dice.choice(some))
            for _ in range(dice.choice((0, 1, 4, 9))):
                words[dice.randrange(len(words))] = f"new{dice.random()}"
            words = words[: dice.choice((len(words), len(words) * 2 // 3))]
        some.append(words)
    return some


@settings(max_examples=300)
@given(st.lists(WORDS, max_size=14))
def test_the_index_finds_what_comparing_all_finds(some: list[list[str]]) -> None:
    pairs = found(some)
    assert len(pairs) == len(set(pairs))
    assert set(pairs) == slowly(some)


def test_the_index_finds_all_edited_copies() -> None:
    some = edited(1)
    assert set(found(some)) == slowly(some)


def test_hashing_finds_nothing_else_and_hardly_less(monkeypatch: pytest.MonkeyPatch) -> None:
    needed("rensa")
    monkeypatch.setattr(near, "EXACT_UP_TO", 0)
    wanted = hit = 0
    for seed in range(4):
        some = edited(seed)
        pairs, true = found(some), slowly(some)
        assert set(pairs) <= true
        assert set(found(some)) == set(pairs), "each time the same"
        wanted, hit = wanted + len(true), hit + len(set(pairs))
    assert wanted > 200
    assert hit >= wanted * 0.98


def test_hashing_ties_no_texts_without_words(monkeypatch: pytest.MonkeyPatch) -> None:
    needed("rensa")
    monkeypatch.setattr(near, "EXACT_UP_TO", 0)
    assert found([[], [], ["no"], ["no"], ["yes"]]) == found([[], [], ["no"], ["no"], ["yes"]])
    assert set(found([[], [], ["no"], ["no"], ["yes"]])) == {(2, 3)}


def test_without_rensa_a_large_corpus_gets_a_sentence_and_a_small_one_none(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setitem(sys.modules, "rensa", None)
    needs(near.EXACT_UP_TO)
    with pytest.raises(UsageError, match=r"pip install 'quotation-annotator\[dataset\]'"):
        needs(near.EXACT_UP_TO + 1)
    monkeypatch.setattr(near, "EXACT_UP_TO", 1)
    with pytest.raises(UsageError, match="more than 1 articles"):
        found([["a"], ["a"]])


@pytest.mark.parametrize("exact", [True, False])
def test_kin_are_not_compared_and_a_pair_may_make_kin(exact: bool, monkeypatch: pytest.MonkeyPatch) -> None:
    if not exact:
        needed("rensa")
        monkeypatch.setattr(near, "EXACT_UP_TO", 0)
    with Shingled() as texts:
        for _ in range(6):
            texts.add(["a"])
        parts = "xxyyxx"
        pairs = {(a, b) for a, b in combinations(range(6), 2) if parts[a] != parts[b]}
        assert set(near_duplicates(texts, parts.__getitem__)) == pairs
        around, told = list(range(6)), 0
        for a, b in near_duplicates(texts, around.__getitem__):
            around[:] = [around[a] if one == around[b] else one for one in around]
            told += 1
        assert (told, len(set(around))) == (5, 1)


@given(WORDS, WORDS)
def test_alike_is_a_jaccard_index_of_one_half(one: list[str], other: list[str]) -> None:
    assert alike(shingles(one), shingles(other)) == bool(slowly([one, other]))


def test_shingles_are_the_same_at_every_run_and_on_disk(monkeypatch: pytest.MonkeyPatch) -> None:
    words = ["the", "port", "authority", "said", "the", "toll", "will", "rise", "in", "may"]
    assert shingles(words).tolist()[0] == 7632007379340322923
    assert np.array_equal(shingles(words), shingles([*words, *words[:5]][:10]))
    monkeypatch.setattr("annotator.dataset.splitting.shingles.IN_MEMORY", 1000)
    with Shingled() as texts:
        for n in range(30):
            texts.add([f"w{n}", *words])
        assert all(np.array_equal(texts.of(n), shingles([f"w{n}", *words])) for n in range(30))
        assert texts.sizes().tolist() == [7] * 30
        assert len(texts.some(3, 9)) == 42
