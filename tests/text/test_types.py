"""Direct, mixed, indirect: derived from the marks alone."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from annotator.model import QuoteType, Span
from annotator.text.marks import quotations
from annotator.text.types import derive_type
from tests.text.samples import hostile


def spans(text: str, *contents: str) -> list[Span]:
    return [Span(at := text.index(words), at + len(words)) for words in contents]


def kind(text: str, *content: str, parents: tuple[str, ...] = ()) -> str:
    around = [spans(text, parent) for parent in parents]
    return derive_type(quotations(text), spans(text, *content), around, text).value


SHARED = "He said the two are “different things. But no one can part them,” he added."
NESTED = "“They said that the sea will rise. Well,” Marn wrote. “He said ‘I go,’ and left,” said Voss."
SPLIT = "“It is near,” Marn said, “but it is far.”"


@pytest.mark.parametrize(
    ("text", "content", "expected"),
    [
        ("“We left,” he said.", "“We left,”", "direct"),
        ("“We left,” he said.", "We left", "direct"),
        ("He said that they left.", "that they left", "indirect"),
        ("He said it was “dead” now.", "it was “dead” now", "mixed"),
        ("He called it a “mistake,” then.", "a “mistake,”", "mixed"),
        ('"We left," he said.', '"We left,"', "direct"),
        ("“We left” he said.", "“We left”", "direct"),
        ("He said they were not “on the line.", "they were not “on the line.", "mixed"),
        ("“We left.\n\n“We came,” he said.", "“We left.\n\n“We came,”", "direct"),
        ("“We left.\n\nThey came, he said.", "They came", "indirect"),
        ("It’s the ministers’ vote, he said.", "It’s the ministers’ vote", "indirect"),
        ("“We [the council] left,” he said.", "“We [the council] left,”", "direct"),
        ("“?!” he said.", "“?!”", "direct"),
        ("— — he said.", "— —", "indirect"),
        (SHARED, "the two are “different things.", "mixed"),
        (SHARED, "But no one can part them,”", "direct"),
    ],
)
def test_one_quote(text: str, content: str, expected: str) -> None:
    assert kind(text, content) == expected


def test_broken_content() -> None:
    assert kind(SPLIT, "“It is near,”", "“but it is far.”") == "direct"
    assert kind("It is near, Marn said, “but far.”", "It is near", "“but far.”") == "mixed"
    assert kind("It is near, Marn said, but far.", "It is near", "but far") == "indirect"


def test_the_marks_of_the_quote_around_do_not_count() -> None:
    outer = "“They said that the sea will rise. Well,”"
    assert kind(NESTED, "that the sea will rise", parents=(outer,)) == "indirect"
    assert kind(NESTED, "that the sea will rise") == "direct"


def test_marks_of_its_own_do_inside_another_quote() -> None:
    outer = "“He said ‘I go,’ and left,”"
    assert kind(NESTED, "‘I go,’", parents=(outer,)) == "direct"
    assert kind(NESTED, "said ‘I go,’", parents=(outer,)) == "mixed"


def test_no_quote_around_counts_however_far_out() -> None:
    text = "“A ‘b said that c d,’ said e,” f said."
    assert (
        kind(text, "that c d", parents=("‘b said that c d,’", "“A ‘b said that c d,’ said e,”")) == "indirect"
    )
    assert kind(text, "that c d", parents=("‘b said that c d,’",)) == "direct"


def test_broken_content_within_broken_content() -> None:
    text = "“He swore it was near,” Marn said, “and that it was far.”"
    outer = spans(text, "“He swore it was near,”", "“and that it was far.”")
    inner = spans(text, "it was near", "that it was far")
    assert derive_type(quotations(text), inner, [outer], text) is QuoteType.INDIRECT


@given(hostile, st.lists(st.tuples(st.integers(0, 60), st.integers(1, 20)), min_size=1, max_size=4))
def test_it_says_what_counting_words_by_hand_says(text: str, pairs: list[tuple[int, int]]) -> None:
    content = [Span(start, start + length) for start, length in pairs]
    found = quotations(text)
    words = [
        at for at in range(len(text)) if text[at].isalnum() and any(s.start <= at < s.end for s in content)
    ]
    inside = [at for at in words if any(q.span.start <= at < q.span.end for q in found)]
    got = derive_type(found, content, [], text)
    if words:
        both = QuoteType.MIXED if inside else QuoteType.INDIRECT
        assert got is (QuoteType.DIRECT if len(inside) == len(words) else both)
