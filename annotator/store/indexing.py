"""The index of words: which articles hold what somebody looks for. Why so: docs/decisions/search.md.

An SQLite without FTS5 has none; the index is filled when one with FTS5 opens the database.
"""

from collections.abc import Sequence

from sqlalchemy import Connection, select
from sqlalchemy import text as sql

from annotator.store import tables as t
from annotator.text.seeking import Phrase, words

_BATCH = 200  # articles
_LONGEST = 60  # letters of a word that are kept: longer ones are addresses and noise
_ROOM = 1_000_000  # bytes of words that PostgreSQL takes for one article

_INTO_SQLITE = sql(
    "INSERT INTO article_words (rowid, text) "
    "SELECT id, text FROM article WHERE number > :done ORDER BY number"
)
_INTO_POSTGRESQL = "INSERT INTO article_words (article, words) VALUES (%s, array_to_tsvector(%s))"
_IN_SQLITE = "SELECT rowid FROM article_words WHERE article_words MATCH :query"
_IN_POSTGRESQL = "SELECT article FROM article_words WHERE words @@ CAST(:query AS tsquery)"


def index(connection: Connection) -> None:
    """Put the words of those articles into the index that came since it was last done."""
    done = connection.scalar(select(t.corpus.c.indexed))
    if done is None or not t.has_search(connection):
        return
    if connection.dialect.name == "sqlite":
        for statement in t.WORDS["sqlite"]:  # not there where the database was made by an SQLite without FTS5
            connection.exec_driver_sql(statement)
        connection.execute(_INTO_SQLITE, {"done": done})
    else:
        _into_postgresql(connection, done)
    connection.execute(t.corpus.update().values(indexed=t.corpus.c.articles))


def _into_postgresql(connection: Connection, done: int) -> None:
    c = t.article.c
    some = select(c.id, c.number, c.text).order_by(c.number).limit(_BATCH)
    while rows := connection.execute(some.where(c.number > done)).all():
        done = rows[-1].number
        connection.exec_driver_sql(_INTO_POSTGRESQL, [(row.id, lexemes(row.text)) for row in rows])


def lexemes(text: str) -> list[str]:
    """The words of an article as PostgreSQL keeps them: of one with more than it takes, the shortest."""
    found = sorted({word[:_LONGEST] for word in words(text)}, key=lambda word: (len(word), word))
    room = _ROOM
    for n, word in enumerate(found):
        room -= len(word.encode())
        if room < 0:
            return found[:n]
    return found


def is_behind(connection: Connection) -> bool:
    """Whether articles came whose words are not in the index."""
    c = t.corpus.c
    return bool(connection.scalar(select(c.indexed < c.articles)))


def count(connection: Connection, wanted: Sequence[Phrase]) -> int:
    """How many articles hold all the words; in PostgreSQL not necessarily those of a phrase together."""
    found, query = _query(connection, wanted)
    return connection.scalar(sql(f"SELECT count(*) FROM ({found}) AS found"), {"query": query}) or 0


def articles(connection: Connection, wanted: Sequence[Phrase], after: int, limit: int) -> list[int]:
    """The keys of articles that hold all the words, in the order they came, those behind key `after`."""
    found, query = _query(connection, wanted)
    key = "rowid" if connection.dialect.name == "sqlite" else "article"
    said = sql(f"{found} AND {key} > :after ORDER BY {key} LIMIT :limit")
    return list(connection.scalars(said, {"query": query, "after": after, "limit": limit}))


def _query(connection: Connection, wanted: Sequence[Phrase]) -> tuple[str, str]:
    """(the beginning of a statement, its parameter); what was typed is quoted, never read as a command."""
    if connection.dialect.name == "sqlite":
        return _IN_SQLITE, " AND ".join(map(_fts5, wanted))
    return _IN_POSTGRESQL, " & ".join(
        _lexeme(phrase, n) for phrase in wanted for n in range(len(phrase.words))
    )


def _fts5(phrase: Phrase) -> str:
    return '"' + phrase.typed.replace('"', '""') + '"' + ("*" if phrase.begun else "")


def _lexeme(phrase: Phrase, n: int) -> str:
    # A folded word is letters and digits: there is nothing in it to be quoted.
    word = phrase.words[n]
    begun = len(word) > _LONGEST or (phrase.begun and n == len(phrase.words) - 1)
    return f"'{word[:_LONGEST]}'" + (":*" if begun else "")
