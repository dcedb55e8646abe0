"""The table behind `annotator serve`: what tells the secrets that people sign in with, never a secret."""

from sqlalchemy import Column

from annotator.store.columns import key_column, one_of, table, text_column, to
from annotator.store.types import Text

credential = table(
    "credential",
    key_column(),
    to("actor.id", "actor", index=True),
    text_column("kind"),
    Column("hashed", Text, nullable=False, unique=True),  # of a password Argon2id, of a link's token SHA-256
    text_column("created"),
    Column("expires", Text),  # none: it stays until it is revoked
    Column("revoked", Text),
    one_of("kind", "link", "password"),
)
