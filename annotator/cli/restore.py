"""annotator restore: a backup in the place of the database."""

from __future__ import annotations

from typing import Annotated

import typer

from annotator.cli.examples import examples


def register(app: typer.Typer) -> None:
    """Add this group's commands."""
    app.command()(restore)


@examples("annotator restore latest", "annotator restore 2025-11-22")
def restore(
    ctx: typer.Context,
    backup: Annotated[
        str,
        typer.Argument(
            metavar="BACKUP", help="latest, the beginning of a name in annotator backup --list, or a file."
        ),
    ],
) -> None:
    """Put a backup in the place of the database; what was there is kept.

    Nobody may have the database open meanwhile.
    """
    from datetime import UTC, datetime

    from annotator.cli.backup import sqlite_file
    from annotator.cli.project import configured
    from annotator.cli.say import many, say
    from annotator.store.backup_restoring import chosen, restore

    database = sqlite_file(configured(ctx), "annotator restore")
    done = restore(database, chosen(database, backup), datetime.now(UTC))
    say(f"{database} is what {done.file} was")
    if done.before is not None:
        how = ", as it lay on disk: it is damaged" if done.damaged else ""
        say(f"what was there before is {done.before}{how}")
    if done.actions:
        say(f"{many(done.actions, 'action')} of that: not in the backup; annotator merge takes them back in")
