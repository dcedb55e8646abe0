"""A small database with every shape that a quote can have."""

import hashlib
from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import count

from annotator.model import (
    Article,
    ArticleLabels,
    Change,
    Entity,
    Label,
    Layer,
    LayerKind,
    Note,
    Origin,
    Quote,
    Source,
    Span,
    Speaker,
    SpeakerKind,
    Voice,
)
from annotator.store import Store
from annotator.store.acting import Act
from annotator.text.sentences import SEGMENTER, sentences

ANA = Layer(LayerKind.HUMAN, "ana")
GOLD = Layer(LayerKind.GOLD, "adjudicated")
MODEL = Layer(LayerKind.MODEL, "rules", "1")

TEXT = (
    "Mayor Ida Brenn spoke on Monday. 🎉\r\n"
    "“We will build it,” she said, according to Varr News, “and Olle told me: ‘I will pay for it.’”\r\n"
    "\r\n"
    "Critics doubt that the wall holds. The minister denied that it was “too late” for Lindhaven.\r\n"
)
OTHER = "“No,” he said.\n"


def uid(n: int) -> str:
    """The n-th id of a test: the same at every run."""
    return f"00000000-0000-4000-8000-{n:012x}"


def article(text: str, *sources: Source) -> Article:
    return Article(hashlib.sha256(text.encode()).hexdigest(), text, sources or (Source("a.txt"),))


def span(text: str, words: str) -> Span:
    """Where `words` stand in `text`, once."""
    assert text.count(words) == 1, words
    start = text.index(words)
    return Span(start, start + len(words))


MAIN = article(
    TEXT, Source("copy.txt"), Source("main.md", "The wall", "Courier", "2024-05-01", "Ed", story="wall")
)
SECOND = article(OTHER, Source("other.txt"))

MAYOR = Speaker(uid(101), "Ida Brenn", SpeakerKind.PERSON, ("Brenn", "the mayor"), "Q1")
TWIN = Speaker(uid(102), "Mayor Brenn", merged_into=uid(101))
OLLE = Speaker(uid(103), "Olle")
PRESS = Speaker(uid(104), "Varr News", SpeakerKind.ORGANISATION)

PROPOSAL = Quote(uid(6), MAIN.digest, MODEL, content=(span(TEXT, "I will pay for it"),))
BROKEN = Quote(
    uid(1), MAIN.digest, ANA,
    content=(span(TEXT, "“We will build it,”"), span(TEXT, "“and Olle told me: ‘I will pay for it.’”")),
    cue=(span(TEXT, "said"),), source=(span(TEXT, "she"),), speakers=(Voice(TWIN.id),),
    via=(Voice(PRESS.id, span(TEXT, "Varr News")), Voice(None)),
    labels=(
        Label("denies", "yes"), Label("stance", "2", "barrier"), Label("stance", "mixed", "other"),
    ),
)  # fmt: skip
NESTED = Quote(
    uid(2), MAIN.digest, ANA, content=(span(TEXT, "I will pay for it"),), cue=(span(TEXT, "told"),),
    source=(span(TEXT, "Olle"),), speakers=(Voice(OLLE.id),), parent=BROKEN.id, derived_from=PROPOSAL.id,
    labels=(Label("topic", "1401", origin=Origin.ACCEPTED), Label("stance", "none")),
)  # fmt: skip
DOUBT = Quote(
    uid(3), MAIN.digest, ANA, content=(span(TEXT, "that the wall holds. The minister"),),
    cue=(span(TEXT, "doubt"),), speakers=(Voice(None),), labels=(Label("type", "direct"),),
)  # fmt: skip
DENIED = Quote(
    uid(4), MAIN.digest, ANA, content=(span(TEXT, "that it was “too late” for Lindhaven"),),
    cue=(span(TEXT, "denied"),), about=DOUBT.id, labels=(Label("stance", "unclear", uid(101)),),
)  # fmt: skip
IN_GOLD = Quote(uid(5), SECOND.digest, GOLD, content=(span(OTHER, "“No,”"),))
NOTE = Note(uid(50), MAIN.digest, ANA, DOUBT.content[0], "who \x1b[31mare\n“they”?", DOUBT.id)
QUOTES = (PROPOSAL, BROKEN, NESTED, DOUBT, DENIED, IN_GOLD)


def clock() -> Iterator[str]:
    """Times that only go on."""
    return (f"2024-05-02T10:00:{n:02}.000Z" for n in count())


def do(store: Store, *after: Entity, actor: str = "ana") -> None:
    """Add these entities, one action each."""
    for entity in after:
        store.act(actor, Act("made", (Change(None, entity),)))


def add(store: Store, *articles: Article) -> None:
    for one in articles:
        store.add_article(one, sentences(one.text), (), SEGMENTER)


def filled(url: str, quotes: Sequence[Quote] = QUOTES) -> Store:
    """A new database at `url` with the two articles and `quotes`."""
    times = clock()
    store = Store(url, now=lambda: next(times))
    store.use_scheme("test", "7", "5" * 64, "name = 'test'")
    store.use_guideline("6" * 64, "# Guideline")
    add(store, MAIN, SECOND)
    store.add_actor("ana")
    do(store, MAYOR, TWIN, OLLE, PRESS, *quotes, NOTE)
    do(store, ArticleLabels(MAIN.digest, ANA, (Label("topic", "1400"), Label("topic", "700"))))
    gone = replace(DOUBT, id=uid(7))
    do(store, gone)
    store.act("ana", Act("taken away", (Change(gone, None),)))
    return store
