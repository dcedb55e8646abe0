"""The tables, the same for SQLite (STRICT) and PostgreSQL; those behind datasets are in dataset_tables.

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
    Table,
    UniqueConstraint,
    event,
)

from annotator.store.columns import (
    deleted_column,
    key_column,
    metadata,
    one_of,
    range_columns,
    score_column,
    table,
    text_column,
    to,
    uid_column,
)
from annotator.store.types import Text

# Alembic's own table, in our own words so that a new database needs no Alembic.
version = Table("alembic_version", metadata, Column("version_num", Text, primary_key=True))

scheme = table(
    "scheme",
    Column("digest", Text, primary_key=True),
    text_column("name"),
    text_column("version"),
    text_column("text"),
    text_column("added"),
    UniqueConstraint("name", "version"),
)

guideline = table(
    "guideline", Column("digest", Text, primary_key=True), text_column("text"), text_column("added")
)

corpus_state = table(
    "corpus_state",
    Column("path", Text, primary_key=True),
    text_column("fingerprint"),
)

article = table(
    "article",
    key_column(),
    Column("digest", Text, nullable=False, unique=True),
    text_column("text"),
    text_column("segmenter"),
    text_column("added"),
    Column("body", Integer, nullable=False),  # sentences that are neither boilerplate nor headline
    Column("number", Integer, nullable=False, unique=True),  # its place among all, counted from 1, no gaps
    Index(None, "number", "body"),  # to walk past texts without reading them
)

# The one row that says how much there is, so that no screen has to count it. `indexed`: of so many articles,
# the first ones, the words are in the index that search looks into.
corpus = table(
    "corpus",
    Column("id", Integer, primary_key=True, autoincrement=False),
    *(Column(n, Integer, nullable=False) for n in ("articles", "body", "indexed")),
    CheckConstraint("id = 1", name="one"),
)

article_source = table(
    "article_source",
    key_column(),
    to("article.id", "article", index=True),
    text_column("path"),
    *(Column(n, Text) for n in ("title", "outlet", "date", "author", "url", "story", "encoding")),
    text_column("extra"),
)

sentence = table(
    "sentence",
    to("article.id", "article", primary_key=True),
    Column("n", Integer, primary_key=True),
    *range_columns(),
)

region = table(
    "region",
    to("article.id", "article", primary_key=True),
    *range_columns(primary_key=True),
    text_column("kind"),
    text_column("origin"),
    one_of("kind", "boilerplate", "headline", "body"),
)

actor = table(
    "actor",
    key_column(),
    Column("name", Text, nullable=False, unique=True),
    text_column("kind"),
    text_column("added"),
    one_of("kind", "human", "program"),
)

layer = table(
    "layer",
    key_column(),
    text_column("kind"),
    text_column("name"),
    text_column("version"),
    Column("reviewed", Integer, nullable=False, server_default="0"),  # as in progress, over all articles
    UniqueConstraint("kind", "name", "version"),
    one_of("kind", "human", "model", "gold"),
)

speaker = table(
    "speaker",
    key_column(),
    uid_column(),
    text_column("name"),
    text_column("kind"),
    Column("wikidata", Text),
    Column("merged_into", Text, ForeignKey("speaker.uid")),
    *deleted_column(),
    # The layer whose proposals brought it and which no person has named or touched since; else NULL.
    Column("brought_by", Integer, ForeignKey("layer.id")),
    one_of("kind", "person", "organisation", "state", "group", "role", "anonymous"),
)

alias = table(
    "alias",
    to("speaker.id", "speaker", primary_key=True),
    Column("n", Integer, primary_key=True),
    text_column("alias"),
)

# Two entries that may be one, as a program proposes it. That they are one is not said here but by
# speaker.merged_into, which can be undone: only "apart" is for good.
merge = table(
    "merge",
    *(Column(n, Text, ForeignKey("speaker.uid"), primary_key=True) for n in ("kept", "other")),
    *score_column(nullable=False),
    text_column("reason"),
    text_column("state"),
    to("actor.id", "proposed_by"),
    Column("settled_by", Integer, ForeignKey("actor.id")),
    one_of("state", "open", "same", "apart"),
    CheckConstraint("kept <> other", name="two"),
)

quote = table(
    "quote",
    key_column(),
    uid_column(),
    to("article.id", "article"),
    to("layer.id", "layer"),
    Column("start", Integer, nullable=False),
    *(Column(n, Text, ForeignKey("quote.uid")) for n in ("parent", "about", "derived_from")),
    text_column("created"),
    text_column("updated"),
    text_column("scheme"),  # the digests in force when it was last touched
    text_column("guideline"),
    *deleted_column(),
    Column("rule", Text),  # of a proposal: by which rule of its suggester, and how likely it is right
    *score_column(nullable=True),
    CheckConstraint("0 <= start", name="start"),
    CheckConstraint("parent <> uid AND about <> uid", name="not_itself"),
    Index(None, "article", "layer", "start"),
)

quote_span = table(
    "quote_span",
    to("quote.id", "quote", primary_key=True),
    Column("role", Text, primary_key=True),
    Column("n", Integer, primary_key=True),
    *range_columns(),
    one_of("role", "content", "cue", "source"),
)

quote_voice = table(
    "quote_voice",
    to("quote.id", "quote", primary_key=True),
    Column("role", Text, primary_key=True),
    Column("n", Integer, primary_key=True),
    Column("speaker", Integer, ForeignKey("speaker.id"), index=True),  # NULL: unknown
    Column("start", Integer),
    Column("stop", Integer),
    text_column("origin"),
    *score_column(nullable=True),  # of gold by rule, as in quote_label: how likely the value is
    one_of("role", "speaker", "via"),
    CheckConstraint(
        "(start IS NULL AND stop IS NULL) OR "
        "(start IS NOT NULL AND stop IS NOT NULL AND 0 <= start AND start < stop)",
        name="range",
    ),
)

quote_label = table(
    "quote_label",
    to("quote.id", "quote", primary_key=True),
    Column("field", Text, primary_key=True),
    Column("n", Integer, primary_key=True),
    text_column("value"),
    Column("target", Text),
    text_column("origin"),
    *score_column(nullable=True),
)

article_label = table(
    "article_label",
    to("article.id", "article", primary_key=True),
    to("layer.id", "layer", primary_key=True),
    Column("field", Text, primary_key=True),
    Column("n", Integer, primary_key=True),
    text_column("value"),
    Column("target", Text),
    text_column("origin"),
)

review = table(
    "review",
    to("layer.id", "layer", primary_key=True),
    to("article.id", "article", primary_key=True),
    *range_columns(primary_key=True),
    text_column("status"),
    text_column("origin"),
    one_of("status", "done", "nothing", "skipped"),
)

# How many reviews of a layer in an article are of its body (`reviewed`: done, or nothing here). Counted with
# each review, so that no screen has to; an article without a row has none.
progress = table(
    "progress",
    to("layer.id", "layer", primary_key=True),
    to("article.id", "article", primary_key=True),
    *(Column(n, Integer, nullable=False) for n in ("reviewed", "skipped")),
)

# The order in which the lead wants the articles labelled, where there is one.
queue = table(
    "queue",
    Column("n", Integer, primary_key=True, autoincrement=False),
    Column("article", Integer, ForeignKey("article.id"), nullable=False, unique=True),
)

verdict = table(
    "verdict",
    to("layer.id", "layer", primary_key=True),
    Column("proposal", Text, ForeignKey("quote.uid"), primary_key=True),
    to("article.id", "article"),
    text_column("kind"),
    Column("at", Text),  # NULL: before this was kept
    one_of("kind", "accepted", "corrected", "rejected"),
    Index(None, "article", "layer"),
)

# When a person last read what was settled about their quotes.
inbox = table(
    "inbox",
    Column("actor", Integer, ForeignKey("actor.id"), primary_key=True, autoincrement=False),
    text_column("at"),
)

# A suggester of this version has read this article, even where it proposes nothing there.
reading = table(
    "reading",
    to("layer.id", "layer", primary_key=True),
    to("article.id", "article", primary_key=True),
)

note = table(
    "note",
    key_column(),
    uid_column(),
    to("article.id", "article"),
    to("layer.id", "layer"),
    *range_columns(),
    text_column("text"),
    Column("quote", Text, ForeignKey("quote.uid")),
    *deleted_column(),
    Index(None, "article", "layer"),
)

# What the lead decided for all, most often as the answer to a flag; shown at a section of the guideline.
ruling = table(
    "ruling",
    key_column(),
    uid_column(),
    to("actor.id", "actor"),
    Column("note", Text, ForeignKey("note.uid")),
    *(text_column(name) for name in ("section", "text", "at")),
    *deleted_column(),
)

# What the lead asks somebody to look at again, and why; it goes when they say that the sentence is done.
again = table(
    "again",
    to("layer.id", "layer", primary_key=True),
    to("article.id", "article", primary_key=True),
    *range_columns(primary_key=True),
    text_column("why"),
    Column("quote", Text, ForeignKey("quote.uid")),
)

events = table(
    "event",
    key_column(),
    uid_column(),
    to("actor.id", "actor"),
    Column("seq", Integer, nullable=False),
    text_column("at"),
    text_column("kind"),
    text_column("says"),
    Column("article", Integer, ForeignKey("article.id")),
    Column("place", Integer, nullable=False),
    Column("grp", Text),
    Column("undoes", Text, ForeignKey("event.uid")),
    text_column("changes"),
    Column("active_ms", Integer, nullable=False),
    text_column("scheme"),
    text_column("guideline"),
    UniqueConstraint("actor", "seq"),
    one_of("kind", "do", "undo", "redo"),
)

place = table(
    "place",
    Column("actor", Integer, ForeignKey("actor.id"), primary_key=True, autoincrement=False),
    to("article.id", "article"),
    Column("start", Integer, nullable=False),
)

# The session of a person that saves: the last that began. Whether it still lives: store/alive.py.
session = table(
    "session",
    Column("actor", Integer, ForeignKey("actor.id"), primary_key=True, autoincrement=False),
    *(text_column(name) for name in ("uid", "since", "terminal")),
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
