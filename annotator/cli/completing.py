"""The answer to a shell when somebody presses Tab.

typer writes the scripts that shells load (annotator --install-completion) and knows what may stand where. Its
own answers load rich, do not see flags that stand before the command, and know no values.
"""

import re
import shlex
from collections.abc import Callable, Mapping
from contextlib import suppress
from typing import Any, NamedTuple

import typer
from typer._click.shell_completion import _resolve_context, _resolve_incomplete
from typer.core import TyperArgument, TyperOption

from annotator.cli.offering import offered

VARIABLE = "_ANNOTATOR_COMPLETE"

Tree = Callable[[list[str]], tuple[Any, list[str]]]  # the command that words call; and they


class Typed(NamedTuple):
    """What stands before the cursor: whole words, and the beginning of one."""

    words: list[str]
    begun: str
    quoted: bool = False  # it stands within a quotation mark that is still open


def is_asked(environ: Mapping[str, str]) -> bool:
    """Whether a shell asks, one that this can answer; PowerShell is typer's."""
    return environ.get(VARIABLE) in _SHELLS


def answer(environ: Mapping[str, str], tree: Tree) -> int:
    """Print what a shell may complete, as it wants to be told; its exit code."""
    typed_by, told_to = _SHELLS[environ[VARIABLE]]
    typed, found = Typed([], ""), list[tuple[str, str]]()
    with suppress(Exception):  # whatever is said now would stand in the middle of what somebody types
        typed = typed_by(environ)
        found = found_for(typed, tree)
    typer.echo(told_to(found, typed.quoted), nl=False)
    wants_only_to_know = environ.get("_TYPER_COMPLETE_FISH_ACTION") == "is-args"  # else fish names files
    return int(wants_only_to_know and not found)


def found_for(typed: Typed, tree: Tree) -> list[tuple[str, str]]:
    """What may stand at the cursor, with a few words on each; empty where a file may, or nothing."""
    words = list(typed.words)
    if words[-1:] == ["="] and words[-2:-1]:  # bash takes --flag=value apart
        words.pop()
    begun = "" if typed.begun == "=" else typed.begun
    command, words = tree(words)
    ctx = _resolve_context(command, {}, "annotator", words)
    asked: Any
    asked, begun = _resolve_incomplete(ctx, words, begun)
    items = asked.shell_complete(ctx, begun)
    found = [(item.value, item.help or "") for item in items if item.type == "plain"]
    if not found and isinstance(asked, TyperOption | TyperArgument):
        root, path = ctx.find_root().params, ctx.command_path.partition(" ")[2]
        for place in asked.opts:
            values = offered(path, place, asked.metavar or "", root.get("project"), root.get("db"))
            found += [(value, "") for value in values if value.startswith(begun)]
    return found


def split(line: str) -> Typed:
    """A line as far as the cursor into words, as a shell does it."""
    for end in ("", "'", '"', "\\"):
        try:
            words = shlex.split(line + end)
        except ValueError:
            continue
        if end or (words and not line[-1:].isspace()):
            return Typed(words[:-1], words[-1] if words else "", quoted=end in ("'", '"'))
        return Typed(words, "")
    return Typed([], "")


def _by_bash(environ: Mapping[str, str]) -> Typed:
    words, at = environ["COMP_WORDS"].split("\n"), int(environ["COMP_CWORD"])
    before = [_unquoted(word) for word in words[1:at]]
    begun = words[at] if at < len(words) else ""
    return Typed(before, _unquoted(begun), quoted=begun[:1] in ("'", '"'))


def _unquoted(word: str) -> str:
    found = split(word)
    return " ".join([*found.words, found.begun])


def _by_words(environ: Mapping[str, str]) -> Typed:
    typed = split(environ.get("_TYPER_COMPLETE_ARGS", ""))
    return typed._replace(words=typed.words[1:])


def _to_bash(found: list[tuple[str, str]], quoted: bool) -> str:
    return "".join(f"{value if quoted else _BARE.sub(_escaped, value)}\n" for value, _ in found)


def _to_zsh(found: list[tuple[str, str]], _quoted: bool) -> str:
    if not found:
        return "_files"
    items = "\n".join(
        f'"{_in_zsh(value)}"' + (f':"{_in_zsh(words)}"' if words else "") for value, words in found
    )
    return f"_arguments '*: :(({items}))'"


def _to_fish(found: list[tuple[str, str]], _quoted: bool) -> str:
    return "".join(f"{value}\t{' '.join(words.split())}\n" for value, words in found)


_BARE = re.compile(r"[^\w.,@+/:=-]")
_ZSH = str.maketrans({'"': "”", "'": "’", "$": "\\$", "`": "\\`", ":": "\\\\:", "\n": " ", "\\": "/"})


def _escaped(match: re.Match[str]) -> str:
    return f"\\{match[0]}"


def _in_zsh(text: str) -> str:
    return text.translate(_ZSH)


_SHELLS: dict[str | None, tuple[Callable[..., Typed], Callable[..., str]]] = {
    "complete_bash": (_by_bash, _to_bash),
    "complete_zsh": (_by_words, _to_zsh),
    "complete_fish": (_by_words, _to_fish),
}
