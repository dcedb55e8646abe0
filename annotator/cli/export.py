"""annotator export, schema: the quotes as JSONL, and what its lines look like."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING, Annotated, Any

import typer

from annotator.errors import UsageError

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from annotator.cli.progress import Progress
    from annotator.model import Layer
    from annotator.store.store import Snapshot


def register(app: typer.Typer) -> None:
    """Add this group's commands."""
    app.command()(export)
    app.command()(schema)


def export(
    ctx: typer.Context,
    to: Annotated[str, typer.Argument(metavar="OUT.jsonl", help="The file to write, - for stdout.")],
    layer: Annotated[
        list[str] | None,
        typer.Option(
            metavar="LAYER",
            help="human, model or gold, or one layer as annotator status names it: 'human ana'. "
            "May be repeated.  [default: human and gold]",
        ),
    ] = None,
) -> None:
    """Write the quotes as JSONL, one a line.

    A file of that name is replaced, but only once all of the new one is on disk.
    """
    from annotator.cli.progress import progress
    from annotator.cli.project import configured, opened
    from annotator.cli.say import many, say

    with opened(configured(ctx)) as store:
        layers = chosen(store.layers(), layer or [])
        with store.look(layers) as found, progress("exporting", lambda: found.count) as bar:
            count = written(to, _records(found, bar))
        names = ", ".join(str(x) for x in layers) or "nobody yet"
        say(f"{many(count, 'quote')} written to {'stdout' if to == '-' else to}: {names}")


def chosen(known: Sequence[Layer], words: Sequence[str]) -> list[Layer]:
    """The layers that `words` name, in the order of `known`. Raises UsageError where one names none."""
    wanted = words or [kind for kind in ("human", "gold") if any(x.kind == kind for x in known)]
    for word in wanted:
        if not any(word in _names(x) for x in known):
            there = ", ".join(f"'{x}'" for x in known) or "none yet"
            raise UsageError(f"there is no layer “{word}”; there are {there}")
    return [x for x in known if _names(x) & set(wanted)]


def _names(layer: Layer) -> set[str]:
    """All that a layer may be called: its kind, kind and name, and all three; spaces or colons between."""
    parts = [layer.kind, layer.name, layer.version] if layer.version else [layer.kind, layer.name]
    return {sign.join(parts[:n]) for sign in (" ", ":") for n in range(1, len(parts) + 1)}


def _records(found: Snapshot, bar: Progress) -> Iterator[dict[str, Any]]:
    from annotator.dataset.record import Registry, records

    registry = Registry(found.speakers, found.schemes)
    for exported in found.articles:
        for record in records(exported, registry):
            yield record
            bar.step()


def written(to: str, rows: Iterator[dict[str, Any]]) -> int:
    """Write records to a file, or to stdout for -; how many they were."""
    from pathlib import Path

    from annotator.dataset.writer import write_file, write_stream

    if to != "-":
        return write_file(Path(to), rows)
    if sys.stdout is None:
        raise UsageError("stdout is closed; name a file")
    count = write_stream(sys.stdout.buffer, rows, plain=sys.stdout.isatty())
    sys.stdout.buffer.flush()
    return count


def schema() -> None:
    """Print the JSON Schema of a line of the export."""
    from annotator.dataset.schema import quote_schema

    typer.echo(quote_schema(), nl=False)
