"""All that a dataset knows of one article, in nothing but what JSON can hold.

Whatever is made of a database for others (files, views, formats, snapshots, differences, frames) is made of
these, so that it can be made of a snapshot just as well.
"""

from collections.abc import Iterator
from typing import NamedTuple

from annotator.dataset.record import Record, Registry, all_records, layer_record, source_record
from annotator.model import Source
from annotator.store.articles import leading
from annotator.store.export import Exported


class Bundle(NamedTuple):
    """One article. Every record is as in an export, with the names of people."""

    digest: str
    text: str
    sources: list[Record]  # as source_record has them; the one that leads comes first
    sentences: list[list[int]]  # [start, end, 1 or 0: whether it is body] for each, in order
    answers: list[Record]  # {"layer": {kind, name, version}, "reviewed": [numbers], "assisted": bool}
    records: list[Record]  # the quotes of all layers, by first offset and id
    rejected: list[Record]  # {"by": [layer, ...], "quote": record} for each proposal that a layer rejected


def bundles(articles: Iterator[Exported], registry: Registry) -> Iterator[Bundle]:
    """A bundle for each article, in its order. Raises StoreError where the database is damaged."""
    for exported in articles:
        yield bundle(exported, registry)


def bundle(exported: Exported, registry: Registry) -> Bundle:
    """What is known of an article. Raises StoreError where the database is damaged."""
    quoted, body = exported.quoted, exported.body
    found, rejected = all_records(exported, registry)
    return Bundle(
        quoted.article.digest,
        quoted.article.text,
        _sources(quoted.article.sources),
        [[start, end, 1 if n in body else 0] for n, (start, end) in enumerate(quoted.sentences)],
        _answers(exported),
        found,
        rejected,
    )


def _sources(sources: tuple[Source, ...]) -> list[Record]:
    """Of each run; in an order that does not depend on which came in first, but for the one that leads."""
    first = leading(sources)
    others = sorted(
        (s for s in sources if s is not first), key=lambda s: (s.path, s.outlet or "", s.date or "")
    )
    return [source_record(s) for s in (first, *others)]


def _answers(exported: Exported) -> list[Record]:
    """Who looked into the article, which sentences they reviewed, whether they judged proposals there.

    A layer with quotes and no review has an empty list.
    """
    quoted = exported.quoted
    assisted = exported.judges
    if quoted.suggesters:
        assisted |= {head.layer for head in quoted.quotes if head.derived_from in quoted.suggesters}
    there = {head.layer for head in quoted.quotes} | set(exported.reviewed)
    names = quoted.layers
    return [
        {
            "layer": layer_record(names[key]),
            "reviewed": sorted(exported.reviewed.get(key, ())),
            "assisted": key in assisted,
        }
        for key in sorted(there, key=lambda key: (names[key].kind, names[key].name, names[key].version))
    ]
