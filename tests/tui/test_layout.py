"""Lines of an article and the runs in them: nothing is lost, nothing is wider than the screen."""

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st
from rich.cells import cell_len

from annotator.model import Change, Layer, LayerKind, Quote, Sentence, Span, stripped
from annotator.text.sentences import sentences
from annotator.text.tokens import tokens
from annotator.tui.layout import Layout
from annotator.tui.lines import cut, row
from annotator.tui.paint import Marked, Painted, gutter, runs
from annotator.work.desk import Desk
from tests.work.desks import article

pieces = st.sampled_from(
    [
        "word ",
        "a",
        "well-known ",
        "日本",
        "한",
        "e\u0301",
        "👍",
        "—",
        "x" * 30,
        "“",
        "”",
        ". ",
        "\n",
        "\n\n",
        "\t",
    ]
)
texts = st.lists(pieces, min_size=1, max_size=40).map("".join).filter(lambda text: bool(text.strip()))
widths = st.integers(1, 40)


def painted(text: str) -> str:
    """`text` as the reader has it: every break is a blank there."""
    return text.translate(dict.fromkeys(map(ord, "\n\t"), " "))


def layout(text: str, width: int) -> tuple[Layout, list[Span | None]]:
    found = sentences(text)
    words = [stripped(s, text) for s in found]
    return Layout(painted(text), words, [n > 0 and n % 3 == 0 for n in range(len(found))], width), words


@given(texts, widths)
def test_every_character_is_on_one_line_and_no_line_is_too_wide(text: str, width: int) -> None:
    made, _words = layout(text, width)
    shown = [n for line in made.lines for n in range(line.start, line.end)]
    assert shown == sorted(set(shown))
    left = "".join(c for n, c in enumerate(text) if n not in set(shown))
    assert left.strip() == ""
    for line in made.lines:
        assert cell_len(text[line.start : line.end]) <= max(width, 2)
        if line.end - line.start > 1 and width > 1:
            assert cell_len(text[line.start : line.end]) <= width


@given(texts, widths)
def test_the_first_word_of_a_line_would_not_have_fitted_on_the_line_before(text: str, width: int) -> None:
    made, words = layout(text, width)
    shown = painted(text)
    for line, after in pairwise(made.lines):
        span = words[after.sentence]
        if line.sentence != after.sentence or line.start == line.end or span is None:
            continue
        whole = shown[after.start - 1].isspace() or shown[after.start - 1] in "-—–"
        ends = range(after.start + 1, span.end + 1)
        word = next(n for n in ends if n == span.end or shown[n].isspace() or shown[n - 1] in "-—–")
        assert cell_len(shown[line.start : word if whole else after.start + 1]) > width


@given(texts, widths)
def test_sentences_and_offsets_find_their_lines(text: str, width: int) -> None:
    made, words = layout(text, width)
    for n, span in enumerate(words):
        lines = made.of_sentence(n)
        if span is None:
            assert len(lines) == 0
            continue
        assert made.lines[lines.start].start == span.start
        assert made.lines[lines.start].first
        assert made.lines[lines.stop - 1].end == span.end
        assert {made.lines[k].sentence for k in lines} == {n}
        for k in lines:
            for offset in range(made.lines[k].start, made.lines[k].end):
                assert made.of_offset(offset) == k


def test_words_break_at_blanks_and_behind_hyphens_and_only_then_anywhere() -> None:
    text = "A well-known officer saidsaidsaidsaid so."
    made, _words = layout(text, 10)
    lines = [text[x.start : x.end] for x in made.lines]
    assert lines == ["A well-", "known", "officer", "saidsaidsa", "idsaid so."]


def test_a_paragraph_begins_behind_an_empty_line() -> None:
    text = "One. Two.\n\nThree.\n"
    spans = sentences(text)
    made = Layout(text, [stripped(s, text) for s in spans], [False, False, True], 20)
    assert [text[x.start : x.end] for x in made.lines] == ["One.", "Two.", "", "Three."]
    assert [list(made.of_sentence(n)) for n in range(3)] == [[0], [1], [3]]


LAYER = Layer(LayerKind.HUMAN, "ana")


@given(texts, widths, st.data())
def test_the_runs_of_a_line_are_the_line(text: str, width: int, data: st.DataObject) -> None:
    one = article(text)
    desk = Desk(one, [Sentence(n, s) for n, s in enumerate(sentences(text))], LAYER)
    every = tokens(text)
    ranges = st.tuples(st.sampled_from(every), st.sampled_from(every)).map(sorted)
    for n in range(data.draw(st.integers(0, 3))):
        (a, b), (c, d) = data.draw(ranges), data.draw(ranges)
        content, cue = Span(a.start, b.end), Span(c.start, d.end)
        desk.apply(Change(None, Quote(str(n), one.digest, LAYER, (content,), cue=(cue,))))
    first, last = data.draw(ranges)
    marked = Marked((Span(first.start, last.end),), last)
    made = Layout(text, desk.words, [False] * len(desk.sentences), width)
    for line in made.lines:
        painted = Painted(desk, line.sentence, 0, "1", marked)
        found = list(runs(painted, line))
        assert "".join(text[start:end] for start, end, _look in found) == text[line.start : line.end]
        for start, end, look in found:
            for offset in range(start, end):
                assert look.chosen == (first.start <= offset < last.end)
                assert look.cursor == (last.start <= offset < last.end)
                inside = any(s.start <= offset < s.end for q in desk.quotes.values() for s in q.spans())
                assert bool(look.role) == inside
                if desk.quotes.get("1") and any(s.start <= offset < s.end for s in desk.quotes["1"].spans()):
                    assert look.selected
        assert cell_len(gutter(painted, line)) == 8


@given(st.text(max_size=30), st.integers(0, 40))
def test_a_row_is_cut_to_its_width(text: str, width: int) -> None:
    made = row((text, "bold"), text, width=width)
    assert cell_len(made.plain) <= width
    assert cell_len(cut(text, width)) <= width


@pytest.mark.parametrize("width", range(6))
def test_what_is_cut_says_so(width: int) -> None:
    assert cut("日本語 abc", width)[-1:] == ("…" if width else "")
    assert cut("abc", 3) == "abc"


def test_cutting_costs_the_same_however_long_a_text_is() -> None:
    assert cut("x" * 10_000_000, 10) == "x" * 9 + "…"
    assert cut("e" + "\u0301" * 10_000, 10) == "e" + "\u0301" * 40 + "…"
    assert cut("e" + "\u0301" * 40, 10) == "e" + "\u0301" * 40
