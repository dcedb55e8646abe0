"""The reader of sentence_cases.txt, for the tests and for scripts/measure_sentences."""

from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

CASES = Path(__file__).parent / "sentence_cases.txt"


class Case(NamedTuple):
    """A text of the case file and its sentences, white space included."""

    group: str
    line: int
    sentences: tuple[str, ...]

    @property
    def text(self) -> str:
        return "".join(self.sentences)


def cases() -> Iterator[Case]:
    """The cases of sentence_cases.txt: escapes read, parted at the broken bars."""
    group = ""
    for number, line in enumerate(CASES.read_text("utf-8").split("\n"), start=1):
        if line.startswith("## "):
            group = line[3:]
        elif line and not line.startswith("# "):
            plain = line.encode("latin-1", "backslashreplace").decode("unicode_escape")
            yield Case(group, number, tuple(plain.split("¦")))
