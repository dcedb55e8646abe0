"""annotator upgrade: a database of an older version."""

import typer

from annotator.cli.examples import examples


def register(app: typer.Typer) -> None:
    """Add this group's commands."""
    app.command()(upgrade)


@examples("annotator upgrade")
def upgrade(ctx: typer.Context) -> None:
    """Bring the database up to this program's version. Only PostgreSQL's owner needs to ask for it."""
    from annotator.cli.progress import progress
    from annotator.cli.project import configured
    from annotator.cli.say import say
    from annotator.errors import StoreError
    from annotator.store.store import upgrade_database

    config = configured(ctx)
    if config.file is not None and not config.file.exists():
        raise StoreError(f"there is no database {config.file} yet; annotator ingest PATH makes it")
    with progress("upgrading", lambda: None) as bar:
        done = upgrade_database(config.database, bar.say)
    if not done:  # else it has told what it did
        say("the database is up to date already")
