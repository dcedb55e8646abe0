"""The blocks of CONTRIBUTING.md's recipes: files to make, lines to add or change, commands."""

import re
import shlex
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

from tests.conftest import ROOT

PAGE = ROOT / "CONTRIBUTING.md"
_HEADING = re.compile(r"(?m)^(##+) (.+)$")
_BLOCK = re.compile(r"(?ms)^```(\w+)(?: (\S+))?\n(.*?)^```$")
_HUNK = "@@\n"


class Block(NamedTuple):
    """`kind` is its language: "diff" changes the file `path`, "sh" is run, any other is the file itself."""

    kind: str
    path: str
    text: str


def recipes() -> dict[str, list[Block]]:
    """The blocks of each `###` section below “Recipes”, by its title."""
    text = PAGE.read_text("utf-8")
    heads = [*_HEADING.finditer(text)]
    ends = [*(head.start() for head in heads[1:]), len(text)]
    sections = [(head[1], head[2], text[head.end() : end]) for head, end in zip(heads, ends, strict=True)]
    first = next(n for n, (_, title, _) in enumerate(sections) if title == "Recipes")
    found = {}
    for level, title, body in sections[first + 1 :]:
        if level == "##":
            break
        found[title] = [Block(*match.groups(default="")) for match in _BLOCK.finditer(body)]
    return found


def follow(block: Block, top: Path) -> None:
    """Make or change the file of a block below the folder `top`."""
    file = top / block.path
    if block.kind == "diff":
        file.write_text(changed(file.read_text("utf-8"), block.text, block.path), "utf-8")
    else:
        file.parent.mkdir(parents=True, exist_ok=True)
        with file.open("x", encoding="utf-8") as made:  # a recipe makes what is not there yet
            made.write(block.text)


def changed(text: str, diff: str, name: str) -> str:
    """`text` with each hunk of `diff` done: the old lines stand just once in it, wherever that is."""
    for hunk in diff.split(_HUNK):
        lines = hunk.splitlines(keepends=True)
        old = "".join(line[1:] for line in lines if line[0] in " -")
        new = "".join(line[1:] for line in lines if line[0] in " +")
        assert text.count(old) == 1, f"{name} has {text.count(old)} times:\n{old}"
        text = text.replace(old, new)
    return text


def commands(blocks: list[Block]) -> Iterator[list[str]]:
    """The words of each command."""
    for block in blocks:
        if block.kind == "sh":
            yield from (shlex.split(line, comments=True) for line in block.text.splitlines())
