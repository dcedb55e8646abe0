"""For suggesters: a proposal's rule and score, verdicts, entries that may be one, who brought an entry."""

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"

Text = sa.Text().with_variant(sa.Text(collation="C"), "postgresql")
Number: sa.types.TypeEngine[float] = sa.Double().with_variant(sa.REAL(), "sqlite")
SCORE = "0 <= score AND score <= 1"


def upgrade() -> None:
    """Three new columns, three new tables. What is there stays as it is."""
    with op.batch_alter_table("quote") as batch:
        batch.add_column(sa.Column("rule", Text))
        batch.add_column(sa.Column("score", Number))
        batch.create_check_constraint("score", SCORE)
    with op.batch_alter_table("speaker") as batch:
        batch.add_column(sa.Column("brought_by", sa.Integer))
        batch.create_foreign_key("fk_speaker_brought_by", "layer", ["brought_by"], ["id"])
    _verdicts()
    _merges()


def _verdicts() -> None:
    op.create_table(
        "verdict",
        sa.Column("layer", sa.Integer, sa.ForeignKey("layer.id"), primary_key=True),
        sa.Column("proposal", Text, sa.ForeignKey("quote.uid"), primary_key=True),
        sa.Column("article", sa.Integer, sa.ForeignKey("article.id"), nullable=False),
        sa.Column("kind", Text, nullable=False),
        sa.CheckConstraint("kind IN ('accepted', 'corrected', 'rejected')", name="kind"),
        sqlite_strict=True,
    )
    op.create_index("ix_verdict_article_layer", "verdict", ["article", "layer"])
    op.create_table(
        "reading",
        *(sa.Column(n, sa.Integer, sa.ForeignKey(f"{n}.id"), primary_key=True) for n in ("layer", "article")),
        sqlite_strict=True,
    )


def _merges() -> None:
    op.create_table(
        "merge",
        *(sa.Column(n, Text, sa.ForeignKey("speaker.uid"), primary_key=True) for n in ("kept", "other")),
        sa.Column("score", Number, nullable=False),
        sa.Column("reason", Text, nullable=False),
        sa.Column("state", Text, nullable=False),
        sa.Column("proposed_by", sa.Integer, sa.ForeignKey("actor.id"), nullable=False),
        sa.Column("settled_by", sa.Integer, sa.ForeignKey("actor.id")),
        sa.CheckConstraint(SCORE, name="score"),
        sa.CheckConstraint("state IN ('open', 'same', 'apart')", name="state"),
        sa.CheckConstraint("kept <> other", name="two"),
        sqlite_strict=True,
    )
