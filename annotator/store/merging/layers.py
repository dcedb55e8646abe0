"""The layers that a database has."""

from sqlalchemy import Connection, select

from annotator.model import Layer, LayerKind
from annotator.store import tables as t


def layers(connection: Connection) -> list[Layer]:
    """All of them, in no order."""
    c = t.layer.c
    rows = connection.execute(select(c.kind, c.name, c.version))
    return [Layer(LayerKind(kind), name, version) for kind, name, version in rows]
