"""For a browser: what people sign in with."""

import sqlalchemy as sa
from alembic import op

revision = "0007"
down_revision = "0006"

Text = sa.Text().with_variant(sa.Text(collation="C"), "postgresql")


def upgrade() -> None:
    """A new table. What is there stays as it is."""
    op.create_table(
        "credential",
        sa.Column("id", sa.Integer, primary_key=True, autoincrement=True),
        sa.Column("actor", sa.Integer, sa.ForeignKey("actor.id"), nullable=False, index=True),
        sa.Column("kind", Text, nullable=False),
        sa.Column("hashed", Text, nullable=False, unique=True),
        sa.Column("created", Text, nullable=False),
        *(sa.Column(name, Text) for name in ("expires", "revoked")),
        sa.CheckConstraint("kind IN ('link', 'password')", name="kind"),
        sqlite_strict=True,
    )
