"""README.md: the card of a dataset, for people, with a YAML head that `datasets` and the Hub read."""

from collections.abc import Iterator
from typing import Any

import yaml

from annotator.dataset.folder.card_body import body
from annotator.dataset.folder.configs import Config
from annotator.dataset.folder.told import Told
from annotator.dataset.schema.shapes import features

_SIZES = ((1_000, "n<1K"), (10_000, "1K<n<10K"), (100_000, "10K<n<100K"), (1_000_000, "100K<n<1M"))
_CATEGORIES = ("token-classification", "text-classification")


def card(told: Told) -> str:
    """The whole file."""
    head = yaml.safe_dump(dict(_head(told)), sort_keys=False, allow_unicode=True, width=110)
    return f"---\n{head}---\n\n{body(told)}"


def _head(told: Told) -> Iterator[tuple[str, Any]]:
    there = [config for config in told.configs if told.files_of(config)]
    yield "pretty_name", told.options.title
    yield "license", told.options.license
    yield "language", [told.options.language]
    yield "task_categories", list(_CATEGORIES)
    yield "size_categories", [_size(max((told.rows_of(config) for config in there), default=0))]
    yield "tags", ["quotations", "attribution", "stance", "news", "annotator"]
    yield (
        "configs",
        [
            {
                "config_name": config.name,
                **({"default": True} if n == 0 else {}),
                "data_files": [
                    {"split": part, "path": file.path} for part, file in told.files_of(config).items()
                ],
            }
            for n, config in enumerate(there)
        ],
    )
    yield "dataset_info", [_info(told, config) for config in there]


def _info(told: Told, config: Config) -> dict[str, Any]:
    files = told.files_of(config)
    size = sum(file.bytes for file in files.values())
    return {
        "config_name": config.name,
        "features": features(config.shape),
        "splits": [
            {"name": part, "num_bytes": file.bytes, "num_examples": file.rows} for part, file in files.items()
        ],
        "download_size": size,
        "dataset_size": size,
    }


def _size(rows: int) -> str:
    return next((name for most, name in _SIZES if rows < most), "1M<n<10M")
