"""The Project Dialogism Novel Corpus: a folder for each text, with the text and a table of its quotations.

    PDNC-Novel-Index.csv           a line for each text: its data, who annotated it, the name of its folder
    data/NAME/novel_text.txt
    data/NAME/quotation_info.csv   a line for each quotation
    data/NAME/character_info.csv   who speaks, with aliases

Offsets are code points, though they are called bytes; lists are literals as Python writes them. The corpus
leaves quotation marks out of its quotations, and we write what was marked. What it has no column for stands
in columns of ours behind its own (flat.py), which programs that read columns by name do not see.

What the format LOSES: all answers but the first, and quotes without content. What we do not read: mentions,
addressees, how somebody is referred to, unless the mapping names a field for the last two.
Source: https://github.com/Priya22/project-dialogism-novel-corpus
"""

import csv
import io
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from pathlib import Path

from annotator.formats.document import Document, Named, Said
from annotator.formats.files import free
from annotator.formats.flat import flattened
from annotator.formats.holding import ALL_META
from annotator.formats.json_parts import Places
from annotator.formats.pdnc_reading import read
from annotator.formats.pdnc_table import (
    CHARACTERS,
    COLUMNS,
    INDEX,
    NOBODY,
    OURS,
    QUOTATIONS,
    TEXT,
)
from annotator.formats.registry import Format
from annotator.formats.uima import HOLDS, coded, held
from annotator.model import Span

_HOLDS = replace(HOLDS, meta=ALL_META - {"extra"})
_LONG = 200  # characters of an expression that refers to a speaker, at most


def _held(document: Document) -> Document:
    one = replace(document, answers=document.answers[:1])
    return held(one, _HOLDS)


def write(documents: Iterable[Document], to: Path) -> None:
    """A folder as the corpus has it."""
    (to / "data").mkdir(parents=True)
    index = []
    for document in map(_held, documents):
        folder = free(to / "data" / coded(document.name))  # letters may have no case there
        folder.mkdir()
        (folder / TEXT).write_bytes(document.text.encode())
        for answer in document.answers:
            _write(folder, document.text, answer.quotes)
        index.append(_indexed(document, folder.name))
    names = list(dict.fromkeys(["Novel Title", "Source", "Annotators", "Folder Name", *_names(index)]))
    (to / INDEX).write_bytes(_table(names, index))


def _indexed(document: Document, folder: str) -> dict[str, str]:
    source = document.source
    row = {"Novel Title": source.title, "Source": source.url, "Folder Name": folder}
    row |= {name: getattr(source, name) for name in sorted(_HOLDS.meta - {"title", "url"})}
    for layer in (answer.layer for answer in document.answers):
        row |= {"Annotators": layer.name, "layerKind": layer.kind, "layerVersion": layer.version}
    return {name: value for name, value in row.items() if value}


def _write(folder: Path, text: str, quotes: Sequence[Said]) -> None:
    rows = [_row(n, quote, text) for n, quote in enumerate(quotes)]
    names = list(dict.fromkeys([*COLUMNS, *OURS, *_names(rows)]))
    (folder / QUOTATIONS).write_bytes(_table(names, rows))
    people: dict[str, dict[str, None]] = {}
    for speaker in (v for quote in quotes for v in quote.speakers if v.name):
        people.setdefault(speaker.name or "", {}).update(
            dict.fromkeys((speaker.name or "", *speaker.aliases))
        )
    cast = [
        {"Character ID": str(n), "Main Name": name, "Aliases": f"{{{', '.join(map(repr, aliases))}}}",
         "Gender": "X"}
        for n, (name, aliases) in enumerate(people.items())
    ]  # fmt: skip
    columns = ["Character ID", "Main Name", "Aliases", "Gender", "Category"]
    (folder / CHARACTERS).write_bytes(_table(columns, cast))


def _names(rows: Iterable[Mapping[str, str]]) -> Iterator[str]:
    return (name for row in rows for name in row)


def _table(names: Sequence[str], rows: Iterable[Mapping[str, str]]) -> bytes:
    to = io.StringIO(newline="")
    table = csv.writer(to, quoting=csv.QUOTE_ALL, lineterminator="\n")
    table.writerow(names)
    table.writerows([row.get(name, "") for name in names] for row in rows)
    return to.getvalue().encode()


def _row(n: int, quote: Said, text: str) -> dict[str, str]:
    speakers = quote.speakers[:1]
    parts = [span.of(text) for span in quote.content]
    return {
        "quoteID": f"Q{n}",
        "quoteText": " ".join(parts),
        "subQuotationList": repr(parts),
        "quoteByteSpans": _spans(quote.content),
        "addressees": "[]",
        "quoteType": _type(quote, text),
        "referringExpression": _expression(quote, text),
        **dict.fromkeys(COLUMNS[-3:], repr([[]] * len(parts))),  # of mentions
        "cueTexts": repr([span.of(text) for span in quote.cue]),
        "cueSpans": _spans(quote.cue),
        "sourceTexts": repr([span.of(text) for span in quote.source]),
        "sourceSpans": _spans(quote.source),
        **({"speaker": NOBODY} if speakers and not (speakers[0].name or speakers[0].id) else {}),
        **flattened(quote, Places(text)),
    }  # fmt: skip


def _spans(spans: Iterable[Span]) -> str:
    return repr([[span.start, span.end] for span in spans])


def _type(quote: Said, text: str) -> str:
    """Explicit where the source has a name of the speaker's, Anaphoric where it has none, else Implicit."""
    if not quote.source:
        return "Implicit"
    words = " ".join(span.of(text) for span in quote.source).casefold()
    names = [name.casefold() for v in quote.speakers for name in _called(v)]
    return "Explicit" if any(name in words or words in name for name in names) else "Anaphoric"


def _called(value: Named) -> tuple[str, ...]:
    return (value.name, *value.aliases) if value.name else value.aliases


def _expression(quote: Said, text: str) -> str:
    """The words from the first of cue and source to the last, where they stand together."""
    spans = sorted((*quote.cue, *quote.source))
    if not spans:
        return "nan"
    start, end = spans[0].start, max(span.end for span in spans)
    near = end - start <= _LONG and not any(x.overlaps(Span(start, end)) for x in quote.content)
    return text[start:end] if near else " ".join(span.of(text) for span in spans)


FORMAT = Format("pdnc", "", True, _held, write, read)
