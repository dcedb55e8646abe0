"""The small integer keys of articles, layers and speakers, behind the names that values carry."""

from dataclasses import dataclass, field

from sqlalchemy import Connection, func, select

from annotator.errors import StoreError
from annotator.model import Layer
from annotator.store import tables as t


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
        """An article that was made in this transaction."""
        self._articles[digest] = key, length

    def article(self, connection: Connection, digest: str) -> int:
        """Raises StoreError where there is no such article."""
        return self._article(connection, digest)[0]

    def length(self, connection: Connection, digest: str) -> int:
        """The length of an article's text in code points."""
        return self._article(connection, digest)[1]

    def _article(self, connection: Connection, digest: str) -> tuple[int, int]:
        if digest not in self._articles:
            c = t.article.c
            found = connection.execute(
                select(c.id, func.length(c.text)).where(c.digest == digest)
            ).one_or_none()
            if found is None:
                raise StoreError(
                    f"no article {digest[:12]} is in the database; take it in with annotator ingest"
                )
            self._articles[digest] = (found[0], found[1])
        return self._articles[digest]

    def layer(self, connection: Connection, layer: Layer) -> int | None:
        """None where nothing was ever said in that layer."""
        if layer not in self._layers:
            c = t.layer.c
            found = connection.scalar(
                select(c.id).where(c.kind == layer.kind, c.name == layer.name, c.version == layer.version)
            )
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
    c = t.speaker.c
    found = connection.scalar(select(c.id).where(c.uid == uid, c.deleted == 0))
    if found is None:
        raise StoreError(f"the registry has no speaker {uid}; choose the speaker again")
    return int(found)
