"""annotator migrate-db: the project moves into another database, of either kind."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from annotator.cli.examples import examples
from annotator.cli.report import AsJson

To = Annotated[
    str,
    typer.Argument(
        metavar="FILE_OR_URL", help="A new SQLite file, or the address of an empty PostgreSQL database."
    ),
]


def register(app: typer.Typer) -> None:
    """Add this group's command."""
    app.command("migrate-db")(migrate_db)


@examples("annotator migrate-db postgresql+psycopg://lead@host/news", "annotator migrate-db copy.db")
def migrate_db(ctx: typer.Context, to: To, as_json: AsJson = False) -> None:
    """Move the project whole into another database: all that was ever said and done, plans and snapshots.

    The database that is left stays as it is. Nobody should work meanwhile: what they do stays behind. Every
    row is compared; where one differs, or after Ctrl-C, nothing is left in the other database.
    """
    from annotator.cli.progress import progress
    from annotator.cli.project import configured, opened
    from annotator.cli.say import many, out_json, say
    from annotator.config.address import address

    config = configured(ctx)
    url, _ = address(to, Path.cwd())
    with opened(config) as store, progress("moving", store.count_rows) as bar:
        moved = store.move_to(url, bar.step)
        name, roles = store.name, store.db_roles()
    if as_json:
        said = {"from": name, "to": moved.target, "rows": moved.rows}
        out_json(said | {"digest": moved.digest._asdict()})
        return
    rows = many(sum(moved.rows.values()), "row")
    say(f"{rows} are in {moved.target}, as they were in {name}, which stays as it is")
    say(f"digest {moved.digest.state}")
    say(f"from now on: annotator --db '{moved.target}' ..., or db = in annotator.toml")
    if roles:
        say("roles of a server do not move: annotator annotators grant NAME lets them in there")
