"""brat standoff: a text in NAME.txt and what was marked in it in NAME.ann, a line each.

Read are the generic way of marking quotations (text-bound Quote, Speaker, Says; an event `Says:T3
Content:T1 Source:T2` or relations `said_by`, `cued_by`; attributes as labels; references as speakers; notes)
and PolNeAR's: text-bound Content, Cue, Source, events of type Attribution whose trigger means nothing, and
roles that are numbered where they repeat (Content2). Offsets are code points into the text as it is in the
file. brat stores a selection over several lines as a part for each: those parts are one span.

Of several answers brat shows the first one, in NAME.ann; the others are in NAME_WHO.ann. Who it is stands in
a note of type Layer. Relations `inside` and `about` say what stands in, or judges, another quote.

What the format LOSES of a quote: of its registry entry all but id, name and Wikidata id, what it came
through (via), targets of labels, how a value came to be (origin), the proposal before it, rule and score; and
of its article all but the text and its name. Line ends at the edges of spans go; two spans with nothing but
line ends between become one. A note is one line. Format: https://brat.nlplab.org/standoff.html
"""

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import chain
from pathlib import Path
from urllib.parse import quote as quoted

from annotator.errors import UsageError
from annotator.formats.brat_reading import (
    ABOUT,
    BREAKS,
    INSIDE,
    LAYER,
    NAME,
    REGISTRY,
    TEXT,
    WIKIDATA,
    YES,
    joined,
    read,
)
from annotator.formats.document import Answer, Complaint, Document, Named, Said
from annotator.formats.files import cut, file_name, free
from annotator.formats.holding import UNNAMED, Holds, reduced
from annotator.formats.joining import sound
from annotator.formats.registry import Format, Reading
from annotator.model import Label, Layer, LayerKind, Source, Span

_LINE = re.compile(f"[^{BREAKS}]+")

HOLDS = Holds(
    layers=True, empty=True, speakers=frozenset(("id", "name", "wikidata")), labels=True, parent=True,
    about=True, notes=True,
)  # fmt: skip


# What the format holds, and writing it


def held(document: Document) -> Document:
    """What of `document` brat holds. A quote of nothing but line ends it cannot show."""
    kept = reduced(document, HOLDS)
    every = (replace(a, quotes=tuple(_held(document.text, q) for q in a.quotes)) for a in kept.answers)
    return sound(replace(kept, source=Source(file_name(document.name, ".txt")), answers=tuple(every)))


def _held(text: str, quote: Said) -> Said:
    labels = ((_word(x.field).lower(), _flat(x.value) or YES) for x in quote.labels)
    return replace(
        quote,
        content=_shown(text, quote.content),
        cue=_shown(text, quote.cue),
        source=_shown(text, quote.source),
        speakers=tuple(map(_called, quote.speakers)),
        labels=tuple(Label(name, value) for name, value in labels if name),
        notes=tuple(map(_flat, quote.notes)),
    )


def _shown(text: str, spans: Sequence[Span]) -> tuple[Span, ...]:
    """`spans` as they come back from their parts in lines."""
    return tuple(joined(text, [part for span in spans for part in _parts(text, span)]))


def _parts(text: str, span: Span) -> Iterator[Span]:
    return (Span(*match.span()) for match in _LINE.finditer(text, span.start, span.end))


def _called(named: Named) -> Named:
    ids = (x if x and not re.search(r"\s", x) else None for x in (named.id, named.wikidata))
    id_, wikidata = ids
    return Named(id_, _flat(named.name or "") or None, wikidata=wikidata)


def _word(name: str) -> str:
    return "_".join(name.split())


def _flat(words: str) -> str:
    """`words` on one line, without a tab."""
    return re.sub(f"[\t{BREAKS}]", " ", words)


def write(text: str, quotes: Iterable[Said], layer: Layer | None = None) -> str:
    """The content of the .ann file for `quotes` of `text`: `read` gives back what of them is `held`.

    A quote with a cue is an event, one with a source alone a relation, else its text-bound line is all.
    """
    writer = _Writer(text)
    who = f"#1\t{LAYER} {TEXT}\t{layer.kind}\t{layer.name}\t{layer.version}".rstrip("\t") if layer else ""
    writer.last["#"] += 1 if who else 0
    return "".join(chain([f"{who}\n"] if who else [], writer.lines([_held(text, quote) for quote in quotes])))


class _Writer:
    """Numbers lines by their kind."""

    def __init__(self, text: str) -> None:
        self.text = text
        self.last: defaultdict[str, int] = defaultdict(int)

    def lines(self, quotes: Sequence[Said]) -> Iterator[str]:
        places: dict[str, str] = {}  # id of a quote -> that of the line of its content
        for quote in quotes:
            if not quote.content:
                continue
            content, line = self._bound("Quote", quote.content)
            places[quote.id or ""] = content
            yield line
            source = cue = ""
            if quote.source:
                source, line = self._bound("Speaker", quote.source)
                yield line
            if quote.cue:
                cue, line = self._bound("Says", quote.cue)
                yield line
                who = f" Source:{source}" if source else ""
                yield f"{self._id('E')}\tSays:{cue} Content:{content}{who}\n"
            elif source:
                yield f"{self._id('R')}\tsaid_by Arg1:{content} Arg2:{source}\n"
            yield from self._said(quote, content, source or content)
        for quote in quotes:
            for word, other in ((INSIDE, quote.parent), (ABOUT, quote.about)):
                if quote.id in places and other in places:
                    yield f"{self._id('R')}\t{word} Arg1:{places[quote.id]} Arg2:{places[other]}\n"

    def _bound(self, label: str, spans: Sequence[Span]) -> tuple[str, str]:
        id_ = self._id("T")
        parts = [part for span in spans for part in _parts(self.text, span)]
        places = ";".join(f"{part.start} {part.end}" for part in parts)
        return id_, f"{id_}\t{label} {places}\t{' '.join(part.of(self.text) for part in parts)}\n"

    def _said(self, quote: Said, content: str, source: str) -> Iterator[str]:
        for label in quote.labels:
            yield f"{self._id('A')}\t{label.field.capitalize()} {content} {label.value}\n"
        for named in quote.speakers:
            ids = [(REGISTRY, named.id), (WIKIDATA, named.wikidata)]
            for resource, id_ in [x for x in ids if x[1]] or [(NAME, "-")]:
                yield f"{self._id('N')}\tReference {source} {resource}:{id_}\t{named.name or ''}\n"
        for note in quote.notes:
            yield f"{self._id('#')}\tAnnotatorNotes {content}\t{note}\n"

    def _id(self, sign: str) -> str:
        self.last[sign] += 1
        return f"{sign}{self.last[sign]}"


def write_folder(documents: Iterable[Document], to: Path) -> None:
    """Write each document as NAME.txt, NAME.ann, and NAME_WHO.ann for further answers, in the folder `to`."""
    to.mkdir(parents=True)
    for document in documents:
        text = free(to / file_name(document.name, ".txt"), [".ann"])
        text.parent.mkdir(parents=True, exist_ok=True)
        text.write_bytes(document.text.encode())
        for n, answer in enumerate(document.answers):
            who = "+".join(quoted(part, safe="") for part in str(answer.layer).split(" "))
            file = text.with_name(f"{text.stem}_{cut(who)}.ann") if n else text.with_suffix(".ann")
            layer = answer.layer if n or answer.layer != UNNAMED else None
            file.write_bytes(write(document.text, answer.quotes, layer).encode())


# Reading folders


@dataclass(frozen=True, slots=True)
class Piece:
    """A text, its name, and the files that say what was marked in it, by their names."""

    text: Path
    name: str
    marked: tuple[Path, ...]


def read_folders(paths: Sequence[Path], reading: Reading) -> Iterator[Document | Complaint]:
    """The texts of folders, or single ones, each with what was marked in it: in files beside it, or else in
    `reading.beside`, or in attributions/ beside text/. A text without such a file has no answers. Raises
    UsageError at once where a path is not there, or nothing in it is a text.
    """
    found = pieces(paths, reading.beside)
    return (x for piece in found for x in _documents(piece, reading))


def pieces(paths: Sequence[Path], marked: Path | None) -> list[Piece]:
    """The texts of `paths` with their .ann files. Raises UsageError."""
    found: list[Piece] = []
    if marked is not None and not marked.is_dir():
        raise UsageError(f"there is no folder {marked}; name the one that the .ann files are in")
    for path in paths:
        texts, beside = _texts(path)
        if not texts:
            raise UsageError(f"there is no .txt in {path}; name the folder with the texts, or the files")
        root = path if path.is_dir() else path.parent
        by_folder: dict[Path, list[Path]] = {}
        for text in texts:
            by_folder.setdefault(marked or beside or text.parent, []).append(text)
        for folder, some in by_folder.items():
            files = annotations(some, folder)
            found += [
                Piece(text, text.relative_to(root).as_posix(), tuple(files[text]))
                for text in some
                if text in files
            ]
    return found


def _texts(path: Path) -> tuple[list[Path], Path | None]:
    """The texts that a path names, and the folder of what was marked where the layout says it."""
    if path.is_dir():
        if (path / "text").is_dir() and (path / "attributions").is_dir():
            return sorted((path / "text").glob("*.txt")), path / "attributions"
        return sorted(path.rglob("*.txt")), None
    if not path.exists():
        raise UsageError(f"there is no {path}; check the name")
    if path.suffix.lower() != ".txt":
        raise UsageError(f"{path} is no .txt; name the texts, their .ann files are found by their names")
    return [path], None


def _documents(piece: Piece, reading: Reading) -> Iterator[Document | Complaint]:
    text = _decoded(piece.text)
    if isinstance(text, Complaint):
        yield text
        return
    answers: dict[Layer, Answer] = {}
    repaired = 0
    for file in piece.marked if reading.each else piece.marked[:1]:
        standoff = _decoded(file)
        if isinstance(standoff, Complaint):
            yield standoff
            continue
        found = read(text, standoff, str(file), reading.mapping)
        yield from (Complaint(sentence, whole=False) for sentence in found.complaints)
        who = annotator(piece.text, file)
        layer = found.layer or (Layer(LayerKind.HUMAN, who) if who else UNNAMED)
        layer = layer if reading.each else UNNAMED
        before = answers.get(layer, Answer(layer)).quotes
        answers[layer] = Answer(layer, before + found.quotes, str(file))
        repaired += found.repaired
    if answers or not piece.marked:
        yield Document(text, Source(piece.name), tuple(answers.values()), repaired=repaired)


def _decoded(file: Path) -> str | Complaint:
    try:
        return file.read_bytes().decode("utf-8-sig")
    except OSError as problem:
        return Complaint(f"{file}: it cannot be read ({problem.strerror}); mend that and import it again")
    except UnicodeDecodeError:
        return Complaint(f"{file}: it is not UTF-8; save it so and import it again")


def annotations(texts: Iterable[Path], folder: Path) -> dict[Path, list[Path]]:
    """For each text its files in `folder`, by name: NAME.ann, or NAME_WHO.ann where several people did it.

    A file belongs to the text with the longest name that fits.
    """
    stems = {text.stem: text for text in texts}
    found: dict[Path, list[Path]] = {text: [] for text in stems.values()}
    for file in sorted(folder.glob("*.ann")):
        name = file.stem
        while name and name not in stems:
            name = name.rpartition("_")[0]
        if name:
            found[stems[name]].append(file)
    return found


def annotator(text: Path, file: Path) -> str:
    """Who made an annotation file, as far as its name says: the part behind the text's name, or ""."""
    return file.stem[len(text.stem) :].removeprefix("_")


FORMAT = Format("brat", "", True, held, write_folder, read_folders)
