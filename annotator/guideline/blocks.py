"""The Markdown of a guideline -> its rules, and the lines of its ```quote blocks. Nothing is checked yet."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from annotator.guideline.values import Rule
from annotator.scheme import Complaint, visible

_FENCE = re.compile(r" {0,3}(?P<mark>`{3,}|~{3,})\s*(?P<info>[^`]*)$")
_HEADING = re.compile(r"(?P<level>#{1,6})\s+(?P<title>.+?)\s*$")
_ANCHOR = re.compile(r"\s*\{#(?P<id>[^}]*)\}$")
_ID = re.compile(r"[a-z][a-z0-9-]*")


@dataclass(frozen=True, slots=True)
class Entry:
    """One line `key: value` of a block."""

    line: int
    key: str
    value: str


@dataclass(frozen=True, slots=True)
class Block:
    """A ```quote block, and the rule it stands in."""

    line: int
    rule: str | None
    entries: tuple[Entry, ...]


class Markdown:
    """One pass over the lines of a guideline."""

    def __init__(self, text: str) -> None:
        self.found: list[Complaint] = []
        self.blocks: list[Block] = []
        self._lines = [line.removesuffix("\r") for line in text.removeprefix("\ufeff").split("\n")]
        self._heads: list[tuple[int, int, str, str | None]] = []  # line, level, title, id
        self._pass()

    def rules(self) -> tuple[Rule, ...]:
        """The sections with an id, each up to the next heading of its level or a higher one."""
        made = []
        for n, (line, level, title, id) in enumerate(self._heads):
            if id is not None:
                after = (head[0] for head in self._heads[n + 1 :] if head[1] <= level)
                body = self._lines[line : next(after, len(self._lines) + 1) - 1]
                made.append(Rule(id, title, line, "\n".join(body).strip()))
        return tuple(made)

    def parts(self) -> Iterator[tuple[int, int, str, str | None, list[str]]]:
        """(line, level, title, id, the lines to the next heading); first what stands before any: line 0."""
        heads = [(0, 0, "", None), *self._heads]
        ends = [*(head[0] - 1 for head in self._heads), len(self._lines)]
        for (line, level, title, id), end in zip(heads, ends, strict=True):
            yield line, level, title, id, self._lines[line:end]

    def _pass(self) -> None:
        numbered = iter(enumerate(self._lines, start=1))
        for n, line in numbered:
            if (fence := _FENCE.match(line)) is not None:
                inside = self._fenced(numbered, fence["mark"], n)
                if fence["info"].strip() == "quote":
                    self.blocks.append(Block(n, self._rule(), tuple(self._entries(inside))))
            elif (heading := _HEADING.match(line)) is not None:
                self._head(n, len(heading["level"]), heading["title"])

    def _fenced(self, numbered: Iterator[tuple[int, str]], mark: str, start: int) -> list[tuple[int, str]]:
        inside: list[tuple[int, str]] = []
        for n, line in numbered:
            if line.strip().startswith(mark) and not line.strip().strip(mark[0]):
                return inside
            inside.append((n, line))
        self.found.append(Complaint(start, f"This block is never closed: end it with {mark}."))
        return inside

    def _head(self, line: int, level: int, title: str) -> None:
        anchor = _ANCHOR.search(title)
        id = anchor["id"] if anchor else None
        if id is not None and not _ID.fullmatch(id):
            self.found.append(
                Complaint(line, f"The id “{visible(id)}” is written in small letters, digits and hyphens.")
            )
        elif id is not None and any(head[3] == id for head in self._heads):
            self.found.append(Complaint(line, f"The id “{id}” is taken by another rule: give each its own."))
        self._heads.append((line, level, _ANCHOR.sub("", title), id))

    def _rule(self) -> str | None:
        """The id of the nearest section that has one and holds the place just read."""
        below = 7
        for _, level, _, id in reversed(self._heads):
            if level < below:
                if id is not None:
                    return id
                below = level
        return None

    def _entries(self, inside: list[tuple[int, str]]) -> Iterator[Entry]:
        for n, line in inside:
            key, colon, value = line.partition(":")
            if colon:
                yield Entry(n, key.strip(), value.strip())
            elif line.strip():
                self.found.append(Complaint(n, "A line of an example is written key: value."))
