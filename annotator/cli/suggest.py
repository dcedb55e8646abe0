"""annotator suggest: proposals by rule, by a plugin, or from a file of predictions."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING, Annotated

import typer

from annotator.cli.examples import examples
from annotator.cli.report import AsJson
from annotator.errors import Exit, UsageError

if TYPE_CHECKING:
    from annotator.cli.proposing import Proposing
    from annotator.suggest.suggester import Project


def register(app: typer.Typer) -> None:
    """Add this group's commands."""
    app.command()(suggest)


@examples(
    "annotator suggest",
    "annotator suggest learned --again",
    "annotator suggest --from out.jsonl --name parser --model-version 2",
)
def suggest(
    ctx: typer.Context,
    name: Annotated[
        str | None, typer.Argument(metavar="NAME", help="A suggester; --list shows them.  [default: rules]")
    ] = None,
    from_file: Annotated[
        str | None,
        typer.Option("--from", metavar="FILE.jsonl", help="Take a model's predictions; - for stdin."),
    ] = None,
    article: Annotated[
        list[str] | None,
        typer.Option("--article", metavar="ARTICLE", help="Its number, digest or path. Repeat it."),
    ] = None,
    again: Annotated[bool, typer.Option("--again", help="Also what this version has read already.")] = False,
    model: Annotated[
        str | None, typer.Option("--name", metavar="NAME", help="With --from: what the model is called.")
    ] = None,
    version: Annotated[
        str | None,
        typer.Option("--model-version", metavar="VERSION", help="With --from: the model's version."),
    ] = None,
    listed: Annotated[bool, typer.Option("--list", help="Show which suggesters there are.")] = False,
    as_json: AsJson = False,
) -> int:
    """Let a suggester propose the quotes of the articles that it has not read yet.

    Its proposals are a layer of their own; those of other versions are superseded. What people said stays.
    Ingest runs the rules by itself.
    """
    from annotator.cli.project import configured, opened
    from annotator.cli.proposing import Proposing, project_of

    _check(name, from_file, again, model, version)
    config = configured(ctx)
    if listed:
        return _list(project_of(config), as_json)
    with opened(config) as store:
        project = project_of(config, store)
        proposing = Proposing(store, project.scheme)
        try:
            if from_file is not None:
                _from_file(proposing, from_file, model, version, article)
            else:
                _run(proposing, project, name, article, again)
        finally:  # Ctrl-C, too: what was done is said
            _report(proposing, as_json)
    if from_file is not None:
        return Exit.OK if proposing.well else Exit.INPUT
    return Exit.OK if proposing.well else Exit.PROBLEM


def _check(
    name: str | None, from_file: str | None, again: bool, model: str | None, version: str | None
) -> None:
    """Raises UsageError where the options do not go together."""
    if from_file is None and (model or version):
        raise UsageError("--name and --model-version say what the model of --from FILE is called")
    if from_file is not None and name is not None:
        raise UsageError("--from takes the predictions of a file; call the model with --name NAME")
    if from_file is not None and again:
        raise UsageError("--again is for suggesters; the lines of a file are always taken")


def _list(project: Project, as_json: bool) -> int:
    from annotator.cli.say import out, out_json, table
    from annotator.suggest.plugins import known

    found = list(known(project))
    if as_json:
        rows = [{"name": x.name, "version": x.version, "origin": x.origin, "why": x.why} for x in found]
        out_json([row | {"usable": not row["why"]} for row in rows])
        return Exit.OK
    lines = [(x.name, x.version, x.origin, x.why or "usable") for x in found]
    for line in table([("suggester", "version", "comes from", ""), *lines]):
        out(line)
    return Exit.OK


def _run(
    proposing: Proposing, project: Project, name: str | None, words: list[str] | None, again: bool
) -> None:
    from annotator.suggest.plugins import RULES, suggester

    chosen = suggester(name or RULES, project)
    proposing.run(chosen, words, again)


def _from_file(
    proposing: Proposing, file: str, model: str | None, version: str | None, words: list[str] | None
) -> None:
    from annotator.cli.proposing import seekable

    stdin = sys.stdin.buffer if sys.stdin else None
    with seekable(file, stdin) as stream:
        proposing.take(stream, "the standard input" if file == "-" else file, model, version, words)


def _report(proposing: Proposing, as_json: bool) -> None:
    from annotator.cli.say import out_json, say

    if as_json:
        out_json(proposing.as_json())
        return
    for line in proposing.as_words():
        say(line)
