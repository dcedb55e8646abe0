"""annotator ingest: files, folders and dumps into the database."""

from __future__ import annotations

import gc
import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from annotator.cli import ingest_options as options
from annotator.cli.examples import examples
from annotator.cli.report import AsJson
from annotator.errors import Exit, UsageError

if TYPE_CHECKING:
    from annotator.cli.ingest_bulk import Harvest
    from annotator.cli.intake import Intake
    from annotator.cli.progress import Progress
    from annotator.config import Config
    from annotator.store import Store
    from annotator.suggest.running import Proposer

_SELDOM = 250_000  # new objects after which garbage is looked for; else after 700


def register(app: typer.Typer) -> None:
    """Add this group's commands."""
    app.command()(ingest)


@examples(
    "annotator ingest corpus",
    "annotator ingest news.jsonl.gz --sample 500 --by outlet,month",
    "annotator ingest dump.csv --field body=text --since 2025-01-01",
)
def ingest(
    ctx: typer.Context,
    paths: Annotated[list[str], typer.Argument(metavar="PATH...", help="Files, folders, - for stdin.")],
    if_changed: Annotated[
        bool, typer.Option("--if-changed", help="Only if a file changed since the last time.")
    ] = False,
    no_suggest: Annotated[bool, typer.Option("--no-suggest", help="Let the rules propose nothing.")] = False,
    quiet: Annotated[bool, typer.Option("--quiet", help="Say only what went wrong.")] = False,
    sample: options.Sampled = None,
    by: options.By = "",
    equal: options.Equal = False,
    seed: options.Seed = 0,
    with_quotes: options.Quoted = False,
    where: options.Where = None,
    since: options.Since = None,
    until: options.Until = None,
    field: options.Field = None,
    map_file: options.Map = None,
    near_duplicates: options.NearDuplicates = None,
    strict: options.Strict = False,
    jobs: options.Jobs = None,
    cluster: options.Cluster = None,
    work: options.Work = None,
    as_json: AsJson = False,
) -> int:
    """Take in articles from files and folders.

    .txt, .md with front matter, .jsonl with a text a line, .html. What cannot be used is named with the
    reason. The rules propose quotes.

    Dumps of many (.csv, .tsv, .warc, .parquet, .jsonl.gz, large .jsonl; also packed) are read on all cores;
    with a flag from --sample on, all that is named is one. Run it again: what was interrupted goes on.
    """
    from annotator.cli.fingerprint import fingerprint
    from annotator.cli.intake import Intake
    from annotator.cli.progress import progress
    from annotator.cli.project import configured, opened
    from annotator.cli.proposing import by_rule, project_of
    from annotator.cli.say import out_json, say

    if if_changed and "-" in paths:
        raise UsageError("--if-changed looks at files and folders, and - is neither")
    flags = options.Flags(
        sample, by, equal, seed, with_quotes, tuple(where or ()), since, until, tuple(field or ()), map_file,
        near_duplicates, strict, jobs, cluster, work,
    )  # fmt: skip
    dumps = [path for path in paths if flags.are_dumps(path)]
    others = [path for path in paths if path not in dumps]
    config = configured(ctx)
    with opened(config, make=True) as store:
        states = {os.path.abspath(path): fingerprint(Path(path)) for path in paths if if_changed}
        unchanged = bool(states) and all(s and store.fingerprint(path) == s for path, s in states.items())
        intake, harvest = Intake(), None
        if not unchanged:
            project = project_of(config, store)
            proposer = by_rule(store, project) if config.rules and not no_suggest else None
            with (
                _seldom_collected(),
                progress("taking in", lambda: _expected(paths, dumps, sample), not quiet) as bar,
            ):
                if others:
                    intake = _articles(store, others, config, bar, proposer)
                if dumps:
                    harvest = _dumps(store, dumps, flags, config, bar, proposer)
                    intake.add(harvest.intake)
        if intake.well:  # else the next start says again what is to be mended
            for path, state in states.items():
                store.set_fingerprint(path, state)
    if as_json:
        more = {} if harvest is None else {"dumps": harvest.as_json()}
        out_json(intake.as_json() | {"unchanged": unchanged} | more)
    elif not quiet:
        lines = ["nothing changed since the last time"] if unchanged else list(intake.as_words())
        for line in [*(harvest.as_words() if harvest else ()), *lines]:
            say(line)
    return Exit.OK if intake.well and not intake.unread else Exit.INPUT


@contextmanager
def _seldom_collected() -> Iterator[None]:
    """The program itself is no garbage: to walk through all of it again is 5 percent of an ingest.

    An article makes tens of thousands of objects and hardly a cycle: to look seldom is 2 percent.
    """
    gc.freeze()
    before = gc.get_threshold()
    gc.set_threshold(_SELDOM, *before[1:])
    try:
        yield
    finally:
        gc.set_threshold(*before)
        gc.unfreeze()


def _expected(paths: list[str], dumps: list[str], sample: int | None) -> int | None:
    from annotator.cli.intake import expected

    return sample if dumps else expected(paths)


def _articles(
    store: Store, paths: list[str], config: Config, bar: Progress, proposer: Proposer | None
) -> Intake:
    """Files and folders, by this process alone."""
    from annotator.cli.intake import take_in
    from annotator.ingest.read import read

    stdin = sys.stdin.buffer if "-" in paths and sys.stdin else None
    return take_in(store, read(paths, stdin), config.folder, bar, proposer)


def _dumps(
    store: Store,
    paths: list[str],
    flags: options.Flags,
    config: Config,
    bar: Progress,
    proposer: Proposer | None,
) -> Harvest:
    """Files of many articles, by many processes."""
    from annotator.cli.ingest_bulk import harvested

    return harvested(store, paths, flags, config, bar, proposer)
