"""Paragraphs: lines, except where an editor broke them at a column."""

import pytest
from hypothesis import given

from annotator.text.paragraphs import lines, paragraphs
from tests.text.samples import hostile

WRAPPED = """\
The council of Velden said on Monday that it
would not sell the harbour, “not for any
price in the world,” as the mayor put it.
"""


def parts(text: str) -> list[str]:
    return [p.of(text) for p in paragraphs(text)]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("", []),
        (" \n \n", [" \n \n"]),
        ("One.", ["One."]),
        ("One.\nTwo.", ["One.\n", "Two."]),
        ("One.\n\n\nTwo.\n", ["One.\n\n\n", "Two.\n"]),
        ("\n \nOne.\nTwo.", ["\n \nOne.\n", "Two."]),
        ("One.\r\n\r\nTwo.\rThree.\u2028Four.\u2029Five.\x85Six.",
         ["One.\r\n\r\n", "Two.\r", "Three.\u2028", "Four.\u2029", "Five.\x85", "Six."]),
        ("Velden votes\nto leave the union", ["Velden votes\n", "to leave the union"]),
    ],
)  # fmt: skip
def test_every_line_is_one(text: str, expected: list[str]) -> None:
    assert parts(text) == expected


def test_lines_broken_at_a_column_are_one() -> None:
    assert parts(f"Velden keeps it\n\n{WRAPPED}\n{WRAPPED}") == [
        "Velden keeps it\n\n",
        WRAPPED + "\n",
        WRAPPED,
    ]


def test_short_lines_that_could_have_been_longer_are_not() -> None:
    text = WRAPPED + "It said so.\nand again, at a length that would have fitted\n"
    assert len(parts(text)) == 5


@given(hostile)
def test_they_cover_the_text_and_only_a_blank_text_has_a_blank_one(text: str) -> None:
    found = parts(text)
    assert "".join(found) == text
    assert "".join(x.of(text) for x in lines(text)) == text
    assert not text.strip() or all(p.strip() for p in found)
