"""Tokens: where a span may begin and end."""

import re
import unicodedata
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from annotator.text.tokens import combining, cut, glued, ranges, tokens
from tests.text.samples import hostile


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("", []),
        (" \n\u00a0\t", []),
        ("Marn left.", ["Marn", "left", "."]),
        ("the minister’s car", ["the", "minister", "’s", "car"]),
        ("MARN'S car", ["MARN", "'S", "car"]),
        ("the ministers’ car", ["the", "ministers", "’", "car"]),
        ("“Velden”’s mayor", ["“", "Velden", "”", "’s", "mayor"]),
        ("she isn’t here", ["she", "isn’t", "here"]),
        ("'s Hage", ["'", "s", "Hage"]),
        ("U.S.-led", ["U.S", ".", "-", "led"]),
        ("a US-led, well-kept one", ["a", "US-led", ",", "well-kept", "one"]),
        ("it rose 3.5%", ["it", "rose", "3.5", "%"]),
        ("trampled—this", ["trampled", "—", "this"]),
        ("“No,” he", ["“", "No", ",", "”", "he"]),
        ("wait... what", ["wait", ".", ".", ".", "what"]),
        ("open.Velden agreed", ["open", ".", "Velden", "agreed"]),
        ("on orla.example or Velden.Com", ["on", "orla.example", "or", "Velden.Com"]),
        ("caf\u00e9 cafe\u0301s", ["caf\u00e9", "cafe\u0301s"]),
        ("👍🏽 👩\u200d👩\u200d👧 🇩🇪🇫🇷 ❤\ufe0f", ["👍🏽", "👩\u200d👩\u200d👧", "🇩🇪", "🇫🇷", "❤\ufe0f"]),
        ("a\u2028b\r\nc", ["a", "b", "c"]),
    ],
)
def test_what_a_token_is(text: str, expected: list[str]) -> None:
    assert [t.of(text) for t in tokens(text)] == expected


def test_a_part_of_a_text_is_read_with_offsets_into_the_whole() -> None:
    text = "One. Two’s three."
    assert [(t.start, t.of(text)) for t in tokens(text, 5, 10)] == [(5, "Two"), (8, "’s")]
    assert tokens(text, 5) == [t for t in tokens(text) if t.start >= 5]


@given(hostile)
def test_tokens_are_in_order_apart_and_hold_all_but_white_space(text: str) -> None:
    found = tokens(text)
    assert all(a.end <= b.start for a, b in pairwise(found))
    assert "".join(t.of(text) for t in found) == "".join(c for c in text if not c.isspace())


@given(hostile, st.data())
def test_a_possessive_is_parted_from_any_word(text: str, data: st.DataObject) -> None:
    mark = data.draw(st.sampled_from("'’"))
    whole = f"{text} Marn{mark}s"
    assert [t.of(whole) for t in tokens(whole)][-2:] == ["Marn", f"{mark}s"]


@pytest.mark.parametrize(
    ("text", "expected"),
    [("ended.Then", True), ("U.S", False), ("a.B", False), ("ended.then", False), ("at velden.Com", False),
     ("wrote.J. K.", False), (".A", False), ("ended.", False)],
)  # fmt: skip
def test_glued(text: str, expected: bool) -> None:
    assert glued(text, text.index(".")) is expected


@given(hostile)
def test_a_whole_text_is_read_as_its_parts_are(text: str) -> None:
    found = ranges(text, 0, len(text))
    words = [text[start:end] for start, end in found]
    assert cut(text, text) == ([start for start, _ in found], [end for _, end in found], words)


@given(hostile)
def test_tokens_of_small_letters_stand_where_those_of_the_text_do(text: str) -> None:
    plain = "".join(c if len(c.lower()) != 1 else c.lower() for c in text)
    starts, ends, found = cut(text, plain)
    assert (starts, ends) == cut(text, text)[:2]
    assert found == [plain[start:end] for start, end in zip(starts, ends, strict=True)]


def test_no_letter_is_another_kind_of_character_in_small() -> None:
    changed = [(c, c.lower()) for c in map(chr, range(0x110000)) if len(c.lower()) == 1 and c.lower() != c]
    assert len(changed) > 1000
    for large, small in changed:
        for pattern in (r"\w", r"\s", r"[-.‐‑'’]"):
            assert bool(re.match(pattern, large)) == bool(re.match(pattern, small))
        assert "M" not in unicodedata.category(large)[0] + unicodedata.category(small)[0]


def test_no_combining_mark_is_overlooked() -> None:
    marks = [char for char in map(chr, range(0x300, 0x110000)) if unicodedata.category(char)[0] == "M"]
    assert all(combining(f"“a{mark}”") == mark for mark in marks)
    assert combining("".join(marks)) == "".join(marks)
