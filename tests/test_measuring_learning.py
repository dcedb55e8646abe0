"""scripts/measure_learning: marked texts as examples, and the figures of several readers side by side."""

from scripts.measuring_gold import Text, folder
from scripts.measuring_learning import by_rule, example, lines, measured
from tests.conftest import ROOT


def texts() -> tuple[Text, ...]:
    return folder(ROOT / "corpus").texts[:2]


def test_a_marked_text_is_a_wholly_reviewed_example() -> None:
    text = texts()[0]
    one = example(text)
    assert [q.content for q in one.quotes] == [q.content for q in text.gold]
    assert len({q.id for q in one.quotes}) == len(text.gold)
    assert one.reviewed == frozenset(range(len(one.sentences)))
    assert [one.sentences[0].start, one.sentences[-1].end] == [0, len(text.text)]


def test_readers_stand_beside_each_other() -> None:
    some = texts()
    results = {"rules": measured(some, by_rule), "nobody": measured(some, lambda _: ())}
    assert results["rules"].other > 0
    assert results["nobody"].other == 0
    table = list(lines(results))
    assert table[1][:2] == ("indirect+mixed IoU 0.5", "rules")
    assert table[2][1:] == ("nobody", "0.0", "0.0", "0.0", "0", table[1][-1])
    assert len(table) == 1 + 2 * 12


def test_the_rules_find_more_than_half_of_our_own_gold() -> None:
    some = texts()
    numbers = measured(some, by_rule)
    assert numbers.gold == sum(len(text.gold) for text in some)
    assert numbers.content[2].f1 is not None
    assert numbers.content[2].f1 > 0.5
