"""annotator export --format: what is written in another program's format, and what that could not hold."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from annotator.errors import UsageError
from annotator.model import ADJUDICATED, Layer, LayerKind

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    import typer

    from annotator.formats.document import Document
    from annotator.formats.holding import Losses

SHOWN = 3  # ids that are named of each kind of loss; --losses FILE has all


def export_as(
    ctx: typer.Context,
    name: str | None,
    to: str,
    words: Sequence[str],
    real: bool,
    snapshot: str | None,
    all_losses: str | None,
) -> None:
    """Write what the layers that `words` name say in the format `name`, and say what that cannot hold.

    Raises UsageError where the format is not known or cannot be written there.
    """
    from annotator.cli.export import chosen
    from annotator.cli.progress import progress
    from annotator.cli.project import configured, opened
    from annotator.cli.say import many, say
    from annotator.cli.versions import version
    from annotator.dataset.exchange.documents import documents
    from annotator.dataset.exchange.formats import load
    from annotator.dataset.exchange.handing_on import hand_on
    from annotator.dataset.facts import of_json
    from annotator.dataset.names import Names

    format = load(_known(name, to))
    with opened(configured(ctx)) as store, version(store, snapshot) as found:
        facts = of_json(found.facts)
        layers = chosen([Layer(LayerKind(kind), *rest) for kind, *rest in facts.layers], words)
        if not all(layer.kind is not LayerKind.MODEL for layer in layers):
            raise UsageError("--format writes what people and gold say; a model's layer goes to OUT.jsonl")
        counted = [0, 0]
        with progress("exporting", lambda: found.articles) as bar:
            every = documents(found.bundles, _gold_first(layers), Names(facts, real))
            named = None if all_losses is not None else SHOWN
            losses = hand_on(format, _counting(every, counted, bar.step), Path(to), named)
    say(f"{many(counted[1], 'quote')} of {many(counted[0], 'article')} written to {to} as {format.name}")
    report(format.name, losses, all_losses)


def _known(name: str | None, to: str) -> str:
    from annotator.dataset.exchange.formats import MODULES

    if name is None:
        raise UsageError("--losses goes with --format NAME")
    if name not in MODULES:
        raise UsageError(f"there is no format “{name}”; there are {', '.join(MODULES)}")
    if to == "-":
        raise UsageError(f"{name} is written to a file or folder; name one instead of -")
    return name


def _gold_first(layers: Sequence[Layer]) -> list[Layer]:
    """What a format that knows no annotators holds is the first layer that said something."""
    return sorted(layers, key=lambda x: (x.kind is not LayerKind.GOLD, x != ADJUDICATED))


def _counting(found: Iterator[Document], counted: list[int], step: Callable[[], None]) -> Iterator[Document]:
    for one in found:
        counted[0] += 1
        counted[1] += sum(len(answer.quotes) for answer in one.answers)
        yield one
        step()


def report(name: str, losses: Losses, all_losses: str | None) -> None:
    """Say on stderr what was lost, with counts and the first ids; write all ids where that is wanted."""
    from annotator.cli.say import say

    if not losses.ids:
        say(f"nothing was lost: {name} holds all of it")
    for what, ids in sorted(losses.ids.items()):
        many = losses.many[what]
        more = f" and {many - SHOWN:,} more" if many > SHOWN else ""
        say(f"lost in {name}: {what} of {many:,} ({', '.join(ids[:SHOWN])}{more})")
    if all_losses is not None:
        from annotator.cli.export import written

        written(all_losses, ({"lost": what, "ids": ids} for what, ids in sorted(losses.ids.items())))
