"""A page of the documentation as its Markdown says it: blocks of code, links, headings, words in backticks.

A comment right above a block says how it is tried (scripts/try_docs), a line each:

    <!-- screen: KEYS -->      what is pressed where a command shows its screen, by Textual's names; `|` parts
                               the screens of one block; any other word is typed as it stands; until:WORD
                               first waits for a word, where the program shows no screen
    <!-- before: COMMAND -->   a command that is run first and that the reader does not see
    <!-- needs: NAME -->       a package, a program or `postgres`: without it the block is left out
    <!-- not run: REASON -->   the block is not tried, and why
    <!-- status: N -->         the exit code that its last command is to have
"""

import re
from collections.abc import Iterable, Iterator
from functools import cache
from pathlib import Path
from typing import NamedTuple

from markdown_it import MarkdownIt
from markdown_it.token import Token

ROOT = Path(__file__).parent.parent.parent
DOCS = ROOT / "docs"
REFERENCE = DOCS / "reference"

DIRECTIVES = ("screen", "before", "needs", "not run", "status")
_COMMENT = re.compile(r"<!--(.*?)-->", re.DOTALL)
_DIRECTIVE = re.compile(rf"^\s*({'|'.join(DIRECTIVES)}):\s*(.*?)\s*$")


class Block(NamedTuple):
    """A block of code: its language, its text, the line (from 1) it begins in, how it is tried."""

    language: str
    text: str
    line: int
    said: tuple[tuple[str, str], ...] = ()

    def all(self, name: str) -> list[str]:
        """What all directives of this name say."""
        return [value for key, value in self.said if key == name]

    def one(self, name: str) -> str | None:
        """What the directive of this name says."""
        return next(iter(self.all(name)), None)


class Link(NamedTuple):
    """A link or a picture: where it leads, and in which line (from 1) its paragraph begins."""

    to: str
    line: int


class Page(NamedTuple):
    """A Markdown file, taken apart."""

    path: Path
    title: str
    blocks: tuple[Block, ...]
    links: tuple[Link, ...]
    anchors: tuple[str, ...]
    code: tuple[tuple[str, int], ...]  # what stands in backticks, and the line of its paragraph

    @property
    def name(self) -> str:
        """Its path from the top folder."""
        return self.path.relative_to(ROOT).as_posix()


def pages() -> list[Page]:
    """README.md and the others at the top, and all pages of docs/, in the order of their names."""
    return [page(path) for path in (*sorted(ROOT.glob("*.md")), *sorted(DOCS.rglob("*.md")))]


@cache
def page(path: Path) -> Page:
    """Take a Markdown file apart."""
    tokens = MarkdownIt("commonmark").enable("table").parse(path.read_text("utf-8"))
    headings = [tokens[n + 1] for n, token in enumerate(tokens) if token.type == "heading_open"]
    words = [_words(heading) for heading in headings]
    return Page(
        path,
        words[0] if words else path.stem,
        tuple(_blocks(tokens)),
        tuple(_links(tokens)),
        tuple(_numbered(map(slug, words))),
        tuple(_code(tokens)),
    )


def slug(heading: str) -> str:
    """The anchor of a heading, as GitHub makes it."""
    return re.sub(r"[^\w\- ]", "", heading.strip().lower()).replace(" ", "-")


def _words(heading: Token) -> str:
    return "".join(child.content for child in heading.children or () if child.type in ("text", "code_inline"))


def _numbered(slugs: Iterable[str]) -> Iterator[str]:
    """The second of two equal anchors ends in -1, and so on."""
    seen: dict[str, int] = {}
    for found in slugs:
        n = seen.get(found, 0)
        seen[found] = n + 1
        yield f"{found}-{n}" if n else found


def _blocks(tokens: list[Token]) -> Iterator[Block]:
    above: tuple[tuple[str, str], ...] = ()
    for token in tokens:
        if token.type == "html_block":
            above = tuple(_directives(token.content))
        elif token.type in ("fence", "code_block"):
            language = token.info.split()[0] if token.info.split() else ""
            yield Block(language, token.content, (token.map or [0])[0] + 1, above)
            above = ()
        elif token.type == "inline":
            above = ()


def _directives(html: str) -> Iterator[tuple[str, str]]:
    for comment in _COMMENT.findall(html):
        for line in comment.strip().splitlines():
            if found := _DIRECTIVE.match(line):
                yield found[1], found[2]


def _inline(tokens: list[Token]) -> Iterator[tuple[Token, int]]:
    """What stands in paragraphs, headings and cells, and in which line."""
    line = 1
    for token in tokens:
        line = token.map[0] + 1 if token.map else line
        yield from ((child, line) for child in token.children or ())


def _links(tokens: list[Token]) -> Iterator[Link]:
    for token, line in _inline(tokens):
        to = token.attrGet("href" if token.type == "link_open" else "src")
        if token.type in ("link_open", "image") and isinstance(to, str):
            yield Link(to, line)


def _code(tokens: list[Token]) -> Iterator[tuple[str, int]]:
    return ((token.content, line) for token, line in _inline(tokens) if token.type == "code_inline")
