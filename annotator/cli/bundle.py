"""annotator bundle: a part of the project for one person, to work on without a network."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from annotator.cli.examples import examples
from annotator.cli.report import AsJson
from annotator.errors import UsageError

if TYPE_CHECKING:
    from annotator.store import Store

Name = Annotated[str, typer.Argument(metavar="NAME", help="Whose bundle it is.")]
To = Annotated[
    Path | None, typer.Argument(metavar="FILE", help="The file to make.  [default: NAME.db in this folder]")
]
Articles = Annotated[
    list[str] | None,
    typer.Option(
        "--article",
        metavar="DIGEST",
        help="Only this article (its digest's beginning); may be said again.  [default: what NAME has to do]",
    ),
]


def register(app: typer.Typer) -> None:
    """Add this group's commands."""
    app.command()(bundle)


@examples("annotator bundle ana", "annotator bundle ana /media/stick/ana.db")
def bundle(
    ctx: typer.Context, name: Name, to: To = None, article: Articles = None, as_json: AsJson = False
) -> None:
    """Make a file for one person to work with where there is no network.

    It holds the articles that are assigned to NAME (all, where none are), and nothing that others say. There,
    annotator --db FILE annotate --as NAME works on it; annotator merge FILE takes the work back in here.
    """
    from annotator.cli.guidelines import use_guidelines
    from annotator.cli.project import configured, opened
    from annotator.cli.say import many, out_json, say

    config = configured(ctx)
    with opened(config) as store:
        use_guidelines(store, config.folder)
        if name not in (known := store.actors()):
            raise UsageError(f"nobody is called {name} here; known are {', '.join(known) or 'none yet'}")
        file = to or Path(f"{_safe(name)}.db")
        done = store.bundle(name, file, _digests(store, article) if article else None)
    if as_json:
        out_json(done._asdict())
        return
    say(
        f"{file} is for {name}: {many(done.articles, 'article')}, {many(done.sentences, 'sentence')}, "
        f"{many(done.quotes, 'quote')} of {name}, {many(done.proposals, 'proposal')}"
    )
    say(f"there: annotator --db {file.name} annotate --as {name}; back here: annotator merge {file.name}")


def _digests(store: Store, beginnings: list[str]) -> list[str]:
    """The articles that are meant. Raises UsageError."""
    found = []
    for beginning in beginnings:
        some = store.find_articles(beginning)
        if len(some) != 1:
            why = "is the beginning of several digests; write more of it" if some else "is of no article here"
            raise UsageError(f"“{beginning}” {why}; annotator articles lists them")
        found += some
    return found


def _safe(name: str) -> str:
    """A name as that of a file."""
    return "".join(c if c.isalnum() or c in "-_." else "-" for c in name).lstrip(".") or "bundle"
