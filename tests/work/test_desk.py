"""The desk: one article with one layer's work, indexed by sentence."""

from dataclasses import replace

import pytest

from annotator.model import (
    ArticleLabels,
    Change,
    Label,
    Layer,
    LayerKind,
    Note,
    Origin,
    Quote,
    QuoteType,
    Region,
    RegionKind,
    Review,
    ReviewStatus,
    Sentence,
    Span,
)
from annotator.text.sentences import sentences
from annotator.work.desk import Desk
from tests.work.desks import BUILD, COUNCIL, CRITICS, HOLD, QUAY, SHARE, TAIL, TEXT, article, span

ANA = Layer(LayerKind.HUMAN, "ana")
ONE = article(TEXT)


@pytest.fixture
def desk() -> Desk:
    return Desk(ONE, [Sentence(n, s) for n, s in enumerate(sentences(TEXT))], ANA)


def quote(id: str, *words: str, **more: object) -> Quote:
    return Quote(id, ONE.digest, ANA, tuple(span(TEXT, w) for w in words), **more)  # type: ignore[arg-type]


def put(desk: Desk, *some: Quote | Review | Region | Note) -> None:
    for one in some:
        desk.apply(Change(None, one))


LONG = quote("a", "“We will build it. It will hold. Nobody will pay twice,”", cue=(span(TEXT, "said."),))
DOUBT = quote("b", "that it will hold", source=(span(TEXT, "Critics"),))
TOLD = quote("c", "that Brenn had said she would “pay for it”")
INNER = quote("d", "she would “pay for it”", parent="c")


def test_offsets_and_spans_find_their_sentences(desk: Desk) -> None:
    assert [desk.sentence_at(s.span.start) for s in desk.sentences] == list(range(7))
    assert [desk.sentence_at(s.span.end - 1) for s in desk.sentences] == list(range(7))
    assert desk.sentence_at(len(TEXT)) == SHARE
    assert list(desk.sentences_of(LONG.content[0])) == [BUILD, HOLD, TAIL]
    assert desk.words[QUAY] == span(TEXT, "Mayor Ida Brenn opened the quay on Monday.")


def test_quotes_are_numbered_in_the_order_of_the_text_the_outer_one_first(desk: Desk) -> None:
    put(desk, INNER, DOUBT, TOLD, LONG)
    assert [(n, q.id) for n, q in desk.numbered()] == [(1, "a"), (2, "b"), (3, "c"), (4, "d")]
    assert [desk.number(q) for q in (LONG, DOUBT, TOLD, INNER)] == [1, 2, 3, 4]
    desk.apply(Change(DOUBT, None))
    assert [desk.number(q) for q in (LONG, TOLD, INNER)] == [1, 2, 3]
    with pytest.raises(KeyError):
        desk.quotes["b"]


def test_a_quote_is_found_in_every_sentence_it_has_a_span_in(desk: Desk) -> None:
    put(desk, LONG, DOUBT)
    assert [len(desk.quotes_in([n])) for n in range(7)] == [0, 1, 1, 1, 1, 0, 0]
    assert [q.id for q in desk.quotes_in(range(7))] == ["a", "b"]


def test_a_sentence_with_the_cue_alone_has_the_quote_but_not_its_content(desk: Desk) -> None:
    far = replace(DOUBT, cue=(span(TEXT, "told"),))
    put(desk, far)
    assert desk.quotes_in([COUNCIL]) == [far]
    assert desk.content_in(COUNCIL) == []
    assert desk.content_in(CRITICS) == [far]


def test_a_changed_quote_leaves_the_sentences_it_is_no_longer_in(desk: Desk) -> None:
    put(desk, LONG)
    short = replace(LONG, content=(span(TEXT, "“We will build it."),), cue=())
    desk.apply(Change(LONG, short))
    assert [desk.quotes_in([n]) for n in (BUILD, HOLD, TAIL)] == [[short], [], []]
    assert list(desk.numbered()) == [(1, short)]


def test_quotes_around_and_inside(desk: Desk) -> None:
    put(desk, TOLD, INNER)
    assert desk.ancestors(INNER) == [TOLD]
    assert desk.children(TOLD) == [INNER]
    assert desk.ancestors(TOLD) == desk.children(INNER) == []


def test_a_circle_of_parents_ends(desk: Desk) -> None:
    left, right = replace(TOLD, parent="d"), INNER
    put(desk, left, right)
    assert desk.ancestors(right) == [left, right]


def test_types_follow_from_the_marks_and_can_be_overridden(desk: Desk) -> None:
    put(desk, LONG, DOUBT, TOLD, INNER)
    types = {q.id: desk.derived_type(q) for q in desk.quotes.values()}
    assert types == {
        "a": QuoteType.DIRECT, "b": QuoteType.INDIRECT, "c": QuoteType.MIXED, "d": QuoteType.MIXED,
    }  # fmt: skip
    typed = replace(DOUBT, labels=(Label("type", "direct"),))
    assert desk.type_of(typed) is QuoteType.DIRECT
    assert desk.derived_type(typed) is QuoteType.INDIRECT


def test_marks_of_the_quote_around_do_not_count() -> None:
    text = "“They told me that nobody comes,” she said.\n"
    one = article(text)
    inside = Quote("b", one.digest, ANA, (span(text, "that nobody comes"),), parent="a")
    outside = Quote("a", one.digest, ANA, (span(text, "“They told me that nobody comes,”"),))
    desk = Desk(one, [Sentence(0, Span(0, len(text)))], ANA)
    put(desk, inside)
    assert desk.derived_type(inside) is QuoteType.DIRECT
    put(desk, outside)
    assert desk.derived_type(inside) is QuoteType.INDIRECT


def review(desk: Desk, n: int, status: ReviewStatus, origin: Origin = Origin.TYPED) -> Review:
    return Review(ONE.digest, ANA, desk.sentences[n].span, status, origin)


def test_skipped_sentences_are_not_reviewed(desk: Desk) -> None:
    assert (desk.reviewed, desk.body) == (0, 7)
    put(desk, review(desk, QUAY, ReviewStatus.NOTHING), review(desk, BUILD, ReviewStatus.DONE))
    put(desk, skipped := review(desk, CRITICS, ReviewStatus.SKIPPED))
    assert desk.reviewed == 2
    desk.apply(Change(skipped, replace(skipped, status=ReviewStatus.DONE)))
    assert desk.reviewed == 3
    desk.apply(Change(replace(skipped, status=ReviewStatus.DONE), None))
    assert (desk.reviewed, desk.review(CRITICS)) == (2, None)


def test_what_is_no_body_counts_nowhere(desk: Desk) -> None:
    put(desk, review(desk, SHARE, ReviewStatus.NOTHING))
    line = Region(ONE.digest, desk.sentences[SHARE].span, RegionKind.BOILERPLATE)
    put(desk, line)
    assert (desk.reviewed, desk.body, desk.is_body(SHARE)) == (0, 6, False)
    corrected = replace(line, kind=RegionKind.BODY, origin=Origin.TYPED)
    desk.apply(Change(line, corrected))
    assert (desk.reviewed, desk.body, desk.is_body(SHARE)) == (1, 7, True)
    assert desk.region(SHARE) == corrected
    desk.apply(Change(corrected, None))
    assert (desk.region(SHARE), desk.body) == (None, 7)


def test_a_region_over_several_sentences_marks_them_all(desk: Desk) -> None:
    around = Region(ONE.digest, Span(desk.sentences[HOLD].span.start, len(TEXT)), RegionKind.BOILERPLATE)
    put(desk, around)
    assert [n for n in range(7) if desk.is_body(n)] == [QUAY, BUILD]


def test_notes_and_labels_of_the_article(desk: Desk) -> None:
    note = Note("n", ONE.digest, ANA, desk.sentences[QUAY].span, "who?")
    put(desk, note)
    assert desk.notes == {"n": note}
    desk.apply(Change(note, None))
    assert desk.notes == {}
    labels = ArticleLabels(ONE.digest, ANA, (Label("topic", "21"),))
    desk.apply(Change(None, labels))
    assert desk.labels == labels
    desk.apply(Change(labels, None))
    assert desk.labels == ArticleLabels(ONE.digest, ANA)


def test_tokens_are_those_of_the_sentence(desk: Desk) -> None:
    words = [t.of(TEXT) for t in desk.tokens(CRITICS)]
    assert words == ["Critics", "doubt", "that", "it", "will", "hold", "."]
    assert desk.tokens(CRITICS) is desk.tokens(CRITICS)
