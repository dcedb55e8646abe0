"""What an sdist and a wheel of this project are: how they are built, and what has to be in them."""

import re
import subprocess
import sys
import tarfile
import tomllib
import zipfile
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

DATA = ("corpus", "guidelines")  # a wheel has them in annotator/_data
# What a checkout needs to be set up, tested and built again; folders end in "/".
SDIST = (
    ".ci/run", "ARCHITECTURE.md", "CHANGELOG.md", "CONTRIBUTING.md", "LICENSE", "README.md", "SECURITY.md",
    "annotator/", "corpus/", "docs/", "guidelines/", "man/", "pyproject.toml", "requirements.lock",
    "requirements-docs.lock", "requirements-readers.lock", "requirements-test.lock", "scripts/annotate",
    "scripts/lib.sh", "scripts/lint", "scripts/release", "scripts/test", "tests/conftest.py", "zensical.toml",
)  # fmt: skip
# What the program reads when it runs, and could not do without.
WHEEL = (
    "annotator/_data/corpus/gold.jsonl", "annotator/_data/corpus/manifest.json",
    "annotator/_data/guidelines/guideline.md", "annotator/_data/guidelines/scheme.toml",
    "annotator/dataset/schema/quote.schema.json", "annotator/py.typed", "annotator/store/migrations/env.py",
    "annotator/store/migrations/versions/0001_foundation.py", "annotator/web/static/annotator.css",
)  # fmt: skip


class CommandFailedError(Exception):
    """A command that did not succeed, with all that it said."""


def run(*command: str | Path, cwd: Path, env: Mapping[str, str] | None = None) -> str:
    """What a command prints. Raises CommandFailedError unless it succeeds."""
    done = subprocess.run(
        command, cwd=cwd, env=env, stdin=subprocess.DEVNULL, capture_output=True, text=True, check=False
    )
    if done.returncode:
        words = " ".join(map(str, command))
        raise CommandFailedError(f"{words}: status {done.returncode}\n{done.stdout}{done.stderr}")
    return done.stdout


def build(kind: str, source: Path, folder: Path) -> Path:
    """Build an "sdist" or a "wheel" of `source` with the installed backend, so without a network."""
    run(sys.executable, "-m", "hatchling", "build", "-t", kind, "-d", folder, cwd=source)
    (built,) = folder.iterdir()
    return built


def unpacked(sdist: Path, folder: Path) -> Path:
    """The one folder that an sdist holds, below `folder`."""
    with tarfile.open(sdist) as archive:
        archive.extraction_filter = getattr(tarfile, "data_filter", None)  # 3.11.3 and earlier have none
        archive.extractall(folder)
    (source,) = folder.iterdir()
    return source


def files(folder: Path) -> Iterator[Path]:
    """All files below `folder` but what running leaves behind."""
    return (p for p in folder.rglob("*") if p.is_file() and "__pycache__" not in p.parts)


def in_sdist(sdist: Path) -> set[str]:
    """The names of an sdist's files, without the folder that all lie in."""
    with tarfile.open(sdist) as archive:
        return {name.split("/", 1)[1] for name in archive.getnames() if "/" in name}


def in_wheel(wheel: Path) -> set[str]:
    """The names of a wheel's files."""
    with zipfile.ZipFile(wheel) as archive:
        return set(archive.namelist())


def missing_from_sdist(names: set[str], source: Path) -> set[str]:
    """What a checkout needs, with all files of its folders, and `names` lack."""
    whole = {name for name in SDIST if not name.endswith("/")}
    for name in SDIST:
        if name.endswith("/"):
            whole |= {str(path.relative_to(source)) for path in files(source / name)}
    return whole - names


def wanted_in_wheel(source: Path) -> set[str]:
    """The names of all that a wheel of `source` holds besides its metadata."""
    package = {str(path.relative_to(source)) for path in files(source / "annotator")}
    data = {f"annotator/_data/{p.relative_to(source)}" for folder in DATA for p in files(source / folder)}
    return package | data | set(WHEEL)


def shared(source: Path) -> set[str]:
    """Where a wheel of `source` puts files for the whole system (a man page): below "share"."""
    wheel = project(source)["tool"]["hatch"]["build"]["targets"]["wheel"]
    return set(wheel.get("shared-data", {}).values())


def parts_of_wheel(names: set[str]) -> tuple[set[str], set[str]]:
    """(what goes into the packages, what goes into the system); the wheel's own metadata is neither."""
    system = {name.split(".data/data/", 1)[1] for name in names if ".data/data/" in name}
    return {name for name in names if ".dist-info/" not in name and ".data/" not in name}, system


def project(source: Path) -> dict[str, Any]:
    """pyproject.toml of `source`."""
    return tomllib.loads((source / "pyproject.toml").read_text("utf-8"))


def version(source: Path) -> str:
    """The version as the package says it."""
    found = re.search(r'(?m)^__version__ = "(.+)"$', (source / "annotator/__init__.py").read_text("utf-8"))
    assert found
    return found[1]


def changes(source: Path) -> Sequence[tuple[str, str]]:
    """(version, the rest of its heading) of each section of CHANGELOG.md, the newest first."""
    text = (source / "CHANGELOG.md").read_text("utf-8")
    return re.findall(r"(?m)^## \[(.+?)\](.*)$", text)
