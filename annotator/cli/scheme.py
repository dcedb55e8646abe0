"""annotator scheme: labels follow a scheme that was changed."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, Any

import typer

from annotator.cli.examples import examples
from annotator.cli.people import As
from annotator.cli.report import AsJson
from annotator.errors import Exit, UsageError

if TYPE_CHECKING:
    from annotator.store import Store
    from annotator.store.recoding import Used
    from annotator.work.recoding import Mapping, Plan

EXAMPLES = 5  # of what changes
WORDS = 48  # columns of a quote

DryRun = Annotated[bool, typer.Option("--dry-run", help="Count, show examples, and do nothing.")]
Field = Annotated[str, typer.Argument(metavar="FIELD", help="A field of the scheme, or target.")]
Code = Annotated[
    str,
    typer.Argument(
        metavar="FIELD.OLD", help="A field and the code that it had, target.OLD, or a FIELD by itself."
    ),
]
Into = Annotated[str, typer.Option("--into", metavar="CODE", help="The code that stays, or came.")]

group = typer.Typer(name="scheme", rich_markup_mode=None)


def register(app: typer.Typer) -> None:
    """Add this group's commands."""
    app.add_typer(group)


@group.callback(invoke_without_command=True)
@examples("annotator scheme")
def scheme(ctx: typer.Context, as_json: AsJson = False) -> None:
    """List labels that the scheme no longer has, and map them to what it has now.

    First edit guidelines/scheme.toml and give it a new version; then map each code that went. What was said
    before stays in the history, and undo stops there. The exit code is 1 while labels are left over.
    """
    if ctx.invoked_subcommand is not None:
        return
    from annotator.cli.guidelines import use_guidelines
    from annotator.cli.project import configured, opened
    from annotator.cli.say import out, out_json
    from annotator.work.recoding import refused

    config = configured(ctx)
    with opened(config) as store:
        used = use_guidelines(store, config.folder)
        found = refused(used, store.used())
    if as_json:
        out_json({"scheme": {"name": used.name, "version": used.version}, "left": list(map(_left, found))})
    else:
        for line in _lines(found):
            out(line)
    if found:
        raise typer.Exit(Exit.PROBLEM)


def _left(found: tuple[Used, str]) -> dict[str, Any]:
    used, why = found
    return {
        "layer": str(used.layer), "field": used.label.field, "value": used.label.value,
        "target": used.label.target, "quotes": used.quotes, "articles": used.articles, "why": why,
    }  # fmt: skip


def _lines(found: list[tuple[Used, str]]) -> list[str]:
    from annotator.cli.say import table

    if not found:
        return ["every label is one that the scheme has"]
    head = ("field", "code", "target", "layer", "quotes", "articles", "why")
    rows = [
        (
            used.label.field, used.label.value, used.label.target or "", str(used.layer),
            f"{used.quotes:,}", f"{used.articles:,}", why,
        )
        for used, why in found
    ]  # fmt: skip
    return table([head, *rows], right=(4, 5))


@group.command()
@examples("annotator scheme rename topic.economy business --dry-run")
def rename(
    ctx: typer.Context,
    old: Code,
    new: Annotated[str, typer.Argument(metavar="NEW", help="Its new code.")],
    name: As = None,
    dry_run: DryRun = False,
) -> None:
    """Labels that say OLD say NEW from now on, in all layers."""
    from annotator.work.recoding import Mapping

    field, code = _parted(old)
    _do(ctx, Mapping(field, (code,) if code else (), (new,)), name, dry_run)


@group.command()
@examples("annotator scheme merge topic trade finance --into economy")
def merge(
    ctx: typer.Context,
    field: Field,
    codes: Annotated[list[str], typer.Argument(metavar="CODE...", help="What became one.")],
    into: Into,
    name: As = None,
    dry_run: DryRun = False,
) -> None:
    """Labels that say one of several codes say one code from now on, in all layers."""
    from annotator.work.recoding import Mapping

    old = tuple(code for code in dict.fromkeys(codes) if code != into)
    if not old:
        raise UsageError(f"name a code besides {into}, which stays")
    _do(ctx, Mapping(field, old, (into,)), name, dry_run)


@group.command()
@examples("annotator scheme split topic.economy --into trade,finance")
def split(
    ctx: typer.Context,
    old: Code,
    into: Annotated[str, typer.Option("--into", metavar="CODES", help="Two codes or more, with commas.")],
    name: As = None,
    dry_run: DryRun = False,
) -> None:
    """A code became several: annotators look again at what says it (keys F a), and choose.

    Where OLD is among the new codes, labels keep it until then; else they are taken away.
    """
    from annotator.work.recoding import Mapping

    field, code = _parted(old)
    codes = tuple(dict.fromkeys(part.strip() for part in into.split(",") if part.strip()))
    if not code or len(codes) < 2:
        raise UsageError("write FIELD.OLD --into A,B: one code becomes two or more")
    _do(ctx, Mapping(field, (code,), codes), name, dry_run)


def _parted(old: str) -> tuple[str, str]:
    field, _, code = old.partition(".")
    return field, code


def _do(ctx: typer.Context, mapping: Mapping, name: str | None, dry_run: bool) -> None:
    from annotator.cli.guidelines import use_guidelines
    from annotator.cli.people import worker
    from annotator.cli.project import configured, opened
    from annotator.cli.say import many, out, say
    from annotator.work.recoding import migrate, plan, refused

    config = configured(ctx)
    with opened(config) as store:
        used = use_guidelines(store, config.folder)
        planned = plan(store, used, mapping)
        for line in _plan_lines(store, planned):
            out(line)
        looked = f"; {many(len(planned.marks), 'place')} to be looked at again" if planned.marks else ""
        if not (planned.changes or planned.marks):
            say("no label says that; nothing was changed")
            return
        if dry_run:
            say(f"would {mapping.says}{looked}; nothing was changed")
            return
        migrate(store, worker(store, name if name is not None else config.name), used, planned)
        left = {(one.label.field, one.label.value) for one, _ in refused(used, store.used())}
    more = f"; {many(len(left), 'label')} still to be mapped: annotator scheme lists them" if left else ""
    say(f"done: {mapping.says}{looked}{more}")


def _plan_lines(store: Store, planned: Plan) -> list[str]:
    from annotator.cli.say import cut, table
    from annotator.model import Quote

    counts = planned.counts()
    layers = sorted({layer for layer, _ in counts})
    if not layers:
        return []
    rows = [(x, f"{counts[x, 'quotes']:,}", f"{counts[x, 'articles']:,}") for x in layers]
    lines = table([("layer", "quotes", "articles"), *rows], right=(1, 2))
    quotes = [c for c in planned.changes if isinstance(c.before, Quote) and isinstance(c.after, Quote)]
    for change in quotes[:EXAMPLES]:
        before, after = change.before, change.after
        assert isinstance(before, Quote)
        assert isinstance(after, Quote)
        words = " ".join(before.content[0].of(store.article(before.article).text).split())
        lines.append(f"  {cut(words, WORDS)}: {_said(before, after)} → {_said(after, before) or 'nothing'}")
    return lines


def _said(one: Any, other: Any) -> str:
    """What one says and the other does not."""
    new = [x for x in one.labels if x not in other.labels]
    return ", ".join(" ".join(filter(None, (x.field, x.value, x.target))) for x in new)
