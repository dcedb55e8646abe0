"""Which session of a person saves."""

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"

Text = sa.Text().with_variant(sa.Text(collation="C"), "postgresql")


def upgrade() -> None:
    """One new table, empty: nobody is at work while a database is upgraded."""
    op.create_table(
        "session",
        sa.Column("actor", sa.Integer, sa.ForeignKey("actor.id"), primary_key=True, autoincrement=False),
        *(sa.Column(name, Text, nullable=False) for name in ("uid", "since", "terminal")),
        sqlite_strict=True,
    )
