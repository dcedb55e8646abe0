"""What a lead needs to answer the team's questions: all flags, rulings, what is to be looked at again."""

from collections.abc import Sequence
from typing import NamedTuple

from sqlalchemy import and_, select

from annotator.model import Again, Layer, LayerKind, Note, Quote, Ruling, Span
from annotator.store import read, rulings
from annotator.store import tables as t
from annotator.store.database import Database
from annotator.store.engine import reading
from annotator.store.looking import called


class Raised(NamedTuple):
    """A flag of somebody, what its article is called, and the rulings that answer it."""

    note: Note
    title: str
    answers: tuple[Ruling, ...]


class Deciding(Database):
    """A database of which a lead asks what is unclear."""

    def raised(self) -> list[Raised]:
        """The flags of all people, in the order of the articles and of the text."""
        n, la = t.note.c, t.layer.c
        query = (
            select(n.uid, n.article, t.article.c.digest, la.name, n.start, n.stop, n.text, n.quote)
            .select_from(t.note.join(t.article).join(t.layer))
            .where(n.deleted == 0, la.kind == LayerKind.HUMAN)
            .order_by(t.article.c.number, n.start, n.uid)
        )
        with reading(self._engine) as connection:
            rows = connection.execute(query).all()
            titles = called(connection, {row.article for row in rows})
            answers: dict[str, list[Ruling]] = {}
            for ruling, _ in rulings.standing(connection):
                if ruling.note is not None:
                    answers.setdefault(ruling.note, []).append(ruling)
        return [
            Raised(
                Note(uid, digest, Layer(LayerKind.HUMAN, name), Span(start, stop), text, quote),
                titles[key],
                tuple(answers.get(uid, ())),
            )
            for uid, key, digest, name, start, stop, text, quote in rows
        ]

    def rulings(self) -> list[tuple[Ruling, str]]:
        """All that stand, with their times (UTC), the oldest first."""
        with reading(self._engine) as connection:
            return rulings.standing(connection)

    def asked_again(self, layer: Layer, digest: str) -> list[Again]:
        """What a layer is asked to look at again in an article, in the order of the text."""
        with reading(self._engine) as connection:
            article = self._keys.article(connection, digest)
            key = self._keys.layer(connection, layer) or 0
            return rulings.asked_again(connection, article, digest, key, layer)

    def labelled(self, layers: Sequence[Layer], field: str, value: str | None = None) -> list[Quote]:
        """The quotes of these layers that say something in a field, or just `value`; in order."""
        x = t.quote_label.c
        with reading(self._engine) as connection:
            keys = [key for layer in layers if (key := self._keys.layer(connection, layer)) is not None]
            said = select(x.quote).where(x.field == field, *([] if value is None else [x.value == value]))
            where = and_(t.quote.c.layer.in_(keys), t.quote.c.id.in_(said))
            return [kept.quote for kept in read.quotes(connection, where)]
