"""ARCHITECTURE.md says what the code is: its rooms, the rule between them, and where the decisions are."""

import re
import tomllib
from pathlib import Path
from typing import Any

import pytest

from tests.carrying_on.recipes import recipes
from tests.conftest import ROOT

PAGE = (ROOT / "ARCHITECTURE.md").read_text("utf-8")
CONTRACTS = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["tool"]["importlinter"]["contracts"]


def rooms() -> set[str]:
    """Modules at the top of the package, and packages at any depth: `text`, `store/merging`."""
    top = ROOT / "annotator"
    modules = {p.stem for p in top.glob("*.py") if not p.stem.startswith("__")}
    return modules | {str(p.parent.relative_to(top)) for p in top.glob("*/**/__init__.py")}


def table(head: str) -> list[list[str]]:
    """The cells of the table whose first line begins so."""
    lines = iter(PAGE.splitlines())
    next(line for line in lines if line.startswith(head))
    next(lines)
    found: list[list[str]] = []
    for line in lines:
        if not line.startswith("|"):
            return found
        found.append([cell.strip() for cell in line.strip("|").split("|")])
    return found


def code(cell: str) -> list[str]:
    return re.findall(r"`([^`]+)`", cell)


def contracts(kind: str) -> list[dict[str, Any]]:
    return [one for one in CONTRACTS if one["type"] == kind]


def test_every_room_is_on_the_map_once_and_is_there() -> None:
    named = [name for room, _ in table("| room |") for name in code(room)]
    assert sorted(named) == sorted(rooms())


def test_each_room_stands_above_what_it_knows() -> None:
    lines = re.search(r"```text rooms\n(.*?)```", PAGE, re.DOTALL)
    assert lines
    (layers,) = contracts("layers")
    assert lines[1].splitlines() == [re.sub(r"[()]", "", layer) for layer in layers["layers"]]
    order = re.findall(r"\w+", " ".join(reversed(lines[1].splitlines())))
    tops = [name for room, _ in table("| room |") for name in code(room) if "/" not in name]
    level = {name: n for n, line in enumerate(reversed(lines[1].splitlines())) for name in line.split(" | ")}
    assert sorted(order) == sorted(tops)
    assert [level[name] for name in tops] == sorted(level.values())  # from the bottom to the top


def test_the_packages_that_one_room_alone_knows() -> None:
    said = {tuple(code(packages)): code(room) for packages, room in table("| package |")}
    assert said == {
        tuple(one["protected_modules"]): one["allowed_importers"] for one in contracts("protected")
    }


def test_every_decision_is_linked() -> None:
    records = {str(p.relative_to(ROOT)) for p in (ROOT / "docs/decisions").glob("*.md")}
    assert records - set(re.findall(r"\]\(([^)#]+)", PAGE)) == set()


PAGES = [ROOT / "ARCHITECTURE.md", ROOT / "CONTRIBUTING.md", *sorted((ROOT / "docs/decisions").glob("*.md"))]


@pytest.mark.parametrize("page", PAGES, ids=lambda p: p.stem)
def test_what_these_pages_name_is_there(page: Path) -> None:
    text = re.sub(r"(?ms)^```(?!sh).*?^```$", "", page.read_text("utf-8"))
    links = {page.parent / link for link in re.findall(r"\]\(([^)#\s]+)", text) if "://" not in link}
    paths = {
        ROOT / name for name in re.findall(r"(?<![\w/.-])((?:annotator|docs|scripts|tests)/[\w/.-]*\w)", text)
    }
    made = {ROOT / block.path for blocks in recipes().values() for block in blocks}  # by the recipes
    assert {str(path) for path in (links | paths) - made if not path.exists()} == set()
