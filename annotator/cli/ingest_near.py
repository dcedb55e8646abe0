"""Near-duplicates of a run of annotator ingest: marked, or left out."""

from __future__ import annotations

import sqlite3
from collections import Counter
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from typing import NamedTuple

from annotator.cli.progress import Progress
from annotator.errors import InputError, StoreError
from annotator.ingest.bulk.choosing import Near
from annotator.ingest.bulk.passes import Passes
from annotator.ingest.bulk.sieve import Sieve, is_marked, marked
from annotator.ingest.bulk.sketch import Sketch
from annotator.ingest.incoming import Incoming
from annotator.model import Source
from annotator.store import Store

FILE = "near.db"  # beside the shards
MANY = 20_000  # articles that are in before: to look at them takes seconds

Outcome = Incoming | InputError | None


class Sifted(NamedTuple):
    """What of a shard is to come in; how many near-duplicates do (near) or do not (alike), and which."""

    outcomes: list[Outcome]
    counts: Counter[str]
    pairs: list[tuple[Source, str]]  # and its first article


@contextmanager
def sifting(store: Store, passes: Passes, shards: int, bar: Progress) -> Iterator[Sifter]:
    """Who looks at shards, after so many that are in. Raises StoreError."""
    near = passes.job.task.near
    if near is Near.IGNORE:
        yield Sifter(store, near, None)
        return

    def known() -> Iterator[tuple[str, Sketch]]:
        articles = store.totals().articles
        if articles > MANY:
            bar.say(
                f"{articles:,} articles that are in are looked at for near-duplicates; "
                "--near-duplicates ignore does without"
            )
        texts = ((one.digest, one.text) for one in store.all_texts() if not is_marked(one.sources))
        return passes.sketches(texts)

    try:
        with Sieve(passes.folder / FILE, store.texts_of) as sieve:
            sieve.begin(shards, known)
            yield Sifter(store, near, sieve)
    except sqlite3.Error as problem:
        raise StoreError(
            f"{passes.folder / FILE} cannot be used ({problem}); remove it and run the same again, or make "
            "room on the disk"
        ) from problem


class Sifter:
    """Tells near-duplicates from others, shard after shard."""

    def __init__(self, store: Store, near: Near, sieve: Sieve | None) -> None:
        self._store, self._near, self._sieve = store, near, sieve

    def sift(self, shard: int, found: Sequence[Outcome]) -> Sifted:
        """What is in already stays as it is: nothing is left out that somebody may have labelled."""
        if self._sieve is None:
            return Sifted(list(found), Counter(), [])
        firsts = self._sieve.sift(shard, (one for one in found if isinstance(one, Incoming)))
        leaving: set[str] = set()
        if firsts and self._near is Near.LEAVE_OUT:
            leaving = firsts.keys() - self._store.known_articles(list(firsts))
        counts: Counter[str] = Counter()
        kept: list[Outcome] = []
        pairs: list[tuple[Source, str]] = []
        for one in found:
            first = firsts.get(one.article.digest) if isinstance(one, Incoming) else None
            if not isinstance(one, Incoming) or first is None:
                kept.append(one)
                continue
            pairs.append((one.article.sources[0], first))
            out = one.article.digest in leaving
            counts["alike" if out else "near"] += 1
            if not out:
                kept.append(marked(one, first))
        return Sifted(kept, counts, pairs)
