"""annotator adjudicate: the screen on which a lead settles what people do not agree on."""

from __future__ import annotations

import gc
from typing import TYPE_CHECKING, Annotated

import typer

from annotator.cli.examples import examples
from annotator.cli.people import As
from annotator.cli.presence import TakeOver, begin
from annotator.cli.report import AsJson
from annotator.errors import Exit, TerminalError, UsageError

if TYPE_CHECKING:
    from collections.abc import Sequence

    from annotator.store import Store
    from annotator.work.adjudication.order import Ranked

Of = Annotated[
    list[str] | None,
    typer.Option("--of", metavar="NAME", help="Only this person's work; at least twice.  [default: all]"),
]


def register(app: typer.Typer) -> None:
    """Add this group's commands."""
    app.command()(adjudicate)


@examples("annotator adjudicate", "annotator adjudicate --list", "annotator adjudicate 12 --blind")
def adjudicate(
    ctx: typer.Context,
    article: Annotated[
        str | None,
        typer.Argument(metavar="ARTICLE", help="Number or digest, as annotator articles lists it."),
    ] = None,
    name: As = None,
    of: Of = None,
    what: Annotated[
        str | None,
        typer.Option(
            "--pass", metavar="labels", help="What was said over frozen spans, in a pass of its own."
        ),
    ] = None,
    blind: Annotated[
        bool, typer.Option("--blind", help="Hide whose a version is; A is another in each article.")
    ] = False,
    listed: Annotated[
        bool, typer.Option("--list", help="Only list the articles and what is left in each.")
    ] = False,
    as_json: AsJson = False,
    trail: Annotated[
        str | None,
        typer.Option(metavar="OUT.jsonl", help="Only write where each gold quote came from; - for stdout."),
    ] = None,
    take_over: TakeOver = False,
) -> int:
    """Settle what people do not agree on: articles by lowest agreement, into the layer 'gold adjudicated'."""
    from annotator.cli.annotate import found, on_terminal, pointing
    from annotator.cli.guidelines import pages, use_guidelines
    from annotator.cli.people import worker
    from annotator.cli.plans import allowed, version_of
    from annotator.cli.project import configured, opened
    from annotator.store.team import Role
    from annotator.work.adjudication.adjudication import Adjudication

    config = configured(ctx)
    with opened(config) as store:
        people, version = _known(store, of or []), version_of(what)
        if listed or as_json:
            _list(store, people, version, as_json=as_json)
            return Exit.OK
        if trail is not None:
            _write_trail(store, trail)
            return Exit.OK
        if not on_terminal():
            raise TerminalError(
                "annotator adjudicate needs a terminal to show its screen; run it in one, or with --list"
            )
        gc.disable()  # a start makes much and drops little; the screen enables it again when it was painted
        allowed(store, config, name, Role.ADJUDICATOR)
        scheme = use_guidelines(store, config.folder)
        digest = found(store, article) if article else None
        who = worker(store, name if name is not None else config.name)
        if not begin(store, who, take_over=take_over):
            return Exit.OK
        work = Adjudication(
            store, who, scheme, people=people, version=version, blind=blind, article=digest, pointer=pointing
        )
        from annotator.tui.adjudicate import run

        run(work, config.keys, config.theme, lambda: pages(config.folder), config.mouse)
        return Exit.OK


def _known(store: Store, names: Sequence[str]) -> list[str]:
    """The people whose work is settled. Raises UsageError."""
    known = store.actors()
    for name in names:
        if name not in known:
            raise UsageError(f"nobody is called {name} here; known are {', '.join(known) or 'none yet'}")
    if len(set(names)) == 1:
        raise UsageError("one person's work agrees with itself; name two or more with --of, or none for all")
    return sorted(set(names))


def _write_trail(store: Store, to: str) -> None:
    from annotator.cli.export import written
    from annotator.cli.say import many, say
    from annotator.work.adjudication.trail import trail

    count = written(to, trail(store))
    say(f"where {many(count, 'quote')} came from was written to {'stdout' if to == '-' else to}")


def _list(store: Store, people: Sequence[str], version: str, *, as_json: bool) -> None:
    from annotator.cli.say import out, out_json, table
    from annotator.model import ADJUDICATED
    from annotator.work.adjudication.order import ranked

    rows = ranked(store, ADJUDICATED, people, version)
    if as_json:
        out_json([_record(row) for row in rows])
    elif not rows:
        out("nothing can be settled yet: no sentence was reviewed by two people")
    else:
        head = ("agreement", "sentences", "left", "new quotes", "people", "article")
        for line in table([head, *map(_row, rows)], right=range(4)):
            out(line)


def _row(one: Ranked) -> tuple[str, ...]:
    share = "–" if one.agreement is None else f"{one.agreement:.2f}"
    at = one.standing
    return (
        share,
        f"{at.due:,}",
        f"{at.left:,}",
        f"{at.new:,}",
        ", ".join(at.people),
        f"{at.article[:12]} {at.title}",
    )


def _record(one: Ranked) -> dict[str, object]:
    at = one.standing
    return {
        "article": at.article, "title": at.title, "people": list(at.people), "agreement": one.agreement,
        "sentences": at.due, "left": at.left, "new_quotes": at.new,
    }  # fmt: skip
