"""The types of many quotes are what derive_type says of each."""

from collections.abc import Sequence
from unittest.mock import patch

from hypothesis import example, given
from hypothesis import strategies as st

from annotator.dataset.quote_types import Range, Types, read
from annotator.model import Span
from annotator.text.marks import quotations
from annotator.text.types import derive_type

PIECES = (
    "“", "”", '"', "‘", "’", "'", "— ", "–  ", "(", "«", "»", "She said. ", "word", "don't", "We go, ",
    "I, you? ", "said Ana Ruiz. ", " ", "\n", "\n\n", "\n \n", "\r\n\r\n", "\n\n\n  ", "\u2028",
    "\x1c", ".", ", ",
)  # fmt: skip
TEXTS = st.lists(st.sampled_from(PIECES), min_size=1, max_size=40).map("".join)


def expected(text: str, content: Sequence[Range], parents: Sequence[Sequence[Range]] = ()) -> str:
    spans = [Span(*one) for one in content]
    return derive_type(quotations(text), spans, [[Span(*one) for one in parent] for parent in parents], text)


def contents(text: str, data: st.DataObject) -> list[Range]:
    """One or two ranges of `text`, in order and apart."""
    cuts = st.lists(st.integers(0, len(text)), min_size=2, max_size=4, unique=True)
    found = sorted(data.draw(cuts))
    return list(zip(found[::2], found[1::2], strict=False))


@given(TEXTS, st.data())
@example("“We go.\n\n“We stay,” she said.\n\nNo.\n\n— Come in, said Ana Ruiz.", None)
def test_many_types_are_those_of_each(text: str, data: st.DataObject | None) -> None:
    types = Types(text)
    if data is None:
        for start in range(len(text)):
            for end in range(start + 1, len(text) + 1):
                assert types.of(((start, end),)) == expected(text, [(start, end)])
        return
    if len(text) < 2:
        return
    for _ in range(3):
        content = contents(text, data)
        assert types.of(tuple(content)) == expected(text, content)
        around = [contents(text, data)]
        assert types.of(tuple(content), around) == expected(text, content, around)


SIMPLE = (
    "“",
    "”",
    "“We go,” ",
    "‘",
    "’s ",
    "don't",
    "–",
    " — ",
    "\n",
    "\n\n",
    "\u200b",
    "He, ",
    "word ",
    "she",
)


@given(st.one_of(TEXTS, st.lists(st.sampled_from(SIMPLE), max_size=25).map("".join)))
@example("“”")
@example("“We go,” she said — “and” the players’ bus.")
@example("“No.”\n\u200b — Come in, said Ana Ruiz.\n“We\nstay.”")
def test_what_is_simple_is_read_as_all_is(text: str) -> None:
    assert tuple(read(text)) == quotations(text)


def test_pairs_side_by_side_are_simple() -> None:
    with patch("annotator.dataset.quote_types.quotations", side_effect=AssertionError):
        assert len(read("“We don’t – no,” she said – “ever.”\nThat’s it.")) == 2
