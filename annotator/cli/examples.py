"""Examples beside the commands, and the help that ends with them."""

import re
from collections.abc import Callable
from typing import Any, TypeVar

import typer
from typer.core import TyperCommand, TyperGroup

_HEAD = "Examples:"
_CLAUSE = re.compile(r"[.,:;](?:\s|$)")
_Said = TypeVar("_Said", bound=Callable[..., Any])


def examples(*lines: str) -> Callable[[_Said], _Said]:
    """What may be typed: whole lines, as in a shell. They are the epilog of the command's help."""

    def mark(command: _Said) -> _Said:
        command.__dict__["examples"] = lines
        return command

    return mark


def examples_in(epilog: str | None) -> tuple[str, ...]:
    """The lines of an epilog that `worded` made; none of any other."""
    head, *lines = (epilog or "").splitlines() or [""]
    return tuple(line.strip() for line in lines) if head == _HEAD else ()


class _Ends:
    """A help that ends with the examples as they stand: to wrap one would break it."""

    epilog: str | None

    def format_epilog(self, _ctx: Any, formatter: Any) -> None:
        if self.epilog:
            formatter.write(f"\n{self.epilog}\n")


class _Command(_Ends, TyperCommand):
    pass


class _Group(_Ends, TyperGroup):
    def format_commands(self, ctx: Any, formatter: Any) -> None:
        """Write the commands, each with the first clause of what it does."""
        rows = [(name, _CLAUSE.split(command.help or "")[0]) for name, command in self.commands.items()]
        with formatter.section("Commands"):
            formatter.write_dl(rows)


def worded(app: typer.Typer) -> None:
    """Give all commands of `app`, and those within them, a help that ends with their examples."""
    for command in app.registered_commands:
        command.cls, command.epilog = _Command, _epilog(command.callback)
    for group in app.registered_groups:
        inner = group.typer_instance
        assert inner is not None  # else add_typer would have refused it
        group.cls = _Group
        group.epilog = _epilog(inner.registered_callback.callback if inner.registered_callback else None)
        worded(inner)


def _epilog(command: Callable[..., Any] | None) -> str | None:
    lines = getattr(command, "examples", ())
    return "\n".join([_HEAD, *(f"  {line}" for line in lines)]) if lines else None
