"""A database with so many quotes that only raw inserts make it in time: a gold layer and three people's.

A few hundred invented articles are cut up once; each is taken many times, under a first line of its own.
"""

import random
import sqlite3
from collections.abc import Callable, Iterator
from hashlib import sha256
from itertools import islice
from pathlib import Path
from typing import Any, NamedTuple

from sqlalchemy import Table

from annotator.model import Layer, LayerKind, Span
from annotator.store import Store
from annotator.store import tables as t
from annotator.text.marks import quotations
from annotator.text.sentences import SEGMENTER, sentences
from scripts.benches.news import articles

EACH, QUOTED = 34, 10  # sentences of an article, quotes of one layer in it
SPEAKERS, PROPOSED, ACCEPTED = 2_000, 4, 3
SHAPES = 300  # articles that differ
PEOPLE = tuple(Layer(LayerKind.HUMAN, name) for name in ("ana", "ben", "cleo"))
LAYERS = (Layer(LayerKind.GOLD, "adjudicated"), *PEOPLE, Layer(LayerKind.MODEL, "rules", "1"))
_MODEL = len(LAYERS)  # the keys of the layers are their places, counted from 1
_HASTY = (
    "PRAGMA journal_mode=OFF",
    "PRAGMA synchronous=OFF",
    "PRAGMA foreign_keys=OFF",
    "PRAGMA cache_size=-500000",
    "PRAGMA ignore_check_constraints=ON",
)
_AT = "2026-03-02T10:15:30.125Z"
_BATCH = 1_000  # articles that are written at a time
_TOPICS = tuple(f"{n // 8 + 1}.{n % 8 + 1}" for n in range(64))

Rows = dict[Table, list[tuple[Any, ...]]]
_COLUMNS: dict[Table, tuple[str, ...]] = {
    t.article: ("id", "digest", "text", "segmenter", "added", "body", "number"),
    t.article_source: ("article", "path", "title", "outlet", "date", "author", "url", "story", "extra"),
    t.sentence: ("article", "n", "start", "stop"),
    t.region: ("article", "start", "stop", "kind", "origin"),
    t.quote: (
        "id", "uid", "article", "layer", "start", "derived_from", "created", "updated", "scheme", "guideline",
        "rule", "score",
    ),
    t.quote_span: ("quote", "role", "n", "start", "stop"),
    t.quote_voice: ("quote", "role", "n", "speaker", "origin"),
    t.quote_label: ("quote", "field", "n", "value", "target", "origin"),
    t.article_label: ("article", "layer", "field", "n", "value", "origin"),
    t.review: ("layer", "article", "start", "stop", "status", "origin"),
    t.verdict: ("layer", "proposal", "article", "kind", "at"),
    t.reading: ("layer", "article"),
    t.note: ("uid", "article", "layer", "start", "stop", "text", "quote"),
}  # fmt: skip


class Shape(NamedTuple):
    """An article without its first line: its text, its sentences, and of each quote content, cue, source."""

    text: str
    sentences: tuple[Span, ...]
    quotes: tuple[tuple[Span, Span, Span], ...]


def filled(path: Path, quotes: int) -> None:
    """Make a database at `path` in which gold and three people have `quotes` quotes together."""
    url = f"sqlite:///{path}"
    Store(url).close()
    number = max(1, quotes // (QUOTED * (_MODEL - 1)))
    shapes = [_shape(text) for text in articles(min(SHAPES, number), EACH, 0)]
    with sqlite3.connect(path, isolation_level=None) as database:
        # Nobody needs what is here to outlive a power cut.
        for words in (*_HASTY, "BEGIN"):
            database.execute(words)
        _settings(database)
        made = (_article(n, shapes[n % len(shapes)]) for n in range(1, number + 1))
        while some := list(islice(made, _BATCH)):
            for table, columns in _COLUMNS.items():
                _insert(database, table, columns, (row for rows in some for row in rows[table]))
        database.execute("COMMIT")
        database.execute("ANALYZE")
    database.close()


def _settings(database: sqlite3.Connection) -> None:
    """The layers, the speakers and the scheme."""
    layers = ((n, x.kind, x.name, x.version) for n, x in enumerate(LAYERS, start=1))
    _insert(database, t.layer, ("id", "kind", "name", "version"), layers)
    speakers = ((n, _uid(n), f"Speaker {n}", "person") for n in range(1, SPEAKERS + 1))
    _insert(database, t.speaker, ("id", "uid", "name", "kind"), speakers)
    aliases = ((n, k, f"Alias {k} of {n}") for n in range(1, SPEAKERS + 1) for k in range(n % 3))
    _insert(database, t.alias, ("speaker", "n", "alias"), aliases)
    scheme = ("5" * 64, "bench", "1", "", _AT)
    _insert(database, t.scheme, ("digest", "name", "version", "text", "added"), [scheme])


def _insert(
    database: sqlite3.Connection, table: Table, columns: tuple[str, ...], rows: Iterator[Any] | list[Any]
) -> None:
    marks = ", ".join("?" for _ in columns)
    database.executemany(f"INSERT INTO {table.name} ({', '.join(columns)}) VALUES ({marks})", rows)


def _shape(text: str) -> Shape:
    found = tuple(sentences(text))
    marked = {next(s for s in found if s.end > q.span.start): q.span for q in quotations(text) if not q.depth}
    long = [s for s in found if s.end - s.start > 60]
    # Those in quotation marks first, but no more than half; then reports.
    chosen = sorted(long, key=lambda s: s not in marked)[: QUOTED // 2]
    chosen += [s for s in long if s not in chosen][: QUOTED - len(chosen)]
    return Shape(text, found, tuple(_quote(s, marked.get(s)) for s in sorted(chosen)))


def _quote(sentence: Span, marked: Span | None) -> tuple[Span, Span, Span]:
    start, end = sentence.start, sentence.end
    if marked is not None and marked.start < end - 20 and marked.start == start:
        behind = min(marked.end, end - 15)
        return Span(start, behind), Span(behind + 1, behind + 5), Span(behind + 6, behind + 10)
    return Span(start + 20, end - 2), Span(start + 12, start + 19), Span(start, start + 11)


def _article(n: int, shape: Shape) -> Rows:
    """All rows of article `n`."""
    rng = random.Random(n)
    head = f"Despatch {n:07}\n\n"
    by = len(head)
    text = head + shape.text
    digest = sha256(text.encode()).hexdigest()
    spans = [(0, by), *((s.start + by, s.end + by) for s in shape.sentences)]
    source = (n, f"news/{n:07}.txt", f"Despatch {n}", f"Outlet {n % 40}", "2026-03-01", "Ed Ivarsen", None)
    rows: Rows = {table: [] for table in _COLUMNS}
    rows[t.article] = [(n, digest, text, SEGMENTER, _AT, len(spans) - 1, n)]
    rows[t.article_source] = [(*source, f"story-{n // 3}", "[]")]
    rows[t.sentence] = [(n, k, start, stop) for k, (start, stop) in enumerate(spans)]
    rows[t.region] = [(n, 0, by, "headline", "rule")]
    rows[t.article_label] = [(n, k, "topic", 0, _TOPICS[n % 64], "typed") for k in range(1, _MODEL)]
    rows[t.reading] = [(_MODEL, n)]
    first = n * QUOTED * _MODEL
    for layer in range(1, _MODEL + 1):
        for k, parts in enumerate(shape.quotes[: PROPOSED if layer == _MODEL else QUOTED]):
            _add_quote(rows, first + layer * QUOTED + k, n, layer, by, parts, rng.random)
        if layer != _MODEL:
            rows[t.review] += [(layer, n, start, stop, "done", "typed") for start, stop in spans[1:]]
    proposals = [_uid(first + _MODEL * QUOTED + k) for k in range(PROPOSED)]
    rows[t.verdict] = [
        (layer, one, n, "accepted" if k < ACCEPTED else "rejected", _AT)
        for layer in range(2, _MODEL)
        for k, one in enumerate(proposals)
    ]
    place = spans[1]
    flagged = _uid(first + 2 * QUOTED)
    rows[t.note] = [(_uid(1 << 40 | n), n, 2, *place, "is this one?", flagged)] if n % 5 == 0 else []
    return rows


def _add_quote(
    rows: Rows, key: int, article: int, layer: int, by: int, parts: tuple[Span, ...], rng: Callable[[], float]
) -> None:
    place = key % QUOTED
    from_proposal = 1 < layer < _MODEL and place < ACCEPTED
    derived = _uid(article * QUOTED * _MODEL + _MODEL * QUOTED + place) if from_proposal else None
    origin = "rule" if layer == _MODEL else "accepted" if from_proposal else "typed"
    model = ("marks", 0.75) if layer == _MODEL else (None, None)
    start = parts[0].start + by
    rows[t.quote].append(
        (key, _uid(key), article, layer, start, derived, _AT, _AT, "5" * 64, "6" * 64, *model)
    )
    for role, span in zip(("content", "cue", "source"), parts, strict=True):
        rows[t.quote_span].append((key, role, 0, span.start + by, span.end + by))
    rows[t.quote_voice].append((key, "speaker", 0, int(rng() * SPEAKERS) + 1, origin))
    stance, topic = str(int(rng() * 5) - 2), _TOPICS[int(rng() * 64)]
    rows[t.quote_label].append((key, "stance", 0, stance, f"target {place}", origin))
    rows[t.quote_label].append((key, "topic", 1, topic, None, origin))


def _uid(n: int) -> str:
    """A uuid that looks like any other: those that follow each other are far apart."""
    digits = f"{n * 0x9E3779B97F4A7C15F39CC0605CEDC835 % (1 << 128):032x}"
    return f"{digits[:8]}-{digits[8:12]}-4{digits[13:16]}-8{digits[17:20]}-{digits[20:]}"
