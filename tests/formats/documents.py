"""Documents as hypothesis makes them: hostile texts, and all that can be said of quotes in them."""

from dataclasses import replace

from hypothesis import strategies as st

from annotator.formats.document import Answer, Document, Named, Said
from annotator.model import Label, Layer, LayerKind, Origin, Source, Span, SpeakerKind

HOSTILE = "“”\"'«»„ abcXYZ.,\n\r\t\u2028\u2029\x85\u200d\u0301é😀👩‍🚀שלוםعربي\u202e𝔘<>&;:|\\/#*[]{}_-0129"
PIECES = (
    "\r\n",
    "\n\n",
    "“We will act,”",
    " he said ",
    "👍🏽",
    "e\u0301",
    "\u202eabc\u202c",
    "\u2028",
    "…",
    "100 %",
)
texts = st.lists(
    st.one_of(st.sampled_from(PIECES), st.text(HOSTILE, max_size=12)), min_size=1, max_size=12
).map("".join)
words = st.text("abc é😀שx", min_size=1, max_size=8).filter(lambda s: s.strip() == s)
IDS = tuple(f"{n:08x}-0000-4000-8000-{n:012x}" for n in range(12))
TIMES = "2026-01-02"


@st.composite
def spans(draw: st.DrawFn, length: int, least: int = 0, most: int = 3) -> tuple[Span, ...]:
    """Spans in order and apart."""
    if length < 1:
        return ()
    edges = draw(
        st.lists(st.integers(0, length), min_size=2 * least, max_size=2 * most, unique=True).map(sorted)
    )
    pairs = [Span(a, b) for a, b in zip(edges[::2], edges[1::2], strict=False)]
    return tuple(pairs) or ((Span(0, length),) if least else ())


@st.composite
def named(draw: st.DrawFn, length: int, placed: bool) -> Named:
    origin = draw(st.sampled_from((Origin.TYPED, Origin.ACCEPTED, Origin.CORRECTED)))
    where = draw(spans(length, 0, 1)) if placed else ()
    span = where[0] if where else None
    if draw(st.booleans()) and not placed:
        return Named(origin=origin, span=span)
    id_, name = draw(st.sampled_from(IDS)), draw(words)
    kind = draw(st.sampled_from(SpeakerKind))
    aliases = tuple(draw(st.lists(words, max_size=2, unique=True)))
    return Named(id_, name, kind, aliases, draw(st.sampled_from((None, "Q42"))), span, origin)


labels = st.one_of(
    st.builds(
        Label, st.just("stance"), st.sampled_from(("-2", "0", "2", "mixed", "unclear")), words,
        st.sampled_from((Origin.TYPED, Origin.ACCEPTED)),
    ),
    st.builds(Label, st.just("topic"), st.sampled_from(("1", "2.1"))),
    st.builds(Label, st.just("denied"), st.just("yes")),
    st.builds(Label, st.just("type"), st.sampled_from(("direct", "indirect"))),
)  # fmt: skip


@st.composite
def quotes(draw: st.DrawFn, length: int, n: int) -> Said:
    return Said(
        IDS[n],
        draw(spans(length, 1)),
        draw(spans(length)),
        draw(spans(length)),
        tuple(draw(st.lists(named(length, False), max_size=2))),
        tuple(draw(st.lists(named(length, True), max_size=2))),
        tuple(draw(st.lists(labels, max_size=3, unique_by=lambda x: (x.field, x.target)))),
        derived_from=draw(st.sampled_from((None, IDS[-1]))),
        notes=tuple(draw(st.lists(words, max_size=2))),
    )


@st.composite
def answers(draw: st.DrawFn, layer: Layer, length: int) -> Answer:
    made = [draw(quotes(length, n)) for n in range(draw(st.integers(0, 3)))]
    if len(made) > 1:
        made[0] = replace(made[0], parent=draw(st.sampled_from((None, IDS[1]))))
        made[1] = replace(made[1], about=draw(st.sampled_from((None, IDS[0]))))
    return Answer(layer, tuple(made))


@st.composite
def documents(draw: st.DrawFn) -> Document:
    """A document of one to three answers, by two people and a gold layer."""
    text = draw(texts.filter(lambda s: bool(s.strip())))
    layers = [
        Layer(LayerKind.HUMAN, "ana"),
        Layer(LayerKind.HUMAN, "ben"),
        Layer(LayerKind.GOLD, "adjudicated"),
    ]
    some = draw(st.lists(st.sampled_from(layers), min_size=1, unique=True))
    source = Source(
        draw(st.sampled_from(("a.txt", "b.txt", "folder/c.txt"))),
        draw(st.sampled_from((None, "A “title”"))), draw(st.sampled_from((None, "The Outlet"))),
        draw(st.sampled_from((None, TIMES))),
    )  # fmt: skip
    return Document(text, source, tuple(draw(answers(layer, len(text))) for layer in some))
