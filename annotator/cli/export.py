"""annotator export, schema: the quotes as a dataset folder or as JSONL, and what the lines look like."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from annotator.cli.examples import examples
from annotator.errors import UsageError

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from annotator.cli.progress import Progress
    from annotator.dataset.names import Names
    from annotator.model import Layer
    from annotator.store.store import Snapshot

_FOLDER = "For a folder"  # what its options have in common, in the help


def register(app: typer.Typer) -> None:
    """Add this group's commands."""
    app.command()(export)
    app.command()(schema)


@examples(
    "annotator export dataset",
    "annotator export dataset --split date --dates 2025-06-01,2025-09-01",
    "annotator export quotes.jsonl --layer 'human ana'",
)
def export(
    ctx: typer.Context,
    to: Annotated[str, typer.Argument(metavar="DIR|OUT.jsonl", help="What to write, - for stdout.")],
    layer: Annotated[
        list[str] | None,
        typer.Option(
            metavar="LAYER",
            help="For a file: human, model, gold, or one: 'human ana'. Repeat it.  [default: human and gold]",
        ),
    ] = None,
    names: Annotated[
        bool, typer.Option("--names", help="Call annotators by their names, not annotator-1.")
    ] = False,
    gold: Annotated[
        list[str] | None,
        typer.Option(metavar="NAME", help="Take this gold where nothing is adjudicated. Repeat it."),
    ] = None,
    split: Annotated[
        str | None,
        typer.Option(
            metavar="HOW",
            help="group, date, speaker, outlet, none or a file.  [default: group]",
        ),
    ] = None,
    shares: Annotated[
        str | None,
        typer.Option(metavar="N,N,N", help="% of train, validation, test.  [default: 80,10,10]"),
    ] = None,
    salt: Annotated[
        str | None, typer.Option(metavar="WORD", help="Another word, another split.  [default: annotator]")
    ] = None,
    dates: Annotated[
        str | None, typer.Option(metavar="DAY,DAY", help="By date: when validation and test begin.")
    ] = None,
    test_unassisted: Annotated[
        bool,
        typer.Option("--test-unassisted", help="Nothing in test that was labelled over proposals."),
    ] = False,
    task: Annotated[
        list[str] | None,
        typer.Option(
            metavar="TASK",
            help="Add rows for detection, detection-article, attribution, stance or topic.",
        ),
    ] = None,
    snapshot: Annotated[
        str | None, typer.Option(metavar="NAME", help="What annotator snapshot NAME froze, not what is now.")
    ] = None,
    compress: Annotated[str | None, typer.Option(metavar="zst|gz", help="Compress the data.")] = None,
    parquet: Annotated[bool, typer.Option("--parquet", help="Write Parquet instead of JSONL.")] = False,
    format: Annotated[
        str | None,
        typer.Option(
            metavar="NAME",
            help="Write for another program: brat, label-studio, prodigy, doccano, citron, conll, spacy, "
            "pdnc, webanno, cas-json, lewidi, web-annotation, or jsonl with texts.",
        ),
    ] = None,
    losses: Annotated[
        str | None, typer.Option(metavar="FILE.jsonl", help="With --format: what it cannot hold.")
    ] = None,
    title: Annotated[str | None, typer.Option(metavar="WORDS", help="What the dataset is called.")] = None,
    license: Annotated[str | None, typer.Option(metavar="ID", help="Its licence, for the card.")] = None,
) -> None:
    """Write a dataset: a folder with splits, card and manifest, or with a name OUT.jsonl just all quotes.

    In the folder: quotes (gold, with soft labels), annotations (of each annotator), articles. What is
    replaced stays until the new one is on disk. --format writes for another program.
    """
    said: dict[str, Any] = {
        "gold": gold, "split": split, "shares": shares, "salt": salt, "dates": dates,
        "test_unassisted": test_unassisted, "task": task, "snapshot": snapshot, "compress": compress,
        "parquet": parquet, "title": title, "license": license,
    }  # fmt: skip
    if format is not None or losses is not None:
        del said["snapshot"]
        _refuse(said, "is for a dataset folder, not for --format")
        from annotator.cli.formats import export_as

        export_as(ctx, format, to, layer or [], names, snapshot, losses)
    elif is_file(to):
        _refuse(said, "is for a folder; name one without .jsonl at its end")
        _export_file(ctx, to, layer or [], names)
    else:
        from annotator.cli.exporting import Asked, export_folder

        if layer:
            raise UsageError(
                "--layer is for a file OUT.jsonl; a folder has all people, and --gold chooses gold"
            )
        export_folder(ctx, Path(to), Asked(names=names, **{k: v for k, v in said.items() if v}))


def _refuse(said: dict[str, Any], why: str) -> None:
    """Raises UsageError where any of these was said."""
    given = next((name for name, value in said.items() if value), None)
    if given is not None:
        raise UsageError(f"--{given.replace('_', '-')} {why}")


def is_file(to: str) -> bool:
    """Whether an export to `to` is one file of JSON lines: stdout, a name that says so, a pipe or device."""
    return to == "-" or to.endswith(".jsonl") or (Path(to).exists() and not Path(to).is_dir())


def _export_file(ctx: typer.Context, to: str, words: Sequence[str], names: bool) -> None:
    from annotator.cli.progress import progress
    from annotator.cli.project import configured, opened
    from annotator.cli.say import many, say
    from annotator.dataset.facts import facts, of_json
    from annotator.dataset.names import Names

    with opened(configured(ctx)) as store:
        layers = chosen(store.layers(), words)
        with store.look(layers) as found, progress("exporting", found.count) as bar:
            called = Names(of_json(facts(store)), names)
            count = written(to, _records(found, called, bar))
        there = ", ".join(str(x) for x in layers) or "nobody yet"
        say(f"{many(count, 'quote')} written to {'stdout' if to == '-' else to}: {there}")


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


def _records(found: Snapshot, called: Names, bar: Progress) -> Iterator[dict[str, Any]]:
    from annotator.dataset.record import Registry, records

    registry = Registry(found.speakers, found.schemes)
    for quoted in found.quoted:
        for record in records(quoted, registry):
            record["layer"] = called.layer(record["layer"])
            yield record
        bar.step(len(quoted.quotes))


def written(to: str, rows: Iterator[dict[str, Any]]) -> int:
    """Write records to a file, or to stdout for -; how many they were."""
    from annotator.dataset.writer import write_file, write_stream

    if to != "-":
        return write_file(Path(to), rows)
    if sys.stdout is None:
        raise UsageError("stdout is closed; name a file")
    count = write_stream(sys.stdout.buffer, rows, plain=sys.stdout.isatty())
    sys.stdout.buffer.flush()
    return count


@examples("annotator schema > quote.schema.json")
def schema() -> None:
    """Print the JSON Schema of a line of the export."""
    from annotator.dataset.schema import quote_schema

    typer.echo(quote_schema(), nl=False)
