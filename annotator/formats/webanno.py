"""WebAnno TSV 3.3: a token a line, with a column for each feature of each layer.

What stands for what is said in uima.py, and how files lie in folders. White space is no token, and so no
span could begin or end in it: where one does, the white space is written as a token, with its line ends
and tabs escaped. A span that parts a token has a sub-token. A text's last line end, which the format adds,
is not read as text.

What the format LOSES: the article's data but its name, and quotes without content.
Format: https://webanno.github.io/webanno/releases/3.4.5/docs/user-guide.html#sect_webannotsv
"""

import re
from bisect import bisect_left, bisect_right
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from itertools import pairwise
from pathlib import Path
from typing import NamedTuple

from annotator.formats.document import Answer, Complaint, Document
from annotator.formats.json_parts import Places
from annotator.formats.registry import Format, Reading
from annotator.formats.uima import (
    HOLDS,
    LINK,
    QUOTE,
    ROLE,
    Annotation,
    Relation,
    annotations,
    features,
    held,
    read_folder,
    write_folder,
)
from annotator.formats.utf16 import Units
from annotator.formats.webanno_reading import read_file
from annotator.formats.webanno_signs import HEADER, SUFFIX, TEXT, in_form, in_text, in_value
from annotator.model import Span
from annotator.text.tokens import ranges


def _held(document: Document) -> Document:
    return held(document, HOLDS)


class _Line(NamedTuple):
    """A token or a part of one, and the numbers (from 0) of the spans that stand in it."""

    id: str
    span: Span
    marked: list[int]


def write(documents: Iterable[Document], to: Path) -> None:
    """A folder with a file for each answer. Without sentences, each line of the text is one."""
    write_folder(map(_held, documents), to, SUFFIX, _content)


def _content(document: Document, answer: Answer | None) -> bytes:
    places = Places(document.text, units=True)
    spans, relations = annotations(answer, places) if answer else ([], [])
    return "".join(_Writer(document, spans, relations).lines()).encode()


class _Writer:
    """Writes one file. Each span is numbered, from 1: that joins its lines, and relations to it."""

    def __init__(
        self, document: Document, spans: Sequence[Annotation], relations: Sequence[Relation]
    ) -> None:
        self._text, self._units = document.text, Units(document.text)
        self._spans, self._relations = spans, relations
        self._names = features(spans)
        self._numbers = {span.id: n for n, span in enumerate(spans, start=1)}
        self._at: dict[str, str] = {}  # span -> the line that it begins at
        self._starts = sorted({span.span.start for span in spans})
        self._ends = sorted({span.span.end for span in spans})
        starts = sorted({0, *(x.start for x in document.sentences or _paragraphs(document.text))})
        self._sentences = [Span(a, b) for a, b in pairwise((*starts, len(self._text)))]

    def lines(self) -> Iterator[str]:
        """The file, line by line."""
        yield f"{HEADER}3.3\n"
        if self._spans:
            yield f"#T_SP={'|'.join((QUOTE, *self._names))}\n"
        if self._relations:
            yield f"#T_RL={LINK}|{ROLE}|BT_{QUOTE}\n"
        yield "\n"
        sentences = self._marked()
        links: defaultdict[str, list[Relation]] = defaultdict(list)
        for relation in self._relations:
            links[self._at[relation.end]].append(relation)
        for sentence, lines in zip(self._sentences, sentences, strict=True):
            yield "\n"
            for words in sentence.of(self._text).split("\n"):
                yield f"{TEXT}{in_text(words)}\n"
            for line in lines:
                yield self._row(line, links[line.id])

    def _row(self, line: _Line, links: Sequence[Relation]) -> str:
        start, end = self._units.units(line.span.start), self._units.units(line.span.end)
        cells = [line.id, f"{start}-{end}", in_form(line.span.of(self._text))]
        cells += (self._cell(line.marked, name) for name in self._names)
        if self._relations:
            cells.append("|".join(in_value(x.name) for x in links) or "_")
            cells.append("|".join(self._reference(x) for x in links) or "_")
        return "\t".join(cells) + "\t\n"

    def _cell(self, marked: Sequence[int], name: str) -> str:
        values = ((n, self._spans[n].values.get(name)) for n in marked)
        said = (f"{'*' if x is None else in_value(x)}[{n + 1}]" for n, x in values)
        return "|".join(said) or "_"

    def _reference(self, link: Relation) -> str:
        return f"{self._at[link.start]}[{self._numbers[link.start]}_{self._numbers[link.end]}]"

    def _marked(self) -> list[list[_Line]]:
        """The lines of each sentence: its tokens, each followed by those parts of it that are marked."""
        tokens = [(n, k, *x) for n, s in enumerate(self._sentences) for k, x in enumerate(self._tokens(s), 1)]
        starts = [start for _, _, start, _ in tokens]
        whole: defaultdict[int, list[int]] = defaultdict(list)  # number of a token -> of spans
        parts: defaultdict[int, dict[Span, list[int]]] = defaultdict(dict)
        for n, (_, _, span, _) in enumerate(self._spans):
            for t in range(bisect_right(starts, span.start) - 1, bisect_left(starts, span.end)):
                start, end = tokens[t][2:]
                if span.start <= start and end <= span.end:
                    whole[t].append(n)
                else:
                    part = Span(max(start, span.start), min(end, span.end))
                    parts[t].setdefault(part, []).append(n)
        found: list[list[_Line]] = [[] for _ in self._sentences]
        for t, (n, k, start, end) in enumerate(tokens):
            id_ = f"{n + 1}-{k}"
            found[n].append(_Line(id_, Span(start, end), whole[t]))
            for i, part in enumerate(sorted(parts[t], key=lambda x: (x.start, -x.end)), start=1):
                found[n].append(_Line(f"{id_}.{i}", part, parts[t][part]))
        for line in (line for lines in found for line in lines):
            for n in line.marked:
                self._at.setdefault(self._spans[n].id, line.id)
        return found

    def _tokens(self, sentence: Span) -> Iterator[tuple[int, int]]:
        """The tokens of a sentence, and the white space where it begins or a span needs it."""
        last = sentence.start
        for start, end in (*ranges(self._text, sentence.start, sentence.end), (sentence.end, sentence.end)):
            if last < start and (last == sentence.start or self._needed(last, start)):
                yield last, start
            if start < end:
                yield start, end
            last = end

    def _needed(self, start: int, end: int) -> bool:
        """Whether a span begins or ends within this white space."""
        first, last = bisect_left(self._starts, start), bisect_right(self._ends, start)
        begins = first < len(self._starts) and self._starts[first] < end
        return begins or (last < len(self._ends) and self._ends[last] <= end)


def _paragraphs(text: str) -> Iterator[Span]:
    return (Span(*match.span()) for match in re.finditer(r"[^\n]*\n+|[^\n]+", text))


def read(paths: Sequence[Path], reading: Reading) -> Iterator[Document | Complaint]:
    """The texts of files, or of all files in folders."""
    return read_folder(paths, SUFFIX, read_file, reading)


FORMAT = Format("webanno", "", True, _held, write, read)
