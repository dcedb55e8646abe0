"""The words that somebody means, however they say so."""

import pytest

from annotator.plain.words import meant, numbered
from annotator.work.session import NotNow
from annotator.work.worklist import Worklist
from tests.work.desks import BUILD, COUNCIL, CRITICS, HOLD, OTHER, QUAY, TAIL, at_work, filled

LONG = "“We will build it. It will hold. Nobody will pay twice,”"


@pytest.fixture
def work() -> Worklist:
    return at_work(filled())


def found(work: Worklist, n: int, said: str, *, content: bool = False) -> list[str]:
    return [span.of(work.desk.text) for span in meant(work.desk, n, said, content=content)]


@pytest.mark.parametrize(
    ("n", "said", "there"),
    [
        (QUAY, "Mayor", ["Mayor"]),
        (QUAY, "mayor IDA brenn", ["Mayor Ida Brenn"]),
        (QUAY, "1", ["Mayor"]),
        (QUAY, "2-3", ["Ida Brenn"]),
        (QUAY, "2 – 3", ["Ida Brenn"]),
        (QUAY, "Mayor … quay", ["Mayor Ida Brenn opened the quay"]),
        (QUAY, "mayor ... Monday.", ["Mayor Ida Brenn opened the quay on Monday."]),
        (QUAY, "Ida + the quay", ["Ida", "the quay"]),
        (QUAY, "1 + 4-5", ["Mayor", "opened the"]),
        (BUILD, "“We … twice,”", [LONG]),
        (BUILD, '"we ... twice,"', [LONG]),
        (BUILD, "it … hold", ["it. It will hold"]),
        (BUILD, "will pay", ["will pay"]),  # it stands in a later sentence
        (BUILD, "Ida Brenn", ["Ida Brenn"]),  # in the one before
        (TAIL, "she", ["she"]),
        (CRITICS, "Critics doubt", ["Critics doubt"]),
        (COUNCIL, "would \"pay for it\"", ["would “pay for it”"]),
    ],
)  # fmt: skip
def test_words_are_found(work: Worklist, n: int, said: str, there: list[str]) -> None:
    assert found(work, n, said) == there


@pytest.mark.parametrize(
    ("n", "said", "there"),
    [
        (BUILD, "We … twice", LONG),
        (BUILD, "we will build it … pay twice", LONG),
        (COUNCIL, "pay for it", "“pay for it”"),
        (COUNCIL, "would pay for it", "would “pay for it”"),
        (HOLD, "It will hold", "It will hold"),
        (BUILD, "2-18", "We will build it. It will hold. Nobody will pay twice"),  # numbers say it
    ],
)
def test_content_takes_the_marks_around_all_its_words(work: Worklist, n: int, said: str, there: str) -> None:
    assert found(work, n, said, content=True)[0].startswith(there[:-1])
    if not said[0].isdigit():
        assert found(work, n, said, content=True) == [there]


@pytest.mark.parametrize(
    ("n", "said", "why"),
    [
        (QUAY, "nowhere", "“nowhere” does not stand here; write the words as they are, or numbers"),
        (QUAY, "quay … nowhere", "“nowhere” does not stand behind “quay”"),
        (QUAY, "quay … Mayor Ida", "“Mayor Ida” does not stand behind “quay”"),
        (QUAY, "0", "there are no words 0 to 0 from here on; # numbers them"),
        (QUAY, "3-2", "there are no words 3 to 2"),
        (QUAY, "1-4000", "there are no words 1 to 4000"),
        (QUAY, "…", "“…” does not stand here"),
        (QUAY, ",", "“,” does not stand here"),
        (COUNCIL, "Brenn had … Brenn", "“Brenn” does not stand behind"),
        (QUAY, "the + nowhere", "“nowhere” does not stand here"),
    ],
)
def test_words_that_are_not_there_are_a_sentence(work: Worklist, n: int, said: str, why: str) -> None:
    with pytest.raises(NotNow) as caught:
        meant(work.desk, n, said)
    assert str(caught.value).startswith(why)


def test_words_that_stand_there_twice_ask_for_more() -> None:
    with filled(texts=[OTHER.replace("No", "No, said he, no"), "a.\n"]) as store:
        work = at_work(store)
        with pytest.raises(NotNow, match="“he” stands there 2 times; write more, or numbers: # gives them"):
            meant(work.desk, 0, "he")
        assert found(work, 0, "said he") == ["said he"]
        assert found(work, 0, "he said") == ["he said"]


def test_words_are_numbered_on_from_the_sentence_in_view(work: Worklist) -> None:
    first, second = numbered(work.desk, BUILD, 2)
    assert first == "1 “ 2 We 3 will 4 build 5 it 6 ."
    assert second == "7 It 8 will 9 hold 10 ."
    assert found(work, BUILD, "7-9") == ["It will hold"]
    assert len(list(numbered(work.desk, QUAY, 100))) == len(work.desk.sentences)
