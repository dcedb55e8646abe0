"""Whatever the text, reading it raises nothing, and every offset holds."""

from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from annotator.model import Span
from annotator.text.marks import quotations
from annotator.text.reading import Reading, read, read_at
from annotator.text.tokens import tokens

# Marks of all kinds, emoji, combining characters, line ends; and what makes the rules look: names and cues.
PIECES = st.sampled_from(
    [
        "“", "”", '"', "‘", "’", "'", "«", "»", "„", "''", "``", "—", "-", ":", ",", ".", "?", "!",
        ";", "(", ")", "\n", "\r\n", "\u2028", " ", "\u00a0", "\t", "🎉", "👩\u200d🚀", "e\u0301",
        "\u200b", "\ufeff", "İ", "ß", "said", "says", "told", "saying", "that", "according to",
        "Ana Ruiz", "Ruiz", "he", "she", "they", "who", "the minister", "of ports", "reporters",
        "RUIZ", "called", "to leave", "whether", "claim", "made it clear", "and", "was", "had left",
        "on Monday", "quoted", "as", "the agency", "a", "42", "U.S.", "’s", "expressed",
    ]
)  # fmt: skip
TEXTS = st.lists(PIECES, max_size=60).map(" ".join) | st.lists(PIECES, max_size=60).map("".join) | st.text()


def check(text: str, reading: Reading) -> None:
    starts = {token.start for token in tokens(text)}
    ends = {token.end for token in tokens(text)}
    assert len(reading.spoken) == len(reading.attributions)
    for one, who in zip(reading.attributions, reading.spoken, strict=True):
        assert one.content
        assert 0 <= one.score <= 1
        assert all(0 <= place < len(reading.persons) for place in who)
        for spans in (one.content, one.cue, one.source):
            assert list(spans) == sorted(spans)
            assert all(a.end <= b.start for a, b in pairwise(spans))
        for span in (*one.content, *one.cue, *one.source, *one.via):
            assert span.start in starts
            assert span.end in ends


@given(TEXTS)
def test_any_text_is_read(text: str) -> None:
    reading = read(text)
    check(text, reading)
    contents = [one.content for one in reading.attributions]
    assert len(set(contents)) == len(contents)
    assert contents == sorted(contents, key=lambda spans: (spans[0].start, -spans[-1].end))
    assert len(reading.speech) == len(quotations(text))
    assert read(text) == reading


@given(TEXTS, st.data())
def test_any_word_can_be_pointed_at(text: str, data: st.DataObject) -> None:
    found = tokens(text)
    if not found:
        return
    cue = data.draw(st.sampled_from(found))
    reading = read_at(text, cue)
    check(text, reading)
    assert len(reading.attributions) <= 1
    for one in reading.attributions:
        assert any(span.overlaps(cue) or span.start >= cue.start for span in one.cue)


def test_what_is_no_word_is_no_cue() -> None:
    assert read_at("a  b", Span(1, 3)) == Reading()
