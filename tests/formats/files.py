"""Files of other programs, as a test writes them."""

from collections.abc import Iterable
from pathlib import Path
from typing import Any

import orjson

from annotator.formats.document import Answer, Complaint, Document, Said
from annotator.formats.mapping import Mapping
from annotator.formats.registry import Format, Reading
from annotator.model import Layer, LayerKind, Source, Span

TEXT = '"We will act," Marn said.'
CONTENT, SOURCE, CUE = Span(0, 14), Span(15, 19), Span(20, 24)
ANA = Layer(LayerKind.HUMAN, "ana")
QUOTE = Said("q1", (CONTENT,), (CUE,), (SOURCE,))


def document(*quotes: Said, text: str = TEXT, layer: Layer = ANA) -> Document:
    """One answer to one text."""
    return Document(text, Source("a.txt"), (Answer(layer, quotes),))


def taken(
    format: Format, file: Path, content: str | bytes | Iterable[Any], mapping: Mapping | None = None
) -> tuple[list[Document], list[str]]:
    """Documents and sentences that a reader finds in a file with this content; of values: JSON lines."""
    if isinstance(content, str):
        content = content.encode()
    elif not isinstance(content, bytes):
        content = b"".join(orjson.dumps(value) + b"\n" for value in content)
    file.write_bytes(content)
    found = list(format.read([file], Reading(mapping or Mapping())))
    sentences = [x.sentence.removeprefix(str(file)) for x in found if isinstance(x, Complaint)]
    return [x for x in found if isinstance(x, Document)], sentences


def written(format: Format, folder: Path, *some: Document) -> Any:
    """What a writer makes of documents, as JSON; of JSON lines a list."""
    to = folder / f"written{format.suffix}"
    format.write(some, to)
    data = to.read_bytes()
    return [orjson.loads(x) for x in data.splitlines()] if format.suffix == ".jsonl" else orjson.loads(data)
