"""How values are kept where the two databases would differ."""

from sqlalchemy import REAL, Dialect, Double, TypeDecorator
from sqlalchemy import Text as SqlText
from sqlalchemy.exc import DontWrapMixin
from sqlalchemy.types import TypeEngine

from annotator.errors import StoreError

# Eight bytes in both: SQLite's REAL has them, PostgreSQL's has four.
Number: TypeEngine[float] = Double().with_variant(REAL(), "sqlite")


class UnstorableError(StoreError, DontWrapMixin):
    """A text holds a code point that one of the databases cannot keep."""


class Text(TypeDecorator[str]):
    """Text that both databases keep alike, in the order of its code points whatever the server's locale.

    PostgreSQL refuses NUL, SQLite measures text only up to it, and neither takes half a surrogate pair.
    """

    impl = SqlText
    cache_ok = True

    def load_dialect_impl(self, dialect: Dialect) -> SqlText:
        return SqlText(collation="C" if dialect.name == "postgresql" else None)

    def process_bind_param(self, value: str | None, dialect: Dialect) -> str | None:
        return storable(value)


def storable(value: str | None) -> str | None:
    """`value`. Raises UnstorableError where a database would not keep it."""
    if value is None or not (bad := _unstorable(value)):
        return value
    raise UnstorableError(
        f"“{_start(value)}” holds U+{ord(bad):04X}, which a database cannot keep; take it out"
    )


def _unstorable(value: str) -> str | None:
    if "\0" in value:
        return "\0"
    if value.isascii():
        return None
    try:
        value.encode()
    except UnicodeEncodeError as problem:
        return value[problem.start]
    return None


def _start(value: str) -> str:
    return "".join(c if c.isprintable() else "�" for c in value[:40])
