"""For gold and rulings: how sure a value is, what the lead rules, what somebody is asked to look at again.

And when a verdict was passed, and when somebody last read what was settled about their quotes.
"""

import sqlalchemy as sa
from alembic import op

revision = "0005"
down_revision = "0004"

Text = sa.Text().with_variant(sa.Text(collation="C"), "postgresql")
Number: sa.types.TypeEngine[float] = sa.Double().with_variant(sa.REAL(), "sqlite")
SCORE = "0 <= score AND score <= 1"


def upgrade() -> None:
    """Three new columns, three new tables. What is there stays as it is."""
    op.add_column("verdict", sa.Column("at", Text))
    op.create_table(
        "inbox",
        sa.Column("actor", sa.Integer, sa.ForeignKey("actor.id"), primary_key=True, autoincrement=False),
        sa.Column("at", Text, nullable=False),
        sqlite_strict=True,
    )
    for name in ("quote_voice", "quote_label"):
        with op.batch_alter_table(name) as batch:
            batch.add_column(sa.Column("score", Number))
            batch.create_check_constraint("score", SCORE)
    op.create_table(
        "ruling",
        sa.Column("id", sa.Integer, primary_key=True, autoincrement=True),
        sa.Column("uid", Text, nullable=False, unique=True),
        sa.Column("actor", sa.Integer, sa.ForeignKey("actor.id"), nullable=False),
        sa.Column("note", Text, sa.ForeignKey("note.uid")),
        *(sa.Column(name, Text, nullable=False) for name in ("section", "text", "at")),
        sa.Column("deleted", sa.Integer, nullable=False, server_default="0"),
        sa.CheckConstraint("deleted IN (0, 1)", name="deleted"),
        sqlite_strict=True,
    )
    op.create_table(
        "again",
        *(sa.Column(n, sa.Integer, sa.ForeignKey(f"{n}.id"), primary_key=True) for n in ("layer", "article")),
        *(sa.Column(n, sa.Integer, primary_key=True) for n in ("start", "stop")),
        sa.Column("why", Text, nullable=False),
        sa.Column("quote", Text, sa.ForeignKey("quote.uid")),
        sa.CheckConstraint("0 <= start AND start < stop", name="range"),
        sqlite_strict=True,
    )
