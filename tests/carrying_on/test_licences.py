"""What the lock files name may be used with a program under Apache-2.0: by its own word, or for a reason."""

import tomllib

import pytest

from scripts import licences
from tests.conftest import ROOT

PAGE = licences.PAGE.read_text("utf-8")
WRITTEN = licences.written(PAGE)


def test_the_page_has_every_package_of_the_lock_files_once() -> None:
    assert sorted(WRITTEN) == licences.locked()
    assert licences.table(WRITTEN) in PAGE


def test_installed_packages_say_what_the_page_says() -> None:
    said = {name: licence for name in WRITTEN if (licence := licences.installed(name))}
    assert len(said) > 80
    assert said == {name: WRITTEN[name] for name in said}


def test_what_is_not_permissive_has_a_reason_and_no_reason_is_left_over() -> None:
    assert {name for name, licence in WRITTEN.items() if not licences.permissive(licence)} == set(
        licences.EXCEPTIONS
    )
    assert f"\n{licences.exceptions()}\n" in PAGE


def test_nothing_under_the_gpl_is_in_what_a_user_installs() -> None:
    (gpl,) = (name for name, licence in WRITTEN.items() if licence.startswith("GPL"))
    project = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]
    asking = {name for name, extra in project["optional-dependencies"].items() if gpl in str(extra)}
    assert asking == {"test"}
    assert gpl not in (ROOT / "requirements.lock").read_text("utf-8")


def test_our_own() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]
    assert project["license"] == "Apache-2.0"
    assert (ROOT / "LICENSE").read_text("utf-8").split()[:4] == ["Apache", "License", "Version", "2.0,"]


@pytest.mark.parametrize(
    ("expression", "classifiers", "words", "licence"),
    [
        ("MIT", ["License :: OSI Approved :: BSD License"], "GPL", "MIT"),
        (None, ["License :: OSI Approved :: BSD License"], "BSD-3-Clause", "BSD-3-Clause"),
        (None, ["License :: OSI Approved :: BSD License"], "Copyright (c) 2001\nAll rights", "BSD"),
        (None, ["License :: OSI Approved :: MIT License"], "UNKNOWN", "MIT"),
        (None, [], "Apache License, Version 2.0", "Apache-2.0"),
        (None, [], "MPL-2.0 AND MIT", "MPL-2.0 AND MIT"),
        (None, [], "", "unknown"),
    ],
)
def test_what_a_package_says(
    expression: str | None, classifiers: list[str], words: str, licence: str
) -> None:
    assert licences.said(expression, classifiers, words) == licence


@pytest.mark.parametrize(
    ("licence", "fine"),
    [
        ("MIT", True),
        ("Apache-2.0 AND MIT", True),
        ("GPL-3.0-or-later OR MIT", True),
        ("MPL-2.0 AND (Apache-2.0 OR MIT)", False),
        ("GPL-3.0-or-later", False),
        ("(GPL-2.0-only AND MIT) OR MIT", False),  # more than it can read is not waved through
        ("unknown", False),
    ],
)
def test_what_is_permissive(licence: str, fine: bool) -> None:
    assert licences.permissive(licence) is fine
