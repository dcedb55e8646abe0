"""For finding and going: articles are numbered, what is done is counted, words are indexed."""

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"

BATCH = 200  # articles whose words are put into PostgreSQL's index at a time


def upgrade() -> None:
    """Two new columns, three new tables, and the index of words; filled from what is there."""
    _number()
    _tables()
    _count()
    if op.get_bind().dialect.name == "sqlite":
        _index_sqlite()
    else:
        _index_postgresql()


def _number() -> None:
    op.add_column("article", sa.Column("number", sa.Integer))
    op.execute(
        "UPDATE article SET number = found.n FROM "
        "(SELECT id, row_number() OVER (ORDER BY id) AS n FROM article) AS found WHERE found.id = article.id"
    )
    with op.batch_alter_table("article") as batch:
        batch.alter_column("number", nullable=False)
        batch.create_unique_constraint("uq_article_number", ["number"])
        batch.create_index("ix_article_number_body", ["number", "body"])
    with op.batch_alter_table("layer") as batch:
        batch.add_column(sa.Column("reviewed", sa.Integer, nullable=False, server_default="0"))


def _tables() -> None:
    op.create_table(
        "corpus",
        sa.Column("id", sa.Integer, primary_key=True, autoincrement=False),
        *(sa.Column(n, sa.Integer, nullable=False) for n in ("articles", "body", "indexed")),
        sa.CheckConstraint("id = 1", name="one"),
        sqlite_strict=True,
    )
    op.create_table(
        "progress",
        *(sa.Column(n, sa.Integer, sa.ForeignKey(f"{n}.id"), primary_key=True) for n in ("layer", "article")),
        *(sa.Column(n, sa.Integer, nullable=False) for n in ("reviewed", "skipped")),
        sqlite_strict=True,
    )
    op.create_table(
        "queue",
        sa.Column("n", sa.Integer, primary_key=True, autoincrement=False),
        sa.Column("article", sa.Integer, sa.ForeignKey("article.id"), nullable=False, unique=True),
        sqlite_strict=True,
    )


def _count() -> None:
    op.execute(
        "INSERT INTO corpus (id, articles, body, indexed) "
        "SELECT 1, count(*), coalesce(sum(body), 0), 0 FROM article"
    )
    op.execute(
        "INSERT INTO progress (layer, article, reviewed, skipped) "
        "SELECT layer, article, sum(CASE status WHEN 'skipped' THEN 0 ELSE 1 END), "
        "sum(CASE status WHEN 'skipped' THEN 1 ELSE 0 END) FROM review WHERE NOT EXISTS ("
        "SELECT 1 FROM region WHERE region.article = review.article AND region.kind <> 'body' "
        "AND region.start < review.stop AND review.start < region.stop) GROUP BY layer, article"
    )
    op.execute(
        "UPDATE layer SET reviewed = "
        "(SELECT coalesce(sum(progress.reviewed), 0) FROM progress WHERE progress.layer = layer.id)"
    )


def _index_sqlite() -> None:
    if not op.get_bind().exec_driver_sql("SELECT 1 FROM pragma_module_list WHERE name = 'fts5'").first():
        return  # where an SQLite that has it opens the database, the first search fills the index
    op.execute(
        "CREATE VIRTUAL TABLE IF NOT EXISTS article_words USING fts5(text, content='article', "
        "content_rowid='id', columnsize=0, tokenize='unicode61 remove_diacritics 2')"
    )
    op.execute("INSERT INTO article_words (article_words) VALUES ('rebuild')")
    op.execute("UPDATE corpus SET indexed = articles")


def _index_postgresql() -> None:
    from annotator.store.indexing import lexemes  # what it gives now is what new articles and searches use

    op.execute(
        "CREATE TABLE article_words (article INTEGER NOT NULL CONSTRAINT pk_article_words PRIMARY KEY "
        "CONSTRAINT fk_article_words_article REFERENCES article (id), words TSVECTOR NOT NULL)"
    )
    op.execute("CREATE INDEX ix_article_words_words ON article_words USING gin (words)")
    bind, last = op.get_bind(), 0
    some = sa.text("SELECT id, text FROM article WHERE id > :last ORDER BY id LIMIT :batch")
    while rows := bind.execute(some, {"last": last, "batch": BATCH}).all():
        last = rows[-1].id
        bind.exec_driver_sql(
            "INSERT INTO article_words (article, words) VALUES (%s, array_to_tsvector(%s))",
            [(row.id, lexemes(row.text)) for row in rows],
        )
    op.execute("UPDATE corpus SET indexed = articles")
