"""Databases with the program's own tables in them and nothing else, made once and then copied.

To put forty tables into words takes SQLAlchemy 18 ms, and PostgreSQL half a second to make them; a copy of
what was made takes a tenth. Which tables they are is still said by annotator.store alone.
"""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

import psycopg
from sqlalchemy import ClauseElement, Connection, Dialect, event

from annotator.store import Store, tables
from annotator.store.columns import metadata

TEMPLATE = "ready"
EMPTY = "template0"


def make_template(server_url: str, admin: psycopg.Connection) -> str:
    """Make the database that others are copied from; its name."""
    admin.execute(f"CREATE DATABASE {TEMPLATE} TEMPLATE {EMPTY}".encode())
    Store(database(server_url, TEMPLATE)).close()
    return TEMPLATE


def database(server_url: str, name: str) -> str:
    """The URL of the server's database `name`."""
    return server_url.replace("/postgres?", f"/{name}?")


@contextmanager
def copied(server_url: str, admin: psycopg.Connection, name: str, template: str) -> Iterator[str]:
    """The URL of a database that is a copy of `template`, and gone at the end."""
    # Files are copied; the other way, through the log, takes ten times as long where nothing is flushed.
    admin.execute(f"CREATE DATABASE {name} TEMPLATE {template} STRATEGY file_copy".encode())
    yield database(server_url, name)
    # A killed client's connection may still be open; a leak of our own shows as a ResourceWarning.
    admin.execute(f"DROP DATABASE {name} WITH (FORCE)".encode())


@contextmanager
def tables_put_into_words_once() -> Iterator[None]:
    """What `create_all` says to an empty database is noted the first time and said again after that."""
    real, noted = metadata.create_all, dict[tuple[str, bool], list[str]]()

    def create_all(bind: Any, **options: Any) -> None:
        if not isinstance(bind, Connection) or options != {"checkfirst": False}:
            real(bind, **options)
            return
        key = bind.dialect.name, tables.has_search(bind)
        if known := noted.get(key):
            for statement in known:
                bind.exec_driver_sql(statement)
        else:
            noted[key] = _said(bind, lambda: real(bind, **options))

    metadata.create_all = create_all  # type: ignore[assignment, method-assign]
    try:
        yield
    finally:
        del metadata.create_all


@contextmanager
def statements_compiled_once() -> Iterator[None]:
    """What one engine has made of a statement serves the next that speaks to the same kind of server too.

    SQLAlchemy keeps it for one engine, and nearly each test has its own: a fifth of its time was compiling.
    """
    real: Callable[..., Any] = ClauseElement._compile_w_cache
    dialects, compiled = dict[Any, Dialect](), dict[Any, Any]()

    def compile_with_cache(self: ClauseElement, dialect: Dialect, **options: Any) -> Any:
        if options["compiled_cache"] is not None:
            kind = type(dialect), dialect.server_version_info
            dialect = dialects.setdefault(kind, dialect)
            options["compiled_cache"] = compiled
        return real(self, dialect, **options)

    ClauseElement._compile_w_cache = compile_with_cache  # type: ignore[method-assign]
    try:
        yield
    finally:
        ClauseElement._compile_w_cache = real  # type: ignore[method-assign]


def _said(connection: Connection, make: Callable[[], None]) -> list[str]:
    """The statements that `make` sends, as the database gets them."""
    said: list[str] = []

    def note(_connection: Any, _cursor: Any, statement: str, given: Any, *_: Any) -> None:
        assert not given, statement
        said.append(statement)

    event.listen(connection, "before_cursor_execute", note)
    try:
        make()
    finally:
        event.remove(connection, "before_cursor_execute", note)
    return said
