"""What quotation marks are for: speech, a title, words held at arm's length."""

import pytest
from hypothesis import given

from annotator.text.marks import quotations
from annotator.text.quoted import WEIGHTS, Use, all_signs, quoted
from annotator.text.sentences import sentences
from annotator.text.words import Words
from tests.text.samples import hostile


def uses(text: str) -> list[str]:
    found = quotations(text)
    return [use.value for use in quoted(Words(text, sentences(text, found)), found)]


def signs(text: str, place: int = 0) -> frozenset[str]:
    found = quotations(text)
    return all_signs(Words(text, sentences(text, found)), found)[place]


@pytest.mark.parametrize(
    "text",
    [
        "“We left,” Ana Ruiz said.",
        "Ana Ruiz said: “We left.”",
        "“We left,” she said, “and we stay away.”",
        "“We left.”",
        "“Will you come?”",
        "According to Ana Ruiz, “nobody knew of it.”",
        "Ana Ruiz said the plan was a “disaster”.",
        "She described the harbour as “dead”.",
        "He called the vote “a farce from its first hour to its last”.",
        "Marn warned that the coast was “at risk,” and left.",
        "The mayor, who was in Orla, said it was “too late” to do anything.",
        "“One.\n\n“Two.\n\n“Three,” he said.",
        "« Nous partons », said Ana Ruiz.",
        "„Wir gehen“, said Ana Ruiz.",
        "‘We left,’ Ana Ruiz said.",
        "“ We left , ” said Ana Ruiz .",
        "— We left, said Ana Ruiz.",
        "Voters Are ‘Tired of Promises,’ Says Mayor of Velden",
    ],
)
def test_speech(text: str) -> None:
    assert set(uses(text)) == {"speech"}


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("The film “Night Over Velden” opens on Monday.", "title"),
        ("Her memoir, “A House by the Sea,” sold well.", "title"),
        ("He was a guest on Velden TV’s “Morning Coffee” on Monday.", "title"),
        ("The “Velden Votes” campaign began in March.", "title"),
        ("The show “Morgen” is seen by millions.", "title"),
        ("Otto “Bull” Marn won the race.", "scare"),
        ("The market has a “surplus” problem.", "scare"),
        ("The hashtag “velden” was all over town.", "title"),
        ("So the “experts” lost again.", "scare"),
        ("The park has a “quiet zone” (no radios) by the lake.", "scare"),
    ],
)
def test_no_speech(text: str, expected: str) -> None:
    assert uses(text) == [expected]


def test_of_two_in_a_sentence_each_is_judged() -> None:
    assert uses("The “Velden Votes” campaign is dead, Ana Ruiz said: “We buried it.”") == ["title", "speech"]


def test_one_within_another_is_judged_by_the_words_around_it_there() -> None:
    text = "“The so-called ‘experts’ group met,” Marn said. “Then Voss said, ‘I will not go,’ and we left.”"
    assert uses(text) == ["speech", "scare", "speech", "speech"]
    assert "no cue" in signs(text, 1)
    assert "cue at once" in signs(text, 3)


def test_what_somebody_else_says_in_the_sentence_is_no_cue_inside_marks() -> None:
    text = "The “surplus” fell. “He said so,” Marn said."
    assert "no cue" in signs(text)


@pytest.mark.parametrize(
    ("sign", "with_it", "without"),
    [
        ("opens its sentence", "“We left,” he said.", "He said: “We left.”"),
        ("nine words or more", "“one two three four five six seven eight nine”", "“one two three”"),
        ("four to eight words", "“one two three four”", "“one two three”"),
        ("one word", "“one”", "“one two”"),
        ("person inside", "“don’t go”", "“no go”"),
        ("small letter", "a “surplus” of it", "a “Surplus” of it"),
        ("title case", "the “House of Salt” in town", "the “House of salt” in town"),
        ("title case", "see the “House of Salt” in town", "The Old “House of Salt” In Town Burns"),
        ("cue at once", "He said “no” to it.", "He gave “no” to it."),
        ("cue near", "He said it was a big “no” to it.", "He said “no” to it."),
        ("cue far", "He said it was in every way one might take it a “no” to it.", "He said “no” to it."),
        ("no cue", "The “surplus” grew.", "The “surplus” grew, said Marn."),
        ("comma and clause after", "“We left,” said Marn.", "“We left,” and the rain came."),
        ("person before", "When he left, it was “over”.", "When Marn left, it was “over”."),
        ("that in front", "She wrote that it was “over”.", "She wrote it was “over”."),
        ("work before", "the song “Salt”", "the town “Salt”"),
        ("work before", "her song, “Salt”", "her town, “Salt”"),
        ("no cue", "the show “Salt”", "the statement “Salt”"),
        ("possessive before", "Velden’s “salt”", "Velden “salt”"),
        ("preposition before", "it was on “salt”", "it was “salt”"),
        ("named thing after", "the “salt” campaign", "the “salt” mine"),
        ("noun after", "the “salt” mine", "the “salt” of it"),
        ("aside after", "the “salt,” which is", "the “salt,” is"),
        ("dash before", "it is here (“salt”) now", "it is here “salt” now"),
    ],
)
def test_sign(sign: str, with_it: str, without: str) -> None:
    assert sign in WEIGHTS
    assert sign in signs(with_it)
    assert sign not in signs(without)


def test_every_sign_has_its_test() -> None:
    tested = {case[0] for mark in test_sign.pytestmark for case in mark.args[1]}  # type: ignore[attr-defined]
    assert tested == set(WEIGHTS)


def test_no_marks_no_uses() -> None:
    assert uses("Nobody said anything.") == uses("") == []


@given(hostile)
def test_anything_at_all(text: str) -> None:
    found = quotations(text)
    given_words = Words(text, sentences(text, found))
    judged = quoted(given_words, found)
    assert len(judged) == len(found)
    assert set(judged) <= set(Use)
    assert all(one <= WEIGHTS.keys() for one in all_signs(given_words, found))
