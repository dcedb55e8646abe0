"""Folders of marked texts for scripts/measure_quotes: PolNeAR, LitBank, texts with gold as JSONL."""

import json
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from annotator.agreement.scoring import Marked
from annotator.formats import brat, brat_reading
from annotator.ingest.incoming import Incoming
from annotator.ingest.read import read
from annotator.model import Span
from annotator.text.marks import quotations
from annotator.text.types import derive_type

Record = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Text:
    """A text and the quotes that people marked in it.

    `speakers`: whether the gold says who really speaks; `indirect`: whether it holds quotes without marks;
    `parts`: whether it says by which words (cue, source).
    """

    name: str
    text: str
    gold: tuple[Marked, ...]
    speakers: bool = False
    indirect: bool = True
    parts: bool = True


@dataclass(frozen=True, slots=True)
class Folder:
    """What was found in a folder, and what could not be used of it, a sentence each."""

    path: Path
    kind: str
    texts: tuple[Text, ...]
    complaints: tuple[str, ...] = ()


def folder(path: Path) -> Folder:
    """The texts and gold of a folder of one of the known layouts; on others the program ends and says so."""
    if (path / "text").is_dir() and (path / "attributions").is_dir():
        return _polnear(path)
    if (path / "tsv").is_dir():
        path = path / "tsv"
    if path.is_dir() and any(path.glob("*_brat.ann")):
        return _litbank(path)
    if path.is_dir() and (gold := sorted(path.glob("*gold*.jsonl"))):
        return _records(path, gold[0])
    raise SystemExit(
        f"{path} is of no layout that is known: text/ and attributions/ (PolNeAR), NAME_brat.txt and .ann "
        "(LitBank), or texts beside a file …gold….jsonl"
    )


def marked(text: str, quotes: Iterable[Marked]) -> tuple[Marked, ...]:
    """`quotes` with their types, as the marks of the text give them, those of quotes around left out."""
    found = quotations(text)
    own = list(quotes)
    covers = [Span(q.content[0].start, q.content[-1].end) for q in own]
    typed = []
    for quote, cover in zip(own, covers, strict=True):
        around = [o.content for o, c in zip(own, covers, strict=True) if c != cover and c.contains(cover)]
        kind = derive_type(found, quote.content, around, text)
        typed.append(replace(quote, type=kind))
    return tuple(typed)


# PolNeAR


def _polnear(path: Path) -> Folder:
    texts, complaints = [], []
    for file, annotated in brat.annotations(
        sorted((path / "text").glob("*.txt")), path / "attributions"
    ).items():
        if not annotated:
            complaints.append(f"{file.name}: no .ann belongs to it")
            continue
        text = file.read_bytes().decode()
        standoff = brat_reading.read(text, annotated[0].read_bytes().decode(), annotated[0].name)
        complaints.extend(standoff.complaints)
        quotes = marked(text, (Marked(q.content, q.cue, q.source) for q in standoff.quotes))
        texts.append(Text(file.stem, text, quotes))
    return Folder(path, "PolNeAR", tuple(texts), tuple(complaints))


# LitBank: tokens in lines, quotations from token to token, in books


def _litbank(path: Path) -> Folder:
    return Folder(path, "LitBank", tuple(_book(file) for file in sorted(path.glob("*_brat.txt"))))


def _book(file: Path) -> Text:
    tokens = [line.split(" ") for line in file.read_text("utf-8").splitlines()]
    text, places = _together(tokens)
    quotes = []
    for line in file.with_suffix(".ann").read_text("utf-8").splitlines():
        kind, *rest = line.split("\t")
        if kind == "QUOTE":
            first, start, last, end = map(int, rest[1:5])
            quotes.append(Marked((Span(places[first][start][0], places[last][end][1]),)))
    return Text(file.stem, text, marked(text, quotes), indirect=False, parts=False)


_NO_SPACE_BEFORE = frozenset(".,;:!?)]}’”'%")
_NO_SPACE_BEHIND = frozenset("([{“‘$#")


def _together(lines: Sequence[Sequence[str]]) -> tuple[str, list[list[tuple[int, int]]]]:
    """Tokens as a text again, with the place of each; straight double marks open and close by turns."""
    parts: list[str] = []
    places: list[list[tuple[int, int]]] = []
    at = 0
    opened = glued = False
    for line in lines:
        places.append([])
        for token in line:
            closes = token == '"' and opened
            glue = glued or closes or token[:1] in _NO_SPACE_BEFORE or token == "n't"
            parts.append(token if glue or not at else f" {token}")
            at += len(parts[-1])
            places[-1].append((at - len(token), at))
            opens = token == '"' and not opened
            opened = opens or (opened and not closes)
            glued = opens or token in _NO_SPACE_BEHIND
    return "".join(parts), places


# Gold as JSONL beside its texts


def _records(path: Path, gold: Path) -> Folder:
    records = [json.loads(line) for line in gold.read_text("utf-8").splitlines() if line.strip()]
    if records and "doc" in records[0]:
        return Folder(path, "flat records", tuple(_flat(path, records)))
    return Folder(path, "records", tuple(_exported(path, records)))


def _flat(path: Path, records: Iterable[Record]) -> Iterator[Text]:
    by_file: defaultdict[str, list[Record]] = defaultdict(list)
    for record in records:
        by_file[record["doc"]].append(record)
    for name, some in sorted(by_file.items()):
        text = (path / name).read_bytes().decode()
        quotes = (
            Marked(
                tuple(Span(start, end) for start, end, _ in record["content"]),
                _one(record["cue_span"]),
                _one(record["speaker_span"]),
                speakers=frozenset(filter(None, (x.strip() for x in (record["speaker"] or "").split(";")))),
            )
            for record in some
        )
        yield Text(name, text, marked(text, quotes), speakers=True)


def _one(span: list[int] | None) -> tuple[Span, ...]:
    return (Span(*span),) if span else ()


def _exported(path: Path, records: Iterable[Record]) -> Iterator[Text]:
    by_digest: defaultdict[str, list[Record]] = defaultdict(list)
    for record in records:
        by_digest[record["article"]["digest"]].append(record)
    for one in read([path]):
        if isinstance(one, Incoming) and one.article.digest in by_digest:
            text = one.article.text
            quotes = (
                Marked(
                    _spans(r["content"]),
                    _spans(r["cue"]),
                    _spans(r["source"]),
                    speakers=frozenset(s["name"] for s in r["speakers"] if s["name"]),
                )
                for r in by_digest[one.article.digest]
            )
            name = Path(one.article.sources[0].path).name
            yield Text(name, text, marked(text, quotes), speakers=True)


def _spans(items: Iterable[Record]) -> tuple[Span, ...]:
    return tuple(Span(item["start"], item["end"]) for item in items)
