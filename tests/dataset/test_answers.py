"""Which answer is gold in an article."""

import pytest

from annotator.dataset.answers import Key, answers, gold_rule
from annotator.dataset.bundle import Bundle
from annotator.dataset.facts import Facts
from annotator.errors import UsageError

ANA, BEN = ["human", "ana", ""], ["human", "ben", ""]
SETTLED, MAJORITY, SKENE = ["gold", "adjudicated", ""], ["gold", "majority", ""], ["gold", "dawid-skene", "2"]
EVERY = [ANA, BEN, SETTLED, MAJORITY, SKENE]


def order(layers: list[list[str]], *words: str) -> list[str]:
    return [name for _, name, _ in gold_rule(Facts(layers=layers), words).order]


def test_what_was_adjudicated_comes_first_then_what_was_chosen() -> None:
    assert order(EVERY) == ["adjudicated"]
    assert order(EVERY, "majority") == ["adjudicated", "majority"]
    assert order(EVERY, "gold dawid-skene 2", "gold:majority") == ["adjudicated", "dawid-skene", "majority"]
    assert order(EVERY, "adjudicated") == ["adjudicated"]
    assert order([ANA, BEN]) == []


def test_an_imported_gold_with_a_version_is_adjudicated_too() -> None:
    assert order([["gold", "adjudicated", "1"], SETTLED]) == ["adjudicated", "adjudicated"]


def test_what_is_not_used_is_told() -> None:
    assert gold_rule(Facts(layers=EVERY), ["majority"]).unused == ("gold dawid-skene 2",)


def test_one_person_without_any_gold_is_gold() -> None:
    rule = gold_rule(Facts(layers=[ANA]), ())
    assert (rule.order, rule.alone) == ((("human", "ana", ""),), True)
    assert not gold_rule(Facts(layers=[ANA, MAJORITY]), ()).alone
    assert not gold_rule(Facts(layers=[ANA, BEN]), ()).alone


@pytest.mark.parametrize("word", ["", "gold", "minority", "human ana"])
def test_a_gold_that_is_not_there_is_a_sentence(word: str) -> None:
    with pytest.raises(
        UsageError, match=r"there is no gold “.*”; there are adjudicated, dawid-skene 2, majority"
    ):
        gold_rule(Facts(layers=EVERY), [word])


def bundle(*said: tuple[list[str], list[int], int]) -> Bundle:
    """`said`: a layer, the sentences that it reviewed, how many quotes it has."""
    layers = [(dict(zip(("kind", "name", "version"), x, strict=True)), seen, n) for x, seen, n in said]
    return Bundle(
        "0" * 64, "A b.", [], [[0, 1, 0], [1, 2, 1], [2, 4, 1]],
        [{"layer": layer, "reviewed": seen, "assisted": layer["name"] == "ben"} for layer, seen, _ in layers],
        [{"id": f"{layer['name']}{k}", "layer": layer} for layer, _, n in layers for k in range(n)], [],
    )  # fmt: skip


def test_a_bundle_is_sorted() -> None:
    rule = gold_rule(Facts(layers=EVERY), ["majority"])
    found = answers(bundle((ANA, [1], 2), (BEN, [], 0), (MAJORITY, [2], 1)), rule)
    key: Key = ("gold", "majority", "")
    assert (found.gold, [x["id"] for x in found.quotes]) == (key, ["majority0"])
    assert (sorted(found.reviewed), sorted(found.seen["ana"]), len(found.seen["ben"])) == ([2], [1], 0)
    assert [x["id"] for x in found.marked["ana"]] == ["ana0", "ana1"]
    assert (found.marked["ben"], found.assisted) == ([], True)
    assert answers(bundle((ANA, [1], 2), (SKENE, [2], 1)), rule).gold is None


def test_gold_that_looked_and_found_nothing_is_gold() -> None:
    found = answers(
        bundle((SETTLED, [1, 2], 0), (MAJORITY, [1], 3)), gold_rule(Facts(layers=EVERY), ["majority"])
    )
    assert (found.gold, found.quotes) == (("gold", "adjudicated", ""), ())
    assert found.reviewed == {1, 2}


def test_gold_with_quotes_and_no_review_speaks_for_the_body() -> None:
    rule = gold_rule(Facts(layers=EVERY), ())
    assert answers(bundle((SETTLED, [], 1)), rule).reviewed == {1, 2}
    alone = gold_rule(Facts(layers=[ANA]), ())
    assert answers(bundle((ANA, [], 1)), alone).reviewed == set()


def test_a_person_of_two_layers_is_one_person() -> None:
    frozen = ["human", "ana", "labels"]
    found = answers(
        bundle((ANA, [0], 1), (frozen, [1], 1)), gold_rule(Facts(layers=[ANA, frozen, SETTLED]), ())
    )
    assert found.seen == {"ana": frozenset((0, 1))}
    assert len(found.marked["ana"]) == 2
