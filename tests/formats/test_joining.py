"""Quotes out of marks and relations, whichever way they were drawn."""

from annotator.formats.document import Answer, Complaint, Document, Said
from annotator.formats.joining import ABOUT, INSIDE, Joining, Link, Mark, Unknown, apart, marked, sound
from annotator.formats.mapping import Mapping
from annotator.model import Layer, LayerKind, Source, Span

TEXT = "0123456789" * 3
A, B = Mark("a", "content", Span(0, 2)), Mark("b", "content", Span(4, 6))
C, S = Mark("c", "cue", Span(8, 9)), Mark("s", "source", Span(10, 12))


def join(marks: list[Mark], *links: Link) -> tuple[list[Said], list[str]]:
    said: list[str] = []
    unknown = Unknown()
    found = Joining(TEXT, Mapping(), unknown, said.append).quotes(marks, links)
    said += (x.sentence for x in unknown.complaints("f"))
    return [x.quote for x in found], said


def test_parts_of_a_broken_quote_in_any_order() -> None:
    d = Mark("d", "content", Span(14, 16))
    links = (Link("b", "d", "content"), Link("a", "b", "content"), Link("d", "a", ""))
    whole = Said("a", (A.span, B.span, d.span))
    assert join([A, B, d], *links[:2]) == ([whole], [])
    assert join([A, B, d], *links) == ([whole], [])


def test_a_relation_from_any_part_is_the_quotes() -> None:
    links = (Link("b", "s", "said_by"), Link("a", "b", "content"))
    assert join([A, B, S], *links) == ([Said("a", (A.span, B.span), (), (S.span,))], [])


def test_a_source_of_two_quotes() -> None:
    found, said = join([A, B, S], Link("a", "s", "said_by"), Link("s", "b", "said_by"))
    assert [x.source for x in found] == [(S.span,), (S.span,)]
    assert said == []


def test_a_source_that_hangs_on_the_cue() -> None:
    assert join([A, C, S], Link("c", "a", ""), Link("s", "c", "")) == (
        [Said("a", (A.span,), (C.span,), (S.span,))],
        [],
    )


def test_quotes_around_and_about() -> None:
    found, said = join([A, B], Link("b", "a", INSIDE), Link("a", "b", ABOUT))
    assert found == [Said("a", (A.span,), about="b"), Said("b", (B.span,), parent="a")]
    assert said == []


def test_quotes_cannot_stand_in_a_circle() -> None:
    d = Mark("d", "content", Span(14, 16))
    links = (Link("a", "b", INSIDE), Link("b", "d", INSIDE), Link("d", "a", INSIDE), Link("a", "a", ABOUT))
    found, said = join([A, B, d], *links)
    assert [(x.id, x.parent, x.about) for x in found] == [
        ("a", "b", None),
        ("b", "d", None),
        ("d", None, None),
    ]
    assert said == [
        "the relation “inside” leads back to its own quote; it was left out",
        "the relation “about” leads back to its own quote; it was left out",
    ]


def test_what_cannot_be() -> None:
    found, said = join([A, B, S, C], Link("a", "b", "said_by"), Link("s", "s", "x"), Link("a", "s", INSIDE))
    assert [x.id for x in found] == ["a", "b"]
    assert said == [
        "the relation “said_by” cannot join two quotes; it was left out",
        "the relation “inside” cannot join a content and a source; it was left out",
        "the source “01” belongs to no quote; it was left out",
        "the cue “8” belongs to no quote; it was left out",
        "f: “x” means nothing here, it was left out; --map can say more",
    ]


def test_spans_that_overlap_are_made_one_and_those_that_touch_are_not() -> None:
    assert apart([Span(3, 5), Span(0, 2), Span(2, 3)]) == (Span(0, 2), Span(2, 3), Span(3, 5))
    assert apart([Span(3, 5), Span(0, 4)]) == (Span(0, 5),)


def test_sound() -> None:
    layer = Layer(LayerKind.HUMAN, "ana")
    quotes = (
        Said(None, (A.span,), parent="gone"), Said("q1", (B.span,), parent="q1", about="z"), Said("z", ()),
    )  # fmt: skip
    (answer,) = sound(Document(TEXT, Source("a"), (Answer(layer, quotes),))).answers
    assert answer.quotes == (Said("q2", (A.span,)), Said("q1", (B.span,)))


def test_taken_apart_and_joined() -> None:
    one = Said("q", (A.span, B.span), (C.span,), (S.span,), parent="p")
    all_ = list(marked(Answer(Layer(LayerKind.HUMAN, "ana"), (one, Said("p", (Span(0, 20),))))))
    marks, links = [m for x in all_ for m in x.marks], [k for x in all_ for k in x.links]
    assert join(marks, *links) == ([one, Said("p", (Span(0, 20),))], [])


def test_unknown_words_are_said_once() -> None:
    unknown = Unknown()
    unknown.words.update(["b", "a", "b"])
    assert list(unknown.complaints("f")) == [
        Complaint("f: “a” means nothing here, it was left out; --map can say more", False),
        Complaint("f: “b” means nothing here, 2 of them were left out; --map can say more", False),
    ]
