"""Whether a database is sound: file, references, texts, spans, counts, and the state beside its events."""

from collections import Counter
from collections.abc import Callable, Iterator
from enum import StrEnum
from hashlib import sha256
from typing import NamedTuple

from sqlalchemy import Connection, Table, func, select

from annotator.errors import StoreError
from annotator.model import Span
from annotator.store import articles, rebuilding
from annotator.store import tables as t
from annotator.store.backup import copied
from annotator.store.checking_counts import wrong_counts
from annotator.store.database import Database
from annotator.store.engine import reading
from annotator.store.write import chunks

SHOWN = 20  # complaints of one kind; the rest are counted
_BATCH = 100  # articles, whose texts are in memory
_a, _e, _s = t.article.c, t.events.c, t.sentence.c


class About(StrEnum):
    """What a complaint is about."""

    FILE = "file"
    REFERENCE = "reference"
    TEXT = "text"
    SPAN = "span"
    HISTORY = "history"
    STATE = "state"
    COUNT = "count"


class Complaint(NamedTuple):
    """One sentence. What is about the state or a count can be mended from the events."""

    about: About
    sentence: str

    @property
    def can_be_mended(self) -> bool:
        return self.about in (About.STATE, About.COUNT)


class Rebuilt(NamedTuple):
    """How many things were made what the events say; the copy as it was before, of an SQLite database."""

    changed: int
    copy: str | None


class Checking(Database):
    """A database that looks at itself."""

    def complaints(self, watch: Callable[[About], None] = lambda _about: None) -> list[Complaint]:
        """All that is wrong, from one consistent look; where the file is damaged, no more than that.

        `watch` is told what is looked at from now on.
        """
        with reading(self._engine) as connection:
            watch(About.FILE)
            if found := list(_shortened(About.FILE, _file(connection))):
                return found
            for about, look in _LOOKS.items():
                watch(about)
                found += _shortened(about, look(connection))
            return found

    def rebuild(self) -> Rebuilt:
        """Make the state what the events say, all of it or nothing. Raises StoreError."""
        with self._writing() as connection, copied(self._engine, "before-rebuild") as copy:
            changed = rebuilding.rebuild(connection, self._keys)
        self._keys.forget()
        return Rebuilt(changed, str(copy) if copy is not None else None)


def _shortened(about: About, sentences: Iterator[str]) -> Iterator[Complaint]:
    more = 0
    for n, sentence in enumerate(sentences):
        if n < SHOWN:
            yield Complaint(about, sentence)
        else:
            more += 1
    if more:
        yield Complaint(about, f"and {more:,} more like these")


def _file(connection: Connection) -> Iterator[str]:
    if connection.dialect.name == "sqlite":
        for (line,) in connection.exec_driver_sql(f"PRAGMA integrity_check({SHOWN + 1})"):
            if line != "ok":
                yield f"the file is damaged ({' '.join(str(line).split())})"


def _references(connection: Connection) -> Iterator[str]:
    if connection.dialect.name != "sqlite":  # a server keeps them itself
        return
    rows = connection.exec_driver_sql("PRAGMA foreign_key_check").fetchall()
    for (table, to), n in Counter((row[0], row[2]) for row in rows).items():
        yield f"{n:,} row{'' if n == 1 else 's'} of {table} point at nothing in {to}"


def _texts(connection: Connection) -> Iterator[str]:
    for some in chunks(list(connection.scalars(select(_a.id).order_by(_a.number))), _BATCH):
        found = articles.several(connection, some)
        for key, one in found.items():
            name = f"article {one.digest[:12]}"
            if sha256(one.text.encode("utf-8", "surrogatepass")).hexdigest() != one.digest:
                yield f"{name} is not the text that it was taken in with"
            if not one.sources:
                yield f"{name} comes from nowhere"
            spans = [sentence.span for sentence in articles.sentences(connection, key)]
            if not _covers(spans, len(one.text)):
                yield f"the sentences of {name} leave a gap"


def _covers(spans: list[Span], length: int) -> bool:
    edges = [0, *(span.end for span in spans)]
    return [span.start for span in spans] == edges[:-1] and edges[-1] == length


def _spans(connection: Connection) -> Iterator[str]:
    # Where an article ends is read off its sentences: those cover it, or _texts has said so.
    ends = select(_s.article, func.max(_s.stop).label("stop")).group_by(_s.article).subquery()
    for table, what in _SPANNED.items():
        of = t.quote.c.article if "quote" in table.primary_key.columns else table.c.article
        tree = table.join(t.quote) if "quote" in table.primary_key.columns else table
        query = (
            select(_a.digest, func.count())
            .select_from(tree.join(ends, ends.c.article == of).join(t.article, _a.id == of))
            .where(table.c.stop > ends.c.stop)
            .group_by(_a.digest)
            .order_by(_a.digest)
        )
        for digest, n in connection.execute(query):
            yield f"{n:,} {what} of article {digest[:12]} reach beyond its end"


_SPANNED: dict[Table, str] = {
    t.quote_span: "spans of quotes",
    t.quote_voice: "spans of voices",
    t.review: "reviews",
    t.region: "regions",
    t.note: "flags and comments",
    t.again: "ranges to look at again",
}


def _history(connection: Connection) -> Iterator[str]:
    c = t.actor.c
    query = (
        select(c.name, func.count(), func.max(_e.seq)).select_from(t.events.join(t.actor)).group_by(c.name)
    )
    for name, n, last in connection.execute(query.order_by(c.name)):
        if n != last:
            yield f"{last - n:,} of the {last:,} actions of {name} are missing"


def _state(connection: Connection) -> Iterator[str]:
    try:
        for one in rebuilding.differences(connection):
            how = (
                "is not there"
                if one.here is None
                else "should not be there"
                if one.told is None
                else "differs"
            )
            yield f"{_words(one.some)} {how}: its last action left it otherwise"
    except StoreError as problem:
        yield f"the state cannot be compared with the history ({problem})"


def _words(some: object) -> str:
    kind = type(some).__name__.lower()
    article = getattr(some, "article", None)
    layer = getattr(some, "layer", None)
    name = getattr(some, "name", None) or getattr(some, "id", None)
    words = [kind, str(name) if name else "", f"of {layer}" if layer else ""]
    return " ".join(filter(None, [*words, f"in article {article[:12]}" if article else ""]))


_LOOKS: dict[About, Callable[[Connection], Iterator[str]]] = {
    About.REFERENCE: _references,
    About.TEXT: _texts,
    About.SPAN: _spans,
    About.HISTORY: _history,
    About.STATE: _state,
    About.COUNT: wrong_counts,
}
