"""Finding what is typed, whatever the case, the accents and the shape of the marks."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from annotator.text.seeking import Folded, Phrase, phrases, words


@pytest.mark.parametrize(
    ("text", "typed", "found"),
    [
        ("Mayor Ida Brenn", "ida", ["Ida"]),
        ("Émile et emile", "EMILE", ["Émile", "emile"]),
        ("a cafe\u0301s menu", "café", ["cafe\u0301"]),
        ("Die Straße", "strasse", ["Straße"]),
        ("ẞß", "ss", ["ẞ", "ß"]),
        ("“No,” she said", '"no,"', ["“No,”"]),
        ("«Oui», „Ja“", '"', ["«", "»", "„", "“"]),
        ("they don’t", "don't", ["don’t"]),
        ("they don't", "don’t", ["don't"]),
        ("a ten–year plan", "ten-year", ["ten–year"]),
        ("the old\n   quay", "old quay", ["old\n   quay"]),
        ("İstanbul", "istan", ["İstan"]),
        ("and so on…", "on...", ["on…"]),
        ("🎉 after 🎉", "after", ["after"]),
        ("a.c abc", "a.c", ["a.c"]),
        ("anything", "   ", []),
        ("anything", "nothing", []),
    ],
)
def test_what_is_typed_is_found(text: str, typed: str, found: list[str]) -> None:
    assert [span.of(text) for span in Folded(text).find(typed)] == found


ODD = st.text(alphabet="aAßẞéÉe\u0301\u0327ﬁ…“”'’ \n日İ🎉ΣςĲ½", max_size=20)


@given(ODD, ODD, ODD)
def test_a_text_is_found_where_it_stands(before: str, wanted: str, behind: str) -> None:
    text = before + wanted + behind
    if Folded(wanted).text.strip():
        spans = Folded(text).find(wanted)
        assert any(x.start <= len(before) + len(wanted) and len(before) <= x.end for x in spans)


@given(ODD)
def test_every_place_of_a_folded_text_is_one_of_the_text(text: str) -> None:
    folded = Folded(text)
    for at in range(len(folded.text)):
        span = folded.span(at, at + 1)
        assert 0 <= span.start < span.end <= len(text)
        assert folded.text[at] in Folded(span.of(text)).text


def test_words_are_folded_letters_and_digits() -> None:
    assert words("“Don’t,” the U.S. told 12 Cafés in foo_bar.") == {
        "don", "t", "the", "u", "s", "told", "12", "cafes", "in", "foo", "bar",
    }  # fmt: skip


@pytest.mark.parametrize(
    ("typed", "found"),
    [
        ("gas pipe", [("gas",), ("pipe", "…")]),
        ("gas pipe ", [("gas",), ("pipe",)]),
        ("gas x", [("gas",), ("x",)]),
        ("“the old quay” bre", [("the", "old", "quay"), ("bre", "…")]),
        ('"the old', [("the", "old")]),
        ("don’t", [("don", "t")]),
        ("and/or", [("and", "or", "…")]),
        ("-- * ( ) “”", []),
        ("", []),
    ],
)
def test_what_is_typed_is_words_and_phrases(typed: str, found: list[tuple[str, ...]]) -> None:
    assert [(*one.words, "…") if one.begun else one.words for one in phrases(typed)] == found


def test_a_phrase_is_found_as_whole_words() -> None:
    folded = Folded("The old, old quay; an older Quay. “Old—quay”")
    assert len(list(Phrase("", ("old", "quay")).find(folded))) == 2
    assert len(list(Phrase("", ("old",), begun=True).find(folded))) == 4
    assert len(list(Phrase("", ("old",)).find(folded))) == 3
