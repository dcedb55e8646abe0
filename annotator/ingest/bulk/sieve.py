"""Near-duplicates among all articles that come in, however many: of each group the first one is known again.

What is kept of an article are the numbers of its sketch, in a file beside the shards: 200 bytes, none of them
in memory. Whatever shares a number with it is compared in full, so that no pair is wrong. An article that is
like an earlier one is not kept: what is like it alone is a first one again. So marking and leaving out agree
on which they are.
"""

import re
import sqlite3
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Self

from annotator.ingest.bulk.sketch import Sketch, alike, runs
from annotator.ingest.incoming import Incoming
from annotator.model import Source

OF = "near_duplicate_of"  # the field of a source that names the first article of its group by its digest
_DIGEST = re.compile("[0-9a-f]{64}")  # else the field is somebody else's
_FULL = 16  # articles under one number, and articles that one is compared with: of more there is a template
_SCHEMA = """
CREATE TABLE first (n INTEGER PRIMARY KEY, digest BLOB NOT NULL, shard INTEGER NOT NULL);
CREATE TABLE band (key INTEGER, first INTEGER, PRIMARY KEY (key, first)) WITHOUT ROWID;
"""
# Numbers come in no order: what is small enough for both is written once, not once a shard.
_PRAGMAS = ("journal_mode = WAL", "synchronous = NORMAL", "cache_size = -16384", "wal_autocheckpoint = 8192")
_MET = "SELECT n, lower(hex(digest)) FROM band JOIN first ON n = first WHERE key = ?"

Texts = Callable[[Sequence[str]], Mapping[str, str]]


def marked(one: Incoming, first: str) -> Incoming:
    """The article with a note whose near-duplicate it is."""
    (source,) = one.article.sources
    extra = (*(pair for pair in source.extra if pair[0] != OF), (OF, first))
    return replace(one, article=replace(one.article, sources=(replace(source, extra=extra),)))


def is_marked(sources: Iterable[Source]) -> bool:
    """Whether an article was found to be a near-duplicate when it came in."""
    return any(name == OF and _DIGEST.fullmatch(of) for source in sources for name, of in source.extra)


class Sieve:
    """The first articles so far. `file` outlives a run that was killed. Close it.

    `texts` gives the texts that it has kept numbers of, by digest.
    """

    def __init__(self, file: Path, texts: Texts) -> None:
        self._texts = texts
        self._file = sqlite3.connect(file, isolation_level=None)
        for pragma in _PRAGMAS:
            self._file.execute(f"PRAGMA {pragma}")

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self._file.close()

    def begin(self, shards: int, known: Callable[[], Iterable[tuple[str, Sketch]]]) -> None:
        """Go on as after so many shards; where the file does not know, from what is `known` by then."""
        self._file.execute("BEGIN IMMEDIATE")
        if self._shards() >= shards:
            self._forget(shards)
        else:
            for statement in ("DROP TABLE IF EXISTS first", "DROP TABLE IF EXISTS band"):
                self._file.execute(statement)
            for statement in _SCHEMA.strip().split("\n"):
                self._file.execute(statement)
            for digest, keys in known():
                self._add(digest, self._met(keys)[1], -1)
        self._end(shards)

    def sift(self, shard: int, some: Iterable[Incoming]) -> dict[str, str]:
        """Of the articles of a shard those that are near-duplicates: digest -> that of the first one."""
        self._file.execute("BEGIN IMMEDIATE")
        every = {one.article.digest: one for one in some}
        texts = {digest: one.article.text for digest, one in every.items()}
        # Nearly always it is the first of those that share a number: one question for the whole shard.
        likely = {next(iter(met.values())) for one in every.values() if (met := self._met(one.sketch)[0])}
        texts |= self._texts(sorted(likely - texts.keys()))
        found: dict[str, str] = {}
        for digest, one in every.items():
            met, free = self._met(one.sketch)
            first = digest if digest in met.values() else self._like(digest, list(met.values()), texts)
            if first is None:
                self._add(digest, free, shard)
            elif first != digest:
                found[digest] = first
        self._end(shard + 1)
        return found

    def _met(self, keys: Sketch) -> tuple[dict[int, str], list[int]]:
        """(who shares a number, by their own and in order; the numbers under which there is room)."""
        under = [(key, self._under(key)) for key in keys]
        return dict(sorted(pair for _, some in under for pair in some)), [
            key for key, some in under if len(some) < _FULL
        ]

    def _like(self, digest: str, names: Sequence[str], texts: Mapping[str, str]) -> str | None:
        """The first of these articles that this one is like."""
        mine = runs(texts[digest]) if names else None
        for name in names[:_FULL]:
            text = texts[name] if name in texts else self._texts([name]).get(name)
            if mine is not None and text is not None and alike(mine, runs(text)):
                return name
        return None

    def _under(self, key: int) -> list[tuple[int, str]]:
        return self._file.execute(_MET, (key,)).fetchall()

    def _add(self, digest: str, keys: Iterable[int], shard: int) -> None:
        row = (bytes.fromhex(digest), shard)
        n = self._file.execute("INSERT INTO first (digest, shard) VALUES (?, ?)", row).lastrowid
        self._file.executemany("INSERT INTO band VALUES (?, ?)", [(key, n) for key in keys])

    def _shards(self) -> int:
        """How many shards are in; -1 where nothing is."""
        return int(self._file.execute("PRAGMA user_version").fetchone()[0]) - 1

    def _forget(self, shards: int) -> None:
        (first,) = self._file.execute("SELECT min(n) FROM first WHERE shard >= ?", (shards,)).fetchone()
        if first is not None:
            self._file.execute("DELETE FROM band WHERE first >= ?", (first,))
            self._file.execute("DELETE FROM first WHERE n >= ?", (first,))

    def _end(self, shards: int) -> None:
        self._file.execute(f"PRAGMA user_version = {shards + 1}")
        self._file.execute("COMMIT")
