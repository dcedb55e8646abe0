"""Prodigy: a line of JSON for each text and who marked it, for the interfaces `relations` and `spans_manual`.

Marks are `spans` (Quote, Cue, Source), at tokens: a token ends wherever a span does. `relations` lead from
one token to another and name both spans (joining.py says which there are). A span has an `id` of its own, and
that of a quote has what Prodigy has no place for: labels, speakers, via, derived_from, rule, score and notes.
`article` and `layer` say what the text is and who marked it; so does `_annotator_id`. The hashes are left to
Prodigy, which makes them where they are missing. Offsets are code points, and `token_end` is inclusive.

The format loses nothing of a document. Read are answers that were accepted. Format:
https://prodi.gy/docs/api-interfaces#relations
"""

from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path

from annotator.formats import json_files as get
from annotator.formats import json_parts as parts
from annotator.formats.document import Answer, Complaint, Document, Said
from annotator.formats.holding import UNNAMED, reduced
from annotator.formats.joining import LABELS, Link, Mark, marked, sound
from annotator.formats.json_files import Bad, Json, write_lines
from annotator.formats.json_parts import ALL, Places
from annotator.formats.lines import Dialect, Line, article_json, layer, together
from annotator.formats.pieces import pieces
from annotator.formats.registry import Format, Reading
from annotator.model import Layer, LayerKind, Span

_END = ("start", "end", "token_start", "token_end", "label", "id")  # what a relation says of a span
_AT = ("start", "end", "label")  # and how it is found where it has no id


def held(document: Document) -> Document:
    """What the format can hold of a document."""
    return reduced(sound(document), ALL)


def write(documents: Iterable[Document], to: Path) -> None:
    """One line an answer; a text without one has a line without spans."""
    write_lines((task for document in documents for task in _tasks(held(document))), to)


def _tasks(document: Document) -> Iterator[Json]:
    for answer in document.answers:
        yield _task(document, answer)
    if not document.answers:
        yield {"text": document.text, **article_json(document, None)}


def _task(document: Document, answer: Answer) -> Json:
    text, all_ = document.text, list(marked(answer))
    tokens = _tokens(text, [mark.span for one in all_ for mark in one.marks])
    starts = {token["start"]: token["id"] for token in tokens}
    ends = {token["end"]: token["id"] for token in tokens}
    places = Places(text)
    spans: dict[str, Json] = {}
    for one in all_:
        for mark in one.marks:
            at = {"token_start": starts[mark.span.start], "token_end": ends[mark.span.end]}
            spans[mark.id] = {**places.json(mark.span), **at, "label": LABELS[mark.role], "id": mark.id}
    rest = {one.marks[0].id: parts.rest_json(one.quote, places) for one in all_}
    return {
        "text": text,
        "tokens": tokens,
        "spans": [span | rest.get(id_, {}) for id_, span in spans.items()],
        "relations": [_relation(link, spans) for one in all_ for link in one.links],
        **article_json(document, answer.layer),
        "_view_id": "relations",
        "_annotator_id": answer.layer.name,
        "answer": "accept",
    }


def _relation(link: Link, spans: dict[str, Json]) -> Json:
    head, child = ({key: spans[id_][key] for key in _END} for id_ in (link.start, link.end))
    return {
        "head": head["token_end"], "child": child["token_end"], "head_span": head, "child_span": child,
        "label": link.name,
    }  # fmt: skip


def _tokens(text: str, spans: Sequence[Span]) -> list[Json]:
    """The tokens; a space behind one is its `ws`, unless a span begins with it or ends with it."""
    starts, ends = {span.start for span in spans}, {span.end for span in spans}
    found: list[Json] = []
    for piece in pieces(text, starts | ends):
        free = piece.start not in starts and piece.end not in ends
        if piece.of(text) == " " and free and found and not found[-1]["ws"]:
            found[-1]["ws"] = True
        else:
            at = {"text": piece.of(text), "start": piece.start, "end": piece.end}
            found.append({**at, "id": len(found), "ws": False})
    return found


def read(paths: Sequence[Path], reading: Reading) -> Iterator[Document | Complaint]:
    """The texts of what db-out wrote, each with the answers of all who marked it."""
    return together(paths, reading, Dialect(_answer, lambda value: get.table(value, "meta")))


def _answer(line: Line) -> Answer | None:
    value = line.value
    said = value.get("answer", "accept")
    if said != "accept":
        raise Bad(f"its answer is {get.words(said)}")
    who = layer(value)
    if who is None and "spans" not in value:
        return None
    return Answer(who or _who(value), tuple(_Spans(line).quotes()))


def _who(value: Json) -> Layer:
    name = get.text(value, "_annotator_id") or get.text(value, "_session_id")
    return Layer(LayerKind.HUMAN, name) if name else UNNAMED


class _Spans:
    """Reads what one line marks."""

    def __init__(self, line: Line) -> None:
        self._line, self._joining = line, line.joining()
        self._spans: dict[str, Json] = {}  # by the id of the mark

    def quotes(self) -> Iterator[Said]:
        marks = []
        for n, span in enumerate(get.entries(self._line.value, "spans"), start=1):
            id_ = str(span.get("id", f"span {n}"))
            id_ = f"{id_} ({n})" if id_ in self._spans else id_
            self._spans[id_] = span
            if mark := self._mark(id_, span):
                marks.append(mark)
            else:
                self._joining.dropped.add(id_)
        links = [x for relation in get.entries(self._line.value, "relations") for x in self._links(relation)]
        for found in self._joining.quotes(marks, links):
            yield self._line.rest(found.quote, self._spans[found.marks[0]])

    def _mark(self, id: str, span: Json) -> Mark | None:
        try:
            role = self._joining.role(get.needed(get.text(span, "label"), "label"))
            return Mark(id, role, self._line.places.of(span)) if role else None
        except Bad as problem:
            self._line.say(f"a span was left out: {problem}")
            return None

    def _links(self, relation: Json) -> Iterator[Link]:
        try:
            name = get.text(relation, "label") or ""
            ends = [self._end(relation, side) for side in ("head", "child")]
        except Bad as problem:
            self._line.say(f"a relation was left out: {problem}")
        else:
            yield Link(ends[0], ends[1], name)

    def _end(self, relation: Json, side: str) -> str:
        """The id of the span that a relation names, else of one at its token. Raises Bad."""
        named, token = get.table(relation, f"{side}_span"), get.whole(relation, side)
        if str(named.get("id")) in self._spans:
            return str(named["id"])
        at = [named.get(key) for key in _AT]
        same = [id_ for id_, x in self._spans.items() if named and [x.get(key) for key in _AT] == at]
        over = [id_ for id_, x in self._spans.items() if token is not None and _covers(x, token)]
        last = [id_ for id_ in over if self._spans[id_]["token_end"] == token]
        for id_ in (*same, *last, *over):
            return id_
        raise Bad(f"its {side} is no span")


def _covers(span: Json, token: int) -> bool:
    first, last = get.whole(span, "token_start"), get.whole(span, "token_end")
    return first is not None and last is not None and first <= token <= last


FORMAT = Format("prodigy", ".jsonl", False, held, write, read)
