"""Words for people, on stderr; data, on stdout. Nothing of a file's goes to a terminal raw."""

from collections.abc import Callable, Iterable, Sequence
from typing import Any

import typer

above: Callable[[], None] | None = None  # makes room for a line where a bar stands (progress.py)


def say(sentence: str) -> None:
    """One line of narration on stderr."""
    if above is not None:
        above()
    typer.echo(one_line(sentence), err=True)


def complain(sentence: str) -> None:
    """One line on stderr of what went wrong."""
    say(f"annotator: {sentence}")


def out(line: str) -> None:
    """One line of a report on stdout."""
    typer.echo(one_line(line))


def out_json(value: Any) -> None:
    """A report as JSON on stdout: in ASCII, which is as true and cannot command a terminal."""
    import json

    typer.echo(json.dumps(value, indent=2).replace("\x7f", "\\u007f"))


def one_line(text: str) -> str:
    """`text` as it may go to a terminal."""
    from annotator.text.visible import visible

    return visible(text)


def many(n: int, one: str, more: str | None = None) -> str:
    """ "1 article", "12 articles"."""
    return f"{n:,} {one if n == 1 else more or one + 's'}"


def cut(text: str, width: int) -> str:
    """`text` in at most `width` columns of a terminal."""
    from rich.cells import cell_len, set_cell_size

    from annotator.text.visible import visible

    shown = visible(text)
    return shown if cell_len(shown) <= width else f"{set_cell_size(shown, width - 1).rstrip()}…"


def table(rows: Sequence[Sequence[str]], right: Iterable[int] = ()) -> list[str]:
    """`rows` as lines with columns that align on a terminal, wide characters included.

    The columns numbered in `right` are set to the right.
    """
    from rich.cells import cell_len

    from annotator.text.visible import visible

    shown = [[visible(cell) for cell in row] for row in rows]
    widths = [max(map(cell_len, column)) for column in zip(*shown, strict=True)]
    numeric = set(right)

    def cell(text: str, n: int) -> str:
        space = " " * (widths[n] - cell_len(text))
        return space + text if n in numeric else text + space

    return ["  ".join(cell(text, n) for n, text in enumerate(row)).rstrip() for row in shown]
