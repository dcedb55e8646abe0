"""A fresh clone of the checkout with all that it installs, and the folders in which pages are tried."""

import os
import shutil
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path

from scripts.documenting.pages import ROOT, Page

# The project of `annotator demo` with people as the pages name them: ana and ben have labelled nearly
# all, lead has settled some of it, lena is half done.
_MAKE = """
from dataclasses import replace
from pathlib import Path
from annotator.cli import demo_making as demo
demo.ADA, demo.BEN, demo.LEAD = (replace(who, name=name) for who, name in zip(
    (demo.ADA, demo.BEN, demo.LEAD), ("ana", "ben", "lead"), strict=True))
demo.SIMULATED = ("ana", "ben", "lead")
demo.made(Path("project"), "lena")
"""
_NOBODY = ("-c", "user.name=try_docs", "-c", "user.email=try_docs@localhost")
_UNWANTED = ("VIRTUAL_ENV", "PYTHONPATH", "ANNOTATOR_DB", "ANNOTATOR_PROJECT", "ANNOTATOR_THEME", "NO_COLOR")


class Clone:
    """A clone in `folder`; with `here`, what is not committed is copied into it."""

    def __init__(self, folder: Path, here: bool) -> None:
        self.folder = folder
        self.root = folder / "annotator"
        self.run(("git", "clone", "--quiet", str(ROOT), str(self.root)), folder)
        if here:
            self._overlay()

    def set_up(self) -> None:
        """Install what the tests need, as a newcomer does: most extras of which pages speak are among it."""
        self.run(("scripts/test", "--version"), self.root)
        self.run((str(self.bin / "python"), "-c", _MAKE), self.folder)

    @property
    def bin(self) -> Path:
        return Path(os.environ.get("ANNOTATOR_VENV") or self.root / ".venv").absolute() / "bin"

    def place(self, page: Page) -> Path:
        """Where the blocks of a page are run: a copy of the project; the clone, where a page speaks of it."""
        if any("./scripts/" in block.text for block in page.blocks):
            self.run(("git", "clean", "-qfdx", "-e", ".venv", "-e", ".venv.lock"), self.root)
            return self.root
        place = self.folder / page.path.stem / "my-project"
        shutil.copytree(self.folder / "project", place)
        return place

    def environment(self, page: Page) -> dict[str, str]:
        """What the blocks of a page see; the home is theirs alone."""
        home = self.folder / page.path.stem / "home"
        home.mkdir(parents=True, exist_ok=True)
        kept = {name: value for name, value in os.environ.items() if name not in _UNWANTED}
        return kept | {
            "HOME": str(home),
            "PATH": f"{self.bin}:{kept['PATH']}",
            "ANNOTATOR_NAME": "lena",
            "PIP_QUIET": "1",
            "ANNOTATOR_VENV": str(self.bin.parent),
        }

    def run(self, command: Sequence[str], folder: Path) -> None:
        """Run a command, showing what it says; ends this program where it fails."""
        done = subprocess.run(command, cwd=folder, stdin=subprocess.DEVNULL, stdout=sys.stderr, check=False)
        if done.returncode:
            sys.exit(f"try_docs: {' '.join(command)[:200]} failed in {folder}; see above")

    def _overlay(self) -> None:
        listed = subprocess.run(
            ("git", "ls-files", "-coz", "--exclude-standard"),
            cwd=ROOT,
            capture_output=True,
            text=True,
            check=True,
        )
        names = set(filter(None, listed.stdout.split("\0")))
        for name in sorted(names):
            to = self.root / name
            if (ROOT / name).is_file():
                to.parent.mkdir(parents=True, exist_ok=True)
                shutil.copy2(ROOT / name, to)
            else:
                to.unlink(missing_ok=True)
        self.run(("git", "add", "--all"), self.root)
        self.run(("git", *_NOBODY, "commit", "--quiet", "--message", "What is not committed yet"), self.root)
