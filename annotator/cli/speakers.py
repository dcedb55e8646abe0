"""annotator speakers: the registry, and the proposals to merge two of its entries."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Annotated, Any

import typer

from annotator.cli import recasting
from annotator.cli.examples import examples
from annotator.cli.people import As
from annotator.cli.report import AsJson
from annotator.errors import UsageError

if TYPE_CHECKING:
    from annotator.model import Merge, Speaker
    from annotator.work.registry import Registry

NAME = 40  # columns that a name takes at most
ALIASES = 60  # columns that all aliases of an entry take at most

First = Annotated[str, typer.Argument(metavar="A", help="A name, or the number of a proposal.")]
Second = Annotated[str | None, typer.Argument(metavar="B", help="Another name; none after a number.")]

DryRun = Annotated[bool, typer.Option("--dry-run", help="Say what would be done, and do nothing.")]

group = typer.Typer(name="speakers", rich_markup_mode=None)
recasting.register(group)


def register(app: typer.Typer) -> None:
    """Add this group's commands."""
    app.add_typer(group)


@group.callback(invoke_without_command=True)
@examples("annotator speakers", "annotator speakers --merges")
def speakers(
    ctx: typer.Context,
    merges: Annotated[
        bool, typer.Option("--merges", help="List the entries that may be one, for you to settle.")
    ] = False,
    as_json: AsJson = False,
) -> None:
    """List the speakers of the registry; merge two that are one, or keep them apart."""
    if ctx.invoked_subcommand is not None:
        return
    from annotator.cli.project import configured, opened
    from annotator.cli.say import out, out_json
    from annotator.work.registry import Registry

    with opened(configured(ctx)) as store:
        registry = Registry(store.speakers())
        found = store.merges() if merges else []
    if as_json:
        out_json(_merges_json(found, registry) if merges else _speakers_json(registry))
        return
    for line in _merges_lines(found, registry) if merges else _speakers_lines(registry):
        out(line)


@group.command()
@examples("annotator speakers merge 'Ida Brenn' Brenn", "annotator speakers merge 3")
def merge(ctx: typer.Context, a: First, b: Second = None, name: As = None, dry_run: DryRun = False) -> None:
    """Make two entries one: B becomes A, or as proposal number A has it. Labels stay as they are."""
    _settle(ctx, a, b, name, same=True, dry_run=dry_run)


@group.command()
@examples("annotator speakers apart 'Ida Brenn' 'Jon Brenn'")
def apart(ctx: typer.Context, a: First, b: Second = None, name: As = None, dry_run: DryRun = False) -> None:
    """Remember that two entries are not one: it is not proposed again."""
    _settle(ctx, a, b, name, same=False, dry_run=dry_run)


def _settle(
    ctx: typer.Context, a: str, b: str | None, name: str | None, *, same: bool, dry_run: bool
) -> None:
    from annotator.cli.people import worker
    from annotator.cli.project import configured, opened
    from annotator.cli.say import say
    from annotator.model import Change
    from annotator.store.acting import Act
    from annotator.work.registry import Registry

    config = configured(ctx)
    with opened(config) as store:
        registry, found = Registry(store.speakers()), store.merges()
        kept, other = _pair(registry, found, a, b)
        proposed = _proposed(registry, found, kept, other)
        if proposed is None and not same:
            raise UsageError(
                f"nobody proposes that {kept.name} and {other.name} are one; they are two as it is"
            )
        if dry_run:
            would = (
                f"{other.name} would be {kept.name}"
                if same
                else f"{kept.name} and {other.name} would stay apart"
            )
            say(f"{would}; nothing was changed")
            return
        who = worker(store, name if name is not None else config.name)
        if proposed is not None:
            store.settle_merge(who, proposed, same)
        else:
            change = Change(other, replace(other, merged_into=kept.id))
            store.act(who, Act(f"merge {other.name} into {kept.name}", (change,)))
    say(f"{other.name} is {kept.name} from now on" if same else f"{kept.name} and {other.name} stay apart")


def _pair(registry: Registry, found: list[Merge], a: str, b: str | None) -> tuple[Speaker, Speaker]:
    """The entries that A and B are, or that proposal number A is of; the first stays. Raises UsageError."""
    if b is not None:
        kept, other = _entry(registry, a), _entry(registry, b)
    else:
        merge = _numbered(found, a)
        kept, other = _standing(registry, merge.kept), _standing(registry, merge.other)
    if kept.id == other.id:
        raise UsageError(f"“{a}” and “{b}” are one entry already; name two, as annotator speakers lists them")
    return kept, other


def _proposed(registry: Registry, found: list[Merge], kept: Speaker, other: Speaker) -> Merge | None:
    """The proposal that these two are one, turned so that `kept` stays."""
    for merge in found:
        two = (_standing(registry, merge.kept).id, _standing(registry, merge.other).id)
        if two == (kept.id, other.id):
            return merge
        if two == (other.id, kept.id):
            return replace(merge, kept=merge.other, other=merge.kept)
    return None


def _standing(registry: Registry, id: str) -> Speaker:
    """The entry of this id, or the one that it was merged into. Raises UsageError."""
    found = registry.get(id)
    if found is None:
        raise UsageError("one of the two entries is gone meanwhile; list the proposals again")
    return found


def _numbered(found: list[Merge], word: str) -> Merge:
    number = int(word) if word.isascii() and word.isdigit() and len(word) < 9 else None
    if number is None:
        raise UsageError(f"“{word}” alone is no number of a proposal; write two names, or a number")
    if not 1 <= number <= len(found):
        raise UsageError(f"there is no proposal {number}; annotator speakers --merges lists them")
    return found[number - 1]


def _entry(registry: Registry, name: str) -> Speaker:
    found = registry.exact(name)
    if found is None:
        near = ", ".join(f"“{s.name}”" for s in registry.find(name, 3))
        mend = f"is it {near}?" if near else "annotator speakers lists them"
        raise UsageError(f"no speaker is called “{name}”; {mend}")
    return found


def _speakers_lines(registry: Registry) -> list[str]:
    from annotator.cli.say import cut, table

    rows = [(cut(s.name, NAME), str(s.kind), cut(", ".join(s.aliases), ALIASES)) for s in registry.live()]
    return table([("name", "kind", "also called"), *rows]) if rows else ["no speakers yet"]


def _speakers_json(registry: Registry) -> dict[str, Any]:
    return {
        "speakers": [
            {"id": s.id, "name": s.name, "kind": s.kind, "aliases": list(s.aliases), "wikidata": s.wikidata}
            for s in registry.live()
        ]
    }


def _merges_lines(found: list[Merge], registry: Registry) -> list[str]:
    from annotator.cli.say import cut, table

    rows = [
        (
            str(n),
            f"{m.score:.2f}",
            cut(registry.name(m.kept), NAME),
            cut(registry.name(m.other), NAME),
            m.reason,
        )
        for n, m in enumerate(found, start=1)
    ]
    if not rows:
        return ["no two entries look like one"]
    return table([("", "score", "stays", "becomes it", "because"), *rows], right=(0,))


def _merges_json(found: list[Merge], registry: Registry) -> dict[str, Any]:
    return {
        "merges": [
            {
                "number": n,
                "kept": {"id": m.kept, "name": registry.name(m.kept)},
                "other": {"id": m.other, "name": registry.name(m.other)},
                "score": m.score,
                "reason": m.reason,
            }
            for n, m in enumerate(found, start=1)
        ]
    }
