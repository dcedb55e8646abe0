"""The site: the pages as they are to stand on it, their order, and the build, in which nothing may be broken.

It is built in a folder of its own (build/docs) from copies: what a page says of the checkout beside docs/ has
no place on the site, so that a link there becomes words.
"""

import re
import shutil
import subprocess
import sys
import tomllib
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from scripts.documenting.pages import DOCS, ROOT, page

CONFIG = ROOT / "zensical.toml"
BUILD = ROOT / "build/docs"

_COLOUR = re.compile(r"\x1b\[[\d;]*m")
_LINK = re.compile(r"(?<!!)\[((?:[^\[\]]|\[[^\]]*\])+)\]\(([^()\s]+)\)")
_ROW = re.compile(r"^\|.*$", re.MULTILINE)
_CODE = re.compile(r"`[^`\n]*`")
_NAV = re.compile(r'"([^"\n]*\*\.md)",?')


class BrokenError(Exception):
    """The site cannot be built as it stands; the text says all that was found."""


def build(folder: Path = BUILD) -> Path:
    """Build the site below `folder`, and give its folder. Raises BrokenError."""
    lacking = sorted(unlisted())
    if lacking:
        raise BrokenError("not in the nav of zensical.toml, or there but not in docs/: " + ", ".join(lacking))
    shutil.rmtree(folder, ignore_errors=True)
    stage(folder)
    done = subprocess.run(
        [sys.executable, "-m", "zensical", "build", "--strict", "--clean"],
        cwd=folder, capture_output=True, text=True, check=False,
    )  # fmt: skip
    said = _COLOUR.sub("", done.stdout + done.stderr).partition("Traceback")[0]
    if done.returncode or "Warning" in said or not (folder / "site/index.html").is_file():
        raise BrokenError(said.strip())
    return folder / "site"


def stage(folder: Path) -> None:
    """Copy docs/ and the configuration into `folder`, as the site is to have them."""
    for path in sorted(DOCS.rglob("*")):
        to = folder / "docs" / path.relative_to(DOCS)
        if path.is_dir():
            to.mkdir(parents=True, exist_ok=True)
        elif path.suffix == ".md":
            to.parent.mkdir(parents=True, exist_ok=True)
            to.write_text(_staged(path), "utf-8")
        else:
            to.parent.mkdir(parents=True, exist_ok=True)
            shutil.copyfile(path, to)
    text = _NAV.sub(lambda found: "".join(f'"{name}", ' for name in _of(found[1])), CONFIG.read_text("utf-8"))
    (folder / CONFIG.name).write_text(text, "utf-8")


def unlisted() -> set[str]:
    """Pages that are in no nav, and names in the nav that are no page."""
    there = {path.relative_to(DOCS).as_posix() for path in DOCS.rglob("*.md")}
    return there ^ set(listed())


def listed() -> Iterator[str]:
    """The pages of the nav in its order, by their paths from docs/."""
    for name in _names(tomllib.loads(CONFIG.read_text("utf-8"))["project"]["nav"]):
        yield from _of(name) if "*" in name else (name,)


def _names(nav: Any) -> Iterator[str]:
    if isinstance(nav, str):
        yield nav
    else:
        for part in nav.values() if isinstance(nav, dict) else nav:
            yield from _names(part)


def _of(pattern: str) -> list[str]:
    """The pages that a pattern stands for: `index.md` first, the others by their titles."""
    found = sorted(DOCS.glob(pattern), key=lambda path: (path.name != "index.md", page(path).title.lower()))
    return [path.relative_to(DOCS).as_posix() for path in found]


def _staged(path: Path) -> str:
    """The text of a page as the site needs it: links out of docs/ are words, bars in code are bare.

    In a table GitHub wants a bar escaped even where it is code; the site's Markdown would show the escape.
    """

    def kept(link: re.Match[str]) -> str:
        target = link[2].partition("#")[0]
        inside = "://" in target or not target or (path.parent / target).resolve().is_relative_to(DOCS)
        return link[0] if inside else link[1]

    text = _LINK.sub(kept, path.read_text("utf-8"))
    return _ROW.sub(lambda row: _CODE.sub(lambda code: code[0].replace(r"\|", "|"), row[0]), text)
