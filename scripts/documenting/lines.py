"""Lines of a shell in the documentation: which commands of ours they call, and whether there are such.

Nothing is run: Typer takes each line apart as it would for a run, and complains of what it does not know.
"""

import re
import shlex
from collections.abc import Iterator, Sequence
from functools import cache
from typing import Any

import typer
from typer.core import TyperGroup

from annotator.cli.main import called, command_line, hoisted
from scripts.documenting.commands import commands

OURS = ("annotator", "./scripts/annotate", "scripts/annotate")
_END = re.compile(r"[();<>|&]+")
_SETS = re.compile(r"\w+=")
_COMMENT = re.compile(r"(?:^|\s)#.*$")
_OPTION = re.compile(r"--[a-z][\w-]*")


def calls(text: str) -> Iterator[list[str]]:
    """The words of each call of ours in a script, the command's own name left out."""
    lines = text.replace("\\\n", " ").splitlines()
    words = shlex.shlex(
        " ; ".join(_COMMENT.sub("", line) for line in lines), posix=True, punctuation_chars=True
    )
    words.whitespace_split, words.commenters = True, ""
    call: list[str] | None = None
    first, file = True, False  # the first word of a command; a word behind < or >
    for word in words:
        if _END.fullmatch(word):
            file = word[0] in "<>"
            if call is not None and not file:
                yield call
            if not file:
                call, first = None, True
        elif file:
            file = False
        elif call is not None:
            call.append(word)
        elif not (first and _SETS.match(word)):
            call = [] if first and word in OURS else None
            first = False
    if call is not None:
        yield call


def complaint(words: Sequence[str]) -> str | None:
    """Why the program would refuse these words before it does anything; None where it would not."""
    try:
        line = hoisted(words)
        command: Any = _line(called(line))
        context = command.make_context("annotator", list(line))
        while isinstance(command, TyperGroup) and (rest := [*context._protected_args, *context.args]):
            name, command, rest = command.resolve_command(context, rest)
            context = command.make_context(name, list(rest), parent=context)
    except typer.Exit:  # --help, --version
        return None
    except Exception as problem:  # noqa: BLE001  # Typer's and ours alike are to be shown with the line
        return problem.format_message() if isinstance(problem, typer.TyperException) else str(problem)
    return None


@cache
def _line(name: str) -> Any:
    return typer.main.get_command(command_line(name))


def unknown(words: str) -> list[str]:
    """What in a mention of a command (`annotator NAME ... --flag`) the program does not know."""
    parts = words.split()[1:]
    name = ""
    for part in parts:
        longer = f"{name} {part}".strip()
        if longer not in commands():
            if not name and re.fullmatch(r"[a-z][a-z-]*", part):
                return [part]
            break
        name = longer
    there = options_of(name) | options_of("") if name else every_option()
    return [option for option in _OPTION.findall(words) if option not in there]


@cache
def options_of(name: str) -> frozenset[str]:
    """The options of a command, and of the commands that it stands in."""
    words = name.split()
    every = [commands()[" ".join(words[: n + 1])] for n in range(len(words))] or [commands()[""]]
    return frozenset(opt for one in every for option in one.options() for opt in _names(option))


def every_option() -> frozenset[str]:
    """The options of all commands."""
    return frozenset().union(*map(options_of, commands()))


def _names(option: Any) -> list[str]:
    return [*option.opts, *option.secondary_opts]
