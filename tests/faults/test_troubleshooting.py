"""Every sentence of an error stands in docs/troubleshooting.md, and says how to mend what is wrong."""

from pathlib import Path

import pytest

from annotator.errors import Exit
from scripts import mending
from scripts.mending import Mends
from scripts.sentences import Sentence, sentences


@pytest.fixture(scope="module")
def every() -> list[Sentence]:
    return sentences()


@pytest.fixture(scope="module")
def mends() -> Mends:
    return mending.read()


def test_the_page_has_every_sentence_of_the_code(every: list[Sentence], mends: Mends) -> None:
    written = mending.PAGE.read_text("utf-8")
    missing = [f"{x.place}: {x.text}" for x in every if not x.bare and _shown(x.text) not in written]
    assert missing == [], "scripts/troubleshoot writes the page anew"
    assert written == mending.page(every, mends), "scripts/troubleshoot writes the page anew"


def _shown(text: str) -> str:
    return " ".join(text.split())


def test_each_sentence_says_how_to_mend_it_or_has_a_mend(every: list[Sentence], mends: Mends) -> None:
    lacking = [f"{x.place}: {x.text}" for x in mending.without_a_mend(every, mends)]
    assert lacking == [], "say behind a semicolon what to do, or give scripts/mends.toml a [[mend]]"


def test_no_sentence_is_hidden_from_the_page(every: list[Sentence], mends: Mends) -> None:
    """What only hands on another's words is known by its file, so that a new one is looked at."""
    assert {x.path for x in every if x.bare and x.code is not None} == {*mends.hands_on}


def test_no_mend_is_left_of_a_sentence_that_is_gone(every: list[Sentence], mends: Mends) -> None:
    said = [x.text for x in every]
    assert [
        words for words in mends.mends if not any(mends.of(text) == mends.mends[words] for text in said)
    ] == []


def test_sentences_are_read_as_they_come_out(tmp_path: Path) -> None:
    room = tmp_path / "annotator"
    room.mkdir()
    (room / "errors.py").write_text("class AnnotatorError(Exception):\n    exit_code = Exit.STORE\n")
    (room / "one.py").write_text(
        "from annotator.two import SHORT, kept\n"
        "class Lost(AnnotatorError): pass\n"
        "TABLE = ((1, 'is gone'), (2, SHORT))\n"
        "def a(name, n):\n"
        "    raise Lost(f'{name} has {n:,} {SHORT}; go' if n else 'plain words ' + 'of it')\n"
        "def b():\n"
        "    for sign, sentence in TABLE:\n"
        "        return f'the file {sentence}'\n"
        "def c():\n"
        "    raise Lost(b()) from kept('handed over; try again', 3)\n"
    )
    (room / "two.py").write_text("SHORT = 'too few'\ndef kept(why, n):\n    return Lost(f'{n}: {why}')\n")
    found = [(x.path.rpartition("/")[2], x.text, x.code) for x in sentences(tmp_path)]
    assert found == [
        ("one.py", "… has … too few; go", Exit.STORE),
        ("one.py", "plain words of it", Exit.STORE),
        ("one.py", "the file is gone", Exit.STORE),
        ("one.py", "the file too few", Exit.STORE),
        ("two.py", "3: handed over; try again", Exit.STORE),
    ]
