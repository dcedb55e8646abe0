"""The tables, the same for SQLite (STRICT) and PostgreSQL.

State (quote, quote_span, quote_voice, quote_label, review, verdict, note, region, speaker) is normalised;
`event` is append-only and holds how it came about. Rows carry a small integer key for joins and,
where databases are merged, a uuid (`uid`). Times are ISO 8601 text in UTC. Ranges are half-open
code points, `start` and `stop`.
"""

from sqlalchemy import (
    DDL,
    CheckConstraint,
    Column,
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

verdict = _table(
    "verdict",
    _to("layer.id", "layer", primary_key=True),
    Column("proposal", Text, ForeignKey("quote.uid"), primary_key=True),
    _to("article.id", "article"),
    _text("kind"),
    _one_of("kind", "accepted", "corrected", "rejected"),
    Index(None, "article", "layer"),
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


for _dialect in ("sqlite", "postgresql"):
    for _statement in append_only(_dialect):
        _ddl = DDL(_statement).execute_if(dialect=_dialect)  # type: ignore[no-untyped-call]
        event.listen(events, "after_create", _ddl)
