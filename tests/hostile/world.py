"""A project in which everything that people, files and other databases may say is an attack."""

from collections.abc import Iterator
from itertools import count
from pathlib import Path

from annotator.model import (
    Again,
    Apart,
    ArticleLabels,
    Change,
    Entity,
    Label,
    Layer,
    LayerKind,
    Merge,
    Note,
    Quote,
    Review,
    ReviewStatus,
    Ruling,
    Source,
    Span,
    Speaker,
    Voice,
)
from annotator.store import Store
from annotator.store.acting import Act
from annotator.store.fill import Filling
from annotator.text.sentences import SEGMENTER, sentences
from tests.hostile.attacks import ALL, ATTACKS, FORMULAS, SHORT, TEXT
from tests.work.desks import article, use_scheme

# A name in a database that was merged may be anything; so may a formula.
PEOPLE = ("ana", f"ben {SHORT}", FORMULAS[0])
MODEL = Layer(LayerKind.MODEL, f"model {SHORT}", SHORT)
GOLD = Layer(LayerKind.GOLD, "adjudicated")


def uid(n: int) -> str:
    return f"00000000-0000-4000-8000-{n:012x}"


def filled(file: Path) -> Store:
    """A database where three people marked the same, and each a bit otherwise."""
    store, ids = Store(f"sqlite:///{file}"), count(1)
    use_scheme(store)
    source = Source(f"{ALL}.txt", ALL, ALL, ALL, ALL, ALL, ALL, SHORT, ((SHORT, SHORT),))
    texts = [article(TEXT, source), article(f"Another. {TEXT}", source), article(f"Third. {TEXT}", source)]
    for one in texts:
        store.add_article(one, sentences(one.text), (), SEGMENTER)
    for name in PEOPLE:
        store.add_actor(name)
    speakers = [Speaker(uid(next(ids)), f"{x} {name}", aliases=(x[::-1],)) for name, x in ATTACKS.items()]
    _do(store, PEOPLE[0], *speakers)
    _do(store, PEOPLE[0], Apart(speakers[0].id, speakers[1].id, PEOPLE[0]))
    pair = Merge(speakers[2].id, speakers[3].id, 0.9, SHORT)
    proposed = [_quote(uid(next(ids)), texts[0].digest, MODEL, span, None) for span in _said(texts[0].text)]
    store.fill_many(f"program {SHORT}", MODEL, [Filling(texts[0].digest, proposed, (), (pair,))], says=ALL)
    for n, name in enumerate(PEOPLE):
        layer = Layer(LayerKind.HUMAN, name)
        for one in texts[:2]:
            for m, span in enumerate(list(_said(one.text))[: 12 - n]):
                who = speakers[(m + n * (m % 3 == 0)) % len(speakers)].id
                _do(store, name, _quote(uid(next(ids)), one.digest, layer, span, who, n))
            for sentence in sentences(one.text):
                _do(store, name, Review(one.digest, layer, sentence, ReviewStatus.DONE))
            _do(store, name, Note(uid(next(ids)), one.digest, layer, Span(0, 9), ALL, None))
        _do(store, name, ArticleLabels(texts[0].digest, layer, (Label("topic", "1400"),)))
    for span in list(_said(texts[0].text))[:3]:
        _do(store, PEOPLE[0], _quote(uid(next(ids)), texts[0].digest, GOLD, span, speakers[0].id))
    mine = Layer(LayerKind.HUMAN, PEOPLE[0])
    _do(store, PEOPLE[0], Ruling(uid(next(ids)), PEOPLE[0], SHORT, ALL, None))
    _do(store, PEOPLE[0], Again(texts[0].digest, mine, Span(0, 9), ALL, None))
    return store


def _quote(uid: str, digest: str, layer: Layer, span: Span, who: str | None, n: int = 0) -> Quote:
    labels = (Label("stance", ("1", "-1", "2")[n], SHORT), Label("topic", "1401"), Label(SHORT, SHORT, SHORT))
    return Quote(
        uid, digest, layer, (span,), speakers=(Voice(who),) if who else (), labels=labels,
        rule=SHORT if layer.kind is LayerKind.MODEL else "",
    )  # fmt: skip


def _said(text: str) -> Iterator[Span]:
    at = -1
    while (at := text.find("“", at + 1)) >= 0:
        yield Span(at, text.index("”", at) + 1)


def _do(store: Store, actor: str, *entities: Entity) -> None:
    for n in range(0, len(entities), 5):
        changes = tuple(Change(None, entity) for entity in entities[n : n + 5])
        store.act(actor, Act(f"say {ALL}", changes, getattr(entities[0], "article", None)))
