"""The wheel and the lock files: what is built, and that it works where nothing else is installed."""

import re
import shutil
import subprocess
import sys
import tarfile
import tomllib
import zipfile
from collections.abc import Iterator
from importlib.metadata import PackageNotFoundError, distribution
from pathlib import Path

import pytest
from packaging.requirements import Requirement

from tests.conftest import ROOT

CORE, TEST = ROOT / "requirements.lock", ROOT / "requirements-test.lock"
READERS = ROOT / "requirements-readers.lock"
ONLY_READERS = ("bulk", "cluster", "dataset", "readers", "spacy")  # extras that only they have


def run(*command: str | Path, cwd: Path, **env: str) -> "subprocess.CompletedProcess[str]":
    """Fails with all that was said unless the command succeeds."""
    done = subprocess.run(
        command,
        cwd=cwd,
        env=env or None,
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stdout + done.stderr
    return done


def build(kind: str, source: Path, folder: Path) -> Path:
    """Build an "sdist" or a "wheel" of `source` with the installed backend, so without a network."""
    run(sys.executable, "-m", "hatchling", "build", "-t", kind, "-d", folder, cwd=source)
    (built,) = folder.iterdir()
    return built


@pytest.fixture(scope="module")
def sdist(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return build("sdist", ROOT, tmp_path_factory.mktemp("sdist"))


@pytest.fixture(scope="module")
def wheel(sdist: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Built from what the sdist carries, as whoever packages it elsewhere does."""
    folder = tmp_path_factory.mktemp("unpacked")
    with tarfile.open(sdist) as archive:
        archive.extraction_filter = getattr(tarfile, "data_filter", None)  # 3.11.3 and earlier have none
        archive.extractall(folder)
    (source,) = folder.iterdir()
    return build("wheel", source, tmp_path_factory.mktemp("wheel"))


def test_the_sdist_carries_all_that_a_checkout_needs(sdist: Path) -> None:
    with tarfile.open(sdist) as archive:
        names = {name.split("/", 1)[1] for name in archive.getnames()}
    wanted = {
        *(f"{folder}/{p.relative_to(ROOT / folder)}" for folder in DATA for p in files(ROOT / folder)),
        *(
            "pyproject.toml",
            "requirements.lock",
            "requirements-readers.lock",
            "requirements-test.lock",
            "CHANGELOG.md",
            "LICENSE",
            "README.md",
        ),
        *(
            "scripts/annotate",
            "scripts/test",
            "scripts/lint",
            "scripts/lib.sh",
            ".ci/run",
            "tests/conftest.py",
        ),
    }
    assert wanted - names == set()


DATA = ("corpus", "guidelines")


def files(folder: Path) -> Iterator[Path]:
    return (p for p in folder.rglob("*") if p.is_file() and "__pycache__" not in p.parts)


def test_the_wheel_carries_the_package_and_its_data(wheel: Path) -> None:
    names = set(zipfile.ZipFile(wheel).namelist())
    package = {str(p.relative_to(ROOT)) for p in files(ROOT / "annotator")}
    data = {f"annotator/_data/{p.relative_to(ROOT)}" for folder in DATA for p in files(ROOT / folder)}
    info = {name for name in names if ".dist-info/" in name}
    assert data >= {"annotator/_data/guidelines/scheme.toml"}
    assert names - info == package | data


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
    run(
        sys.executable,
        "-m",
        "pip",
        "--python",
        folder / "bin" / "python",
        "install",
        "-q",
        "--no-index",
        wheel,
        cwd=folder,
    )
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
    def annotator(*words: str | Path, cwd: Path = tmp_path) -> str:
        return run(clean / "annotator", *words, cwd=cwd, PATH="/usr/bin:/bin", HOME=str(tmp_path)).stdout

    assert re.search(r"\d+\.\d+\.\d+", annotator("--version"))
    project = tmp_path / "project"
    annotator("init", "--sample", project)
    assert (project / "guidelines" / "scheme.toml").read_bytes() == (
        ROOT / "guidelines/scheme.toml"
    ).read_bytes()
    assert {p.name for p in (project / "corpus").iterdir()} == {p.name for p in (ROOT / "corpus").iterdir()}
    annotator("ingest", "corpus", cwd=project)
    assert (project / "annotator.db").is_file()
    annotator("export", "out.jsonl", cwd=project)


def test_its_folders_are_those_of_the_wheel(clean: Path, tmp_path: Path) -> None:
    code = "from annotator.resources import folder; print(folder('corpus'), folder('guidelines'), sep='\\n')"
    corpus, guidelines = map(Path, run(clean / "python", "-c", code, cwd=tmp_path).stdout.splitlines())
    assert corpus.relative_to(clean.parent).parts[-3:] == ("annotator", "_data", "corpus")
    assert (guidelines / "scheme.toml").is_file()


def test_what_is_optional_is_not_needed_to_start(clean: Path, tmp_path: Path) -> None:
    names = ("trafilatura", "psycopg", "pytest")
    code = f"import importlib.util as u; print([name for name in {names} if u.find_spec(name)])"
    assert run(clean / "python", "-c", code, cwd=tmp_path).stdout == "[]\n"


# --- the lock files


def entries(lock: Path) -> list[str]:
    """A pin, its hashes and its comment each."""
    return re.split(r"(?m)^(?=[a-z0-9])", lock.read_text())[1:]


def pins(lock: Path) -> list[Requirement]:
    return [Requirement(entry.split("\\")[0].strip()) for entry in entries(lock)]


@pytest.mark.parametrize("lock", [CORE, TEST, READERS], ids=lambda p: p.name)
def test_every_package_is_pinned_with_hashes_and_no_address(lock: Path) -> None:
    assert len(entries(lock)) > 20
    for entry in entries(lock):
        assert re.match(r"[a-z0-9._-]+==\S+", entry), entry
        assert "--hash=sha256:" in entry, entry
    assert not re.search(r"https?:|file:|(?m:^-)", lock.read_text())


def test_the_tests_run_with_the_versions_that_are_installed_without_them() -> None:
    core, test, readers = ({str(pin) for pin in pins(lock)} for lock in (CORE, TEST, READERS))
    assert core - test == test - readers == set()


def test_the_locks_hold_what_the_project_asks_for() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text())
    extras = project["project"]["optional-dependencies"]
    core = [*project["project"]["dependencies"], *project["build-system"]["requires"]]
    every = [*core, *(word for extra in extras.values() for word in extra)]
    test = [*core, *(word for name, extra in extras.items() if name not in ONLY_READERS for word in extra)]
    for asked, lock in ((core, CORE), (test, TEST), (every, READERS)):
        locked = {pin.name: pin for pin in pins(lock)}
        for requirement in map(Requirement, asked):
            if requirement.name == project["project"]["name"]:
                continue
            version = str(locked[requirement.name].specifier).removeprefix("==")
            assert requirement.specifier.contains(version), f"{requirement} in {lock.name}"


def test_pip_and_hatchling_are_there_to_build_with() -> None:
    assert shutil.which("pip", path=str(Path(sys.executable).parent))
    assert "hatchling" in {pin.name for pin in pins(CORE)}
