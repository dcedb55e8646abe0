"""Every help fits a screen and ends with examples, and each example is one that the command takes."""

import shlex
from collections.abc import Iterator
from typing import Any

import pytest
import typer
from typer.core import TyperGroup

from annotator.cli.examples import examples_in
from annotator.cli.main import MODULES, command_line
from annotator.cli.overview import WHO, WORDS
from tests.cli.conftest import Call

SCREEN = 24  # rows, at 80 columns
ROOMY = {"ingest": 40, "import": 36, "export": 40, "agreement": 40, "assign": 40}  # more flags than a screen


def context(name: str) -> Any:
    """The context of `annotator`, with one command put together."""
    made: Any = typer.main.get_command(command_line(name))
    return made.make_context("annotator", [], resilient_parsing=True)


def within(name: str) -> Iterator[tuple[str, Any, Any]]:
    """A command and those within it: the words that call it, itself and its context."""
    above = context(name)
    command = above.command.commands[name]
    ctx = type(above)(command, above, name)
    yield name, command, ctx
    if isinstance(command, TyperGroup):
        for inner, one in command.commands.items():
            yield f"{name} {inner}", one, type(above)(one, ctx, inner)


@pytest.fixture(autouse=True)
def _screen(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("COLUMNS", "80")


@pytest.mark.parametrize("name", MODULES)
def test_a_help_fits_a_screen_and_ends_with_examples_that_the_command_takes(name: str) -> None:
    for words, command, ctx in within(name):
        lines = command.get_help(ctx).splitlines()
        assert len(lines) <= ROOMY.get(words, SCREEN), f"annotator {words} --help has {len(lines)} lines"
        assert max(map(len, lines)) <= 80, words
        shown = examples_in(command.epilog)
        assert 1 <= len(shown) <= 3, words
        assert lines[-len(shown) - 1 :] == ["Examples:", *(f"  {line}" for line in shown)]

        for line in shown:
            assert f"{line} ".startswith(f"annotator {words} "), line
            takes(name, shlex.split(line.partition(" > ")[0])[1:])


def takes(name: str, words: list[str]) -> None:
    """Parse a command line as a call does, and run nothing. Raises what typer would complain of."""
    ctx = context(name)
    while isinstance(ctx.command, TyperGroup) and words:
        called, command, words = ctx.command.resolve_command(ctx, words)
        assert command is not None
        ctx = command.make_context(called, words, parent=ctx)
        words = [*ctx._protected_args, *ctx.args]


def test_what_the_command_does_not_take_is_no_example() -> None:
    with pytest.raises(typer.TyperException):
        takes("assign", ["assign", "show", "--nonsense"])


def test_the_whole_fits_a_screen_and_has_a_place_for_every_command(
    call: Call, monkeypatch: pytest.MonkeyPatch
) -> None:
    lines = call("--help").out.splitlines()
    assert len(lines) <= 40
    assert max(map(len, lines)) <= 80
    assert sum(map(len, WHO.values())) == len(WORDS)
    assert set(WORDS) == set(MODULES)
    shown = "\n".join(lines)
    assert all(f"{name} " in shown and words in shown for name, words in WORDS.items())
    assert max(map(len, WORDS.values())) <= 25  # else two columns run into each other
    monkeypatch.setenv("COLUMNS", "60")
    narrow = call("--help").out.splitlines()
    assert len(narrow) > len(lines)
    assert max(map(len, narrow)) <= 60
