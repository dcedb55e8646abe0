"""The small integer keys of articles, layers and speakers, behind the names that values carry."""

from dataclasses import dataclass, field
from functools import cache
from typing import Any

from sqlalchemy import Connection, Select, func, select

from annotator.errors import StoreError
from annotator.model import Layer
from annotator.store import tables as t
from annotator.store.prepared import chosen, of

_MOST = 10_000  # articles whose keys are kept: 3 MB


@dataclass
class Keys:
    """Keys found so far. They never change once they are on disk, so they are kept."""

    _articles: dict[str, tuple[int, int]] = field(default_factory=dict)
    _layers: dict[Layer, int] = field(default_factory=dict)

    def forget(self) -> None:
        """After a transaction that was undone: what it made is not there, and its keys go to others."""
        self._articles.clear()
        self._layers.clear()

    def remember(self, digest: str, key: int, length: int) -> None:
        """An article that is there, or was made in this transaction."""
        if len(self._articles) >= _MOST:  # of millions that come in, each is asked for in its own batch only
            self._articles.clear()
        self._articles[digest] = key, length

    def article(self, connection: Connection, digest: str) -> int:
        """Raises StoreError where there is no such article."""
        return self._article(connection, digest)[0]

    def length(self, connection: Connection, digest: str) -> int:
        """The length of an article's text in code points."""
        return self._article(connection, digest)[1]

    def _article(self, connection: Connection, digest: str) -> tuple[int, int]:
        if digest not in self._articles:
            found = connection.execute(_article(), chosen(digest=digest)).one_or_none()
            if found is None:
                raise StoreError(
                    f"no article {digest[:12]} is in the database; take it in with annotator ingest"
                )
            self.remember(digest, found[0], found[1])
        return self._articles[digest]

    def layer(self, connection: Connection, layer: Layer) -> int | None:
        """None where nothing was ever said in that layer."""
        if layer not in self._layers:
            names = chosen(kind=layer.kind, name=layer.name, version=layer.version)
            found = connection.scalar(_layer(), names)
            if found is None:
                return None
            self._layers[layer] = found
        return self._layers[layer]

    def made_layer(self, connection: Connection, layer: Layer) -> int:
        """The key of `layer`, which is made where it is not there. Call within a writing transaction."""
        found = self.layer(connection, layer)
        if found is not None:
            return found
        row = t.layer.insert().values(kind=layer.kind, name=layer.name, version=layer.version)
        self._layers[layer] = made = int(connection.execute(row.returning(t.layer.c.id)).scalar_one())
        return made


def speaker_key(connection: Connection, uid: str) -> int:
    """Raises StoreError where the registry has no such speaker, or no longer."""
    found = connection.scalar(_speaker(), chosen(uid=uid))
    if found is None:
        raise StoreError(f"the registry has no speaker {uid}; choose the speaker again")
    return int(found)


@cache
def _article() -> Select[Any]:
    c = t.article.c
    return select(c.id, func.length(c.text)).where(of(t.article, "digest"))


@cache
def _layer() -> Select[Any]:
    return select(t.layer.c.id).where(of(t.layer, "kind", "name", "version"))


@cache
def _speaker() -> Select[Any]:
    return select(t.speaker.c.id).where(of(t.speaker, "uid"), t.speaker.c.deleted == 0)
