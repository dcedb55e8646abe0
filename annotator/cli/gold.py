"""annotator gold: a gold layer by rule, where nobody adjudicated."""

from __future__ import annotations

from enum import StrEnum
from typing import TYPE_CHECKING, Annotated, Any

import typer

from annotator.cli.examples import examples
from annotator.cli.report import AsJson
from annotator.errors import UsageError

if TYPE_CHECKING:
    from collections.abc import Sequence

    from annotator.dataset.gold.layers import Tally
    from annotator.model import Layer


class Method(StrEnum):
    """The rules."""

    UNANIMOUS = "unanimous"
    MAJORITY = "majority"
    DAWID_SKENE = "dawid-skene"


def register(app: typer.Typer) -> None:
    """Add this group's commands."""
    app.command()(gold)


@examples(
    "annotator gold --by majority",
    "annotator gold --by dawid-skene --annotators ana,ben,eva --dry-run",
)
def gold(
    ctx: typer.Context,
    by: Annotated[
        Method, typer.Option(metavar="RULE", help="What holds: unanimous, majority or dawid-skene.")
    ],
    annotators: Annotated[
        str | None,
        typer.Option(
            metavar="NAMES", help="Whose quotes count, with commas between.  [default: all annotators]"
        ),
    ] = None,
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Count what would come of it.")] = False,
    as_json: AsJson = False,
) -> None:
    """Make a gold layer of what two or more annotators reviewed, by rule.

    unanimous: what all say. majority: what more than half say. dawid-skene: what is likely, given how
    reliable each is. What the rule cannot decide is left open, and articles that somebody adjudicated are
    left out. annotator export --layer 'gold majority' writes the layer; run again, it follows the labels.
    """
    from annotator.cli.guidelines import use_guidelines
    from annotator.cli.progress import progress
    from annotator.cli.project import configured, opened
    from annotator.cli.say import out, out_json, say
    from annotator.dataset.gold.layers import Gold

    config = configured(ctx)
    with opened(config) as store:
        scheme = use_guidelines(store, config.folder)
        people = chosen(store.layers(), annotators)
        task = Gold(store, scheme, by.value, people)
        if dry_run:
            for _ in task.made():
                pass
        else:
            with progress("deciding", lambda: len(store.paths())) as bar:
                task.write(bar.step)
        tally = task.tally
    if as_json:
        out_json(_json(tally, dry_run))
    else:
        for line in _lines(tally, dry_run):
            out(line)
    for warning in tally.warnings():
        say(f"careful: {warning}")


def chosen(layers: Sequence[Layer], names: str | None) -> list[Layer]:
    """The layers of these annotators, or of all. Raises UsageError for fewer than two."""
    people = {layer.name: layer for layer in layers if layer.kind == "human"}
    wanted = list(people) if names is None else [name.strip() for name in names.split(",") if name.strip()]
    for name in wanted:
        if name not in people:
            raise UsageError(
                f"{name} has annotated nothing here; at work were {', '.join(people) or 'nobody'}"
            )
    if len(set(wanted)) < 2:
        raise UsageError("gold by rule needs the work of two annotators or more; annotator status lists them")
    return [people[name] for name in dict.fromkeys(wanted)]


def _lines(tally: Tally, dry_run: bool) -> list[str]:
    from annotator.cli.say import table

    verb = "would have" if dry_run else "has"
    head = f"the layer 'gold {tally.method}' {verb}, from {', '.join(tally.people)}:"
    rows = [
        ("articles that two or more reviewed", f"{tally.articles:,}"),
        ("sentences that are settled", f"{tally.sentences:,}"),
        ("quotes", f"{tally.quotes:,}"),
        ("no quote after all", f"{tally.refused:,}"),
        ("left open: whether it is a quote", f"{tally.undecided:,}"),
    ]
    rows += [(f"left open: {field}", f"{n:,}") for field, n in sorted(tally.open.items())]
    if not dry_run:
        rows.append(("articles that changed", f"{tally.changed:,}"))
    return [head, *table(rows, right=(1,))]


def _json(tally: Tally, dry_run: bool) -> dict[str, Any]:
    return {
        "layer": {"kind": "gold", "name": tally.method, "version": ""},
        "dry_run": dry_run,
        "annotators": [{"name": name, "shared": tally.shared[name]} for name in tally.people],
        "articles": tally.articles,
        "sentences": tally.sentences,
        "clusters": tally.clusters,
        "quotes": tally.quotes,
        "refused": tally.refused,
        "undecided": tally.undecided,
        "open": dict(sorted(tally.open.items())),
        "changed": tally.changed,
        "warnings": tally.warnings(),
    }
