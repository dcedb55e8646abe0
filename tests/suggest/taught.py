"""What the gold of the sample corpus teaches: examples, and models trained on them once a process."""

import os
from functools import cache
from importlib.util import find_spec
from typing import Any

import pytest

from annotator.ingest.incoming import Incoming
from annotator.ingest.read import read
from annotator.model import Article, Label, Layer, LayerKind, Quote, Span, Voice
from annotator.suggest.learned.example import Example
from annotator.suggest.learned.training import Plan, Trained, train
from tests import gold

GOLD = Layer(LayerKind.GOLD, "adjudicated", "1")

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


def text_of(article: Article, spans: tuple[Span, ...]) -> str:
    return " … ".join(span.of(article.text) for span in spans)
