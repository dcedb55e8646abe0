"""A database in which three people and a gold judged two articles, each in their own way."""

from collections.abc import Iterator
from itertools import count

from annotator.model import (
    ArticleLabels,
    Change,
    Label,
    Layer,
    LayerKind,
    Quote,
    Region,
    RegionKind,
    Review,
    ReviewStatus,
    Span,
    Speaker,
    Verdict,
    VerdictKind,
    Voice,
)
from annotator.store import Store
from annotator.store.acting import Act
from annotator.text.sentences import SEGMENTER, sentences
from tests.dataset.building import article, span, uid

TEXT = (
    "Harbour to close\n\n"
    "The port authority said “the toll will rise” in May. Ida Brenn doubted that. "
    "She said the city would sue, and that “nobody was asked”.\n"
)
OTHER = "“No,” said Olle Farr. He wants the barrier built at once.\n"
MAIN, SECOND = article(TEXT), article(OTHER)
HEADLINE = Region(MAIN.digest, span(TEXT, "Harbour to close"), RegionKind.HEADLINE)

ANA, BEN, CLEO = (Layer(LayerKind.HUMAN, name) for name in ("ana", "ben", "cleo"))
GOLD = Layer(LayerKind.GOLD, "adjudicated")
MODEL = Layer(LayerKind.MODEL, "rules", "1")
PORT, BRENN, TWIN = (
    Speaker(uid(101), "Port Authority"),
    Speaker(uid(102), "Ida Brenn"),
    Speaker(uid(103), "Brenn"),
)
MERGED = Speaker(uid(103), "Brenn", merged_into=uid(102))

TOLL, SUE = span(TEXT, "“the toll will rise”"), span(TEXT, "the city would sue, and that “nobody was asked”")
SHORT = span(TEXT, "the city would sue")
PROPOSAL = Quote(uid(1), MAIN.digest, MODEL, (TOLL,))


def clock() -> Iterator[str]:
    """A minute for each action, from a Monday."""
    return (f"2026-05-04T{8 + n // 60:02}:{n % 60:02}:00.000Z" for n in count())


def quote(n: int, layer: Layer, content: Span, who: Speaker | None, *labels: Label, **more: str) -> Quote:
    voices = (Voice(who.id if who else None),)
    digest = MAIN.digest if content.of(TEXT) and content in (TOLL, SUE, SHORT) else SECOND.digest
    return Quote(uid(n), digest, layer, (content,), speakers=voices, labels=labels, **more)  # type: ignore[arg-type]


QUOTES = (
    quote(11, ANA, TOLL, PORT, Label("stance", "1", "council"), derived_from=PROPOSAL.id),
    quote(12, ANA, SUE, BRENN, Label("stance", "-2", "council"), Label("topic", "10.1")),
    quote(21, BEN, TOLL, PORT, Label("stance", "2", "council")),
    quote(22, BEN, SHORT, TWIN, Label("stance", "none"), Label("type", "mixed"), Label("denies", "yes")),
    quote(31, CLEO, Span(0, 5), None),
    quote(41, GOLD, TOLL, PORT, Label("stance", "1", "council")),
    quote(42, GOLD, SUE, BRENN, Label("stance", "-2", "council")),
)


def teamed(url: str) -> Store:
    """A new database: ana and ben reviewed all of the main article, cleo the other one."""
    times = clock()
    store = Store(url, now=lambda: next(times))
    store.use_scheme("news", "1", "5" * 64, "name = 'news'")
    for one, regions in ((MAIN, (HEADLINE,)), (SECOND, ())):
        store.add_article(one, sentences(one.text), regions, SEGMENTER)
    for name in ("ana", "ben", "cleo"):
        store.add_actor(name)
    store.fill("suggest", MODEL, MAIN.digest, [PROPOSAL])
    _do(store, "ana", *(Change(None, one) for one in (PORT, BRENN, TWIN)))
    for made in QUOTES:
        who = made.layer.name if made.layer.kind is LayerKind.HUMAN else "ana"
        store.act(who, Act("mark", (Change(None, made),), made.article, made.start, active_ms=4000))
    _do(store, "ana", Change(None, Verdict(MAIN.digest, ANA, PROPOSAL.id, VerdictKind.ACCEPTED)))
    _do(
        store,
        "ana",
        Change(None, ArticleLabels(MAIN.digest, ANA, (Label("topic", "18.2"), Label("topic", "1")))),
    )
    _do(store, "ana", Change(TWIN, MERGED))
    for layer, of in ((ANA, MAIN), (BEN, MAIN), (CLEO, SECOND)):
        spans = [x for x in sentences(of.text) if not (of is MAIN and x.start < HEADLINE.span.end)]
        reviews = (Review(of.digest, layer, x, ReviewStatus.DONE) for x in spans)
        _do(store, layer.name, *(Change(None, x) for x in reviews), article=of.digest)
    return store


def _do(store: Store, who: str, *changes: Change, article: str | None = None) -> None:
    store.act(who, Act("do", changes, article))
