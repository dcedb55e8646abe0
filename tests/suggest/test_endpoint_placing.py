"""Words of an answer find their place in the article, or are refused; no answer breaks anything."""

import contextlib
import json
from typing import Any

import pytest
from hypothesis import given as drawn
from hypothesis import settings as fewer
from hypothesis import strategies as st

from annotator.cli.guidelines import scheme_of
from annotator.config import EndpointSettings
from annotator.model import Span, Speaker, SpeakerKind
from annotator.suggest.checking import checked
from annotator.suggest.endpoint.answer import read_answer
from annotator.suggest.endpoint.chunks import body, chunks
from annotator.suggest.endpoint.failures import TryAgain
from annotator.suggest.endpoint.names import Cast
from annotator.suggest.endpoint.placing import EXACT, LOOSE, NotPlaced, Placer
from annotator.suggest.endpoint.suggester import Endpoint
from annotator.suggest.endpoint.wire import Reply, Wire
from annotator.suggest.registry import Registry
from annotator.suggest.suggester import Given, layer_of
from annotator.text.sentences import sentences
from tests.conftest import ROOT
from tests.endpoint_server import MODEL, completion
from tests.suggest.made import article

SCHEME = scheme_of(ROOT)
TEXT = (
    "“It is late,” she said.\r\n"
    "Olle  Varr said that the gate — the old one — wasn’t shut. He said no more…\n"
    "The U.S. envoy said the plan of Torrow Inc. was dead. “It is late,” he said.\n"
    "‘No,’ he said, ‘we shall not.’ She added: “Go now.\n"
)


def placer(text: str = TEXT) -> Placer:
    here = Given(article(text), sentences(text))
    return Placer(text, here.quotations, body(here))


def placed(content: str | list[str], first: int = 0, last: int = 0) -> tuple[list[str], str]:
    pieces = [content] if isinstance(content, str) else content
    spans, rule = placer().content(pieces, first, max(first, last), Span(0, len(TEXT)))
    return [span.of(TEXT) for span in spans], rule


@pytest.mark.parametrize(
    ("content", "found", "rule"),
    [
        ("that the gate — the old one — wasn’t shut", None, EXACT),
        ("that the gate - the old one - wasn't shut", "that the gate — the old one — wasn’t shut", LOOSE),
        ("That the gate — the old one — wasn’t shut", "that the gate — the old one — wasn’t shut", LOOSE),
        ("Olle Varr said", "Olle  Varr said", LOOSE),
        ("no more...", "no more…", LOOSE),
        ("no mo\u00adre…", "no more…", LOOSE),
        ("the plan of Torrow Inc. was dead.", "the plan of Torrow Inc. was dead", EXACT),
        ("the plan of Torrow Inc.", None, EXACT),
        ("“Go now.", None, EXACT),  # never closed: the stop is the speaker's
        ("Go now.", None, EXACT),
        ("we shall not.", "‘we shall not.’", EXACT),
        ("'we shall not.'", "‘we shall not.’", LOOSE),
        ("No,", "‘No,’", EXACT),
    ],
)
def test_content_is_found(content: str, found: str | None, rule: str) -> None:
    assert placed(content) == ([found or content], rule)


def test_the_named_sentence_decides_between_two_places() -> None:
    place = placer()
    shown = Span(0, len(TEXT))
    number = {line.span.of(TEXT): line.number for line in body(Given(article(TEXT), sentences(TEXT)))}
    for sentence, at in (("“It is late,” she said.", 0), ("“It is late,” he said.", TEXT.rindex("“It"))):
        (span,), rule = place.content(["It is late,"], number[sentence], number[sentence], shown)
        assert (span.start, span.of(TEXT), rule) == (at, "“It is late,”", EXACT)


def test_wrong_numbers_do_no_harm_where_the_words_are_there_once() -> None:
    assert placed("that the gate — the old one — wasn’t shut", 1) == placed(
        "that the gate — the old one — wasn’t shut", 99
    )


def test_parts_are_found_in_their_order() -> None:
    assert placed(["‘No,’", "‘we shall not.’"]) == (["‘No,’", "‘we shall not.’"], EXACT)
    with pytest.raises(NotPlaced, match="not in the article"):
        placed(["‘we shall not.’", "‘No,’"])


@pytest.mark.parametrize(
    ("content", "why"),
    [
        ("the gate was open", "not in the article"),
        ("he gat", "not in the article"),  # it would cut words
        ("“It is late,”", "more than once"),
        ("…", "without a word"),
        ("—", "without a word"),
        (" ", "without a word"),
        (["‘No,’", "…"], "without a word"),
    ],
)
def test_what_has_no_one_place_is_refused(content: str | list[str], why: str) -> None:
    with pytest.raises(NotPlaced, match=why):
        placed(content)


def test_a_cue_is_the_nearest_one_and_never_inside() -> None:
    place = placer()
    content = (Span(TEXT.index("that the gate"), TEXT.index(" shut") + 5),)
    (cue,) = place.beside(["said"], content)
    assert cue.start == TEXT.index("said that")
    (source,) = place.beside(["olle varr"], content, [cue])
    assert source.of(TEXT) == "Olle  Varr"
    with pytest.raises(NotPlaced, match="not beside"):
        place.beside(["gate"], content)
    assert place.beside([], content) == ()


def test_a_cue_on_both_sides_is_refused() -> None:
    text = "He said “yes” said he."
    with pytest.raises(NotPlaced, match="on both sides"):
        placer(text).beside(["said"], (Span(8, 13),))


def test_hidden_sources_of_two_articles_are_two_speakers() -> None:
    known = Speaker("00000000-0000-4000-8000-000000000001", "an officer", SpeakerKind.ANONYMOUS)
    one, other = (Cast(Registry([known]), digest, lambda _: True) for digest in ("1", "2"))
    ids = {cast.entry("an officer", SpeakerKind.ANONYMOUS) for cast in (one, other)}
    assert len(ids | {known.id}) == 3
    assert one.entry("the an officer", SpeakerKind.ROLE) == known.id


def test_half_a_million_of_the_same_words_cost_little() -> None:
    text = "he said " * 60_000
    place = placer(text)
    for words in ("he", "he said he", "said said"):
        with pytest.raises(NotPlaced):
            place.content([words] * 20, 0, 0, Span(0, len(text)))


_leaf = st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=12) | st.sampled_from(
    ["said", "She", "“It is late,”", "that", "-2", "talks", "np", "?", "person", "\ud800", "-", "no more"]
)  # fmt: skip
_any = st.recursive(
    _leaf,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=5), inner, max_size=3),
    max_leaves=8,
)
_texts = st.lists(st.text(max_size=8) | st.sampled_from(TEXT.split()) | st.just("It is late,"), max_size=3)
_quotes = st.fixed_dictionaries(
    {},
    optional={
        "first": st.integers(-1, 9) | _any,
        "last": st.integers(-1, 9) | _any,
        "content": _texts | _any,
        "cue": _texts | _any,
        "source": _texts | _any,
        "via": _texts | _any,
        "speakers": st.lists(st.fixed_dictionaries({"name": st.text(max_size=8) | _leaf, "kind": _leaf}))
        | _any,
        "labels": st.dictionaries(st.sampled_from(["stance", "topic", "np", "type", "x"]), _any) | _any,
        "flags": st.lists(st.sampled_from(["np", "denies", "x"])) | _any,
        "score": st.floats() | _any,
    },
)


@fewer(max_examples=150, deadline=None)
@drawn(st.lists(_quotes, max_size=5))
def test_no_answer_breaks_anything(quotes: list[dict[str, Any]]) -> None:
    body = completion(json.dumps({"quotes": quotes})).body
    asker = Endpoint(EndpointSettings("http://127.0.0.1:1/v1", MODEL, retries=0), None, SCHEME, None)
    here = Given(article(TEXT), sentences(TEXT))
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(Wire, "post", lambda *_: Reply(200, {}, body))
        found = asker.suggest(here)
    assert checked(found, here, layer_of(asker), SCHEME).refused == ()
    for quote in found.quotes:
        for span in quote.spans():
            assert span.of(TEXT) == span.of(TEXT).strip() != ""


@fewer(max_examples=150, deadline=None)
@drawn(_any.map(json.dumps) | st.text())
def test_no_words_break_anything(words: str) -> None:
    with contextlib.suppress(TryAgain):
        assert read_answer(words, SCHEME).drafts == ()  # by chance nobody writes a quote


@fewer(max_examples=100, deadline=None)
@drawn(st.text(alphabet="aB .\n“”’'-…\u00ad\u0301🎉", min_size=1, max_size=80), st.integers(30, 90))
def test_the_article_s_own_words_are_found_in_it(text: str, most: int) -> None:
    here = Given(article(text), sentences(text))
    lines = body(here)
    parts = list(chunks(lines, most))
    assert [line for part in parts for line in part.own] == list(lines)
    place = Placer(text, here.quotations, lines) if lines else None
    for line in lines:
        assert place is not None
        words = line.span.of(text)
        with contextlib.suppress(NotPlaced):  # nothing but marks, or a token that two sentences share
            spans, _ = place.content([words], line.number, line.number, line.span)
            assert all(line.span.overlaps(span) for span in spans)
