"""Dataset folders for tests, and what stands in them."""

import json
from hashlib import sha256
from pathlib import Path
from typing import Any

from annotator.dataset.bundle import Bundle, bundles
from annotator.dataset.facts import facts
from annotator.dataset.folder.options import Options
from annotator.dataset.folder.parts import Parts, Whole
from annotator.dataset.folder.writing import Summary, write_folder
from annotator.dataset.record import Registry
from annotator.dataset.views.tasks import TASKS
from annotator.model import LayerKind
from annotator.store import Store
from tests.needs import needed

Row = dict[str, Any]
NAMES = ("train", "validation", "test")


class Thirds(Whole):
    """A split that nobody has to remember."""

    def part(self, digest: str) -> str | None:
        return NAMES[int(digest, 16) % 3]

    def describe(self) -> dict[str, Any]:
        return {"plan": "thirds", "salt": "x", "warnings": ["there are few"], "index_bytes": 1}


def known(store: Store) -> tuple[dict[str, Any], list[Bundle]]:
    """(the facts, the bundles) of what people and gold say."""
    layers = [layer for layer in store.layers() if layer.kind is not LayerKind.MODEL]
    with store.look(layers) as found:
        return facts(store), list(bundles(found.articles, Registry(found.speakers, found.schemes)))


def written(
    store: Store,
    to: Path,
    options: Options | None = None,
    parts: Parts | None = None,
    tasks: tuple[str, ...] = (),
) -> Summary:
    """Write a folder of all that is in a database; the test is skipped where nothing here writes Parquet."""
    if options is not None and options.parquet:
        needed("pyarrow")
    told, found = known(store)
    views = [TASKS[name] for name in tasks]
    return write_folder(to, found, told, parts or Thirds(), options or Options(), views)


def lines(folder: Path, config: str) -> list[Row]:
    """The lines of all parts of a config, in their order."""
    found = []
    for part in NAMES:
        file = folder / config / f"{part}.jsonl"
        if file.exists():
            # Only \n ends a line: a text may have U+2028.
            found += [json.loads(line) for line in file.read_bytes().decode().split("\n")[:-1]]
    return found


def manifest(folder: Path) -> Row:
    found: Row = json.loads((folder / "MANIFEST.json").read_bytes())
    return found


def digests(folder: Path) -> dict[str, str]:
    """Every file of a folder with the sha256 of its bytes."""
    return {
        str(file.relative_to(folder)): sha256(file.read_bytes()).hexdigest()
        for file in sorted(folder.rglob("*"))
        if file.is_file()
    }
