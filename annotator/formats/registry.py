"""The formats by name, loaded when they are asked for."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from importlib import import_module
from pathlib import Path
from typing import NamedTuple

from annotator.formats.document import Complaint, Document
from annotator.formats.mapping import Mapping

# name -> module; what writes several files says so by a folder
MODULES = {
    "brat": "annotator.formats.brat",
    "label-studio": "annotator.formats.label_studio",
    "prodigy": "annotator.formats.prodigy",
    "doccano": "annotator.formats.doccano",
    "citron": "annotator.formats.citron",
    "conll": "annotator.formats.conll",
    "spacy": "annotator.formats.spacy",
    "pdnc": "annotator.formats.pdnc",
    "webanno": "annotator.formats.webanno",
    "cas-json": "annotator.formats.cas_json",
    "lewidi": "annotator.formats.lewidi",
    "web-annotation": "annotator.formats.web_annotation",
}


Known = Callable[[str | None, str | None], str | None]  # digest or else path -> the text of that article


def nowhere(_digest: str | None, _path: str | None) -> str | None:
    """No article is known."""
    return None


@dataclass(frozen=True, slots=True)
class Reading:
    """How a reader is to read.

    brat alone: `each`: all who marked a text, not only the first one, who then is UNNAMED; `beside`: the
    folder of what is not beside the texts. Own JSONL alone: `known` gives texts that the file lacks.
    """

    mapping: Mapping = field(default_factory=Mapping)
    each: bool = True
    beside: Path | None = None
    known: Known = nowhere


class Format(NamedTuple):
    """One format: what it holds, and its writer and reader.

    `folder`: it is written as a folder of files, else as one file whose name ends in `suffix`. `write` puts
    documents at a path that does not exist yet and returns nothing; it never writes what `held` leaves out.
    `read` yields documents and complaints; it never raises for what is in a file. An answer whose layer is
    holding.UNNAMED is from a format that does not say who.
    """

    name: str
    suffix: str
    folder: bool
    held: Callable[[Document], Document]
    write: Callable[[Iterable[Document], Path], None]
    read: Callable[[Sequence[Path], Reading], Iterator[Document | Complaint]]


def load(name: str) -> Format:
    """The format of this name, one of MODULES. Raises UsageError where it needs a package that is missing."""
    found: Format = import_module(MODULES[name]).FORMAT
    return found
