"""Dialogue that a dash opens."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from annotator.text.marks import quotations
from tests.text.samples import hostile


def said(text: str) -> list[str]:
    return [q.span.of(text) for q in quotations(text)]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("— Come in, said Ana.", ["— Come in,"]),
        ("—Come in, said Ana.", ["—Come in,"]),
        ("― Come in! cried the old man.", ["― Come in!"]),
        ("– Will you come? she asked.", ["– Will you come?"]),
        ("— Come in, said Ana. — It is late.", ["— Come in,", "— It is late."]),
        ("— Come in, said Ana. – It is late.", ["— Come in,"]),
        (
            "— Come in, said Ana.\n— I know, Otto said.\n— Then stay.\n\nHe stayed.",
            ["— Come in,", "— I know,", "— Then stay."],
        ),
        (
            "— Will they see that this is the end of what I came here for? Otto asked.",
            ["— Will they see that this is the end of what I came here for?"],
        ),
    ],
)
def test_dialogue(text: str, expected: list[str]) -> None:
    assert said(text) == expected
    assert all(q.closing == "" and not q.closed for q in quotations(text))


@pytest.mark.parametrize(
    "text",
    [
        "— The vote in Velden failed for the third time since the war, officials said.",
        "— Velden: 4\n— Orla: 2",
        "— Come in.",
        "- Come in, said Ana.",
        "–Come in, said Ana.",
        "The sea — come in, said Ana — was cold.",
        "— 4 boats, said Ana.",
        "— Nobody knows the harbour of Velden better than the men of the old guard do, and they fish.",
    ],
)
def test_no_dialogue(text: str) -> None:
    assert said(text) == []


def test_where_a_paragraph_has_quotation_marks_they_say_what_is_said() -> None:
    assert said("— “Come in,” said Ana.\n— Come in, said Ana.") == ["“Come in,”", "— Come in,"]


def test_the_words_of_a_neighbour_that_is_no_dialogue_are_left_out() -> None:
    far = "— The old guard of the harbour went out to fish on every morning of that long year."
    assert said(f"— Come in, said Ana.\n{far}") == ["— Come in,"]


@given(st.lists(hostile.map(lambda piece: f"— {piece}, said Ana. — Yes\n"), max_size=5).map("".join))
def test_anything_at_all(text: str) -> None:
    found = quotations(text)
    for n, one in enumerate(found):
        assert text.startswith(one.opening, one.span.start)
        for other in found[n + 1 :]:
            assert not one.span.overlaps(other.span) or one.span.contains(other.span)
