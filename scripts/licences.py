"""The licences of all packages that the lock files name; `--write` puts them into docs/decisions/licences.md.

What is installed says its licence itself; pip asks the index about the others (those of other systems, say).
"""

import re
import sys
import tarfile
import tempfile
import zipfile
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from email.parser import BytesParser
from importlib.metadata import PackageNotFoundError, distribution
from pathlib import Path

from scripts.packing import run

ROOT = Path(__file__).parent.parent
PAGE = ROOT / "docs/decisions/licences.md"
HEAD = "| licence | packages |\n| --- | --- |\n"

# What anybody may use in anything, as long as the notice stays.
PERMISSIVE = frozenset((
    "0BSD", "Apache-2.0", "BSD", "BSD-2-Clause", "BSD-3-Clause", "CC0-1.0", "CNRI-Python", "ISC", "MIT",
    "MIT-0", "PSF-2.0", "Unlicense", "Zlib",
))  # fmt: skip
_OF_FILES = "asks for changes of its own files alone, and we make none"
_USED = "a library that is used as it is, replaced as one likes, and not part of what we ship"
_RUN = "only run by the tests, never shipped and never imported by the program"
EXCEPTIONS = {
    "certifi": _OF_FILES,
    "hypothesis": f"{_OF_FILES}; only for the tests",
    "krippendorff": _RUN,
    "mlcroissant": "says nothing in its metadata; its sources (MLCommons) are Apache-2.0; only for the tests",
    "orjson": _OF_FILES,
    "pathspec": f"{_OF_FILES}; only to build and to check types",
    "psycopg": f"{_USED}; only with the extra postgres",
    "psycopg-binary": f"{_USED}; only with the extra postgres",
    "pyte": f"{_USED}; {_RUN}",
    "tld": f"of its three we choose the MPL, which {_OF_FILES}; only with the extra html",
    "tqdm": f"{_OF_FILES}; only with extras",
}
# How those say it who do not use the names of SPDX.
_SPELLED = {
    "apache 2": "Apache-2.0", "apache 2.0": "Apache-2.0", "apache license": "Apache-2.0",
    "apache license 2.0": "Apache-2.0", "apache license version 2.0": "Apache-2.0",
    "apache license, version 2.0": "Apache-2.0", "apache software license": "Apache-2.0",
    "bsd": "BSD", "bsd license": "BSD", "bsd 2-clause license": "BSD-2-Clause",
    "the bsd 2-clause license": "BSD-2-Clause", "bsd 3-clause license": "BSD-3-Clause",
    "bsd-3-clause license": "BSD-3-Clause", "new bsd": "BSD-3-Clause", "isc license": "ISC",
    "isc license (iscl)": "ISC", "mit licence": "MIT", "mit license": "MIT", "the mit license (mit)": "MIT",
    "gnu lesser general public license v3 (lgplv3)": "LGPL-3.0",
    "mozilla public license 2.0 (mpl 2.0)": "MPL-2.0", "psfl": "PSF-2.0",
    "python software foundation license": "PSF-2.0", "the unlicense (unlicense)": "Unlicense",
}  # fmt: skip
_EXPRESSION = re.compile(r"[A-Z0-9][\w.+-]*(?: (?:AND|OR) [(]?[A-Z0-9][\w.+-]*[)]?)*")


def locked() -> list[str]:
    """The names of all packages in the lock files."""
    locks = sorted(ROOT.glob("requirements*.lock"))
    return sorted(
        {name for lock in locks for name in re.findall(r"(?m)^([a-z0-9][\w.-]*)==", lock.read_text())}
    )


def said(expression: str | None, classifiers: Sequence[str], words: str) -> str:
    """The licence of a package from what its metadata say, in SPDX's names where these can be told."""
    if expression:
        return expression
    first = words.strip().split("\n")[0].strip()
    if (spelled := _SPELLED.get(first.lower())) and spelled != "BSD":
        return spelled
    if "UNKNOWN" not in first and len(first) < 40 and _EXPRESSION.fullmatch(first) and first != "BSD":
        return first
    names = [each.rsplit(" :: ", 1)[-1] for each in classifiers if each.startswith("License ::")]
    told = [_SPELLED[name.lower()] for name in names if name.lower() in _SPELLED]
    return " OR ".join(told) or _SPELLED.get(first.lower()) or first or "unknown"


def installed(name: str) -> str | None:
    """The licence of a package as it says itself; None where it is not installed."""
    try:
        told = distribution(name).metadata
    except PackageNotFoundError:
        return None
    return said(told["License-Expression"], told.get_all("Classifier") or [], told["License"] or "")


def permissive(licence: str) -> bool:
    """Whether an SPDX expression, A AND (B OR C) at most, leaves a way that is permissive all through."""
    parts = (part.strip("() ") for part in licence.split(" AND "))
    return all(any(one in PERMISSIVE for one in part.split(" OR ")) for part in parts)


def table(licences: Mapping[str, str]) -> str:
    """A row for each licence, with its packages."""
    by_licence: defaultdict[str, list[str]] = defaultdict(list)
    for name, licence in licences.items():
        by_licence[licence].append(name)
    rows = (f"| {licence} | {_listed(names)} |\n" for licence, names in sorted(by_licence.items()))
    return HEAD + "".join(rows)


def _listed(names: Iterable[str]) -> str:
    return ", ".join(f"`{name}`" for name in sorted(names))


def written(page: str) -> dict[str, str]:
    """The table of the page, back: package -> licence."""
    rows = page.split(HEAD)[1].lstrip("\n").split("\n\n")[0]
    pairs = (line.strip("| ").split(" | ") for line in rows.splitlines())
    return {name.strip("`"): licence for licence, names in pairs for name in names.split(", ")}


def exceptions() -> str:
    """A line for each package that is not permissive, with the reason why it may be here."""
    return "".join(f"- `{name}`: {why}.\n" for name, why in EXCEPTIONS.items())


def _asked(names: Sequence[str]) -> Iterator[tuple[str, str]]:
    """(package, licence) of what is not installed here, as its file on the index says."""
    with tempfile.TemporaryDirectory() as folder:
        quiet = ("-q", "--disable-pip-version-check", "--no-input", "--no-deps", "-d", folder)
        for name in names:
            run(sys.executable, "-m", "pip", "download", *quiet, name, cwd=ROOT)
            (file,) = Path(folder).iterdir()
            told = BytesParser().parsebytes(_metadata(file))
            yield (
                name,
                said(told["License-Expression"], told.get_all("Classifier") or [], told["License"] or ""),
            )
            file.unlink()


def _metadata(file: Path) -> bytes:
    """PKG-INFO or METADATA of an sdist or a wheel."""
    if file.suffix == ".whl":
        with zipfile.ZipFile(file) as wheel:
            return wheel.read(next(n for n in wheel.namelist() if n.endswith(".dist-info/METADATA")))
    with tarfile.open(file) as sdist:
        packed = sdist.extractfile(min((n for n in sdist.getnames() if n.endswith("PKG-INFO")), key=len))
        assert packed is not None
        return packed.read()


def main() -> None:
    licences = {name: licence for name in locked() if (licence := installed(name))}
    licences |= dict(_asked([name for name in locked() if name not in licences]))
    for name, licence in sorted(licences.items()):
        fine = "" if permissive(licence) else f"  ({EXCEPTIONS.get(name, 'NOT ALLOWED')})"
        print(f"{name}: {licence}{fine}")
    if "--write" in sys.argv[1:]:
        page = PAGE.read_text("utf-8")
        before, after = page.split(HEAD)
        PAGE.write_text(before + table(licences) + after[f"\n{after}".index("\n\n") :], "utf-8")


if __name__ == "__main__":
    main()
