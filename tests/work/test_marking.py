"""Marking by keyboard: every movement of the word cursor, and any sequence of them over any text."""

from collections.abc import Callable

import pytest
from hypothesis import given
from hypothesis import strategies as st

from annotator.model import Layer, LayerKind, Sentence, Span, merged
from annotator.text.sentences import sentences
from annotator.work.desk import Desk
from annotator.work.marking import Marking
from tests.work.desks import article, span

TEXT = (
    "Brenn said: “We will build it,” and left. “And ‘soon’ we will,” she said. Critics doubt that.\n"
    "\n"
    "The U.S. envoy's note said so.\n"
)


def desk_of(text: str) -> Desk:
    one = article(text)
    return Desk(one, [Sentence(n, s) for n, s in enumerate(sentences(text))], Layer(LayerKind.HUMAN, "ana"))


@pytest.fixture
def desk() -> Desk:
    return desk_of(TEXT)


def words_of(desk: Desk) -> list[Span]:
    return [token for n in range(len(desk.sentences)) for token in desk.tokens(n)]


def begun(desk: Desk, words: str) -> Marking:
    """The cursor on the word that begins `words`."""
    return Marking(desk, span(desk.text, words).start)


def words(marking: Marking) -> str:
    return marking.selection.of(marking.desk.text)


def all_words(marking: Marking) -> list[str]:
    return [s.of(marking.desk.text) for s in marking.spans()]


def test_it_begins_on_the_word_at_hand_or_the_next(desk: Desk) -> None:
    assert words(Marking(desk, 0)) == "Brenn"
    assert words(Marking(desk, 2)) == "Brenn"
    assert words(Marking(desk, 5)) == "said"  # the blank before it
    assert words(Marking(desk, len(TEXT) - 1)) == "."
    assert words(Marking(desk, len(TEXT))) == "."


def test_words_before_and_behind(desk: Desk) -> None:
    marking = begun(desk, "U.S.")
    steps = []
    for by in (1, 1, 1, -1, -1, -1, -1):
        marking.word(by)
        steps.append(words(marking))
    assert steps == [".", "envoy", "'s", "envoy", ".", "U.S", "The"]


def test_the_ends_of_the_article_hold(desk: Desk) -> None:
    first, last = Marking(desk, 0), Marking(desk, len(TEXT))
    first.word(-1)
    first.sentence_start()
    first.next_sentence(-1)
    last.word(1)
    last.sentence_end()
    last.next_sentence(1)
    assert (words(first), words(last)) == ("Brenn", ".")


def test_extending_drags_the_end_and_moving_freely_lets_go(desk: Desk) -> None:
    marking = begun(desk, "We will build")
    marking.toggle_extending()
    for _ in range(3):
        marking.word(1)
    assert words(marking) == "We will build it"
    marking.word(-1)
    assert words(marking) == "We will build"
    marking.toggle_extending()
    assert words(marking) == "build"
    marking.word(1)
    assert words(marking) == "it"


def test_it_extends_backwards_and_from_the_other_end(desk: Desk) -> None:
    marking = begun(desk, "build it")
    marking.toggle_extending()
    marking.word(-1)
    assert words(marking) == "will build"
    marking.swap()
    marking.word(1)
    assert words(marking) == "will build it"
    marking.swap()
    marking.word(1)
    assert words(marking) == "build it"


def test_the_end_of_the_sentence_then_its_stop_then_the_next_sentence(desk: Desk) -> None:
    marking = begun(desk, "Critics doubt")
    marking.toggle_extending()
    found = []
    for _ in range(3):
        marking.sentence_end()
        found.append(words(marking))
    assert found == [
        "Critics doubt that",
        "Critics doubt that.",
        "Critics doubt that.\n\nThe U.S. envoy's note said so",
    ]


def test_the_start_of_the_sentence_then_of_the_one_before(desk: Desk) -> None:
    marking = begun(desk, "that.\n")
    found = []
    for _ in range(3):
        marking.sentence_start()
        found.append(words(marking))
    assert found == ["Critics", "“", "Brenn"]


def test_other_sentences_their_first_word_or_their_whole(desk: Desk) -> None:
    marking = Marking(desk, 0)
    marking.next_sentence(1)
    assert (words(marking), marking.sentence) == ("“", 1)
    marking.toggle_extending()
    marking.next_sentence(1)
    assert words(marking).endswith("Critics doubt that.")
    marking.next_sentence(-1)
    assert words(marking) == "“"


CLAUSES = (
    "Brenn said that the quay would open, and that nobody, not even Varr, would pay; "
    "“it will hold,” she said. But 1,400 came because it rained.\n\nMore – much more – followed.\n"
)


def test_clauses_begin_at_commas_dashes_marks_and_the_words_that_lead_them() -> None:
    marking = Marking(desk_of(CLAUSES), 0)
    found = []
    for _ in range(12):
        marking.clause(1)
        found.append(words(marking))
    assert found == [
        "that", "and", "not", "would", "“", "she", "But", "because", "More", "much", "followed", "followed",
    ]  # fmt: skip
    for _ in range(3):
        marking.clause(-1)
    assert words(marking) == "because"


def test_extending_by_clauses_takes_their_last_words_and_closing_marks() -> None:
    marking = begun_at(CLAUSES, "that the quay")
    marking.toggle_extending()
    found = []
    for _ in range(7):
        marking.clause(1)
        found.append(words(marking))
    assert [some.split()[-1] for some in found] == [
        "open",
        "nobody",
        "Varr",
        "pay",
        "hold,”",
        "said",
        "said.",
    ]
    marking.clause(-1)
    assert words(marking).endswith("she said")
    for _ in range(5):
        marking.clause(-1)
    assert words(marking) == "that the quay would open"
    marking.clause(-1)
    assert words(marking) == "that"
    marking.clause(-1)
    assert words(marking) == "Brenn said that"
    marking.clause(1)
    assert words(marking) == "that"


def begun_at(text: str, words: str) -> Marking:
    return begun(desk_of(text), words)


def test_paragraphs_their_first_word_or_their_end(desk: Desk) -> None:
    marking = begun(desk, "We will")
    marking.paragraph(-1)
    assert words(marking) == "Brenn"
    marking.paragraph(1)
    assert words(marking) == "The"
    marking.paragraph(1)
    assert words(marking) == "The"
    marking.paragraph(-1)
    marking.toggle_extending()
    marking.paragraph(1)
    assert words(marking) == TEXT.split("\n")[0]
    marking.paragraph(1)
    assert words(marking) == TEXT.strip()
    marking.paragraph(-1)
    assert words(marking) == TEXT.split("\n")[0]
    marking.paragraph(-1)
    assert words(marking) == "Brenn"
    backwards = begun(desk, "said so")
    backwards.toggle_extending()
    backwards.paragraph(-1)
    backwards.paragraph(-1)
    backwards.paragraph(1)
    assert words(backwards) == "The U.S. envoy's note said"


def test_words_are_cut_out_of_what_is_marked() -> None:
    text = "“We build,” he said, “and it holds.”\n"
    marking = begun_at(text, "“We")
    assert not marking.cut()
    marking.toggle_extending()
    marking.sentence_end()
    marking.sentence_end()
    marking.look_inside()
    assert words(marking) == "he"
    marking.toggle_extending()
    marking.clause(1)
    assert words(marking) == "he said"
    marking.word(1)
    assert marking.cut()
    assert all_words(marking) == ["“We build,”", "“and it holds.”"]
    assert words(marking) == "“and it holds.”"
    assert marking.join()
    assert all_words(marking) == [text.strip()]
    assert not marking.join()


def test_nothing_is_cut_where_nothing_would_be_left(desk: Desk) -> None:
    marking = begun(desk, "Critics")
    marking.look_inside()
    assert not marking.cut()
    assert all_words(marking) == ["Critics"]


def test_letters_find_words_ahead_and_behind(desk: Desk) -> None:
    marking = Marking(desk, 0)
    assert marking.find("B", 1)
    assert words(marking) == "build"
    assert marking.find("s", 1)
    assert words(marking) == "soon"  # in the next sentence
    assert marking.find("b", -1)
    assert words(marking) == "build"
    assert marking.find("“", -1)
    assert words(marking) == "“"
    assert not marking.find("z", 1)
    assert not marking.find("z", -1)
    assert words(marking) == "“"


def test_snapping_takes_the_quotation_around_or_ahead_then_a_wider_one_then_the_next(desk: Desk) -> None:
    marking = begun(desk, "soon")
    found = []
    for _ in range(2):
        assert marking.snap()
        found.append(words(marking))
    assert found == ["‘soon’", "“And ‘soon’ we will,”"]
    assert not marking.snap()
    before = begun(desk, "Brenn")
    found = []
    for _ in range(2):
        assert before.snap()
        found.append(words(before))
    assert found == ["“We will build it,”", "“And ‘soon’ we will,”"]


def test_snapping_never_cuts_a_word_and_gets_on_even_so() -> None:
    marking = Marking(desk_of("'s”'s and “more” so"), 0)
    found = []
    for _ in range(2):
        assert marking.snap()
        found.append(words(marking))
    assert found == ["'s”'s", "“more”"]
    assert not marking.snap()


def test_snapping_where_no_quotation_follows_changes_nothing(desk: Desk) -> None:
    marking = begun(desk, "Critics")
    assert not marking.snap()
    assert words(marking) == "Critics"
    assert not marking.extending


def test_pieces_are_kept_in_order_and_taken_back(desk: Desk) -> None:
    marking = begun(desk, "And ‘soon’")
    marking.piece()
    assert not marking.extending
    marking.find("d", 1)
    assert all_words(marking) == ["And", "doubt"]
    marking.piece()
    assert all_words(marking) == ["And", "doubt", "that"]
    assert marking.drop_piece()
    assert all_words(marking) == ["And", "doubt"]
    assert marking.drop_piece()
    assert all_words(marking) == ["And"]
    assert not marking.drop_piece()


def test_pieces_that_touch_or_overlap_become_one(desk: Desk) -> None:
    marking = begun(desk, "that.\n")
    marking.piece()
    assert all_words(marking) == ["that."]


def test_what_was_marked_before_is_at_hand_again(desk: Desk) -> None:
    pieces = [span(TEXT, "“We will build it,”"), span(TEXT, "“And ‘soon’ we will,”")]
    marking = Marking(desk, 0, pieces)
    assert marking.spans() == tuple(pieces)
    assert marking.extending
    marking.word(-1)
    assert all_words(marking)[1] == "“And ‘soon’ we will,"


def test_nudging_reaches_inside_words_and_stops_at_the_ends(desk: Desk) -> None:
    marking = begun(desk, "envoy")
    marking.nudge(-1)
    assert words(marking) == "envo"
    for _ in range(9):
        marking.nudge(-1)
    assert words(marking) == "e"
    marking.nudge(1)
    assert words(marking) == "en"
    last = Marking(desk, len(TEXT))
    for _ in range(3):
        last.nudge(1)
    assert words(last) == ".\n"


@pytest.mark.parametrize("text", ["…\n", "a", "“", "🎉\n\n🎉", "e\u0301\u0301 x", " \n a", "\ufeff.", "‘’"])
def test_the_smallest_articles_can_be_marked(text: str) -> None:
    marking = Marking(desk_of(text), 0)
    for _name, verb in VERBS:
        verb(marking)
        check(marking)


VERBS: tuple[tuple[str, Callable[[Marking], object]], ...] = (
    ("l", lambda m: m.word(1)),
    ("h", lambda m: m.word(-1)),
    ("j", lambda m: m.next_sentence(1)),
    ("k", lambda m: m.next_sentence(-1)),
    ("e", lambda m: m.sentence_end()),
    ("b", lambda m: m.sentence_start()),
    ("fs", lambda m: m.find("s", 1)),
    ("Fw", lambda m: m.find("w", -1)),
    ("f“", lambda m: m.find("“", 1)),
    ("space", lambda m: m.toggle_extending()),
    ("x", lambda m: m.swap()),
    ("q", lambda m: m.snap()),
    ("+", lambda m: m.piece()),
    ("backspace", lambda m: m.drop_piece()),
    ("L", lambda m: m.clause(1)),
    ("H", lambda m: m.clause(-1)),
    ("J", lambda m: m.paragraph(1)),
    ("K", lambda m: m.paragraph(-1)),
    ("-", lambda m: m.cut()),
    ("--", lambda m: m.look_inside()),
    ("_", lambda m: m.join()),
)
NUDGES = ((">", lambda m: m.nudge(1)), ("<", lambda m: m.nudge(-1)))

texts = st.lists(
    st.sampled_from(
        ["said", "We", "will", "“", "”", "‘", "’", "soon", ",", ".", ". ", " ", "\n", "\n\n", "U.S.",
         "e\u0301", "🎉", "日本", "'s", "-", "\u200d", "\x1b"]
    ),
    min_size=1, max_size=30,
).map("".join).filter(lambda text: bool(text.strip()))  # fmt: skip


def check(marking: Marking) -> None:
    """What any marking is: spans of the text, in order, and the cursor at an end of the selection."""
    length = len(marking.desk.text)
    spans = marking.spans()
    assert spans
    assert spans == merged(spans)
    assert all(0 <= s.start < s.end <= length for s in spans)
    selected = marking.selection
    assert any(s.contains(selected) for s in spans)
    assert selected.start in (marking.head.start, marking.anchor.start)
    assert selected.end in (marking.head.end, marking.anchor.end)
    assert 0 <= marking.sentence < len(marking.desk.sentences)


@given(texts, st.integers(0, 60), st.lists(st.sampled_from(VERBS), max_size=25), st.data())
def test_any_keys_over_any_text_leave_spans_from_token_to_token(
    text: str, at: int, keys: list[tuple[str, Callable[[Marking], object]]], data: st.DataObject
) -> None:
    desk = desk_of(text)
    every = words_of(desk)
    starts, ends = {t.start for t in every}, {t.end for t in every}
    pieces = data.draw(st.lists(st.sampled_from(every), max_size=2, unique=True).map(merged))
    marking = Marking(desk, min(at, len(text)), pieces)
    for _name, verb in keys:
        verb(marking)
        check(marking)
        assert all(s.start in starts and s.end in ends for s in marking.spans())


@given(texts, st.lists(st.sampled_from((*VERBS, *NUDGES)), max_size=25))
def test_nudged_spans_are_spans_still(text: str, keys: list[tuple[str, Callable[[Marking], object]]]) -> None:
    marking = Marking(desk_of(text), 0)
    for _name, verb in keys:
        verb(marking)
        check(marking)


@given(texts, st.integers(0, 60), st.integers(0, 60))
def test_any_range_of_words_can_be_reached(text: str, a: int, b: int) -> None:
    desk = desk_of(text)
    every = words_of(desk)
    first, last = sorted((every[a % len(every)], every[b % len(every)]))
    marking = Marking(desk, 0)
    while marking.head != first:
        before = marking.head
        marking.word(1)
        assert marking.head > before
    marking.toggle_extending()
    while marking.head != last:
        before = marking.head
        marking.word(1)
        assert marking.head > before
    assert marking.spans() == (Span(first.start, last.end),)
