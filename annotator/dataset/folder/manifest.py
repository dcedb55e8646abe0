"""MANIFEST.json: what a folder is made of and made from, for programs. No clock is in it."""

import json
from collections.abc import Sequence
from dataclasses import asdict
from pathlib import Path
from typing import Any

from annotator.dataset.folder.files import Written
from annotator.dataset.folder.told import Told

MANIFEST = "MANIFEST.json"
FORMAT = "annotator/dataset/1"


def manifest(told: Told, files: Sequence[Written]) -> dict[str, Any]:
    """The manifest of a folder with these files, itself not among them."""
    scheme = told.facts.scheme
    options = told.options
    return {
        "schema": FORMAT,
        "tool": {"name": "quotation-annotator", "version": told.facts.tool},
        "schemas": {config.name: config.schema["$id"] for config in told.configs},
        "scheme": {key: scheme[key] for key in ("name", "version", "digest")} if scheme else None,
        "guideline": told.facts.guideline,
        "last_change": told.counts.latest or None,
        "corpus": {"articles": told.counts.articles.total(), "digest": told.corpus},
        "gold": {
            "layers": [
                " ".join(filter(None, (x[0], told.names.layer(_layer(x))["name"], x[2])))
                for x in told.rule.order
            ],
            "one_person_counts_as_gold": told.rule.alone,
        },
        "filters": {"names": options.names, "gold": list(options.gold), "not_used": list(told.rule.unused)},
        "split": told.split,
        "leaks": list(told.audit),
        "excluded": told.counts.told_excluded(),
        "files": [asdict(file) for file in files],
    }


def _layer(key: tuple[str, str, str]) -> dict[str, str]:
    return dict(zip(("kind", "name", "version"), key, strict=True))


def is_ours(folder: Path) -> bool:
    """Whether a folder has a manifest of this program's."""
    try:
        found = json.loads((folder / MANIFEST).read_bytes())
    except (OSError, ValueError):
        return False
    return isinstance(found, dict) and str(found.get("schema", "")).startswith("annotator/dataset/")
