"""`scripts/try_docs`: every `sh` and `python` block of README.md and docs/*.md, run from a fresh clone."""

import argparse
import shutil
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from scripts.documenting.pages import DOCS, ROOT, Block, Page, page
from scripts.trying.clone import Clone
from scripts.trying.needs import lacking, served
from scripts.trying.running import Ran, Runner

LINES = 30  # of what a block that failed has said
LANGUAGES = ("sh", "python")
BEFORE = ROOT / "scripts/trying/before"  # what a page speaks of and the project lacks


def main() -> int:
    """Try the pages that the command line names, or all; the exit code says whether all did what they say."""
    asked = _asked()
    with _folder(asked.keep) as folder:
        clone = Clone(folder, asked.here)
        clone.set_up()
        counts = {"ran": 0, "failed": 0, "left out": 0}
        for one in _pages(asked.pages):
            for outcome in _try(one, clone):
                counts[outcome] += 1
    print(f"{counts['ran']} blocks ran, {counts['failed']} failed, {counts['left out']} were left out")
    return 1 if counts["failed"] else 0


def _asked() -> argparse.Namespace:
    parser = argparse.ArgumentParser("scripts/try_docs", description=__doc__)
    parser.add_argument("pages", nargs="*", metavar="PAGE", help="only these: docs/teams.md, or teams")
    parser.add_argument("--here", action="store_true", help="with what is not committed, too")
    parser.add_argument("--keep", action="store_true", help="keep the clone and the projects, and say where")
    return parser.parse_args()


def _pages(names: list[str]) -> Iterator[Page]:
    """README and tutorial first, as a newcomer would read them."""
    first = [ROOT / "README.md", DOCS / "tutorial.md"]
    every = [*first, *(path for path in sorted(DOCS.glob("*.md")) if path not in first)]
    wanted = {Path(name).stem for name in names}
    for path in every:
        if path.is_file() and (not wanted or path.stem in wanted):
            yield page(path)


@contextmanager
def _folder(keep: bool) -> Iterator[Path]:
    folder = Path(tempfile.mkdtemp(prefix="try-docs-"))
    try:
        yield folder
    finally:
        if keep:
            print(f"kept in {folder}", file=sys.stderr)
        else:
            shutil.rmtree(folder, ignore_errors=True)


def _try(one: Page, clone: Clone) -> Iterator[str]:
    blocks = [block for block in one.blocks if block.language in LANGUAGES]
    before = BEFORE / f"{one.path.stem}.sh"
    if before.is_file():
        blocks.insert(0, Block("sh", before.read_text("utf-8"), 0, blocks[0].said))
    if not blocks:
        return
    needs = {name for block in blocks for name in block.all("needs")}
    with served(needs, clone.environment(one)) as env:
        runner = Runner(clone.place(one), clone.folder / one.path.stem / "state", env)
        for block in blocks:
            began = time.monotonic()
            reason = block.one("not run") or lacking(block.all("needs"), clone.bin)
            ran = None if reason else runner.run(block)
            outcome = _outcome(ran, int(block.one("status") or 0))
            told = reason or f"{time.monotonic() - began:.1f} s"
            print(f"{outcome:8}  {one.name}:{block.line}  {told}", flush=True)
            if ran is not None and outcome == "failed":
                said = "\n".join(f"    {line}" for line in ran.said.splitlines()[-LINES:] if line.strip())
                print(f"{block.text}\n  ended with {ran.status} and said:\n{said}\n", flush=True)
            yield outcome


def _outcome(ran: Ran | None, status: int) -> str:
    if ran is None:
        return "left out"
    return "ran" if ran.status == status else "failed"


if __name__ == "__main__":
    sys.exit(main())
