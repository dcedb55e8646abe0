"""From the flags to an open project: its settings and its database."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING, NamedTuple

import typer

from annotator.errors import StoreError

if TYPE_CHECKING:
    from annotator.config import Config
    from annotator.store import Store


class Flags(NamedTuple):
    """What stands before the command, or anywhere in the line."""

    project: str | None = None
    db: str | None = None


def flags(ctx: typer.Context) -> Flags:
    """The global flags of this call."""
    return ctx.obj if isinstance(ctx.obj, Flags) else Flags()


def configured(ctx: typer.Context) -> Config:
    """The project's settings. Raises UsageError."""
    from annotator.config import load

    said = flags(ctx)
    return load(said.project, said.db, os.environ)


@contextmanager
def opened(config: Config, *, make: bool = False) -> Iterator[Store]:
    """The project's database, made where it is not there if `make`. Raises StoreError."""
    from annotator.cli.say import say
    from annotator.store import Store

    if not make and config.file is not None and not config.file.exists():
        raise StoreError(f"there is no database {config.file} yet; annotator ingest PATH makes it")
    with Store(config.database, tell=say) as store:
        yield store
