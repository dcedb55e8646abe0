"""The site: every page has its place, and under CI it is built strictly."""

from pathlib import Path

import pytest

from scripts.documenting import site
from scripts.documenting.pages import DOCS, page
from tests.needs import needed


def test_every_page_has_a_place_in_the_nav() -> None:
    assert site.unlisted() == set()
    names = list(site.listed())
    assert len(names) == len(set(names))


def test_it_is_built_without_a_warning(tmp_path: Path) -> None:
    needed("zensical")
    built = site.build(tmp_path)
    pages = {path.relative_to(built).with_suffix(".md").as_posix() for path in built.rglob("*.html")}
    assert pages - {"404.md"} == set(site.listed())
    words = (built / "keys.html").read_text("utf-8")
    assert "annotator keys" in words
    assert "fonts.googleapis" not in words  # nothing is loaded from another host


def test_what_is_broken_is_not_built(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    docs, config = tmp_path / "docs", tmp_path / "zensical.toml"
    docs.mkdir()
    (docs / "index.md").write_text("# A\n\nSee [there](nowhere.md) and [there](b.md#nothing).\n", "utf-8")
    (docs / "b.md").write_text("# B\n", "utf-8")
    monkeypatch.setattr(site, "DOCS", docs)
    monkeypatch.setattr(site, "CONFIG", config)
    head = '[project]\nsite_name = "x"\nuse_directory_urls = false\n'
    config.write_text(f'{head}nav = ["index.md"]\n', "utf-8")
    with pytest.raises(site.BrokenError, match=r"not in the nav .*: b\.md"):
        site.build(tmp_path / "build")
    config.write_text(f'{head}nav = ["index.md", "*b.md"]\n', "utf-8")
    needed("zensical")
    with pytest.raises(site.BrokenError) as problem:
        site.build(tmp_path / "build")
    assert "page does not exist" in str(problem.value)
    assert "anchor does not exist" in str(problem.value)


def test_pages_are_staged_as_the_site_needs_them(tmp_path: Path) -> None:
    site.stage(tmp_path)
    assert "`--by outlet|date|topic`" in (tmp_path / "docs/teams.md").read_text("utf-8")
    staged = (tmp_path / "docs/formats.md").read_text("utf-8")
    assert "](../annotator/" in (DOCS / "formats.md").read_text("utf-8")
    assert "](../annotator/" not in staged
    assert "](https://" in staged


def test_pages_of_a_folder_stand_by_their_titles() -> None:
    names = [name for name in site.listed() if name.startswith("decisions/")]
    assert len(names) > 5
    assert names == sorted(names, key=lambda name: page(DOCS / name).title.lower())
