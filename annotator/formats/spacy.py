"""spaCy's DocBin: Docs with the words of each quote in doc.spans["quotes"].

A span's label is its role (content, cue, source), its id that of its quote: spans of one id are one quote.
What spans cannot hold is in doc.user_data["annotator"]: the article's data, and for each answer its layer,
the group of its spans (the first is "quotes") and what each quote says besides. Tokens are cut at the edges
of all spans and sentences; white space is a token of its own but for single blanks behind a word.

Read are foreign Docs, too: groups of spans by their labels, else by their names; a span without an id is a
quote of its own, and cue and source need the id of one.

What the format LOSES: quotes without content. Format: https://spacy.io/api/docbin
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from itertools import pairwise
from pathlib import Path
from types import ModuleType
from typing import Any, NamedTuple

from annotator.errors import UsageError
from annotator.formats.document import Answer, Complaint, Document, Said
from annotator.formats.holding import ALL_META, ALL_NAMED, UNNAMED, Holds, reduced
from annotator.formats.joining import NAMES, Joining, Link, Mark, Unknown, marked, sound
from annotator.formats.json_files import Bad, Json, entries, needed, table, text
from annotator.formats.json_parts import (
    Places,
    layer_json,
    layer_of,
    one_a_layer,
    rest_json,
    rest_of,
    said,
    source_json,
    source_of,
)
from annotator.formats.placing import shown
from annotator.formats.registry import Format, Reading
from annotator.model import Source, Span
from annotator.text.tokens import ranges

KEY, GROUP = "annotator", "quotes"
_HOLDS = Holds(
    meta=ALL_META, layers=True, empty=True, ids=True, speakers=ALL_NAMED - {"span"}, via=ALL_NAMED,
    labels=True, targets=True, origins=True, parent=True, about=True, derived_from=True, scores=True,
    notes=True,
)  # fmt: skip
# What spaCy, msgpack and numpy raise for what is no DocBin.
_BROKEN = (
    ValueError, KeyError, IndexError, TypeError, AttributeError, OverflowError, RecursionError, MemoryError,
)  # fmt: skip


def _held(document: Document) -> Document:
    return sound(reduced(document, _HOLDS))


def _spacy() -> ModuleType:
    """The package. Raises UsageError where it is not installed."""
    try:
        import spacy.tokens
        import spacy.vocab
    except ImportError:
        raise UsageError(
            "the format spacy needs the extra spacy: pip install 'quotation-annotator[spacy]'"
        ) from None
    found: ModuleType = spacy
    return found


def write(documents: Iterable[Document], to: Path) -> None:
    """One DocBin with a Doc for each document."""
    spacy = _spacy()
    vocab = spacy.vocab.Vocab()
    docs = (_doc(spacy, vocab, document) for document in map(_held, documents))
    bin_ = spacy.tokens.DocBin(attrs=["ORTH", "SENT_START"], store_user_data=True)
    for doc in docs:
        bin_.add(doc)
    with to.open("xb") as file:
        file.write(bin_.to_bytes())


def _doc(spacy: ModuleType, vocab: Any, document: Document) -> Any:
    starts = {sentence.start for sentence in document.sentences}
    tokens = list(_tokens(document, starts))
    words = [span.of(document.text) for span, _ in tokens]
    sentences = [span.start in starts for span, _ in tokens] if starts else None
    doc = spacy.tokens.Doc(vocab, words=words, spaces=[blank for _, blank in tokens], sent_starts=sentences)
    first = {span.start: n for n, (span, _) in enumerate(tokens)}
    last = {span.end: n for n, (span, _) in enumerate(tokens, start=1)}
    places = Places(document.text)
    answers: list[Json] = []
    for answer in document.answers:
        group = f"{GROUP} {answer.layer}" if answers else GROUP
        doc.spans[group] = [
            spacy.tokens.Span(
                doc, first[x.span.start], last[x.span.end], label=x.role, span_id=one.quote.id or ""
            )
            for one in marked(answer)
            for x in one.marks
        ]
        quotes = [_quote_json(quote, places) for quote in answer.quotes]
        answers.append({"layer": layer_json(answer.layer), "group": group, "quotes": quotes})
    doc.user_data[KEY] = _plain({"article": source_json(document.source), "answers": answers})
    return doc


def _quote_json(quote: Said, places: Places) -> Json:
    return said(id=quote.id, parent=quote.parent, about=quote.about) | rest_json(quote, places)


def _tokens(document: Document, starts: Iterable[int]) -> Iterator[tuple[Span, bool]]:
    """The tokens, each with whether a blank that is none follows. Together they are the text."""
    body = document.text
    spans = [x for answer in document.answers for quote in answer.quotes for x in quote.spans()]
    begins, ends = {x.start for x in spans}, {x.end for x in spans}
    found = ranges(body, 0, len(body))
    edges = {0, len(body), *begins, *ends, *starts, *(edge for pair in found for edge in pair)}
    pieces = [Span(*pair) for pair in pairwise(sorted(edges))]
    cut = [part for piece in pieces for part in _blank_apart(piece, body)]
    for n, span in enumerate(cut):
        after = cut[n + 1] if n + 1 < len(cut) else None
        if n and _folds(cut[n - 1], span, body, begins, ends):
            continue
        yield span, after is not None and _folds(span, after, body, begins, ends)


def _blank_apart(piece: Span, body: str) -> Iterator[Span]:
    """A piece of white space that begins with a blank: the blank by itself, and the rest."""
    if piece.end - piece.start > 1 and body[piece.start] == " ":
        yield Span(piece.start, piece.start + 1)
        yield Span(piece.start + 1, piece.end)
    else:
        yield piece


def _folds(before: Span, span: Span, body: str, begins: set[int], ends: set[int]) -> bool:
    """Whether `span` is a blank behind a word that no other span needs as a token."""
    blank = span.of(body) == " " and span.start not in begins and span.end not in ends
    return blank and not before.of(body).isspace()


def _plain(value: Any) -> Any:
    """A value as msgpack takes it and JSON has it; what is none of these (bytes, arrays) as nothing."""
    if isinstance(value, dict):
        return {str(key): _plain(x) for key, x in value.items()}
    if isinstance(value, list | tuple):
        return [_plain(x) for x in value]
    if isinstance(value, str):
        return str(value)
    return value if isinstance(value, bool | int | float) else None


def read(paths: Sequence[Path], reading: Reading) -> Iterator[Document | Complaint]:
    """The Docs of files, or of all files in folders."""
    spacy = _spacy()
    for path in paths:
        files = sorted(path.rglob("*.spacy")) if path.is_dir() else [path]
        if not files:
            yield Complaint(f"{path}: there is no .spacy in it; it was left out")
        for file in files:
            yield from _file(spacy, file, reading)


def _file(spacy: ModuleType, path: Path, reading: Reading) -> Iterator[Document | Complaint]:
    unknown = Unknown()
    try:
        bin_ = spacy.tokens.DocBin().from_bytes(path.read_bytes())
        docs = [_raw(doc) for doc in bin_.get_docs(spacy.vocab.Vocab())]
    except OSError as problem:
        yield Complaint(f"{path}: it cannot be read ({problem.strerror}); it was left out")
        return
    except _BROKEN:
        yield Complaint(f"{path}: this is no DocBin of spaCy's; it was left out")
        return
    for n, doc in enumerate(docs, start=1):
        name = path.stem if len(docs) == 1 else f"{path.stem}-{n}"
        yield from _Doc(doc, path, n, reading, unknown).read(name)
    yield from unknown.complaints(path)


class _Mark(NamedTuple):
    """A span of a Doc."""

    start: int
    end: int
    label: str
    id: str


class _Raw(NamedTuple):
    """What a Doc holds: its text, its spans by group, our key of its user_data."""

    text: str
    groups: dict[str, list[_Mark]]
    data: Any


def _raw(doc: Any) -> _Raw:
    groups = {
        str(key): [_Mark(x.start_char, x.end_char, x.label_, x.id_) for x in group]
        for key, group in doc.spans.items()
    }
    return _Raw(doc.text, groups, _plain(doc.user_data.get(KEY)))


class _Doc:
    """One Doc."""

    def __init__(self, doc: _Raw, path: Path, n: int, reading: Reading, unknown: Unknown) -> None:
        self._doc, self._file, self._place = doc, str(path), f"{path}, Doc {n}"
        self._mapping, self._unknown = reading.mapping, unknown
        self._places = Places(doc.text)
        self._complaints: list[Complaint] = []

    def read(self, name: str) -> Iterator[Document | Complaint]:
        if not self._doc.text:
            yield Complaint(f"{self._place}: there is no text in it; it was left out")
            return
        source, answers = Source(name), list[Answer]()
        groups = dict(self._doc.groups)
        try:
            own = table({KEY: self._doc.data}, KEY)
            source = source_of(table(own, "article"), name)
            answers = [self._answer(x, groups) for x in entries(own, "answers")]
        except Bad as problem:
            self._say(f"user_data: {problem}; it was left out")
        quotes = self._quotes(groups, {})
        if quotes or any(self._mapping.role(key) for key in groups):
            answers.append(Answer(UNNAMED, quotes, self._file))
        kept = one_a_layer(answers, self._say)
        yield from self._complaints
        yield Document(self._doc.text, source, kept, repaired=self._places.repaired)

    def _answer(self, value: Json, groups: dict[str, list[_Mark]]) -> Answer:
        """An answer that user_data tells of; its group is taken out of `groups`. Raises Bad."""
        layer, key = layer_of(table(value, "layer")), needed(text(value, "group"), "group")
        known = {needed(text(x, "id"), "id"): x for x in entries(value, "quotes")}
        return Answer(layer, self._quotes({key: groups.pop(key, [])}, known), self._file)

    def _quotes(self, groups: dict[str, list[_Mark]], known: dict[str, Json]) -> tuple[Said, ...]:
        """The quotes of groups of spans; `known` is what is said of them besides, by id."""
        marks, ids = self._marks(groups)
        together: defaultdict[str, list[Mark]] = defaultdict(list)
        for mark in marks:
            if ids[mark.id]:
                together[ids[mark.id]].append(mark)
        links = []
        for some in together.values():
            head, *rest = sorted(some, key=lambda mark: mark.role != "content")
            links += [Link(head.id, mark.id, NAMES[mark.role]) for mark in rest if head.role == "content"]
        found = Joining(self._doc.text, self._mapping, self._unknown, self._say).quotes(marks, links)
        quotes = [replace(x.quote, id=ids[x.quote.id or ""] or None) for x in found]
        there = {quote.id for quote in quotes}
        return tuple(x for q in quotes if (x := self._full(q, known.get(q.id or "", {}), there)))

    def _marks(self, groups: dict[str, list[_Mark]]) -> tuple[list[Mark], dict[str, str]]:
        """The spans that mean something, and mark -> id of its quote, "" for none."""
        marks: list[Mark] = []
        ids: dict[str, str] = {}
        for key, group in groups.items():
            for n, span in enumerate(group):
                role = self._role(key, span.label)
                if role:
                    try:
                        place = self._places.span(span.start, span.end)
                    except Bad as problem:
                        self._say(f"a span of {shown(key)}: {problem}; it was left out")
                        continue
                    marks.append(Mark(f"{key}/{n}", role, place))
                    ids[f"{key}/{n}"] = span.id
        return marks, ids

    def _role(self, key: str, label: str) -> str | None:
        role = self._mapping.role(label or key)
        if role is None:
            self._unknown.words[label or key] += 1
        return role

    def _full(self, quote: Said, value: Json, there: set[str | None]) -> Said | None:
        """`quote` with what is said of it."""
        try:
            parent, about = (x if (x := text(value, key)) in there else None for key in ("parent", "about"))
            rest = rest_of(value, self._places, self._mapping)
            return replace(quote, **rest, parent=parent, about=about)
        except Bad as problem:
            words = shown(quote.content[0].of(self._doc.text))
            self._say(f"the quote {words}: {problem}; it was left out")
            return None

    def _say(self, sentence: str) -> None:
        self._complaints.append(Complaint(f"{self._place}: {sentence}", False))


FORMAT = Format("spacy", ".spacy", False, _held, write, read)
