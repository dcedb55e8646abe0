"""What tables are made of: keys, texts, ranges, scores, each the same wherever it stands."""

from sqlalchemy import CheckConstraint, Column, ForeignKey, Integer, MetaData, Table
from sqlalchemy.schema import SchemaItem

from annotator.store.types import Number, Text

metadata = MetaData(
    naming_convention={
        "pk": "pk_%(table_name)s",
        "fk": "fk_%(table_name)s_%(column_0_name)s",
        "uq": "uq_%(table_name)s_%(column_0_N_name)s",
        "ck": "ck_%(table_name)s_%(constraint_name)s",
        "ix": "ix_%(table_name)s_%(column_0_N_name)s",
    }
)


def key_column() -> Column[int]:
    return Column("id", Integer, primary_key=True, autoincrement=True)


def uid_column() -> Column[str]:
    return Column("uid", Text, nullable=False, unique=True)


def text_column(name: str) -> Column[str]:
    return Column(name, Text, nullable=False)


def score_column(*, nullable: bool) -> tuple[SchemaItem, ...]:
    return (
        Column("score", Number, nullable=nullable),
        CheckConstraint("0 <= score AND score <= 1", name="score"),
    )


def to(target: str, name: str, *, primary_key: bool = False, index: bool | None = None) -> Column[int]:
    return Column(name, Integer, ForeignKey(target), nullable=False, primary_key=primary_key, index=index)


def range_columns(*, primary_key: bool = False) -> tuple[SchemaItem, ...]:
    return (
        Column("start", Integer, nullable=False, primary_key=primary_key),
        Column("stop", Integer, nullable=False, primary_key=primary_key),
        CheckConstraint("0 <= start AND start < stop", name="range"),
    )


def one_of(column: str, *values: str) -> CheckConstraint:
    said = ", ".join(f"'{v}'" for v in values)
    return CheckConstraint(f"{column} IN ({said})", name=column)


def deleted_column() -> tuple[SchemaItem, ...]:
    return (
        Column("deleted", Integer, nullable=False, server_default="0"),
        CheckConstraint("deleted IN (0, 1)", name="deleted"),
    )


def table(name: str, *items: SchemaItem) -> Table:
    return Table(name, metadata, *items, sqlite_strict=True)
