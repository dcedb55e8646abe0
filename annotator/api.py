"""A project from Python: `annotator.open("folder").quotes(gold=True).to_pandas()`."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import cast

from annotator.config import load
from annotator.dataset.answers import answers, gold_rule
from annotator.dataset.bundle import Bundle, bundles
from annotator.dataset.facts import Facts, facts, of_json
from annotator.dataset.frames import Rows
from annotator.dataset.names import Names
from annotator.dataset.record import Registry
from annotator.dataset.snapshots.freezing import facts_of, thawed
from annotator.dataset.typed import ArticleRow, QuoteRow, SourceRow
from annotator.errors import StoreError, UsageError
from annotator.store import Store

_BOTH = "ask for gold or for a layer, not for both"


def open(folder: str | os.PathLike[str] = ".", *, db: str | None = None) -> Project:
    """The project in `folder`; `db` names another database than its own, by file or address.

    Nothing is read yet but its settings. Raises UsageError where there is no such folder, StoreError where
    the database is not there or cannot be opened.
    """
    config = load(os.fspath(folder), db, os.environ)
    if config.file is not None and not config.file.exists():
        raise StoreError(f"there is no database {config.file} yet; annotator ingest PATH makes it")
    return Project(config.folder, Store(config.database))


class Project:
    """One project and its database. Close it, or use it in a `with` block.

    Rows come from one consistent look at the database, by the digest of the article and by place in it.
    """

    def __init__(self, folder: Path, store: Store) -> None:
        self.folder, self._store = folder, store

    def __enter__(self) -> Project:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def __repr__(self) -> str:
        return f"Project({str(self.folder)!r})"

    def close(self) -> None:
        """Let go of the database."""
        self._store.close()

    def layers(self) -> list[str]:
        """For whom there are quotes: "human NAME", "gold METHOD", "model NAME VERSION"."""
        return [str(layer) for layer in self._store.layers()]

    def snapshots(self) -> list[str]:
        """The names of the versions that were frozen, the oldest first."""
        return [one.name for one in self._store.snapshots()]

    def quotes(
        self,
        *,
        gold: bool = False,
        layer: str | None = None,
        by: str | tuple[str, ...] = (),
        snapshot: str | None = None,
        names: bool = False,
    ) -> Rows[QuoteRow]:
        """Quotes as records.

        `gold`: of each article those of its gold, what was adjudicated before what is `by` a rule
        ("majority"). `layer`: those of one layer, as `layers()` calls it. Neither: those of all people and
        gold. `snapshot`: of that version. `names`: people go by their names, and not by numbers. Raises
        UsageError where there is no such layer or gold, and StoreError, when they are read, where there is
        no such snapshot.
        """
        if layer is not None and (gold or layer not in self.layers()):
            there = ", ".join(self.layers()) or "none yet"
            raise UsageError(f"there is no layer “{layer}”; there are {there}" if not gold else _BOTH)
        words = (by,) if isinstance(by, str) else by

        def read() -> Iterator[QuoteRow]:
            with self._bundles(snapshot, layer) as (told, found):
                rule, shown = gold_rule(told, words if gold else ()), Names(told, names)
                for bundle in found:
                    for record in answers(bundle, rule).quotes if gold else bundle.records:
                        yield cast(QuoteRow, {**record, "layer": shown.layer(record["layer"])})

        return Rows(QuoteRow, read)

    def articles(self, *, snapshot: str | None = None, names: bool = False) -> Rows[ArticleRow]:
        """The articles that somebody looked into, with their texts."""

        def read() -> Iterator[ArticleRow]:
            with self._bundles(snapshot, None) as (told, found):
                shown = Names(told, names)
                for bundle in found:
                    yield _article(bundle, shown)

        return Rows(ArticleRow, read)

    @contextmanager
    def _bundles(self, snapshot: str | None, layer: str | None) -> Iterator[tuple[Facts, Iterator[Bundle]]]:
        if snapshot is not None:
            if layer is not None:
                raise UsageError("a snapshot has all layers; choose among its quotes with where()")
            yield of_json(facts_of(self._store, snapshot)), thawed(self._store, snapshot)
            return
        layers = [
            one for one in self._store.layers() if (str(one) == layer if layer else one.kind != "model")
        ]
        with self._store.look(layers) as found:
            registry = Registry(found.speakers, found.schemes)
            yield of_json(facts(self._store)), bundles(found.articles, registry)


def _article(bundle: Bundle, shown: Names) -> ArticleRow:
    people = (answer["layer"] for answer in bundle.answers if answer["layer"]["kind"] == "human")
    return {
        "digest": bundle.digest,
        "text": bundle.text,
        "sources": cast("list[SourceRow]", bundle.sources),
        "sentences": [
            {"start": start, "end": end, "body": bool(body)} for start, end, body in bundle.sentences
        ],
        "annotators": sorted(shown.layer(layer)["name"] for layer in people),
    }
