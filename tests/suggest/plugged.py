"""A package with entry points, as pip would leave it, for the length of a test."""

import sys
from pathlib import Path

import pytest


def install(
    folder: Path, monkeypatch: pytest.MonkeyPatch, code: str, points: str, name: str = "ours"
) -> None:
    """Put the module `name` with `code` on the path, with the entry points `points` ("crf = ours:Crf")."""
    site = folder / f"site-{name}"
    info = site / f"{name}-2.1.dist-info"
    info.mkdir(parents=True)
    (site / f"{name}.py").write_text(code, encoding="utf-8")
    (info / "METADATA").write_text(f"Metadata-Version: 2.1\nName: {name}\nVersion: 2.1\n")
    (info / "entry_points.txt").write_text(f"[annotator.suggesters]\n{points}\n")
    monkeypatch.syspath_prepend(site)
    monkeypatch.delitem(sys.modules, name, raising=False)
