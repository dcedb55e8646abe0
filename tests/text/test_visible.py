"""The one door to the terminal: nothing it lets through is obeyed, hidden or turned round."""

import sys
import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from annotator.text.visible import visible

OBEYED = ("Cc", "Cf", "Cs", "Zl", "Zp")


def test_no_character_of_a_dangerous_category_passes() -> None:
    everything = "".join(map(chr, range(sys.maxunicode + 1)))
    passed = [c for c in visible(everything) if unicodedata.category(c) in OBEYED]
    assert passed == []


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("\x1b]0;title\x07", "␛]0;title␇"),
        ("a\nb\tc\rd\0", "a␊b␉c␍d␀"),
        ("\x7f\x9b31m", "␡\ufffd31m"),
        ("\u202eevil\u2066\u200b\ufeff\u2028", "\ufffdevil\ufffd\ufffd\ufffd\ufffd"),
        ("\ud800 half", "\ufffd half"),
        ("“Élan” café e\u0301 本 🎉 [/b]", "“Élan” café e\u0301 本 🎉 [/b]"),
    ],
)
def test_what_is_shown_instead(text: str, expected: str) -> None:
    assert visible(text) == expected


def test_breaks_can_be_kept() -> None:
    assert visible("a\r\n\tb\x0bc", breaks=True) == "a␍\n\tb␋c"


@given(st.text(st.characters() | st.characters(categories=["Cc", "Cf", "Cs"])), st.booleans())
def test_offsets_stay_true(text: str, breaks: bool) -> None:
    shown = visible(text, breaks=breaks)
    assert len(shown) == len(text)
    assert all(
        a == b or a.isspace() or unicodedata.category(a) in (*OBEYED, "Mn", "Lo", "Cn")
        for a, b in zip(text, shown, strict=True)
    )
    assert visible(shown, breaks=breaks) == shown
