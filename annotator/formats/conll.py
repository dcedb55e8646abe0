"""CoNLL with IOB2 labels: a token a line, its label last (B-Content, I-Cue, B-Source, O), sentences apart.

Between them stands the number of the quote that the token belongs to, _ where to none: so the parts of a
quote find each other. Comments say what tokens cannot: `# newdoc id`, and as JSON `# text_json` (the text
itself, so that every offset comes back), `# article` and `# layer` (null: nobody marked it). Each answer to a
text is a document of its own. Tokens are cut where spans begin and end; no sentence ends within a span.

Read are also files of others, with two or more columns, in IOB1, IOB2 or BIOES: their text is the tokens with
spaces between, a line a sentence. A cue or source goes to the one content in its sentence.

What the format LOSES: all that is said of a quote but its spans, white space at their ends, and what
overlaps: of two spans the smaller one is left out, a content never for a cue or source.
Format: https://www.conll.org/previous-tasks (2003), https://universaldependencies.org/format.html (comments)
"""

from bisect import bisect_right
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence
from collections.abc import Mapping as Dict
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import BinaryIO, NamedTuple

from annotator.formats import json_files as get
from annotator.formats import json_parts as parts
from annotator.formats.document import Answer, Complaint, Document, Said
from annotator.formats.holding import ALL_META, UNNAMED, Holds, reduced
from annotator.formats.joining import Unknown, apart
from annotator.formats.json_files import Bad
from annotator.formats.mapping import ROLES
from annotator.formats.pieces import pieces
from annotator.formats.placing import shown
from annotator.formats.registry import Format, Reading
from annotator.model import Layer, Source, Span, stripped
from annotator.text.sentences import sentences

HOLDS = Holds(meta=ALL_META, layers=True, empty=True)
_ID, _TEXT, _ARTICLE, _LAYER = "newdoc id", "text_json", "article", "layer"
_DOCUMENT = "-DOCSTART-"
_OUT, _NONE = "O", "_"
_FIRST, _SINGLE = "BSU", "SU"  # prefixes that begin a span, and that are all of one
_PREFIXES = "BIESLU"


# What the format holds


def held(document: Document) -> Document:
    """What of `document` tokens with one label each hold: spans that do not overlap."""
    kept = reduced(document, HOLDS)
    return replace(kept, answers=tuple(_held(document.text, answer) for answer in kept.answers))


def _held(text: str, answer: Answer) -> Answer:
    taken: list[Span] = []  # in order and apart
    kept: defaultdict[int, defaultdict[str, list[Span]]] = defaultdict(lambda: defaultdict(list))
    for roles in (("content",), ("cue", "source")):
        wanted = [
            (span, n, role)
            for n, quote in enumerate(answer.quotes)
            for role in roles
            for part in getattr(quote, role)
            if (span := stripped(part, text)) and (role == "content" or n in kept)
        ]
        for span, n, role in sorted(wanted, key=lambda x: (x[0].start - x[0].end, x)):
            place = bisect_right(taken, span)
            if not any(span.overlaps(other) for other in taken[max(0, place - 1) : place + 1]):
                taken.insert(place, span)
                kept[n][role].append(span)
    every = enumerate(answer.quotes)
    return replace(answer, quotes=tuple(_of(quote.id, kept[n]) for n, quote in every if n in kept))


def _of(id: str | None, spans: Dict[str, Iterable[Span]]) -> Said:
    """A quote of the spans of each role."""
    content, cue, source = (apart(spans.get(role, ())) for role in ("content", "cue", "source"))
    return Said(id, content, cue, source)


# Writing


def write(documents: Iterable[Document], to: Path) -> None:
    """Write the documents, each answer as one of its own, in a file that does not exist yet."""
    with to.open("xb") as file:
        for document in documents:
            for answer in held(document).answers or (None,):
                file.write("".join(_lines(document, answer)).encode())


def _lines(document: Document, answer: Answer | None) -> Iterator[str]:
    text = document.text
    yield f"# {_ID} = {' '.join(document.name.split())}\n"
    yield f"# {_TEXT} = {_json(text)}\n"
    yield f"# {_ARTICLE} = {_json(parts.source_json(document.source))}\n"
    if answer is None:
        yield f"# {_LAYER} = null\n"
    elif answer.layer != UNNAMED:
        yield f"# {_LAYER} = {_json(parts.layer_json(answer.layer))}\n"
    labels = _labels(answer.quotes if answer else ())
    starts = [span.start for span in document.sentences or sentences(text)]
    inside: tuple[Span, int, str] | None = None
    last = 0  # sentence
    for token in _tokens(text, labels):
        begins = labels.get(token.start)
        inside = begins or (inside if inside and token.start < inside[0].end else None)
        sentence = bisect_right(starts, token.start)
        if last and sentence > last and (begins or not inside):
            yield "\n"
        last = sentence
        if inside is None:
            yield f"{token.of(text)}\t{_NONE}\t{_OUT}\n"
        else:
            yield f"{token.of(text)}\t{inside[1]}\t{'B' if begins else 'I'}-{inside[2].capitalize()}\n"
    yield "\n"


def _labels(quotes: Sequence[Said]) -> dict[int, tuple[Span, int, str]]:
    """By where it starts: each span, the number of its quote, its role."""
    return {
        span.start: (span, n, role)
        for n, quote in enumerate(quotes, start=1)
        for role in ROLES
        for span in getattr(quote, role)
    }


def _tokens(text: str, labels: dict[int, tuple[Span, int, str]]) -> Iterator[Span]:
    edges = [edge for span, _, _ in labels.values() for edge in (span.start, span.end)]
    return (piece for piece in pieces(text, edges) if not piece.of(text).isspace())


def _json(value: object) -> str:
    """On one line, for readers that end a line at any of Unicode's line ends, too."""
    line = get.dumped(value).decode()
    for sign in "\x85\u2028\u2029":
        line = line.replace(sign, f"\\u{ord(sign):04x}")
    return line


# Reading


class _Token(NamedTuple):
    """A line. `number`: the quote, None where the file does not say; `sentence`: counted from 0."""

    line: int
    words: str
    quote: str | None
    label: str
    sentence: int


@dataclass(slots=True)
class _Block:
    """One document as its lines say it. `comments` are values with their lines."""

    comments: dict[str, tuple[int, str]] = field(default_factory=dict)
    rows: list[tuple[int, list[str], int]] = field(default_factory=list)  # line, columns, sentence


class _Piece(NamedTuple):
    """A labelled span."""

    role: str
    span: Span
    quote: str | None
    sentence: int


def read(paths: Sequence[Path], reading: Reading) -> Iterator[Document | Complaint]:
    """The documents of files; those that follow each other with one text and name are one.

    A file is read twice, a document at a time: what is not UTF-8 to its end is not taken at all.
    """
    for path in paths:
        try:
            with path.open("rb") as stream:
                for line in stream:
                    line.decode()
                stream.seek(0)
                yield from _File(path, reading).documents(_decoded(stream))
        except OSError as problem:
            yield Complaint(f"{path}: it cannot be read ({problem.strerror}); it was left out")
        except UnicodeDecodeError:
            yield Complaint(f"{path}: it is not UTF-8; save it so and import it again")


def _decoded(stream: BinaryIO) -> Iterator[str]:
    """Without their ends, and without a mark of the byte order."""
    for n, line in enumerate(stream):
        words = line.decode().removesuffix("\n")
        yield words if n else words.removeprefix("\ufeff")


class _File:
    """Reads one file."""

    def __init__(self, path: Path, reading: Reading) -> None:
        self.path, self.mapping = path, reading.mapping
        self.unknown = Unknown()
        self.lone: Counter[str] = Counter()  # roles of spans that belong to no quote

    def documents(self, lines: Iterable[str]) -> Iterator[Document | Complaint]:
        last: Document | None = None
        for n, block in enumerate(_blocks(lines), start=1):
            try:
                found = self._document(block, f"{self.path.stem}/{n}")
            except Bad as problem:
                yield Complaint(f"{self.path}:{problem}; the document was left out")
                continue
            if last is not None and (last.text, last.source) == (found.text, found.source):
                last = replace(
                    last, answers=parts.one_a_layer((*last.answers, *found.answers), lambda _: None)
                )
                continue
            if last is not None:
                yield last
            last = found
        if last is not None:
            yield last
        yield from self.unknown.complaints(self.path)
        for role, count in sorted(self.lone.items()):
            what = f"{count:,} spans of {role} stand" if count > 1 else f"a span of {role} stands"
            yield Complaint(
                f"{self.path}: {what} in a sentence with no content or several; left out", whole=False
            )

    def _document(self, block: _Block, name: str) -> Document:
        """Raises Bad, with the line at the beginning."""
        known = _comment(block, _TEXT)
        source = parts.source_of(get.entry(_comment(block, _ARTICLE) or {}, _ARTICLE), name)
        if _ARTICLE not in block.comments and _ID in block.comments:
            source = Source(block.comments[_ID][1] or name)
        tokens = [
            _Token(line, row[0], row[1] if known is not None and len(row) == 3 else None, row[-1], sentence)
            for line, row, sentence in block.rows
        ]
        if empty := next((token for token in tokens if not token.words), None):
            raise Bad(f"{empty.line}: there is no token")
        if known is None:
            text, spans = _together(tokens)
        elif isinstance(known, str):
            text, spans = known, _found(known, tokens)
        else:
            raise Bad(f"{block.comments[_TEXT][0]}: {_TEXT} has to be a text")
        layer = _comment(block, _LAYER)
        if _LAYER in block.comments and layer is None:
            return Document(text, source)
        try:
            who = UNNAMED if layer is None else parts.layer_of(get.entry(layer, _LAYER))
        except Bad as problem:
            raise Bad(f"{block.comments[_LAYER][0]}: {problem}") from None
        return Document(text, source, (self._answer(who, list(self._pieces(tokens, spans))),))

    def _pieces(self, tokens: Sequence[_Token], spans: Sequence[Span]) -> Iterator[_Piece]:
        """The labelled spans, in order."""
        last: _Piece | None = None
        for token, span in zip(tokens, spans, strict=True):
            prefix, _, word = token.label.partition("-")
            role = self._role(token.label, prefix, word)
            goes_on = (
                last is not None
                and prefix not in _FIRST
                and (last.role, last.quote) == (role, token.quote)
                and (token.quote is not None or last.sentence == token.sentence)
            )
            if goes_on and last is not None:
                last = last._replace(span=Span(last.span.start, span.end))
                continue
            if last is not None:
                yield last
            last = _Piece(role, span, token.quote, token.sentence) if role else None
        if last is not None:
            yield last

    def _role(self, label: str, prefix: str, word: str) -> str:
        if label == _OUT:
            return ""
        if len(prefix) != 1 or prefix not in _PREFIXES or not word:
            self.unknown.words[label] += 1
            return ""
        role = self.mapping.role(word)
        if role is None and prefix in _FIRST:
            self.unknown.words[word] += 1
        return role or ""

    def _answer(self, layer: Layer, found: Sequence[_Piece]) -> Answer:
        quotes: defaultdict[object, list[_Piece]] = defaultdict(list)
        contents = Counter(piece.sentence for piece in found if piece.role == "content")
        for n, piece in enumerate(found):
            if piece.quote is not None:
                quotes[piece.quote].append(piece)
            elif piece.role == "content" and contents[piece.sentence] > 1:
                quotes[(piece.sentence, n)].append(piece)
            elif contents[piece.sentence] == 1:
                quotes[piece.sentence].append(piece)
            else:
                self.lone[piece.role] += 1
        said: list[Said] = []
        for some in quotes.values():
            spans = {role: [piece.span for piece in some if piece.role == role] for role in ROLES}
            if spans["content"]:
                said.append(_of(f"q{len(said) + 1}", spans))
            else:
                self.lone.update(piece.role for piece in some)
        return Answer(layer, tuple(said))


def _blocks(lines: Iterable[str]) -> Iterator[_Block]:
    """The documents of a file, as far as its lines tell them apart."""
    block, sentence = _Block(), 0
    for number, line in enumerate(lines, start=1):
        row = line.rstrip("\r").split("\t") if "\t" in line else line.split()
        if not line.strip():
            sentence += 1
        elif row[0] == _DOCUMENT or (row[0].startswith("#") and len(row) != 2 and "\t" not in line):
            name, _, value = (part.strip() for part in line[1:].partition("="))
            if block.rows and (row[0] == _DOCUMENT or name == _ID):
                yield block
                block = _Block()
            if row[0] != _DOCUMENT:
                block.comments.setdefault(name, (number, value))
        else:
            block.rows.append((number, row, sentence))
    if block.rows or _TEXT in block.comments:
        yield block


def _comment(block: _Block, name: str) -> object:
    """What a comment says as JSON; None where it is not there. Raises Bad."""
    if name not in block.comments:
        return None
    line, value = block.comments[name]
    try:
        found: object = get.parsed(value.encode())
    except Bad as problem:
        raise Bad(f"{line}: {name}: {problem}") from None
    return found


def _together(tokens: Sequence[_Token]) -> tuple[str, list[Span]]:
    """Tokens as a text, a line a sentence, and where each stands in it."""
    made: list[str] = []
    spans: list[Span] = []
    at = 0
    for n, token in enumerate(tokens):
        if n:
            made.append(" " if token.sentence == tokens[n - 1].sentence else "\n")
            at += 1
        made.append(token.words)
        spans.append(Span(at, at + len(token.words)))
        at += len(token.words)
    return "".join(made), spans


def _found(text: str, tokens: Sequence[_Token]) -> list[Span]:
    """Where each token stands in the text, one behind the other. Raises Bad."""
    spans: list[Span] = []
    at = 0
    for token in tokens:
        start = text.find(token.words, at)
        if start < 0 or text[at:start].strip():
            raise Bad(f"{token.line}: the text does not go on with {shown(token.words)}")
        at = start + len(token.words)
        spans.append(Span(start, at))
    return spans


FORMAT = Format("conll", ".conll", False, held, write, read)
