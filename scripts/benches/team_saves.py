"""What one member of a measured team saves: through the store, and the same rows by hand.

A save is a quote with content, cue, source, a speaker and two labels, and that its sentence is done. By hand
it is the same rows in the same tables, with what a plain program has to look up (the running number of the
last event) and no check of anything.
"""

import sqlite3
from abc import ABC, abstractmethod
from collections.abc import Sequence
from hashlib import sha256
from typing import Any, Protocol
from uuid import uuid4

from annotator.model import (
    Article,
    Change,
    Label,
    Layer,
    LayerKind,
    Quote,
    Review,
    ReviewStatus,
    Source,
    Speaker,
    Voice,
)
from annotator.store import Store
from annotator.store.acting import Act
from annotator.store.engine import BUSY_MS
from annotator.text.sentences import SEGMENTER
from scripts.benches.filler import ranges
from scripts.benches.prose import article

SENTENCES = 600  # more than anybody saves
PROSE = article(SENTENCES)
SPANS = tuple(ranges(PROSE))
DIGEST = sha256(PROSE.text.encode()).hexdigest()
_LABELS = ("stance", "0", "talks"), ("topic", "1", None)
SPEAKER = Speaker("5b0a4c57-6a0e-5b5e-9d7d-4f1c7a3be002", "Celia Corvin")


class Saving(Protocol):
    """One member at one database."""

    def save(self, n: int) -> None:
        """Save the n-th sentence; when this returns it is on disk."""

    def close(self) -> None: ...


def name_of(member: int) -> str:
    return f"p{member}"


def layer_of(member: int) -> Layer:
    return Layer(LayerKind.HUMAN, name_of(member))


def fill(url: str, members: int) -> None:
    """A new database with one article and so many people, each of whom did one thing."""
    with Store(url) as store:
        store.add_article(Article(DIGEST, PROSE.text, (Source("generated.txt"),)), SPANS, (), SEGMENTER)
        for member in range(members):
            store.add_actor(name_of(member))
        store.act(name_of(0), Act("add a speaker", (Change(None, SPEAKER),)))
        for member in range(members):
            store.act(name_of(member), _act(member, SENTENCES - 1))


def kept(url: str, members: int) -> list[int]:
    """How many of its measured quotes each member has. Raises RuntimeError where events have gaps."""
    found = []
    with Store(url) as store:
        for member in range(members):
            quotes = len(store.open_article(DIGEST, layer_of(member)).quotes)
            numbers = [event.seq for event in store.history(name_of(member), 2 * SENTENCES)]
            if numbers != list(range(len(numbers), 0, -1)) or len(numbers) != quotes + (member == 0):
                raise RuntimeError(f"{quotes} quotes of {name_of(member)} stand beside events {numbers}")
            found.append(quotes - 2)
    return found


def _quote(member: int, n: int) -> Quote:
    said = PROSE.sentences[n]
    labels = tuple(Label(*label) for label in _LABELS)
    return Quote(
        str(uuid4()), DIGEST, layer_of(member), said.content, (said.cue,), (said.source,),
        (Voice(SPEAKER.id),), labels=labels,
    )  # fmt: skip


def _act(member: int, n: int) -> Act:
    review = Review(DIGEST, layer_of(member), SPANS[n], ReviewStatus.DONE)
    changes = (Change(None, _quote(member, n)), Change(None, review))
    return Act("label a quote", changes, DIGEST, SPANS[n].start)


class Ours:
    """The store's own verb, as the screen calls it in the handler of a key."""

    def __init__(self, url: str, member: int) -> None:
        self._store, self._member = Store(url), member
        self._store.begin_work(name_of(member), "a benchmark")

    def save(self, n: int) -> None:
        self._store.act(name_of(self._member), _act(self._member, n))

    def close(self) -> None:
        self._store.close()


class _Plain(ABC):
    """The same rows by the driver alone; `_run` runs a statement with `?` for its values."""

    begin: Sequence[str] = ("BEGIN",)

    def __init__(self, member: int) -> None:
        self._name = name_of(member)
        self._actor = self._one("SELECT id FROM actor WHERE name = ?", self._name)
        self._article = self._one("SELECT id FROM article WHERE digest = ?", DIGEST)
        self._layer = self._one("SELECT id FROM layer WHERE kind = 'human' AND name = ?", self._name)
        self._speaker = self._one("SELECT id FROM speaker WHERE uid = ?", SPEAKER.id)
        self._changes = self._one("SELECT changes FROM event WHERE actor = ? ORDER BY seq DESC", self._actor)

    @abstractmethod
    def _run(self, statement: str, *values: Any) -> Any:
        """Run it."""

    def _one(self, statement: str, *values: Any) -> Any:
        return self._run(statement, *values).fetchone()[0]

    def save(self, n: int) -> None:
        said, span, uid = PROSE.sentences[n], SPANS[n], str(uuid4())
        at, digest = "2026-01-01T00:00:00.000Z", ""
        mine = self._layer, self._article
        for statement in self.begin:
            self._run(statement)
        last = self._one("SELECT max(seq) FROM event WHERE actor = ?", self._actor)
        quote = self._one(
            "INSERT INTO quote (uid, article, layer, start, created, updated, scheme, guideline, deleted) "
            "VALUES (?, ?, ?, ?, ?, ?, ?, ?, 0) RETURNING id",
            uid, self._article, self._layer, said.content[0].start, at, at, digest, digest,
        )  # fmt: skip
        parts = ("content", said.content[0]), ("cue", said.cue), ("source", said.source)
        for role, part in parts:
            self._run("INSERT INTO quote_span VALUES (?, ?, 0, ?, ?)", quote, role, part.start, part.end)
        self._run(
            "INSERT INTO quote_voice (quote, role, n, speaker, origin) VALUES (?, 'speaker', 0, ?, 'typed')",
            quote, self._speaker,
        )  # fmt: skip
        label = (
            "INSERT INTO quote_label (quote, field, n, value, target, origin) VALUES (?, ?, ?, ?, ?, 'typed')"
        )
        self._run(label, quote, "stance", 0, "0", "talks")
        self._run(label, quote, "topic", 1, "1", None)
        self._run(
            "INSERT INTO review (layer, article, start, stop, status, origin) "
            "VALUES (?, ?, ?, ?, 'done', 'typed')",
            *mine, span.start, span.end,
        )  # fmt: skip
        self._run("UPDATE progress SET reviewed = reviewed + 1 WHERE layer = ? AND article = ?", *mine)
        self._run("UPDATE layer SET reviewed = reviewed + 1 WHERE id = ?", self._layer)
        self._run(
            "INSERT INTO event (uid, actor, seq, at, kind, says, article, place, changes, active_ms, scheme, "
            "guideline) VALUES (?, ?, ?, ?, 'do', 'label a quote', ?, ?, ?, 0, ?, ?)",
            str(uuid4()), self._actor, last + 1, at, self._article, span.start, self._changes, digest, digest,
        )  # fmt: skip
        self._run(
            "UPDATE place SET article = ?, start = ? WHERE actor = ?", self._article, span.start, self._actor
        )
        self._run("COMMIT")


class PlainSqlite(_Plain):
    """sqlite3 as careful as we are: WAL, FULL, the write lock from the start, and patience."""

    begin = ("BEGIN IMMEDIATE",)

    def __init__(self, file: str, member: int) -> None:
        self._raw = sqlite3.connect(file, timeout=BUSY_MS / 1000, isolation_level=None)
        for pragma in ("foreign_keys=ON", "synchronous=FULL", "fullfsync=ON"):
            self._raw.execute(f"PRAGMA {pragma}")
        super().__init__(member)

    def _run(self, statement: str, *values: Any) -> Any:
        return self._raw.execute(statement, values)

    def close(self) -> None:
        self._raw.close()


class PlainPsycopg(_Plain):
    """psycopg in a transaction of its own; of two who write, neither waits for the other."""

    def __init__(self, url: str, member: int) -> None:
        import psycopg

        self._raw: Any = psycopg.connect(url.replace("+psycopg", ""), autocommit=True)
        super().__init__(member)

    def _run(self, statement: str, *values: Any) -> Any:
        return self._raw.execute(statement.replace("?", "%s"), values)

    def close(self) -> None:
        self._raw.close()


def plain(url: str, member: int) -> Saving:
    """The peer of `Ours` at such a database."""
    if url.startswith("sqlite:///"):
        return PlainSqlite(url.removeprefix("sqlite:///"), member)
    return PlainPsycopg(url, member)
