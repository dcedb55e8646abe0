"""The sentences of the program, for the speller: every text of two words or more in its source."""

import ast
import re
from collections.abc import Iterator
from pathlib import Path

from scripts.documenting.pages import ROOT

_NO_PROSE = "annotator/text/"  # lists of words
_CODE = re.compile(r"\{[^{}]*:[^{}]*;|\(\?[P:]")  # style sheets, regular expressions


def sentences() -> Iterator[tuple[str, int, str]]:
    """(file, line, text) of each, docstrings too: those of commands are their help."""
    for path in sorted((ROOT / "annotator").rglob("*.py")):
        name = path.relative_to(ROOT).as_posix()
        if not name.startswith(_NO_PROSE):
            yield from ((name, line, text) for line, text in _texts(path))


def _texts(path: Path) -> Iterator[tuple[int, str]]:
    for node in ast.walk(ast.parse(path.read_text("utf-8"))):
        if isinstance(node, ast.Constant) and isinstance(node.value, str) and _is_prose(node.value):
            yield node.lineno, " ".join(node.value.split())


def _is_prose(text: str) -> bool:
    return " " in text.strip() and not _CODE.search(text)
