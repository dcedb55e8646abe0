"""Markdown out of values."""

import inspect
import re
from collections.abc import Iterable, Iterator, Sequence

MADE = "Made from the code by `scripts/docs --write`; a test compares the two."


def page(title: str, *parts: str) -> str:
    """A whole page: its title, where it comes from, and its parts."""
    return "\n\n".join([f"# {title}", MADE, *(part for part in parts if part)]) + "\n"


def table(head: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    """A table; a bar in a cell is escaped."""
    lines = [head, ["---"] * len(head), *rows]
    return "\n".join(f"| {' | '.join(cell.replace('|', BAR) for cell in line)} |" for line in lines)


BAR = r"\|"


def fence(language: str, text: str) -> str:
    """A block of code."""
    return f"```{language}\n{text.rstrip()}\n```"


def code(words: str) -> str:
    """Words in backticks; "" for none."""
    return f"`{words}`" if words else ""


def prose(text: str) -> str:
    """The paragraphs of a docstring or a help as Markdown, each on a line; what is indented is a block."""
    return "\n\n".join(_paragraphs(inspect.cleandoc(text)))


def _paragraphs(text: str) -> Iterator[str]:
    for part in re.split(r"\n\s*\n", text.strip()):
        if all(line.startswith("    ") for line in part.splitlines()):
            yield fence("text", inspect.cleandoc(part))
        else:
            yield plain(" ".join(line.strip() for line in part.splitlines()))


def plain(words: str) -> str:
    """Words that Markdown is to leave as they are, but for what stands in backticks."""
    parts = re.split(r"(`[^`]*`)", words)
    return "".join(p if p.startswith("`") else re.sub(r"([*<])", r"\\\1", p) for p in parts)


def all_told(what: str, there: Iterable[str], told: Iterable[str]) -> None:
    """Raises AssertionError where the code has something else than what words were written for."""
    apart = sorted(set(there) ^ set(told))
    assert not apart, f"{what}: said of the wrong things, or not said of all: {', '.join(apart)}"
