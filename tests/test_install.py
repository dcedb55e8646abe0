"""The wheel and the lock files: what is built, and that it works where nothing else is installed."""

import re
import shutil
import sys
import tomllib
import zipfile
from collections.abc import Iterator
from importlib.metadata import PackageNotFoundError, distribution
from pathlib import Path

import pytest
from packaging.requirements import Requirement

import annotator
from scripts import packing, releasing
from scripts.packing import build, run
from scripts.releasing import RefusedError
from scripts.smoking import smoke
from tests.conftest import ROOT

CORE, TEST = ROOT / "requirements.lock", ROOT / "requirements-test.lock"
READERS = ROOT / "requirements-readers.lock"
DOCS = ROOT / "requirements-docs.lock"
ONLY_READERS = ("bulk", "cluster", "dataset", "readers", "spacy")  # extras that only they have


@pytest.fixture(scope="module")
def sdist(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return build("sdist", ROOT, tmp_path_factory.mktemp("sdist"))


@pytest.fixture(scope="module")
def wheel(sdist: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Built from what the sdist carries, as whoever packages it elsewhere does."""
    source = packing.unpacked(sdist, tmp_path_factory.mktemp("unpacked"))
    return build("wheel", source, tmp_path_factory.mktemp("wheel"))


def test_both_carry_all_that_they_should_and_are_described(
    sdist: Path, wheel: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    releasing.complete(sdist, wheel, ROOT)
    releasing.described(sdist, wheel, annotator.__version__)
    releasing.recorded(wheel)
    assert [line.split(":")[0] for line in capsys.readouterr().out.splitlines()] == [
        "contents", "metadata", "record",
    ]  # fmt: skip

    worse = Path(shutil.copy(wheel, tmp_path))
    with zipfile.ZipFile(worse, "a") as archive:
        archive.writestr("annotator/late.py", "late = True\n")
    with pytest.raises(RefusedError, match=r"has annotator/late\.py, which nobody asked for"):
        releasing.complete(sdist, worse, ROOT)
    with pytest.raises(RefusedError, match=r"does not hold annotator/late\.py as it is"):
        releasing.recorded(worse)
    with pytest.raises(RefusedError, match="lack the version"):
        releasing.described(sdist, wheel, "9.9.9")


@pytest.mark.parametrize(
    ("changes", "sentence"),
    [
        ("## [0.1.0] - 2031-03-04\n## [0.0.9] - 2031-01-01\n", None),
        (
            "## [Unreleased]\n## [0.1.0] - 2031-03-04\n",
            r"begins with \[Unreleased\]: give that section a version",
        ),
        ("## [0.2.0] - 2031-03-04\n", "annotator/__init__.py says 0.1.0, and the top of CHANGELOG.md 0.2.0"),
        ("## 0.1.0\n", "has no section"),
        ("## [0.1.0]\n", "has no day"),
    ],
)
def test_the_version_is_the_one_of_the_changes(tmp_path: Path, changes: str, sentence: str | None) -> None:
    (tmp_path / "annotator").mkdir()
    (tmp_path / "annotator/__init__.py").write_text('__version__ = "0.1.0"\n')
    (tmp_path / "CHANGELOG.md").write_text(f"# Changelog\n\n{changes}")
    if sentence is None:
        assert releasing.version_of(tmp_path) == "0.1.0"
    else:
        with pytest.raises(RefusedError, match=sentence):
            releasing.version_of(tmp_path)


def test_the_newest_section_of_the_changes_is_of_this_version() -> None:
    sections = [one for one in packing.changes(ROOT) if one[0] != "Unreleased"]
    assert sections[0][0] == packing.version(ROOT) == annotator.__version__
    assert all(re.fullmatch(r" - \d{4}-\d\d-\d\d", day) for _, day in sections)


@pytest.fixture(scope="module")
def clean(wheel: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The bin folder of an environment with the wheel and what requirements.lock names, nothing else.

    The packages are links to those that the tests run with: the same versions, and no download.
    pip itself then finds that they are what the wheel asks for.
    """
    folder = tmp_path_factory.mktemp("clean")
    run(sys.executable, "-m", "venv", "--without-pip", folder, cwd=folder)
    (packages,) = folder.glob("lib/python*/site-packages")
    for name in dict.fromkeys(installed(CORE)):  # numpy is pinned once for each of some Pythons
        for top in {file.parts[0] for file in distribution(name).files or ()} - {"..", "__pycache__"}:
            (packages / top).symlink_to(Path(str(distribution(name).locate_file(top))))
    pip = (sys.executable, "-m", "pip", "--python", folder / "bin" / "python")
    run(*pip, "install", "-q", "--no-index", wheel, cwd=folder)
    return folder / "bin"


def installed(lock: Path) -> Iterator[str]:
    """The packages of a lock file that this machine has; it must have those without a condition."""
    for pin in pins(lock):
        try:
            distribution(pin.name)
        except PackageNotFoundError:
            assert pin.marker, f"{pin} is not installed"
        else:
            yield pin.name


def test_it_works_from_an_empty_folder(clean: Path, tmp_path: Path) -> None:
    assert len(list(smoke(clean, tmp_path, packing.version(ROOT)))) == 5
    project = tmp_path / "project"
    for name in packing.DATA:
        assert {p.name: p.read_bytes() for p in (project / name).iterdir()} == {
            p.name: p.read_bytes() for p in (ROOT / name).iterdir()
        }


def test_its_folders_are_those_of_the_wheel(clean: Path, tmp_path: Path) -> None:
    code = "from annotator.resources import folder; print(folder('corpus'), folder('guidelines'), sep='\\n')"
    corpus, guidelines = map(Path, run(clean / "python", "-c", code, cwd=tmp_path).splitlines())
    assert corpus.relative_to(clean.parent).parts[-3:] == ("annotator", "_data", "corpus")
    assert (guidelines / "scheme.toml").is_file()


def test_what_is_optional_is_not_needed_to_start(clean: Path, tmp_path: Path) -> None:
    names = ("trafilatura", "psycopg", "pytest")
    code = f"import importlib.util as u; print([name for name in {names} if u.find_spec(name)])"
    assert run(clean / "python", "-c", code, cwd=tmp_path) == "[]\n"


# --- the lock files


def entries(lock: Path) -> list[str]:
    """A pin, its hashes and its comment each."""
    return re.split(r"(?m)^(?=[a-z0-9])", lock.read_text())[1:]


def pins(lock: Path) -> list[Requirement]:
    return [Requirement(entry.split("\\")[0].strip()) for entry in entries(lock)]


@pytest.mark.parametrize("lock", [CORE, TEST, READERS, DOCS], ids=lambda p: p.name)
def test_every_package_is_pinned_with_hashes_and_no_address(lock: Path) -> None:
    assert len(entries(lock)) > 20
    for entry in entries(lock):
        assert re.match(r"[a-z0-9._-]+==\S+", entry), entry
        assert "--hash=sha256:" in entry, entry
    assert not re.search(r"https?:|file:|(?m:^-)", lock.read_text())


def test_the_tests_run_with_the_versions_that_are_installed_without_them() -> None:
    core, test, readers = ({str(pin) for pin in pins(lock)} for lock in (CORE, TEST, READERS))
    assert core - test == test - readers == set()
    docs, names = {str(pin) for pin in pins(DOCS)}, {pin.name for pin in pins(READERS)}
    assert core - docs == {pin for pin in docs - readers if Requirement(pin).name in names} == set()


def test_the_locks_hold_what_the_project_asks_for() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text())
    extras = project["project"]["optional-dependencies"]
    core = [*project["project"]["dependencies"], *project["build-system"]["requires"]]
    docs = [*core, *extras.pop("docs")]
    every = [*core, *(word for extra in extras.values() for word in extra)]
    test = [*core, *(word for name, extra in extras.items() if name not in ONLY_READERS for word in extra)]
    for asked, lock in ((core, CORE), (test, TEST), (every, READERS), (docs, DOCS)):
        locked = {pin.name: pin for pin in pins(lock)}
        for requirement in map(Requirement, asked):
            if requirement.name == project["project"]["name"]:
                continue
            version = str(locked[requirement.name].specifier).removeprefix("==")
            assert requirement.specifier.contains(version), f"{requirement} in {lock.name}"


def test_pip_and_hatchling_are_there_to_build_with() -> None:
    assert shutil.which("pip", path=str(Path(sys.executable).parent))
    assert "hatchling" in {pin.name for pin in pins(CORE)}
