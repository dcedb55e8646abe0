"""Files of wrong texts, in which the lines that shall be complained about are marked."""

from dataclasses import dataclass
from pathlib import Path

MARK = "  <--"


@dataclass(frozen=True)
class Wrong:
    """A text, the numbers of its marked lines, and words that one complaint about each must hold."""

    text: str
    lines: tuple[int, ...]
    says: str


def read_wrong(file: Path, head: str = "") -> dict[str, Wrong]:
    """The cases of `file` by name. Each begins `=== name | words`; `head` is put before each text."""
    cases = {}
    for case in file.read_text().split("\n=== ")[1:]:
        title, _, body = case.partition("\n")
        name, _, says = title.partition(" | ")
        if name in cases:
            raise ValueError(f"{file.name} has two cases named {name}")
        cases[name] = marked(head + body, says)
    return cases


def marked(text: str, says: str) -> Wrong:
    """The case in `text`, whose marks are taken away."""
    lines = text.split("\n")
    where = tuple(n for n, line in enumerate(lines, start=1) if line.endswith(MARK))
    return Wrong("\n".join(line.removesuffix(MARK) for line in lines), where, says)
