"""annotator check: everything that is wrong with the scheme, the guideline and annotator.toml."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING, Annotated

import typer

from annotator.cli.examples import examples
from annotator.cli.report import AsJson
from annotator.errors import Exit, UsageError

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from annotator.scheme import Scheme
    from annotator.store.checking import About

Complaint = tuple["Path", int, str]  # file, line from 1, sentence


def register(app: typer.Typer) -> None:
    """Add this group's commands."""
    app.command()(check)


@examples("annotator check", "annotator check --database", "annotator check --database --rebuild")
def check(
    ctx: typer.Context,
    database: Annotated[
        bool,
        typer.Option(
            "--database", help="Check the database instead: file, references, texts, spans, counts, events."
        ),
    ] = False,
    rebuild: Annotated[
        bool,
        typer.Option("--rebuild", help="With --database: make the state what the recorded actions say."),
    ] = False,
    as_json: AsJson = False,
) -> int:
    """Check the scheme, the guideline and the settings.

    Each complaint about scheme.toml, guideline.md and annotator.toml comes as FILE:LINE: SENTENCE.
    """
    if database:
        return _database(ctx, rebuild, as_json)
    if rebuild:
        raise UsageError("--rebuild goes with --database")
    from annotator.cli.guidelines import guidelines
    from annotator.cli.project import flags
    from annotator.cli.say import many, out, out_json, say
    from annotator.config import project_folder

    folder = project_folder(flags(ctx).project, os.environ)
    found = list(_complaints(folder))
    if as_json:
        out_json([{"file": str(file), "line": line, "sentence": said} for file, line, said in found])
    else:
        for file, line, said in found:
            out(f"{_short(file, folder)}:{line}: {said}")
    if not found:
        files = guidelines(folder)
        names = ", ".join(str(_short(x, folder)) for x in (files.scheme, files.guideline) if x)
        say(f"nothing to complain about in {names}")
        for name in _without_a_rule(folder):
            say(f"no section of the guideline is for {name}: give the heading of one the id {{#{name}}}")
        return Exit.OK
    say(f"{many(len(found), 'complaint')}")
    return Exit.SCHEME


def _database(ctx: typer.Context, rebuild: bool, as_json: bool) -> int:
    from annotator.cli.progress import progress
    from annotator.cli.project import configured, opened
    from annotator.cli.say import many, out, out_json, say

    with opened(configured(ctx)) as store, progress("checking", lambda: None) as bar:

        def watch(about: About) -> None:
            bar.begin(f"checking: {about} ({list(type(about)).index(about) + 1} of {len(type(about))})")

        found = store.complaints(watch)
        mended = None
        if rebuild and any(complaint.can_be_mended for complaint in found):
            bar.begin("rebuilding the state")
            mended = store.rebuild()
            found = store.complaints(watch)
        name = store.name
    if as_json:
        complaints = [{"about": x.about, "sentence": x.sentence} for x in found]
        out_json({"database": name, "complaints": complaints, "rebuilt": mended.changed if mended else None})
    else:
        for complaint in found:
            out(f"{complaint.about}: {complaint.sentence}")
    if mended is not None:
        kept = f"; a copy of it as it was is {mended.copy}" if mended.copy else ""
        say(f"{many(mended.changed, 'thing')} made what the recorded actions say{kept}")
    if not found:
        say(f"nothing to complain about in {name}")
        return Exit.OK
    say(f"{many(len(found), 'complaint')}")
    if any(complaint.can_be_mended for complaint in found) and not rebuild:
        say("annotator check --database --rebuild makes state and counts what the recorded actions say")
    if not all(complaint.can_be_mended for complaint in found):
        say("what is damaged comes back from a backup: annotator backup --list, annotator restore")
    return Exit.STORE


def _without_a_rule(folder: Path) -> list[str]:
    """The fields for which the screen finds no place in the guideline; none where there is no guideline."""
    from annotator.cli.guidelines import pages, scheme_of
    from annotator.guideline.sections import sections, wanting

    every = [section for name, text in pages(folder) for section in sections(text, name)]
    return wanting(every, scheme_of(folder)) if every else []


def _short(file: Path, folder: Path) -> Path:
    return file.relative_to(folder) if file.is_relative_to(folder) else file


def _complaints(folder: Path) -> Iterator[Complaint]:
    from annotator.cli.guidelines import guidelines, text_of
    from annotator.scheme import complaints, parse_scheme

    files = guidelines(folder)
    text = text_of(files.scheme)
    scheme = None
    for complaint in (wrong := complaints(text)):
        yield files.scheme, complaint.line, complaint.sentence
    if not wrong:
        scheme = parse_scheme(text, str(files.scheme))
        if files.guideline is not None:
            yield from _in_guideline(files.guideline, scheme)
    yield from _in_settings(folder, files.scheme, scheme)


def _in_guideline(file: Path, scheme: Scheme) -> Iterator[Complaint]:
    from annotator.cli.guidelines import derived, text_of
    from annotator.guideline import guideline_complaints

    for complaint in guideline_complaints(text_of(file), scheme, derived):
        yield file, complaint.line, complaint.sentence


def _in_settings(folder: Path, by: Path, scheme: Scheme | None) -> Iterator[Complaint]:
    """Those of annotator.toml; which keys can be had depends on the commands that the scheme makes."""
    from annotator.config import FILE, line_of, read_settings, settings_text
    from annotator.tui.commands import all_commands
    from annotator.tui.keymap import complaints

    text = settings_text(folder)
    settings, found = read_settings(text)
    for complaint in found:
        yield folder / FILE, complaint.line, complaint.sentence
    if scheme is None:
        return
    for id, sentence in complaints(all_commands(scheme), settings.keys):
        # An id may be written as one name or as several.
        line = max(line_of(text, "keys", id), line_of(text, "keys", *id.split(".")))
        yield (folder / FILE, line, sentence) if id else (by, 1, sentence)
