"""The command `annotator`: its commands, its global flags, and what becomes of an error."""

import os
import re
import sys
from collections.abc import Sequence
from contextlib import suppress
from functools import cache
from importlib import import_module
from typing import Annotated, Any, NoReturn

import typer

from annotator.cli.examples import worded
from annotator.cli.overview import EPILOG, WORDS, Overview
from annotator.cli.project import Flags
from annotator.cli.say import complain
from annotator.errors import AnnotatorError, Exit, UsageError

# The module of annotator.cli that has each command; for the help of the whole it also stands in overview.py.
MODULES = {
    "ingest": "corpus", "import": "imports", "annotate": "annotate", "export": "export", "schema": "export",
    "status": "report", "articles": "report", "keys": "report", "pace": "pace", "suggest": "suggest",
    "learn": "learn", "evaluate": "evaluate", "agreement": "agreement", "adjudicate": "adjudicate",
    "feedback": "feedback", "gold": "gold", "snapshot": "snapshots", "diff": "snapshots",
    "flags": "rulings", "rule": "rulings", "rulings": "rulings",
    "speakers": "speakers", "scheme": "scheme", "check": "check", "doctor": "doctor",
    "init": "init", "demo": "demo", "practice": "practice",
    "serve": "serve", "annotators": "annotators", "assign": "assign", "queue": "queue",
    "progress": "dashboard", "bundle": "bundle", "merge": "merge", "upgrade": "upgrade",
    "migrate-db": "migrate_db", "backup": "backup", "restore": "restore",
}  # fmt: skip


_COMPLETE = "_ANNOTATOR_COMPLETE"  # a shell sets it, as typer told it to


@cache
def command_line(name: str = "") -> typer.Typer:
    """The command line with the command `name` alone, or with all where there is none of that name.

    To put a command together costs a start more than half a millisecond, and there are many: where none is
    called they are only listed.
    """
    app = typer.Typer(
        name="annotator",
        cls=Overview,
        rich_markup_mode=None,
        pretty_exceptions_enable=False,
        context_settings={"help_option_names": ["--help", "-h"]},
    )
    app.callback(invoke_without_command=True, epilog=EPILOG)(start)
    if name in MODULES:
        import_module(f"annotator.cli.{MODULES[name]}").register(app)
        worded(app)
    else:
        for listed in MODULES:
            app.command(listed, help=WORDS.get(listed))(_nothing)
    return app


def _nothing() -> None:
    """In the place of a command that is only listed."""


def _version(wanted: bool) -> None:
    if wanted:
        from annotator import __version__

        typer.echo(f"annotator {__version__}")
        raise typer.Exit


def start(
    ctx: typer.Context,
    project: Annotated[
        str | None,
        typer.Option(
            "--project", metavar="DIR", help="The project's folder.  [env: ANNOTATOR_PROJECT; default: .]"
        ),
    ] = None,
    db: Annotated[
        str | None,
        typer.Option(
            "--db",
            metavar="FILE|URL",
            help="The database.  [env: ANNOTATOR_DB; default: DIR/annotator.db]",
        ),
    ] = None,
    version: Annotated[
        bool, typer.Option("--version", is_eager=True, callback=_version, help="Print the version.")
    ] = False,
) -> None:
    """Mark quotations in news: their words, who really speaks, stance, topic."""
    ctx.obj = Flags(project, db)
    if db and has_password(db) and db != os.environ.get("ANNOTATOR_DB"):
        complain("everybody on this computer can read a password in --db; put the address into ANNOTATOR_DB")
    if ctx.invoked_subcommand is None:
        typer.echo(ctx.get_help(), err=True)
        raise typer.Exit(Exit.USAGE)


def has_password(address: str) -> bool:
    """Whether a database's address holds one."""
    return "://" in address and bool(re.search(r"://[^:@/]*:[^@]+@|[?&]password=", address))


def main(words: Sequence[str] | None = None) -> NoReturn:
    """Run the command line and end the process with one of errors.Exit."""
    code = run(list(sys.argv[1:] if words is None else words))
    sys.exit(_flushed(code))


def run(words: list[str]) -> int:
    """Run the command line `words`; its exit code. Every error has become one sentence on stderr."""
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):  # a locale without “ must not end a report
            stream.reconfigure(errors="backslashreplace")
    try:
        if _COMPLETE in os.environ:
            from annotator.cli import completing

            if completing.is_asked(os.environ):
                return completing.answer(os.environ, _tree)
        line = hoisted(words)
        app = command_line(called(line))
        return int(app(line, prog_name="annotator", standalone_mode=False) or Exit.OK)
    except AnnotatorError as problem:
        complain(str(problem))
        return problem.exit_code
    except typer.TyperException as problem:
        complain(_usage(problem))
        return problem.exit_code
    except (typer.Abort, KeyboardInterrupt):
        return Exit.INTERRUPTED
    except BrokenPipeError:
        return Exit.PROBLEM  # whoever read our output has gone: there is nobody to tell
    except OSError as problem:
        complain(_system(problem))
        return Exit.PROBLEM
    except Exception as problem:  # noqa: BLE001  # the one place: a traceback never reaches a user
        from annotator.cli.crash import kept

        complain(f"this is a defect of the program ({type(problem).__name__}); {kept(problem, words)}")
        return Exit.PROBLEM


def _tree(words: list[str]) -> tuple[Any, list[str]]:
    """What `words` call, put together as far as a shell asks, and the words with global flags first."""
    with suppress(UsageError):  # the value of a global flag is still to come
        words = hoisted(words)
    return typer.main.get_command(command_line(called(words))), words


def hoisted(words: Sequence[str]) -> list[str]:
    """`words` with the global flags brought to the front, so that they may stand behind the command."""
    front: list[str] = []
    rest: list[str] = []
    at = iter(words)
    for word in at:
        if word == "--":
            return [*front, *rest, word, *at]
        if word in ("--project", "--db"):
            value = next(at, None)
            if value is None:
                raise UsageError(f"{word} needs a value; see annotator --help")
            front += [word, value]
        elif word.startswith(("--project=", "--db=")):
            front.append(word)
        else:
            rest.append(word)
    return [*front, *rest]


def called(words: Sequence[str]) -> str:
    """The command among `words`, whose global flags stand in front; empty where there is none."""
    at = iter(words)
    for word in at:
        if word in ("--project", "--db"):
            next(at, None)
        elif not word.startswith(("--project=", "--db=")):
            return word if word in MODULES else ""
    return ""


def _usage(problem: typer.TyperException) -> str:
    """Typer's complaint about the command line as one sentence."""
    message = " ".join(problem.format_message().split()).rstrip(".")
    ctx = getattr(problem, "ctx", None)
    command = ctx.command_path if ctx is not None else "annotator"
    return f"{message[:1].lower()}{message[1:]}; see {command} --help"


def _system(problem: OSError) -> str:
    """What the system refused, where no room below knew better."""
    what = problem.filename if problem.filename is not None else "the output"
    return f"{what} could not be read or written ({problem.strerror}); mend that and try again"


def _flushed(code: int) -> int:
    """Write out what is left now: at the interpreter's end nobody could catch what goes wrong with it."""
    try:
        if sys.stdout is not None:  # it is None where it was closed from the start
            sys.stdout.flush()
    except OSError as problem:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())  # drops what cannot be written
        if code == Exit.OK and not isinstance(problem, BrokenPipeError):
            complain(_system(problem))
        return code or Exit.PROBLEM
    return code
