"""annotator import: what other programs marked, as layers."""

from __future__ import annotations

from enum import StrEnum
from typing import TYPE_CHECKING, Annotated

import typer

from annotator.cli.examples import examples
from annotator.cli.report import AsJson
from annotator.errors import Exit, UsageError

if TYPE_CHECKING:
    from collections.abc import Sequence

    from annotator.cli.importing import Found, Naming
    from annotator.formats.registry import Format, Reading
    from annotator.store import Store


class FormatName(StrEnum):
    """What can be read: the names of dataset.exchange.MODULES, which is not loaded for --help."""

    JSONL = "jsonl"
    BRAT = "brat"
    LABEL_STUDIO = "label-studio"
    PRODIGY = "prodigy"
    DOCCANO = "doccano"
    CITRON = "citron"
    CONLL = "conll"
    SPACY = "spacy"
    PDNC = "pdnc"
    WEBANNO = "webanno"
    CAS_JSON = "cas-json"
    LEWIDI = "lewidi"
    WEB_ANNOTATION = "web-annotation"


_FORMATS = ", ".join(FormatName)


class Kind(StrEnum):
    """For whom a layer speaks; the values of model.LayerKind, which is not loaded for --help."""

    HUMAN = "human"
    GOLD = "gold"
    MODEL = "model"


def register(app: typer.Typer) -> None:
    """Add this group's commands."""
    app.command("import")(import_)


@examples(
    "annotator import brat/ --format brat --layer ana",
    "annotator import gold.jsonl --format jsonl --layer ours --kind gold",
)
def import_(
    ctx: typer.Context,
    paths: Annotated[list[str], typer.Argument(metavar="PATH...", help="Files, or folders of them.")],
    format: Annotated[FormatName, typer.Option(metavar="FORMAT", help=f"{_FORMATS}.")],
    name: Annotated[
        str | None,
        typer.Option(
            "--layer",
            metavar="NAME",
            help="The layer's name: who marked it.  [default: as in the files]",
        ),
    ] = None,
    kind: Annotated[
        Kind | None,
        typer.Option(
            metavar="KIND",
            help="What --layer is: human, gold, model.  [default: as the files say, else human]",
        ),
    ] = None,
    version: Annotated[
        str,
        typer.Option("--layer-version", metavar="VERSION", help="Of a model or a gold; a model needs one."),
    ] = "",
    each: Annotated[
        bool,
        typer.Option("--each", help="A layer “NAME-WHO” for each who marked a text."),
    ] = False,
    map_file: Annotated[
        str | None,
        typer.Option("--map", metavar="FILE.toml", help="What the files' words for things mean here."),
    ] = None,
    strict: Annotated[
        bool, typer.Option("--strict", help="Import nothing where anything would be left out.")
    ] = False,
    attributions: Annotated[
        str | None,
        typer.Option(metavar="DIR", help="brat: where .ann files are, if not beside the texts."),
    ] = None,
    as_json: AsJson = False,
) -> int:
    """Take in texts with what was marked in them elsewhere.

    New texts go in as they are, without proposals; the quotes fill the layer, so that the same files can be
    imported again. With --layer the first answer to each text is taken, unless --each is said; without it
    each layer that the files name. What cannot be read is named and left out. docs/formats.md says what each
    format holds, and how --map is written.
    """
    from pathlib import Path

    from annotator.cli.guidelines import use_guidelines
    from annotator.cli.importing import Import
    from annotator.cli.progress import progress
    from annotator.cli.project import configured, opened
    from annotator.cli.say import complain, out_json, say
    from annotator.dataset.exchange.formats import load
    from annotator.formats.mapping import Mapping, read_mapping
    from annotator.formats.registry import Reading

    naming = _naming(name, kind, version, each)
    mapping = read_mapping(Path(map_file)) if map_file else Mapping()
    texts = _Texts()
    beside = Path(attributions) if attributions else None
    reading = Reading(mapping, each=each or naming.name is None, beside=beside, known=texts.known)
    wanted = load(format.value)
    found = _found(wanted, paths, reading)
    config = configured(ctx)
    with opened(config, make=True) as store:
        texts.store = store
        scheme = use_guidelines(store, config.folder)
        if strict:
            with progress("checking", lambda: None) as bar:
                trial = Import(store, config.folder, scheme, wanted, naming, bar, trial=True, named=as_json)
                trial.run(found)
            if not trial.sound:
                if as_json:
                    out_json(trial.failed_json())
                complain(trial.as_failed())
                return Exit.INPUT
            found = _found(wanted, paths, reading)
        with progress("importing", lambda: None) as bar:
            done = Import(store, config.folder, scheme, wanted, naming, bar, named=as_json)
            done.run(found)
    if as_json:
        out_json(done.as_json())
    else:
        for line in done.as_words():
            say(line)
    return Exit.INPUT if done.refused.many else Exit.OK


def _found(format: Format, paths: Sequence[str], reading: Reading) -> Found:
    """All that is in the files. Raises UsageError at once where one is not there."""
    from pathlib import Path

    every = [Path(path) for path in paths]
    for path in every:
        if not path.exists():
            raise UsageError(f"there is no {path}; check the name")
    read = [(path, format.read([path], reading)) for path in every]
    return ((path, one) for path, some in read for one in some)


class _Texts:
    """The texts that the database has."""

    def __init__(self) -> None:
        self.store: Store | None = None
        self._paths: dict[str, tuple[str, ...]] | None = None

    def known(self, digest: str | None, path: str | None) -> str | None:
        """The text of an article, by digest or else by a path that only one came from."""
        if self.store is None:
            return None
        if digest is None:
            self._paths = self.store.paths() if self._paths is None else self._paths
            found = self._paths.get(path or "", ())
            digest = found[0] if len(found) == 1 else None
        if digest is None or not self.store.known_articles([digest]):
            return None
        return self.store.article(digest).text


def _naming(name: str | None, kind: Kind | None, version: str, each: bool) -> Naming:
    from annotator.cli.importing import Naming, sound
    from annotator.errors import InputError
    from annotator.model import Layer, LayerKind

    if name is None:
        given = {"--kind": kind, "--layer-version": version, "--each": each}
        for flag, value in given.items():
            if value:
                raise UsageError(f"{flag} says something of the layer; name it with --layer")
        return Naming()
    wanted = LayerKind(kind) if kind else None
    tidy, of = name.strip(), version.strip()
    try:
        sound(Layer(wanted or LayerKind.HUMAN, tidy, of))
    except InputError as problem:
        raise UsageError(str(problem)) from None
    return Naming(tidy, wanted, of, each)
