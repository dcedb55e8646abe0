"""The commands of the program as Typer knows them."""

from collections.abc import Iterator
from functools import cache
from typing import Any, NamedTuple

import typer
from typer.core import TyperGroup, TyperOption

from annotator.cli.examples import examples_in
from annotator.cli.main import MODULES, command_line


class Command(NamedTuple):
    """One command: its words ("assign show"), what Typer knows of it, its examples."""

    words: str
    command: Any
    examples: tuple[str, ...]

    @property
    def context(self) -> typer.Context:
        """What Typer needs to put a help together; the same on every terminal."""
        names = f"annotator {self.words}".rstrip()
        return typer.Context(self.command, info_name=names, terminal_width=100, max_content_width=100)

    def options(self) -> list[Any]:
        return [
            p for p in self.command.get_params(self.context) if isinstance(p, TyperOption) and not p.hidden
        ]

    def arguments(self) -> list[Any]:
        return [p for p in self.command.get_params(self.context) if not isinstance(p, TyperOption)]


@cache
def commands() -> dict[str, Command]:
    """All commands by their words, those within a command behind it; "" is the program itself."""
    top: Any = typer.main.get_command(command_line())
    found = {"": Command("", top, ())}
    for name in MODULES:
        whole: Any = typer.main.get_command(command_line(name))
        found |= {one.words: one for one in _within(name, whole.commands[name])}
    return found


def _within(words: str, command: Any) -> Iterator[Command]:
    yield Command(words, command, examples_in(command.epilog))
    if isinstance(command, TyperGroup):
        for name, inner in command.commands.items():
            yield from _within(f"{words} {name}", inner)
