"""The guideline: its examples hold by offset, and what is wrong in one is found in its line."""

import hashlib
import re
from collections import Counter
from collections.abc import Sequence
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from annotator.errors import SchemeError
from annotator.guideline import (
    Example,
    ExampleQuote,
    Guideline,
    Voiced,
    guideline_complaints,
    parse_guideline,
    parse_rules,
)
from annotator.model import Label, QuoteType, RegionKind, Span
from annotator.scheme import Scheme, parse_scheme
from annotator.scheme.values import STANCE_CODES
from annotator.text.marks import quotations
from annotator.text.tokens import tokens
from annotator.text.types import derive_type
from tests.marked import Wrong, read_wrong

HERE = Path(__file__).parent
FOLDER = HERE.parent / "guidelines"
TEXT = (FOLDER / "guideline.md").read_bytes().decode()
SCHEME = parse_scheme((FOLDER / "scheme.toml").read_bytes().decode(), "scheme.toml")
WRONG = read_wrong(HERE / "guideline_cases.txt")


def derive(text: str, content: Sequence[Span], parents: Sequence[Sequence[Span]]) -> QuoteType:
    return derive_type(quotations(text), content, parents, text)


@pytest.fixture(scope="module")
def scheme() -> Scheme:
    return SCHEME


@pytest.fixture(scope="module")
def guideline(scheme: Scheme) -> Guideline:
    return parse_guideline(TEXT, "guideline.md", scheme, derive)


@pytest.mark.parametrize("case", WRONG.values(), ids=WRONG.keys())
def test_every_complaint_names_its_line(case: Wrong, scheme: Scheme) -> None:
    found = guideline_complaints(case.text, scheme, derive)
    assert {c.line for c in found} == set(case.lines), found
    for line in case.lines:
        assert any(c.line == line and case.says in c.sentence for c in found), found
    with pytest.raises(SchemeError, match=rf"^x\.md, line {case.lines[0]}: "):
        parse_guideline(case.text, "x.md", scheme, derive)


def test_a_complaint_shows_control_bytes_as_escapes(scheme: Scheme) -> None:
    text = "## R1 One {#\x1b}\n```quote\ntext: a\n\x9bm: b\nnothing: c\n```\n"
    said = [c.sentence for c in guideline_complaints(text, scheme, derive)]
    assert [sentence[:16] for sentence in said] == ["The id “\\x1b” is", "“\\x9bm” is not k"]


def test_our_guideline_has_nothing_to_complain_about(scheme: Scheme) -> None:
    assert guideline_complaints(TEXT, scheme, derive) == []


def test_the_digest_is_that_of_the_bytes(guideline: Guideline) -> None:
    assert guideline.digest == hashlib.sha256((FOLDER / "guideline.md").read_bytes()).hexdigest()


def test_every_rule_has_a_number_in_order_and_an_example(guideline: Guideline) -> None:
    assert [rule.title.split()[0] for rule in guideline.rules] == [f"R{n}" for n in range(1, 26)]
    assert [rule.id for rule in guideline.rules if not guideline.of_rule(rule.id)] == []
    assert guideline.rules == parse_rules(TEXT)


def test_rules_refer_to_rules_that_exist(guideline: Guideline) -> None:
    numbers = {rule.title.split()[0] for rule in guideline.rules}
    assert set(re.findall(r"\bR\d+\b", TEXT)) <= numbers


def _parts(example: Example, quote: ExampleQuote) -> str:
    return " || ".join(span.of(example.text) for span in quote.content)


def test_the_words_of_the_examples_are_where_the_offsets_say(guideline: Guideline) -> None:
    """Against the lines of the file, read here once more: the parser is not asked what it meant."""
    lines = TEXT.split("\n")
    checked = 0
    for example in guideline.examples:
        for quote in example.quotes:
            key, _, words = lines[quote.line - 1].partition(": ")
            assert key == "content"
            for said, span in zip(words.split(" || "), quote.content, strict=True):
                head, gap, tail = said.partition(" ... ")
                assert span.of(example.text).startswith(head)
                assert span.of(example.text).endswith(tail)
                assert gap or span.of(example.text) == said
                checked += 1
    assert checked >= 50


def test_the_spans_of_the_examples_begin_and_end_with_tokens(guideline: Guideline) -> None:
    for example in guideline.examples:
        found = tokens(example.text)
        starts, ends = {t.start for t in found}, {t.end for t in found}
        for quote in example.quotes:
            for span in (*quote.content, *quote.cue, *quote.source):
                assert span.start in starts, (example.line, span)
                assert span.end in ends, (example.line, span)


def test_indirect_content_leaves_the_full_stop_and_direct_content_keeps_its_marks(
    guideline: Guideline,
) -> None:
    for example in guideline.examples:
        for quote in example.quotes:
            words = _parts(example, quote)
            if quote.type is QuoteType.INDIRECT and quote.parent is None:
                assert words[-1] not in ".,", (example.line, words)
            if quote.type is QuoteType.DIRECT and quote.parent is None:
                assert words[-1] == "”", (example.line, words)


def test_the_examples_show_everything_that_can_be_said(guideline: Guideline) -> None:
    quotes = [quote for example in guideline.examples for quote in example.quotes]
    said = Counter(label.value for quote in quotes for label in quote.labels if label.field == "stance")
    assert set(said) == set(STANCE_CODES)
    assert {quote.type for quote in quotes} == set(QuoteType)
    assert {label.field for quote in quotes for label in quote.labels} == {"stance", "topic", "denies", "np"}
    assert {example.region for example in guideline.examples} == {
        None,
        RegionKind.HEADLINE,
        RegionKind.BOILERPLATE,
    }
    assert any(example.nothing for example in guideline.examples)
    for has in (
        lambda q: q.parent is not None,
        lambda q: q.about is not None,
        lambda q: q.via,
        lambda q: len(q.content) > 1,
        lambda q: len(q.speakers) > 1,
        lambda q: q.speakers == (Voiced(None),),
        lambda q: not q.cue,
        lambda q: not q.source,
        lambda q: sum(label.field == "stance" for label in q.labels) == 2,
    ):
        assert any(has(quote) for quote in quotes)


EXAMPLE = """# A page
## R1 One {#one}
Reasons.
### More
```
## not a heading {#no}
```
~~~quote
text: He said he would come.
text: “Then he came, and he left,” the Wire quoted Ana Brell and Bo Beil as saying.
content: “Then ... left,”
cue: quoted || saying
source: Ana Brell and Bo Beil
speaker: Ana Brell; ?
via: Wire Agency = the Wire; Post
type: direct
stance: talks +1; council mixed
topic: 16.1; 1
flags: np; denies
content: he #1
speaker: ?
type: indirect
stance: none
topic: 1
about: 1
~~~
## Sources
"""


def test_the_notation(scheme: Scheme) -> None:
    page = parse_guideline(EXAMPLE, "x", scheme, derive)
    (rule,) = page.rules
    assert (rule.id, rule.title, rule.line) == ("one", "R1 One", 2)
    assert rule.text.startswith("Reasons.")
    assert rule.text.endswith("~~~")
    (example,) = page.examples
    assert (example.rule, example.line) == ("one", 8)
    assert example.text.count("\n\n") == 1
    first, second = example.quotes
    assert _parts(example, first) == "“Then he came, and he left,”"
    assert [span.of(example.text) for span in first.cue] == ["quoted", "saying"]
    assert first.speakers == (Voiced("Ana Brell"), Voiced(None))
    wire, post = first.via
    assert (wire.name, wire.span and wire.span.of(example.text)) == ("Wire Agency", "the Wire")
    assert post == Voiced("Post")
    assert first.labels == (
        Label("stance", "1", "talks"),
        Label("stance", "mixed", "council"),
        Label("denies", "yes"),
        Label("np", "yes"),
        Label("topic", "16.1"),
        Label("topic", "1"),
    )
    assert second.content == (Span(8, 10),)
    assert (second.about, second.parent) == (0, None)
    assert page.rule("two") is None


def test_windows_lines_and_a_byte_order_mark_change_only_the_digest(scheme: Scheme) -> None:
    plain = parse_guideline(EXAMPLE, "x", scheme, derive)
    other = parse_guideline("\ufeff" + EXAMPLE.replace("\n", "\r\n"), "x", scheme, derive)
    assert other.examples == plain.examples
    assert other.rules == plain.rules
    assert other.digest != plain.digest


_BITS = st.sampled_from(
    ["```quote\n", "```", "text: ", "content: ", " || ", " ... ", " #2", "; ", " = ", ":", "\n", "”"]
)


@settings(deadline=None)  # a busy machine is no failure
@given(st.lists(st.tuples(st.floats(0, 1), st.integers(0, 60), _BITS | st.text(max_size=4)), max_size=5))
def test_no_text_raises_anything_but_scheme_error(edits: list[tuple[float, int, str]]) -> None:
    text = EXAMPLE
    for place, cut, bit in edits:
        at = int(place * len(text))
        text = text[:at] + bit + text[at + cut :]
    found = guideline_complaints(text, SCHEME, derive)
    assert all(1 <= c.line <= text.count("\n") + 1 for c in found)
    if found:
        with pytest.raises(SchemeError):
            parse_guideline(text, "x", SCHEME, derive)
    else:
        assert parse_guideline(text, "x", SCHEME, derive).digest
