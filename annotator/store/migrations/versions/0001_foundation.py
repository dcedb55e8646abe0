"""The first tables. A new database is made from tables.py; this step is only where the count begins."""

revision = "0001"
down_revision = None


def upgrade() -> None:
    """Nothing to do: a database that says 0001 has these tables."""
