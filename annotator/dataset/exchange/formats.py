"""All formats by name: our own, and those of other programs."""

from importlib import import_module

from annotator.formats.registry import MODULES as FOREIGN
from annotator.formats.registry import Format

MODULES = {"jsonl": "annotator.dataset.exchange.jsonl", **FOREIGN}


def load(name: str) -> Format:
    """The format of this name, one of MODULES. Raises UsageError where it needs a package that is missing."""
    found: Format = import_module(MODULES[name]).FORMAT
    return found
