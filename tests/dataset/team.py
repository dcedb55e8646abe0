"""A small team that annotated the same article, so that gold can be made of it."""

from collections.abc import Iterable, Sequence
from dataclasses import replace

from annotator.model import (
    ArticleLabels,
    Change,
    Label,
    Layer,
    LayerKind,
    Quote,
    Review,
    ReviewStatus,
    Span,
    Speaker,
    Voice,
)
from annotator.resources import folder
from annotator.scheme import Scheme, parse_scheme
from annotator.store import Store
from annotator.store.acting import Act
from annotator.text.sentences import SEGMENTER, sentences
from tests.dataset.building import article, span, uid

TEXT = (
    "Mayor Ida Brenn spoke on Monday. "
    "“We will build it,” she said. "
    "Olle Varr doubted that the wall will hold. "
    "It rained. "
    "Nobody came, said Varr.\n"
)
MAIN = article(TEXT)
CUT = sentences(TEXT)
IDA, MAYOR, VARR = (
    Speaker(uid(201), "Ida Brenn"),
    Speaker(uid(202), "the mayor"),
    Speaker(uid(203), "Olle Varr"),
)
PEOPLE = ("ana", "ben", "cleo")
BUILD, HOLD, CAME = "“We will build it,”", "that the wall will hold", "Nobody came"


def scheme() -> Scheme:
    """The one that comes with the program."""
    path = folder("guidelines") / "scheme.toml"
    return parse_scheme(path.read_bytes().decode(), str(path))


def layer(name: str) -> Layer:
    return Layer(LayerKind.HUMAN, name)


def quote(n: int, name: str, words: str, speaker: Speaker | None = None, *labels: Label) -> Quote:
    """A quote of `name`, with a speaker and labels where some are given."""
    voices = (Voice(speaker.id),) if speaker else ()
    return Quote(uid(n), MAIN.digest, layer(name), (span(TEXT, words),), speakers=voices, labels=labels)


def stance(value: str, target: str | None = None) -> Label:
    return Label("stance", value, target)


def topic(value: str) -> Label:
    return Label("topic", value)


def open_store(url: str, people: Iterable[str] = PEOPLE) -> Store:
    """A database with the article, the people and the registry."""
    store = Store(url)
    used = scheme()
    store.use_scheme(used.name, used.version, used.digest, used.text)
    store.add_article(MAIN, CUT, (), SEGMENTER)
    for name in people:
        store.add_actor(name)
    entries = tuple(Change(None, speaker) for speaker in (IDA, MAYOR, VARR))
    store.act(next(iter(people)), Act("added", entries))
    return store


def reviewed(store: Store, name: str, some: Sequence[Span] = CUT) -> None:
    """`name` has reviewed these sentences."""
    quotes = store.open_article(MAIN.digest, layer(name)).quotes
    changes = []
    for one in some:
        marked = any(s.overlaps(one) for q in quotes for s in q.content)
        status = ReviewStatus.DONE if marked else ReviewStatus.NOTHING
        changes.append(Change(None, Review(MAIN.digest, layer(name), one, status)))
    store.act(name, Act("reviewed", tuple(changes), MAIN.digest))


def said(store: Store, *quotes: Quote) -> None:
    """Each of these is made by whose it is; then all people have reviewed everything."""
    for one in quotes:
        store.act(one.layer.name, Act("made", (Change(None, one),), MAIN.digest))
    for name in store.actors():
        reviewed(store, name)


def merge(store: Store, kept: Speaker, other: Speaker) -> None:
    change = Change(other, replace(other, merged_into=kept.id))
    store.act(store.actors()[0], Act("merged", (change,)))


def article_labels(name: str, *topics: str) -> ArticleLabels:
    return ArticleLabels(MAIN.digest, layer(name), tuple(map(topic, topics)))
