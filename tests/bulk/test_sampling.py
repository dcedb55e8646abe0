"""Shares add up, and the sample is that of the smallest lots, however the dump comes."""

from collections import Counter
from hashlib import sha256
from random import Random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from annotator.dataset.splitting.shingles import Shingled, shingles
from annotator.dataset.splitting.wording import words
from annotator.ingest.bulk.sampling import Candidate, Looked, candidates, chosen, groups, quotas, tally
from tests.bulk import dumping

COUNTS = st.dictionaries(st.text("abc", min_size=1, max_size=3).map(lambda x: (x,)), st.integers(1, 40))


@settings(max_examples=40)
@given(COUNTS, st.integers(1, 100), st.booleans())
def test_quotas_add_up_and_are_fair(counts: dict[tuple[str, ...], int], size: int, equal: bool) -> None:
    found = quotas(counts, size, equal)
    total = sum(counts.values())
    assert sum(found.values()) == min(size, total)
    assert all(0 <= found[name] <= counts[name] for name in counts)
    assert found == quotas(dict(reversed(counts.items())), size, equal)
    if equal:
        open_ = [found[name] for name in counts if found[name] < counts[name]]
        assert not open_ or max(open_) - min(open_) <= 1
        assert not open_ or max(found.values()) - min(open_) <= 1
    else:
        assert all(abs(found[name] - min(size, total) * counts[name] / total) < 1 for name in counts)


def _digest(n: int) -> str:
    return sha256(str(n).encode()).hexdigest()


@settings(max_examples=30)
@given(
    st.lists(st.none() | st.tuples(st.integers(0, 60), st.sampled_from("ab")), max_size=80),
    st.integers(1, 20),
    st.randoms(use_true_random=False),
)
def test_the_order_of_the_dump_does_not_matter(
    drawn: list[tuple[int, str] | None], size: int, chance: Random
) -> None:
    looked: list[Looked | None] = [one and (_digest(one[0]), (one[1],)) for one in drawn]
    wanted = quotas(tally(looked), size)

    def sample(some: list[Looked | None]) -> set[Looked]:
        found = candidates(some, wanted)
        places = chosen(found, range(len(found)), wanted)
        assert places == sorted(set(places))
        found_texts = [one for place in places if (one := some[place]) is not None]
        assert len(found_texts) == len(places) == len(set(found_texts))
        return set(found_texts)

    texts = {one[0]: one for one in looked if one}
    if len(texts) == len(
        {one for one in looked if one}
    ):  # no text in two strata: which one has it is by place
        shuffled = list(looked)
        chance.shuffle(shuffled)
        assert sample(looked) == sample(shuffled)


def test_another_seed_draws_others_and_a_larger_sample_holds_the_smaller() -> None:
    looked: list[Looked | None] = [(_digest(n), ("a",)) for n in range(500)]

    def sample(size: int, seed: int = 0) -> set[int]:
        found = candidates(looked, {("a",): size}, seed)
        return set(chosen(found, range(len(found)), {("a",): size}))

    assert sample(20) == sample(20)
    assert len(sample(20) & sample(20, seed=1)) < 10
    assert sample(20) < sample(40)


def test_of_texts_that_are_alike_one_is_taken() -> None:
    some = [row["text"] for row in dumping.rows(12)]
    copies = [text + "Additional reporting by the desk in Velden.\n" for text in some[:5]]
    with Shingled() as texts:
        for text in (*some, *copies):
            texts.put(shingles(words(text)))
        group = groups(texts)
    assert group == [*range(12), *range(5)]
    found = [Candidate(n * 7 % 17, n, _digest(n), ("a",)) for n in range(17)]
    places = chosen(found, group, {("a",): 17})
    assert len(places) == 12
    assert Counter(group[place] for place in places).most_common(1)[0][1] == 1


@pytest.mark.parametrize("equal", [False, True])
def test_a_stratum_that_runs_short_gives_what_it_has(equal: bool) -> None:
    assert quotas({("a",): 100, ("b",): 1}, 50, equal)["b",] <= 1
    assert sum(quotas({("a",): 100, ("b",): 1}, 50, equal).values()) == 50
    assert quotas({}, 5, equal) == {}
