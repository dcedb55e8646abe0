"""The tables, the same for SQLite (STRICT) and PostgreSQL.

State (quote, quote_span, quote_voice, quote_label, review, verdict, note, region, speaker) is normalised;
`event` is append-only and holds how it came about; what is counted (corpus, progress, layer.reviewed)
follows in the same transaction. Rows carry a small integer key for joins and,
where databases are merged, a uuid (`uid`). Times are ISO 8601 text in UTC. Ranges are half-open
code points, `start` and `stop`.
"""

from typing import Any

from sqlalchemy import (
    DDL,
    CheckConstraint,
    Column,
    Connection,
    ForeignKey,
    Index,
    Integer,
    MetaData,
    Table,
    UniqueConstraint,
    event,
)
from sqlalchemy.schema import SchemaItem

from annotator.store.types import Number, Text

metadata = MetaData(
    naming_convention={
        "pk": "pk_%(table_name)s",
        "fk": "fk_%(table_name)s_%(column_0_name)s",
        "uq": "uq_%(table_name)s_%(column_0_N_name)s",
        "ck": "ck_%(table_name)s_%(constraint_name)s",
        "ix": "ix_%(table_name)s_%(column_0_N_name)s",
    }
)


def _key() -> Column[int]:
    return Column("id", Integer, primary_key=True, autoincrement=True)


def _uid() -> Column[str]:
    return Column("uid", Text, nullable=False, unique=True)


def _text(name: str) -> Column[str]:
    return Column(name, Text, nullable=False)


def _score(*, nullable: bool) -> tuple[SchemaItem, ...]:
    return (
        Column("score", Number, nullable=nullable),
        CheckConstraint("0 <= score AND score <= 1", name="score"),
    )


def _to(target: str, name: str, *, primary_key: bool = False, index: bool | None = None) -> Column[int]:
    return Column(name, Integer, ForeignKey(target), nullable=False, primary_key=primary_key, index=index)


def _range(*, primary_key: bool = False) -> tuple[SchemaItem, ...]:
    return (
        Column("start", Integer, nullable=False, primary_key=primary_key),
        Column("stop", Integer, nullable=False, primary_key=primary_key),
        CheckConstraint("0 <= start AND start < stop", name="range"),
    )


def _one_of(column: str, *values: str) -> CheckConstraint:
    said = ", ".join(f"'{v}'" for v in values)
    return CheckConstraint(f"{column} IN ({said})", name=column)


def _deleted() -> tuple[SchemaItem, ...]:
    return (
        Column("deleted", Integer, nullable=False, server_default="0"),
        CheckConstraint("deleted IN (0, 1)", name="deleted"),
    )


def _table(name: str, *items: SchemaItem) -> Table:
    return Table(name, metadata, *items, sqlite_strict=True)


# Alembic's own table, in our own words so that a new database needs no Alembic.
version = Table("alembic_version", metadata, Column("version_num", Text, primary_key=True))

scheme = _table(
    "scheme",
    Column("digest", Text, primary_key=True),
    _text("name"),
    _text("version"),
    _text("text"),
    _text("added"),
    UniqueConstraint("name", "version"),
)

guideline = _table("guideline", Column("digest", Text, primary_key=True), _text("text"), _text("added"))

corpus_state = _table(
    "corpus_state",
    Column("path", Text, primary_key=True),
    _text("fingerprint"),
)

article = _table(
    "article",
    _key(),
    Column("digest", Text, nullable=False, unique=True),
    _text("text"),
    _text("segmenter"),
    _text("added"),
    Column("body", Integer, nullable=False),  # sentences that are neither boilerplate nor headline
    Column("number", Integer, nullable=False, unique=True),  # its place among all, counted from 1, no gaps
    Index(None, "number", "body"),  # to walk past texts without reading them
)

# The one row that says how much there is, so that no screen has to count it. `indexed`: of so many articles,
# the first ones, the words are in the index that search looks into.
corpus = _table(
    "corpus",
    Column("id", Integer, primary_key=True, autoincrement=False),
    *(Column(n, Integer, nullable=False) for n in ("articles", "body", "indexed")),
    CheckConstraint("id = 1", name="one"),
)

article_source = _table(
    "article_source",
    _key(),
    _to("article.id", "article", index=True),
    _text("path"),
    *(Column(n, Text) for n in ("title", "outlet", "date", "author", "url", "story", "encoding")),
    _text("extra"),
)

sentence = _table(
    "sentence",
    _to("article.id", "article", primary_key=True),
    Column("n", Integer, primary_key=True),
    *_range(),
)

region = _table(
    "region",
    _to("article.id", "article", primary_key=True),
    *_range(primary_key=True),
    _text("kind"),
    _text("origin"),
    _one_of("kind", "boilerplate", "headline", "body"),
)

actor = _table(
    "actor",
    _key(),
    Column("name", Text, nullable=False, unique=True),
    _text("kind"),
    _text("added"),
    _one_of("kind", "human", "program"),
)

layer = _table(
    "layer",
    _key(),
    _text("kind"),
    _text("name"),
    _text("version"),
    Column("reviewed", Integer, nullable=False, server_default="0"),  # as in progress, over all articles
    UniqueConstraint("kind", "name", "version"),
    _one_of("kind", "human", "model", "gold"),
)

speaker = _table(
    "speaker",
    _key(),
    _uid(),
    _text("name"),
    _text("kind"),
    Column("wikidata", Text),
    Column("merged_into", Text, ForeignKey("speaker.uid")),
    *_deleted(),
    # The layer whose proposals brought it and which no person has named or touched since; else NULL.
    Column("brought_by", Integer, ForeignKey("layer.id")),
    _one_of("kind", "person", "organisation", "state", "group", "role", "anonymous"),
)

alias = _table(
    "alias",
    _to("speaker.id", "speaker", primary_key=True),
    Column("n", Integer, primary_key=True),
    _text("alias"),
)

# Two entries that may be one, as a program proposes it. That they are one is not said here but by
# speaker.merged_into, which can be undone: only "apart" is for good.
merge = _table(
    "merge",
    *(Column(n, Text, ForeignKey("speaker.uid"), primary_key=True) for n in ("kept", "other")),
    *_score(nullable=False),
    _text("reason"),
    _text("state"),
    _to("actor.id", "proposed_by"),
    Column("settled_by", Integer, ForeignKey("actor.id")),
    _one_of("state", "open", "same", "apart"),
    CheckConstraint("kept <> other", name="two"),
)

quote = _table(
    "quote",
    _key(),
    _uid(),
    _to("article.id", "article"),
    _to("layer.id", "layer"),
    Column("start", Integer, nullable=False),
    *(Column(n, Text, ForeignKey("quote.uid")) for n in ("parent", "about", "derived_from")),
    _text("created"),
    _text("updated"),
    _text("scheme"),  # the digests in force when it was last touched
    _text("guideline"),
    *_deleted(),
    Column("rule", Text),  # of a proposal: by which rule of its suggester, and how likely it is right
    *_score(nullable=True),
    CheckConstraint("0 <= start", name="start"),
    CheckConstraint("parent <> uid AND about <> uid", name="not_itself"),
    Index(None, "article", "layer", "start"),
)

quote_span = _table(
    "quote_span",
    _to("quote.id", "quote", primary_key=True),
    Column("role", Text, primary_key=True),
    Column("n", Integer, primary_key=True),
    *_range(),
    _one_of("role", "content", "cue", "source"),
)

quote_voice = _table(
    "quote_voice",
    _to("quote.id", "quote", primary_key=True),
    Column("role", Text, primary_key=True),
    Column("n", Integer, primary_key=True),
    Column("speaker", Integer, ForeignKey("speaker.id"), index=True),  # NULL: unknown
    Column("start", Integer),
    Column("stop", Integer),
    _text("origin"),
    *_score(nullable=True),  # of gold by rule, as in quote_label: how likely the value is
    _one_of("role", "speaker", "via"),
    CheckConstraint(
        "(start IS NULL AND stop IS NULL) OR "
        "(start IS NOT NULL AND stop IS NOT NULL AND 0 <= start AND start < stop)",
        name="range",
    ),
)

quote_label = _table(
    "quote_label",
    _to("quote.id", "quote", primary_key=True),
    Column("field", Text, primary_key=True),
    Column("n", Integer, primary_key=True),
    _text("value"),
    Column("target", Text),
    _text("origin"),
    *_score(nullable=True),
)

article_label = _table(
    "article_label",
    _to("article.id", "article", primary_key=True),
    _to("layer.id", "layer", primary_key=True),
    Column("field", Text, primary_key=True),
    Column("n", Integer, primary_key=True),
    _text("value"),
    Column("target", Text),
    _text("origin"),
)

review = _table(
    "review",
    _to("layer.id", "layer", primary_key=True),
    _to("article.id", "article", primary_key=True),
    *_range(primary_key=True),
    _text("status"),
    _text("origin"),
    _one_of("status", "done", "nothing", "skipped"),
)

# How many reviews of a layer in an article are of its body (`reviewed`: done, or nothing here). Counted with
# each review, so that no screen has to; an article without a row has none.
progress = _table(
    "progress",
    _to("layer.id", "layer", primary_key=True),
    _to("article.id", "article", primary_key=True),
    *(Column(n, Integer, nullable=False) for n in ("reviewed", "skipped")),
)

# The order in which the lead wants the articles labelled, where there is one.
queue = _table(
    "queue",
    Column("n", Integer, primary_key=True, autoincrement=False),
    Column("article", Integer, ForeignKey("article.id"), nullable=False, unique=True),
)

verdict = _table(
    "verdict",
    _to("layer.id", "layer", primary_key=True),
    Column("proposal", Text, ForeignKey("quote.uid"), primary_key=True),
    _to("article.id", "article"),
    _text("kind"),
    Column("at", Text),  # NULL: before this was kept
    _one_of("kind", "accepted", "corrected", "rejected"),
    Index(None, "article", "layer"),
)

# When a person last read what was settled about their quotes.
inbox = _table(
    "inbox",
    Column("actor", Integer, ForeignKey("actor.id"), primary_key=True, autoincrement=False),
    _text("at"),
)

# A suggester of this version has read this article, even where it proposes nothing there.
reading = _table(
    "reading",
    _to("layer.id", "layer", primary_key=True),
    _to("article.id", "article", primary_key=True),
)

note = _table(
    "note",
    _key(),
    _uid(),
    _to("article.id", "article"),
    _to("layer.id", "layer"),
    *_range(),
    _text("text"),
    Column("quote", Text, ForeignKey("quote.uid")),
    *_deleted(),
    Index(None, "article", "layer"),
)

# What the lead decided for all, most often as the answer to a flag; shown at a section of the guideline.
ruling = _table(
    "ruling",
    _key(),
    _uid(),
    _to("actor.id", "actor"),
    Column("note", Text, ForeignKey("note.uid")),
    *(_text(name) for name in ("section", "text", "at")),
    *_deleted(),
)

# What the lead asks somebody to look at again, and why; it goes when they say that the sentence is done.
again = _table(
    "again",
    _to("layer.id", "layer", primary_key=True),
    _to("article.id", "article", primary_key=True),
    *_range(primary_key=True),
    _text("why"),
    Column("quote", Text, ForeignKey("quote.uid")),
)

events = _table(
    "event",
    _key(),
    _uid(),
    _to("actor.id", "actor"),
    Column("seq", Integer, nullable=False),
    _text("at"),
    _text("kind"),
    _text("says"),
    Column("article", Integer, ForeignKey("article.id")),
    Column("place", Integer, nullable=False),
    Column("grp", Text),
    Column("undoes", Text, ForeignKey("event.uid")),
    _text("changes"),
    Column("active_ms", Integer, nullable=False),
    _text("scheme"),
    _text("guideline"),
    UniqueConstraint("actor", "seq"),
    _one_of("kind", "do", "undo", "redo"),
)

place = _table(
    "place",
    Column("actor", Integer, ForeignKey("actor.id"), primary_key=True, autoincrement=False),
    _to("article.id", "article"),
    Column("start", Integer, nullable=False),
)

# The session of a person that saves: the last that began. Whether it still lives: store/alive.py.
session = _table(
    "session",
    Column("actor", Integer, ForeignKey("actor.id"), primary_key=True, autoincrement=False),
    *(_text(name) for name in ("uid", "since", "terminal")),
)


def append_only(dialect: str) -> tuple[str, ...]:
    """The statements that make `event` append-only. Batch migrations drop triggers: run them again."""
    if dialect == "sqlite":
        return tuple(
            f"CREATE TRIGGER IF NOT EXISTS event_no_{verb} BEFORE {verb} ON event "
            "BEGIN SELECT RAISE(ABORT, 'event is append-only'); END"
            for verb in ("update", "delete")
        )
    return (
        "CREATE OR REPLACE FUNCTION event_append_only() RETURNS trigger LANGUAGE plpgsql AS "
        "$$ BEGIN RAISE EXCEPTION 'event is append-only'; END $$",
        "CREATE OR REPLACE TRIGGER event_no_change BEFORE UPDATE OR DELETE OR TRUNCATE ON event "
        "FOR EACH STATEMENT EXECUTE FUNCTION event_append_only()",
    )


def has_search(bind: Any) -> bool:
    """Whether the database can keep an index of words: every PostgreSQL, and an SQLite made with FTS5."""
    if not isinstance(bind, Connection) or bind.dialect.name != "sqlite":
        return True
    return bind.exec_driver_sql("SELECT 1 FROM pragma_module_list WHERE name = 'fts5'").first() is not None


# Which words stand in which article. SQLite's reads the texts where they are and folds case and accents;
# PostgreSQL's gets the words folded by us, for its own parser depends on the server's locale.
WORDS = {
    "sqlite": (
        "CREATE VIRTUAL TABLE IF NOT EXISTS article_words USING fts5(text, content='article', "
        "content_rowid='id', columnsize=0, tokenize='unicode61 remove_diacritics 2')",
    ),
    "postgresql": (
        "CREATE TABLE article_words (article INTEGER NOT NULL CONSTRAINT pk_article_words PRIMARY KEY "
        "CONSTRAINT fk_article_words_article REFERENCES article (id), words TSVECTOR NOT NULL)",
        "CREATE INDEX ix_article_words_words ON article_words USING gin (words)",
    ),
}


def _if_it_can(
    ddl: Any, target: Any, bind: Any, tables: Any = None, state: Any = None, *, dialect: Any, **more: Any
) -> bool:
    return bool(dialect.name == "sqlite") and has_search(bind)


for _dialect, _statements in WORDS.items():
    for _statement in _statements:
        _made = DDL(_statement)  # type: ignore[no-untyped-call]
        _made = _made.execute_if(callable_=_if_it_can) if _dialect == "sqlite" else _made.execute_if(_dialect)
        event.listen(article, "after_create", _made)
event.listen(article, "before_drop", DDL("DROP TABLE IF EXISTS article_words"))  # type: ignore[no-untyped-call]

for _dialect in ("sqlite", "postgresql"):
    for _statement in append_only(_dialect):
        _ddl = DDL(_statement).execute_if(dialect=_dialect)  # type: ignore[no-untyped-call]
        event.listen(events, "after_create", _ddl)
