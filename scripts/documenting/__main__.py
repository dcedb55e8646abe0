"""`scripts/docs`: the site of docs/, its reference, its links."""

import argparse
import sys
from collections import defaultdict

from scripts.documenting.pages import ROOT, pages
from scripts.documenting.reference import outdated
from scripts.documenting.site import BUILD, BrokenError, build


def main() -> int:
    """Do what the command line asks for; the exit code."""
    parser = argparse.ArgumentParser("scripts/docs", description="Build the site of docs/, strictly.")
    parser.add_argument("--write", action="store_true", help="first write docs/reference/ from the code")
    parser.add_argument(
        "--links", action="store_true", help="list the links to elsewhere instead, and where they stand"
    )
    asked = parser.parse_args()
    if asked.links:
        return _links()
    for path, text in outdated().items():
        name = path.relative_to(ROOT)
        if not asked.write:
            print(f"docs: {name} is not what the code says; scripts/docs --write mends that", file=sys.stderr)
            return 1
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, "utf-8")
        print(f"docs: {name} written", file=sys.stderr)
    try:
        print(build(BUILD) / "index.html")
    except BrokenError as problem:
        print(f"docs: the site cannot be built:\n{problem}", file=sys.stderr)
        return 1
    return 0


def _links() -> int:
    """One address a line, with the pages that it stands on: for a program that asks the network."""
    found = defaultdict[str, set[str]](set)
    for page in pages():
        for link in page.links:
            if "://" in link.to:
                found[link.to].add(page.name)
    for address, names in sorted(found.items()):
        print(address, *sorted(names), sep="\t")
    return 0


if __name__ == "__main__":
    sys.exit(main())
