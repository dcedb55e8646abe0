"""Build a release and try it; see scripts/release. Nothing is ever uploaded from here."""

import argparse
import base64
import csv
import hashlib
import io
import os
import re
import shutil
import subprocess
import sys
import tarfile
import tempfile
import zipfile
from collections.abc import Iterator
from email.parser import BytesParser
from pathlib import Path

from packaging.metadata import Metadata

from scripts import packing
from scripts.packing import CommandFailedError, build, in_sdist, in_wheel, run
from scripts.pythons import Version, pythons
from scripts.smoking import smoke

ROOT = Path(__file__).parent.parent
UNDATED = "unreleased"


class RefusedError(Exception):
    """Why this is no release: one sentence."""


def main() -> None:
    asked = _options()
    here = Path(asked.out).resolve()
    try:
        with tempfile.TemporaryDirectory(prefix="release-") as scratch:
            version, built = _made(Path(scratch), here)
            for number, python in _chosen(asked):
                for file in built:
                    folder = Path(tempfile.mkdtemp(dir=scratch))
                    where = f"{_kind(file)} on {'.'.join(map(str, number))}"
                    commands = _installed(where, python, file, folder, asked.find_links)
                    for step in smoke(commands, Path(tempfile.mkdtemp(dir=folder)), version):
                        say(where, step)
    except (RefusedError, CommandFailedError, AssertionError) as problem:
        print(f"FAILED: {problem}", file=sys.stderr)
        raise SystemExit(1) from None
    print(f"{version} is built and tried. To publish it:")
    print(f"  git tag -s v{version} && git push origin v{version}")
    print(f"  twine upload {' '.join(str(file) for file in built)}")


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(
        prog="scripts/release",
        description="Build sdist and wheel from what is committed, check them, and try both in clean "
        "environments on the oldest and the newest Python here. Nothing is uploaded.",
    )
    parser.add_argument("--out", default="dist", metavar="FOLDER", help="where they go (dist)")
    parser.add_argument(
        "--python", action="append", default=[], metavar="COMMAND", help="one more Python to choose from"
    )
    parser.add_argument("--every", action="store_true", help="try all Pythons here, not only two")
    parser.add_argument(
        "--find-links", metavar="FOLDER", help="take packages from there instead of the package index"
    )
    return parser.parse_args()


# --- what is built


def _made(scratch: Path, out: Path) -> tuple[str, tuple[Path, Path]]:
    """The version; and sdist and wheel in `out`, checked."""
    source = _exported(scratch / "source")
    version = version_of(source)
    # The same commit gives the same bytes, whoever builds it.
    os.environ["SOURCE_DATE_EPOCH"] = run("git", "log", "-1", "--format=%ct", cwd=ROOT).strip()
    sdist = build("sdist", source, scratch / "sdist")
    wheel = build("wheel", source, scratch / "wheel")
    say("built", f"{sdist.name}, {wheel.name}")
    complete(sdist, wheel, source)
    described(sdist, wheel, version)
    recorded(wheel)
    again = build("wheel", packing.unpacked(sdist, scratch / "unpacked"), scratch / "again")
    if again.read_bytes() != wheel.read_bytes():
        raise RefusedError(
            "the wheel built from the sdist has other bytes than the one built from the commit"
        )
    say("same bytes", "the wheel built from the sdist is the wheel built from the commit")
    out.mkdir(parents=True, exist_ok=True)
    return version, (Path(shutil.copy(sdist, out)), Path(shutil.copy(wheel, out)))


def _exported(folder: Path) -> Path:
    """What is committed, and nothing else, in `folder`."""
    folder.mkdir()
    packed = subprocess.run(["git", "archive", "HEAD"], cwd=ROOT, capture_output=True, check=False)
    if packed.returncode:
        raise RefusedError(f"this is no git checkout: {packed.stderr.decode().strip()}")
    with tarfile.open(fileobj=io.BytesIO(packed.stdout)) as archive:
        archive.extraction_filter = getattr(tarfile, "data_filter", None)
        archive.extractall(folder)
    commit = run("git", "log", "-1", "--format=%h %s", cwd=ROOT).strip()
    changed = len(run("git", "status", "--porcelain", cwd=ROOT).splitlines())
    say("exported", commit + (f" (without {changed} files that are not committed)" if changed else ""))
    return folder


def version_of(source: Path) -> str:
    """The version, as the package and the newest section of CHANGELOG.md both say it."""
    version, sections = packing.version(source), packing.changes(source)
    if not sections:
        raise RefusedError("CHANGELOG.md has no section: its headings are ## [VERSION] - DATE")
    newest, rest = sections[0]
    if newest.lower() == UNDATED:
        raise RefusedError(f"CHANGELOG.md begins with [{newest}]: give that section a version and a day")
    if newest != version:
        raise RefusedError(f"annotator/__init__.py says {version}, and the top of CHANGELOG.md {newest}")
    if not re.fullmatch(r" - \d{4}-\d\d-\d\d", rest):
        raise RefusedError(f"the section [{newest}] of CHANGELOG.md has no day: ## [{newest}] - YYYY-MM-DD")
    say("version", f"{version}, as in CHANGELOG.md{rest}")
    return version


def complete(sdist: Path, wheel: Path, source: Path) -> None:
    names = in_sdist(sdist)
    if lacking := packing.missing_from_sdist(names, source):
        raise RefusedError(f"the sdist lacks {', '.join(sorted(lacking))}")
    packages, system = packing.parts_of_wheel(in_wheel(wheel))
    wanted, shared = packing.wanted_in_wheel(source), packing.shared(source)
    for what, names_there, names_wanted in (("", packages, wanted), ("share: ", system, shared)):
        if lacking := names_wanted - names_there:
            raise RefusedError(f"the wheel lacks {what}{', '.join(sorted(lacking))}")
        if more := names_there - names_wanted:
            raise RefusedError(f"the wheel has {what}{', '.join(sorted(more))}, which nobody asked for")
    say("contents", f"sdist {len(names)} files; wheel {len(packages)}, and {len(system)} for the system")


def described(sdist: Path, wheel: Path, version: str) -> None:
    """The metadata of both, as the index reads them."""
    with tarfile.open(sdist) as archive:
        packed = archive.extractfile(min((n for n in archive.getnames() if n.endswith("/PKG-INFO")), key=len))
        assert packed is not None
        source = packed.read()
    with zipfile.ZipFile(wheel) as both:
        (name,) = (n for n in both.namelist() if n.endswith(".dist-info/METADATA"))
        built = both.read(name)
    if source != built:
        raise RefusedError("sdist and wheel describe themselves differently")
    try:
        metadata = Metadata.from_email(built, validate=True)
    except ExceptionGroup as problems:
        wrong = "; ".join(str(each) for each in problems.exceptions)
        raise RefusedError(f"the metadata are wrong: {wrong}") from None
    text = BytesParser().parsebytes(built)
    if not text.get_payload() or metadata.description_content_type != "text/markdown":
        raise RefusedError("the metadata hold no README in Markdown")
    if str(metadata.version) != version or not metadata.license_expression or not metadata.requires_python:
        raise RefusedError("the metadata lack the version, the licence or the Pythons that they are for")
    say(
        "metadata",
        f"{metadata.name} {version}, {metadata.license_expression}, Python {metadata.requires_python}",
    )


def recorded(wheel: Path) -> None:
    """Every file of the wheel is in its RECORD with its hash."""
    with zipfile.ZipFile(wheel) as archive:
        (record,) = (n for n in archive.namelist() if n.endswith(".dist-info/RECORD"))
        listed = {name: digest for name, digest, _ in csv.reader(archive.read(record).decode().splitlines())}
        for name in archive.namelist():
            digest = base64.urlsafe_b64encode(hashlib.sha256(archive.read(name)).digest()).decode()
            if name != record and listed.get(name) != f"sha256={digest.rstrip('=')}":
                raise RefusedError(f"the wheel's RECORD does not hold {name} as it is")
    say("record", f"{len(listed)} files with their hashes")


# --- how it is tried


def _chosen(asked: argparse.Namespace) -> Iterator[tuple[Version, Path]]:
    found = list(pythons(asked.python).items())
    if not found:
        raise RefusedError("there is no Python 3.11 to 3.14 here: name one by --python COMMAND")
    say("Pythons", ", ".join(".".join(map(str, version)) for version, _ in found))
    yield from found if asked.every or len(found) < 2 else (found[0], found[-1])


def _kind(file: Path) -> str:
    return "wheel" if file.suffix == ".whl" else "sdist"


def _installed(where: str, python: Path, file: Path, folder: Path, links: str | None) -> Path:
    """The commands of a clean environment with one of them, installed as a user does."""
    venv = folder / "venv"
    run(python, "-m", "venv", venv, cwd=folder)
    commands = venv / "bin"
    pip = (commands / "python", "-m", "pip", "--disable-pip-version-check", "--no-input")
    from_there = ("--no-index", "--find-links", str(Path(links).resolve())) if links else ()
    run(*pip, "install", "-q", *from_there, file, cwd=folder, env=_environment())
    packages = run(*pip, "list", "--format=freeze", cwd=folder, env=_environment()).splitlines()
    others = [
        line for line in packages if not line.startswith(("pip==", "setuptools==", "quotation-annotator"))
    ]
    say(where, f"installed with {len(others)} other packages")
    return commands


def _environment() -> dict[str, str]:
    """Without what would install to another place, or find other packages."""
    unwanted = ("PIP_USER", "PIP_TARGET", "PIP_PREFIX", "PYTHONHOME", "PYTHONPATH", "VIRTUAL_ENV")
    return {name: value for name, value in os.environ.items() if name not in unwanted}


def say(step: str, what: str) -> None:
    """One line a step, as it is done."""
    print(f"{step}: {what}", flush=True)


if __name__ == "__main__":
    main()
