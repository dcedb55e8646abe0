"""The names of an article, and what stands before them."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from annotator.text.names import Shape, group_word, names
from annotator.text.names_given import FEMALE, MALE, gender_by_name
from annotator.text.names_offices import office_start
from annotator.text.names_spelling import given_alike, likeness, skeleton
from annotator.text.names_states import ADJECTIVES, NAMES, SEATS
from annotator.text.names_words import FEMALE_WORDS, MALE_WORDS, family, gender_of, plural, singular
from annotator.text.sentences import sentences
from annotator.text.words import Words


def found(text: str) -> list[tuple[str, str, str]]:
    """(shape, what stands before the name, the name) of each run."""
    words = Words(text, sentences(text))
    return [
        (
            name.shape.name,
            text[words.starts[name.start] : words.starts[name.first]].strip(),
            text[words.starts[name.first] : words.ends[name.last]],
        )
        for name in names(words)
    ]


@pytest.mark.parametrize(
    ("text", "runs"),
    [
        ("Then Ana Ruiz left.", [("FULL", "", "Ana Ruiz")]),
        ("We saw US President Ilse Marand.", [("FULL", "US President", "Ilse Marand")]),
        (
            "We saw Kremlin spokesman Pal Oster.",
            [("SINGLE", "", "Kremlin"), ("FULL", "Kremlin spokesman", "Pal Oster")],
        ),
        ("We saw chief executive Lukas Verring.", [("FULL", "chief executive", "Lukas Verring")]),
        ("We saw Secretary of State Marco Ruiz.", [("FULL", "Secretary of State", "Marco Ruiz")]),
        ("We saw President of Russia Ivo Baltan.", [("FULL", "President of Russia", "Ivo Baltan")]),
        ("We saw Mr. Oster.", [("SINGLE", "Mr.", "Oster")]),
        ("We saw J. K. Marn there.", [("FULL", "", "J. K. Marn")]),
        ("We saw Jan van der Berg there.", [("FULL", "", "Jan van der Berg")]),
        ("We saw the Northern Council.", [("BODY", "", "Northern Council")]),
        ("We saw the University of Brennick.", [("BODY", "", "University of Brennick")]),
        ("We saw the Islands’ Fishing Board.", [("BODY", "", "Islands’ Fishing Board")]),
        ("We saw the Sea Lark.", [("THING", "", "Sea Lark")]),
        ("We saw New Zealand and the EU.", [("STATE", "", "New Zealand"), ("STATE", "", "EU")]),
        ("We saw the Defense Minister.", [("OFFICE", "", "Defense Minister")]),
        ("We saw Germany’s Ana Ruiz.", [("STATE", "", "Germany"), ("FULL", "", "Ana Ruiz")]),
        ("On Tuesday However If nobody came.", []),
        ("One ended.\nAna Ruiz\nPal Oster", [("FULL", "", "Ana Ruiz"), ("FULL", "", "Pal Oster")]),
        ("It rains in the U.S. Ana Ruiz left.", [("FULL", "", "Ana Ruiz")]),
        ("By Edda Marsh\n\nIt rains.", [("THING", "", "Edda Marsh")]),
    ],
)  # fmt: skip
def test_runs(text: str, runs: list[tuple[str, str, str]]) -> None:
    assert found(text) == runs


@pytest.mark.parametrize(
    ("text", "gender"),
    [
        ("We saw Mr. Oster.", "m"),
        ("We saw spokeswoman Bo Harrick.", "f"),
        ("We saw Ana Ruiz.", "f"),
        ("We saw Boris Marn.", "m"),
        ("We saw Quill Marn.", ""),
    ],
)
def test_gender(text: str, gender: str) -> None:
    assert [name.gender for name in names(Words(text, sentences(text)))] == [gender]


def test_what_an_office_says_more() -> None:
    text = "We met the Russian deputy foreign minister Pal Oster."
    name = names(Words(text, sentences(text)))[-1]
    assert (name.role, set(name.modifiers)) == ("minister", {"Russia", "foreign"})


def test_an_office_ends_where_the_line_begins() -> None:
    text = "Harbour\nchief Pal Oster"
    words = Words(text, sentences(text))
    assert words.word(office_start(words, 1)) == "chief"


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Dmitry", "Dmitri"),
        ("Aldov", "Aldow"),
        ("Yoren", "Joren"),
        ("Theodor", "Teodor"),
        ("Aldahl", "Aldal"),
        ("Jurmil", "Yurmil"),
        ("Zelenko", "Selenko"),
        ("Müller", "Mueller"),
        ("Vučar", "Vucar"),
        ("Schoikow", "Shoikov"),
    ],
)
def test_spellings_of_one_name(one: str, other: str) -> None:
    assert skeleton(one) == skeleton(other)
    assert likeness(one, other) == 1.0


@pytest.mark.parametrize(
    ("one", "other"), [("Marn", "Mann"), ("Aldov", "Orlov"), ("Ruiz", "Luis"), ("", "Ruiz")]
)
def test_other_names_are_other_names(one: str, other: str) -> None:
    assert skeleton(one) != skeleton(other)
    assert likeness(one, other) < 0.9


def test_first_names_that_fit_one_person() -> None:
    assert given_alike(["J", "Marn"], ["Joren", "Marn"]) == 0.8
    assert given_alike(["Piet", "Marn"], ["Pieter", "Marn"]) == 0.85
    assert given_alike(["Dmitri", "Marn"], ["Dmitry", "Marn"]) == 1.0
    assert given_alike(["Ana", "Marn"], ["Ivo", "Marn"]) == 0.0
    assert given_alike([], ["Ivo"]) == 0.0


def test_word_lists_do_not_contradict_themselves() -> None:
    assert not MALE & FEMALE
    assert not MALE_WORDS & FEMALE_WORDS
    assert gender_by_name("ana") == "f"
    assert gender_of("spokeswoman") == "f"
    assert gender_of("minister") == ""


def test_states() -> None:
    assert ADJECTIVES["russian"] == NAMES["russia"] == SEATS["moscow"] == "Russia"
    assert set(ADJECTIVES.values()) | set(SEATS.values()) <= set(NAMES.values())


@pytest.mark.parametrize(
    ("many", "one"),
    [
        ("ministers", "minister"),
        ("secretaries", "secretary"),
        ("spokeswomen", "spokeswoman"),
        ("witnesses", "witness"),
        ("boss", "boss"),
        ("children", "child"),
    ],
)  # fmt: skip
def test_plurals(many: str, one: str) -> None:
    assert singular(many) == one
    assert plural(many) == (many != one)


def test_offices_that_are_one() -> None:
    assert family("spokeswoman") == family("spokesperson") == "spokesman"
    assert group_word("russians")
    assert group_word("democrats")
    assert not group_word("ostragas")


_PIECES = (
    "Mr.", "Ana", "of", "the", "Ruiz", "’s", "President", "U.S.", "’", "van", "\n", "İ", "Ǆ", "JR", "Council",
    "Russian", "former", "minister", ",", "Secretary", "State",
)  # fmt: skip


@given(st.text(max_size=80) | st.lists(st.sampled_from(_PIECES), max_size=30).map(" ".join))
def test_any_text_has_runs_in_order(text: str) -> None:
    words = Words(text, sentences(text) if text else ())
    runs = names(words)
    assert [name.start for name in runs] == sorted(name.start for name in runs)
    for name in runs:
        assert 0 <= name.start <= name.first <= name.last < len(words)
        assert name.parts
        assert name.shape in Shape


@given(st.text(max_size=30), st.text(max_size=30))
def test_likeness_is_a_share_and_the_same_both_ways(one: str, other: str) -> None:
    assert 0 <= likeness(one, other) <= 1
    assert likeness(one, other) == likeness(other, one)
