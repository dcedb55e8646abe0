"""For teams: roles, plans, and who labels which articles."""

import sqlalchemy as sa
from alembic import op

revision = "0008"
down_revision = "0007"

Text = sa.Text().with_variant(sa.Text(collation="C"), "postgresql")


def upgrade() -> None:
    """Five new tables. What is there stays as it is."""
    op.create_table(
        "member",
        sa.Column("actor", sa.Integer, sa.ForeignKey("actor.id"), primary_key=True, autoincrement=False),
        sa.Column("role", Text, nullable=False),
        sa.Column("retired", Text),
        sa.CheckConstraint("role IN ('annotator', 'adjudicator', 'lead')", name="role"),
        sqlite_strict=True,
    )
    op.create_table(
        "plan",
        sa.Column("id", sa.Integer, primary_key=True, autoincrement=True),
        *(sa.Column(name, Text, nullable=False) for name in ("pass", "rules")),
        *(sa.Column(name, sa.Integer, nullable=False) for name in ("pool", "lease", "opened", "seen")),
        sa.Column("at", Text, nullable=False),
        sa.Column("ended", Text),
        sa.CheckConstraint("pass IN ('spans', 'labels', 'both')", name="pass"),
        sa.CheckConstraint("pool IN (0, 1) AND opened IN (0, 1) AND lease >= 0 AND seen >= 0", name="sane"),
        sqlite_strict=True,
    )
    op.create_table(
        "plan_person",
        *(sa.Column(n, sa.Integer, sa.ForeignKey(f"{n}.id"), primary_key=True) for n in ("plan", "actor")),
        sa.Column("quota", sa.Integer),
        sa.CheckConstraint("quota >= 0", name="quota"),
        sqlite_strict=True,
    )
    op.create_table(
        "planned",
        *(sa.Column(n, sa.Integer, sa.ForeignKey(f"{n}.id"), primary_key=True) for n in ("plan", "article")),
        sa.Column("n", sa.Integer, nullable=False),
        sa.Column("stratum", Text, nullable=False),
        *(sa.Column(name, sa.Integer, nullable=False) for name in ("wanted", "withheld", "calibration")),
        sa.CheckConstraint("wanted > 0 AND withheld IN (0, 1) AND calibration IN (0, 1)", name="sane"),
        sqlite_strict=True,
    )
    op.create_index("ix_planned_plan_n", "planned", ["plan", "n"])
    op.create_table(
        "assignment",
        *(
            sa.Column(n, sa.Integer, sa.ForeignKey(f"{n}.id"), primary_key=True)
            for n in ("plan", "article", "actor")
        ),
        sa.Column("since", Text, nullable=False),
        sa.Column("lease", Text),
        sqlite_strict=True,
    )
    op.create_index("ix_assignment_plan_actor", "assignment", ["plan", "actor"])
