"""For datasets: people's numbers, where articles went when they were split, and snapshots."""

import sqlalchemy as sa
from alembic import op

revision = "0006"
down_revision = "0005"

Text = sa.Text().with_variant(sa.Text(collation="C"), "postgresql")


def upgrade() -> None:
    """Five new tables. What is there stays as it is."""
    op.create_table(
        "pseudonym",
        sa.Column("layer", sa.Integer, sa.ForeignKey("layer.id"), primary_key=True, autoincrement=False),
        sa.Column("n", sa.Integer, nullable=False, unique=True),
        sqlite_strict=True,
    )
    op.create_table(
        "split",
        sa.Column("plan", Text, primary_key=True),
        sa.Column("article", sa.Integer, sa.ForeignKey("article.id"), primary_key=True),
        *(sa.Column(name, Text, nullable=False) for name in ("part", "cluster")),
        sqlite_strict=True,
    )
    op.create_table(
        "snapshot",
        sa.Column("id", sa.Integer, primary_key=True, autoincrement=True),
        sa.Column("name", Text, nullable=False, unique=True),
        *(sa.Column(name, Text, nullable=False) for name in ("at", "facts")),
        sqlite_strict=True,
    )
    op.create_table(
        "frozen",
        sa.Column("digest", Text, primary_key=True),
        sa.Column("body", sa.LargeBinary, nullable=False),
        sqlite_strict=True,
    )
    op.create_table(
        "snapshot_part",
        sa.Column("snapshot", sa.Integer, sa.ForeignKey("snapshot.id"), primary_key=True),
        sa.Column("n", sa.Integer, primary_key=True),
        sa.Column("frozen", Text, sa.ForeignKey("frozen.digest"), nullable=False, index=True),
        sqlite_strict=True,
    )
