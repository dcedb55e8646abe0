"""annotator import: what other programs marked, as a layer."""

from __future__ import annotations

from enum import StrEnum
from typing import TYPE_CHECKING, Annotated

import typer

from annotator.cli.report import AsJson
from annotator.errors import Exit, UsageError

if TYPE_CHECKING:
    from annotator.model import Layer


class Format(StrEnum):
    """What can be read."""

    BRAT = "brat"


class Kind(StrEnum):
    """For whom a layer speaks; the values of model.LayerKind, which is not loaded for --help."""

    HUMAN = "human"
    GOLD = "gold"
    MODEL = "model"


def register(app: typer.Typer) -> None:
    """Add this group's commands."""
    app.command("import")(import_)


def import_(
    ctx: typer.Context,
    paths: Annotated[list[str], typer.Argument(metavar="PATH", help="Folders or .txt files.")],
    format: Annotated[Format, typer.Option(help="What the files are written in.")],
    name: Annotated[
        str, typer.Option("--layer", metavar="NAME", help="What the layer is called: who marked it.")
    ],
    kind: Annotated[Kind, typer.Option(help="What kind of layer it is.")] = Kind.HUMAN,
    version: Annotated[
        str,
        typer.Option("--layer-version", metavar="VERSION", help="Of a model or a gold; a model needs one."),
    ] = "",
    attributions: Annotated[
        str | None,
        typer.Option(metavar="DIR", help="Where the .ann files are, when not beside the texts."),
    ] = None,
    each: Annotated[
        bool,
        typer.Option(
            "--each", help="Where several people marked a text (NAME_WHO.ann), a layer each: “NAME-WHO”."
        ),
    ] = False,
    as_json: AsJson = False,
) -> int:
    """Take in texts with what another program marked in them.

    Texts that are new go in as they are, without proposals (annotator suggest makes them); the quotes fill
    the layer, so that the same files can be imported again. Where several people marked a text, the first
    one's file by name is taken, unless --each is said. A folder with text/ and attributions/ is known. What
    cannot be read is named by file and line and left out. Speakers are left open.
    """
    from pathlib import Path

    from annotator.cli.guidelines import use_guidelines
    from annotator.cli.importing import Import, pieces
    from annotator.cli.progress import progress
    from annotator.cli.project import configured, opened
    from annotator.cli.say import out_json, say

    layer = _layer(kind, name, version)
    found = pieces([Path(path) for path in paths], Path(attributions) if attributions else None)
    config = configured(ctx)
    with opened(config, make=True) as store:
        scheme = use_guidelines(store, config.folder)
        with progress("importing", lambda: len(found)) as bar:
            done = Import(store, config.folder, scheme, layer, bar)
            done.run(found, each)
    if as_json:
        out_json(done.as_json())
    else:
        for line in done.as_words():
            say(line)
    return Exit.INPUT if done.refused else Exit.OK


def _layer(kind: Kind, name: str, version: str) -> Layer:
    from annotator.cli.people import LONGEST
    from annotator.model import Layer, LayerKind

    tidy, of = name.strip(), version.strip()
    for word in (tidy, of or "1"):
        if not word or len(word) > LONGEST or not word.isprintable():
            raise UsageError(
                f"“{word[:LONGEST]}” names no layer: that takes 1 to {LONGEST} printable characters"
            )
    if kind is Kind.MODEL and not of:
        raise UsageError("a model's layer has a version; name it with --layer-version")
    if kind is Kind.HUMAN and of:
        raise UsageError("a person's layer has no version; leave --layer-version out, or say --kind gold")
    return Layer(LayerKind(kind), tidy, of)
