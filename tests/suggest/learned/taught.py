"""What the gold of the sample corpus teaches: examples, and models trained on them once a process."""

import os
from dataclasses import replace
from functools import cache
from importlib.util import find_spec
from typing import Any

import pytest

from annotator.ingest.incoming import Incoming
from annotator.ingest.read import read
from annotator.model import (
    Article,
    Change,
    Label,
    Layer,
    LayerKind,
    Quote,
    Region,
    Review,
    ReviewStatus,
    Speaker,
    Voice,
)
from annotator.store import Store
from annotator.store.acting import Act
from annotator.suggest.learned.example import Example
from annotator.suggest.learned.training import Plan, Trained, train
from tests import gold

GOLD = Layer(LayerKind.GOLD, "adjudicated", "1")
ANA = Layer(LayerKind.HUMAN, "ana")
UNLABELLED = "corpus/15-barrier-courier.md"

_THERE = all(map(find_spec, ("pycrfsuite", "scipy", "sklearn")))
needs_extra = pytest.mark.skipif(
    not _THERE and not os.environ.get("CI"),
    reason="needs the extra: pip install 'quotation-annotator[learn]'",
)
PLAN = Plan(parts=2, seed=7)


@cache
def incoming(path: str) -> Incoming:
    """An article of the corpus as it is taken in."""
    (found,) = read([gold.file(path)])
    assert isinstance(found, Incoming)
    return found


def example(path: str) -> Example:
    """A gold article, wholly reviewed."""
    taken = incoming(path)
    records = gold.gold()[path]
    names = {s["id"]: (s["name"], *s["aliases"]) for r in records for s in r["speakers"] if s["id"]}
    return Example(
        taken.article,
        taken.sentences,
        tuple(quote(taken.article, record) for record in records),
        frozenset(range(len(taken.sentences))),
        topics=tuple(gold.article_topics(path)),
        speakers=names,
    )


def quote(article: Article, record: dict[str, Any]) -> Quote:
    stance = (Label("stance", gold.stance_value(s), s["target"]) for s in record["stance"])
    topics = (Label("topic", t["code"]) for t in record["topics"] if t["origin"] != "inherited")
    return Quote(
        record["id"], article.digest, GOLD, gold.spans(record["content"]), gold.spans(record["cue"]),
        gold.spans(record["source"]), tuple(Voice(s["id"]) for s in record["speakers"]),
        labels=(*stance, *topics),
    )  # fmt: skip


@cache
def examples() -> tuple[Example, ...]:
    return tuple(example(path) for path in gold.paths())


@cache
def trained() -> Trained:
    return train(examples(), (), PLAN)


def filled(url: str) -> Store:
    """A database in which Ana has labelled the gold, and nobody what has none."""
    store = Store(url)
    store.add_actor("ana")
    for one in examples():
        taken = incoming(one.article.sources[0].path)
        _label(store, one, taken.regions)
    taken = incoming(UNLABELLED)
    store.add_article(taken.article, taken.sentences, taken.regions, "test")
    return store


def _label(store: Store, one: Example, regions: tuple[Region, ...]) -> None:
    digest = one.article.digest
    store.add_article(one.article, one.sentences, regions, "test")
    there = {speaker.id for speaker in store.speakers()}
    new = (Speaker(id, names[0], aliases=names[1:]) for id, names in one.speakers.items() if id not in there)
    quotes = (replace(quote, layer=ANA) for quote in one.quotes)
    reviews = (Review(digest, ANA, span, ReviewStatus.DONE) for span in one.sentences)
    said: list[Speaker | Quote | Review] = [*new, *quotes, *reviews]
    changes = tuple(Change(None, entity) for entity in said)
    store.act("ana", Act("label it", changes, digest, 0, None))
