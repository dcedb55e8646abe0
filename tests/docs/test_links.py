"""Links lead somewhere: to a file of the checkout, and in a page to a heading that it has."""

from pathlib import Path

import pytest

from scripts.documenting.pages import Page, page, pages, slug


def test_links_lead_to_files_and_headings() -> None:
    assert sum(len(one.links) for one in pages()) > 100
    assert [(one.name, line, to) for one in pages() for to, line in broken(one)] == []


def broken(one: Page) -> list[tuple[str, int]]:
    inside = (link for link in one.links if "://" not in link.to)
    return [(link.to, link.line) for link in inside if not leads(one, link.to)]


def leads(one: Page, to: str) -> bool:
    name, _, anchor = to.partition("#")
    path = (one.path.parent / name).resolve() if name else one.path
    return path.exists() and (not anchor or (path.suffix == ".md" and anchor in page(path).anchors))


@pytest.mark.parametrize(
    ("to", "whole"),
    [
        ("b.md", True), ("#a-heading-with-code", True), ("b.md#twice-1", True), ("https://example.org", True),
        ("c.md", False), ("b.md#thrice", False), ("#twice", False), ("b.md#twice-2", False),
    ],
)  # fmt: skip
def test_what_leads_nowhere_is_found(to: str, whole: bool, tmp_path: Path) -> None:
    (tmp_path / "a.md").write_text(f"# A\n\n## A heading, with `code`\n\nSee [there]({to}).\n", "utf-8")
    (tmp_path / "b.md").write_text("# B\n\n## Twice\n\n## Twice\n", "utf-8")
    assert broken(page(tmp_path / "a.md")) == ([] if whole else [(to, 5)])


def test_anchors_are_those_that_github_makes() -> None:
    assert slug("What the files' words mean: --map words.toml") == "what-the-files-words-mean---map-wordstoml"
    assert slug("Über [[field]] & more") == "über-field--more"
