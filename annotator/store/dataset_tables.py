"""The tables behind datasets: what was decided once for all exports, and the snapshots."""

from sqlalchemy import Column, ForeignKey, Integer, LargeBinary

from annotator.store.columns import key_column, table, text_column, to
from annotator.store.types import Text

# Under which number a person stands where no names are to be told.
pseudonym = table(
    "pseudonym",
    Column("layer", Integer, ForeignKey("layer.id"), primary_key=True, autoincrement=False),
    Column("n", Integer, nullable=False, unique=True),
)

# Where an article went when a dataset was first split by a plan: it stays there when the corpus grows.
split = table(
    "split",
    Column("plan", Text, primary_key=True),
    to("article.id", "article", primary_key=True),
    text_column("part"),
    text_column("cluster"),  # what it was grouped with: the digest of the first article of the group
)

snapshot = table(
    "snapshot",
    key_column(),
    Column("name", Text, nullable=False, unique=True),
    text_column("at"),
    text_column("facts"),  # JSON: what the dataset depends on beside its articles
)

# What was said of an article, as JSON, compressed; kept once however many snapshots hold it.
frozen = table(
    "frozen", Column("digest", Text, primary_key=True), Column("body", LargeBinary, nullable=False)
)

snapshot_part = table(
    "snapshot_part",
    to("snapshot.id", "snapshot", primary_key=True),
    Column("n", Integer, primary_key=True),
    Column("frozen", Text, ForeignKey("frozen.digest"), nullable=False, index=True),
)
