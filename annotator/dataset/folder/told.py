"""All that card, manifest and Croissant tell of a folder."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from annotator.dataset.answers import GoldRule
from annotator.dataset.facts import Facts
from annotator.dataset.folder.agreeing import Agreed
from annotator.dataset.folder.configs import Config
from annotator.dataset.folder.counts import Counts
from annotator.dataset.folder.files import Written
from annotator.dataset.folder.options import Options
from annotator.dataset.names import Names


@dataclass(frozen=True, slots=True)
class Told:
    """`data`: (config, part) -> its file, if it has lines. `corpus`: the sha256 of the articles' digests."""

    facts: Facts
    rule: GoldRule
    options: Options
    names: Names
    counts: Counts
    agreed: Agreed
    split: dict[str, Any]
    audit: Sequence[dict[str, Any]]
    configs: tuple[Config, ...]
    data: dict[tuple[str, str], Written]
    corpus: str

    def files_of(self, config: Config) -> dict[str, Written]:
        """part -> file of a config, in the order of the parts."""
        return {part: file for (name, part), file in self.data.items() if name == config.name}

    def rows_of(self, config: Config) -> int:
        """How many lines a config has."""
        return sum(file.rows or 0 for file in self.files_of(config).values())
