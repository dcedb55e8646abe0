"""What one key does to one quote: values in, values out."""

import pytest

from annotator.model import Label, Layer, LayerKind, Quote, Span, Voice
from annotator.work import edits

QUOTE = Quote("a", "digest", Layer(LayerKind.HUMAN, "ana"), (Span(0, 5),))


def stance(*pairs: tuple[str, str | None]) -> Quote:
    return edits.with_labels(QUOTE, "stance", [Label("stance", value, target) for value, target in pairs])


def said(quote: Quote) -> list[tuple[str, str | None]]:
    return [(x.value, x.target) for x in quote.said("stance")]


@pytest.mark.parametrize("role", ["content", "cue", "source"])
def test_spans_come_in_order_and_those_that_touch_become_one(role: edits.Role) -> None:
    new = edits.with_spans(QUOTE, role, [Span(20, 30), Span(3, 8), Span(8, 9), Span(2, 4)])
    assert getattr(new, role) == (Span(2, 9), Span(20, 30))
    others = {"content", "cue", "source"} - {role}
    assert all(getattr(new, other) == getattr(QUOTE, other) for other in others)


def test_each_speaker_once_in_the_order_of_naming() -> None:
    new = edits.with_speakers(QUOTE, ["b", None, "a", "b"])
    assert new.speakers == (Voice("b"), Voice(None), Voice("a"))


def test_agencies_are_added_and_their_spans_replaced_in_place() -> None:
    one = edits.with_via(edits.with_via(QUOTE, "tass", None), "times", Span(1, 2))
    assert one.via == (Voice("tass"), Voice("times", Span(1, 2)))
    two = edits.with_via(one, "tass", Span(7, 9))
    assert two.via == (Voice("tass", Span(7, 9)), Voice("times", Span(1, 2)))


def test_labels_of_one_field_leave_the_others_alone() -> None:
    one = edits.with_value(edits.with_value(QUOTE, "type", "direct"), "denies", "yes")
    assert edits.with_value(one, "type", None).labels == (Label("denies", "yes"),)


def test_a_step_takes_the_place_of_the_pair_with_that_number() -> None:
    two = stance(("1", "talks"), ("-2", "barrier"))
    assert said(edits.with_stance(two, "2", "talks", 0)) == [("2", "talks"), ("-2", "barrier")]
    assert said(edits.with_stance(two, "0", "other", 0)) == [("0", "other"), ("-2", "barrier")]
    assert said(edits.with_stance(two, "0", "other", 1)) == [("1", "talks"), ("0", "other")]
    assert said(edits.with_stance(QUOTE, "1", "talks", 1)) == [("1", "talks")]


@pytest.mark.parametrize("pair", [0, 1])
def test_there_is_one_pair_a_target(pair: int) -> None:
    two = stance(("1", "talks"), ("-2", "barrier"))
    for target in ("talks", "barrier"):
        new = edits.with_stance(two, "mixed", target, pair)
        targets = [target for _value, target in said(new)]
        assert len(set(targets)) == len(targets) <= 2
        assert ("mixed", target) in said(new)


def test_no_attitude_stands_alone_and_gives_way_to_any() -> None:
    none = edits.with_stance(stance(("1", "talks"), ("-2", "barrier")), "none", "talks", 1)
    assert said(none) == [("none", None)]
    assert said(edits.with_stance(none, "2", "talks", 0)) == [("2", "talks")]
    assert said(edits.with_stance(none, "2", "talks", 1)) == [("2", "talks")]


def test_topics_are_replaced_added_and_taken_away() -> None:
    def codes(quote: Quote) -> list[str]:
        return [x.value for x in quote.said("topic")]

    one = edits.with_topic(QUOTE, "21", more=False)
    two = edits.with_topic(one, "10", more=True)
    assert (codes(one), codes(two)) == (["21"], ["21", "10"])
    assert codes(edits.with_topic(two, "21", more=True)) == ["10"]
    assert codes(edits.with_topic(two, "21", more=False)) == ["21"]
    assert codes(edits.with_topic(one, "21", more=False)) == []
    assert codes(edits.with_topic(one, "5", more=False)) == ["5"]
