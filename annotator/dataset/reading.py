"""A record read back: what writing knows and a model cannot know may be missing, nothing else may be wrong.

Offsets are code points into the verbatim text, as everywhere; the words beside them are compared with it.
"""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from hashlib import sha256
from itertools import pairwise
from typing import Any, TypeVar

import orjson

from annotator.dataset.record import SCHEMA, Record
from annotator.formats.document import Named, Said
from annotator.model import Label, Origin, QuoteType, Source, Span, SpeakerKind

T = TypeVar("T")

_KEYS = frozenset((
    "schema", "id", "layer", "article", "sentence", "type", "type_origin", "content", "cue", "source",
    "speakers", "via", "parent", "about", "derived_from", "suggester", "rule", "score", "stance", "topics",
    "fields", "notes", "scheme", "guideline", "created", "updated",
))  # fmt: skip
_ARTICLE = (
    "digest", "title", "outlet", "date", "date_text", "author", "url", "story", "path", "topics", "text",
)  # fmt: skip
_SOURCE = ("title", "outlet", "date", "author", "url", "story")
_SPAN = ("start", "end", "text")
_SPEAKER = ("id", "name", "kind", "aliases", "wikidata", "origin", "score")
_SHOWN = 40  # characters of a file's that are repeated in a sentence


class Unreadable(ValueError):
    """What is wrong with one line, as a sentence without its number."""


@dataclass(frozen=True, slots=True)
class Head:
    """Whose quote it is and where: the article by the digest of its text, or else by its path."""

    digest: str | None
    path: str | None
    kind: str
    name: str
    version: str


def parsed(line: bytes) -> Record:
    """The JSON object of a line. Raises Unreadable."""
    try:
        value = orjson.loads(line)
    except orjson.JSONDecodeError as problem:
        raise Unreadable(f"this is not JSON ({problem.msg})") from None
    record = _object(value, "the line", _KEYS)
    if record.get("schema", SCHEMA) != SCHEMA:
        raise Unreadable(f"its schema is {_shown(record['schema'])}; this program reads {SCHEMA}")
    return record


def head(record: Record) -> Head:
    """Where a record belongs. Raises Unreadable."""
    article = _object(record.get("article"), "article", _ARTICLE)
    text, digest = _string(article, "text"), _string(article, "digest")
    if digest is None and text is not None:
        digest = sha256(text.encode()).hexdigest()
    path = _string(article, "path")
    if not (digest or path):
        raise Unreadable("it names no article; article needs its digest, its path or its text")
    layer = _object(record.get("layer") or {}, "layer", ("kind", "name", "version"))
    kind, name, version = (_string(layer, key) or "" for key in ("kind", "name", "version"))
    return Head(digest, path, kind, name, version)


def said(record: Record, text: str, own: bool = False) -> Said:
    """What a record says of a quote in `text`. Raises Unreadable.

    As predictions have it: all by rule, and labels without scores. `own`: as one of our own records says.
    """
    if "content" not in record:
        raise Unreadable("it has no content; without a quote in the article write an empty list")
    return Said(
        _string(record, "id"),
        _spans(record, "content", text), _spans(record, "cue", text), _spans(record, "source", text),
        tuple(_named(v, "speakers", _SPEAKER, own) for v in _list(record, "speakers")),
        tuple(_through(v, text, own) for v in _list(record, "via")),
        tuple(_labels(record, own)),
        _string(record, "parent"), _string(record, "about"), _string(record, "derived_from"),
        _string(record, "rule") or "", score(record.get("score")),
        tuple(_note(v) for v in _list(record, "notes")),
    )  # fmt: skip


def source(record: Record) -> Source:
    """What a record says of where its article came from. Raises Unreadable."""
    article = _object(record.get("article"), "article", _ARTICLE)
    title, outlet, date, author, url, story = (_string(article, key) for key in _SOURCE)
    date = _string(article, "date_text") or date  # what the file said, where that is more than the day
    return Source(_string(article, "path") or "", title, outlet, date, author, url, story)


def _spans(record: Record, key: str, text: str) -> tuple[Span, ...]:
    spans = sorted(_span(_object(v, key, _SPAN), key, text) for v in _list(record, key))
    for one, other in pairwise(spans):
        if one.overlaps(other):
            raise Unreadable(
                f"two spans of {key} overlap: {one.start}-{one.end} and {other.start}-{other.end}"
            )
    return tuple(spans)


def _span(value: Record, key: str, text: str) -> Span:
    start, end = value.get("start"), value.get("end")
    if type(start) is not int or type(end) is not int:
        raise Unreadable(f"a span of {key} needs start and end, both whole numbers")
    if not 0 <= start < end <= len(text):
        raise Unreadable(f"{key} {start}-{end} does not lie within the text, which is {len(text)} long")
    words = _string(value, "text")
    if words is not None and words != text[start:end]:
        raise Unreadable(
            f"{key} {start}-{end} is {_shown(text[start:end])} and not {_shown(words)}; count code points"
        )
    return Span(start, end)


def _named(value: Any, key: str, known: Iterable[str], own: bool, span: Span | None = None) -> Named:
    v = _object(value, key, known)
    aliases = _list(v, "aliases")
    if not all(isinstance(alias, str) for alias in aliases):
        raise Unreadable(f"the aliases of {key} have to be texts")
    kind = _one_of(v, "kind", SpeakerKind)
    name = _string(v, "name")
    if name is not None and not name.strip():
        raise Unreadable(f"a name in {key} is empty")
    return Named(_string(v, "id"), name, kind, tuple(aliases), _string(v, "wikidata"), span, _origin(v, own))


def _through(value: Any, text: str, own: bool) -> Named:
    known = (*_SPEAKER, *_SPAN)
    v = _object(value, "via", known)
    placed = v.get("start") is not None or v.get("end") is not None
    return _named(v, "via", known, own, _span(v, "via", text) if placed else None)


def _origin(value: Record, own: bool) -> Origin:
    return (_one_of(value, "origin", Origin) or Origin.TYPED) if own else Origin.RULE


def _labels(record: Record, own: bool) -> Iterator[Label]:
    """The labels in the order of the record; what a quote had from its article is the article's."""
    for v in _list(record, "fields"):
        x = _object(v, "fields", ("field", "value", "origin", "score"))
        yield from _label(x, _needed(x, "field", "fields"), _needed(x, "value", "fields"), own)
    for v in _list(record, "stance"):
        x = _object(v, "stance", ("target", "kind", "step", "origin", "score"))
        yield from _label(x, "stance", _stance(x), own, _string(x, "target"))
    for v in _list(record, "topics"):
        x = _object(v, "topics", ("code", "origin", "score"))
        yield from _label(x, "topic", _needed(x, "code", "topics"), own)
    kind = _one_of(record, "type", QuoteType)
    if kind is not None and record.get("type_origin") == Origin.TYPED:
        yield Label("type", kind.value, origin=Origin.TYPED if own else Origin.RULE)


def _label(value: Record, field: str, said: str, own: bool, target: str | None = None) -> Iterator[Label]:
    if value.get("origin") != Origin.INHERITED:
        yield Label(field, said, target, _origin(value, own), score(value.get("score")) if own else None)


def _note(value: Any) -> str:
    return _needed(_object(value, "notes", ("text",)), "text", "notes")


def _stance(value: Record) -> str:
    kind = _needed(value, "kind", "stance")
    if kind != "step":
        return kind
    step = value.get("step")
    if type(step) is not int:
        raise Unreadable("a stance of kind step needs a step, a whole number")
    return str(step)


def score(value: Any) -> float | None:
    """A score as it is in a record. Raises Unreadable."""
    if value is None:
        return None
    if isinstance(value, bool) or not isinstance(value, int | float) or not 0 <= value <= 1:
        raise Unreadable(f"its score is {_shown(value)}; a score is a number from 0 to 1")
    return float(value)


def _object(value: Any, where: str, known: Iterable[str]) -> Record:
    if not isinstance(value, dict):
        raise Unreadable(f"{where} has to be an object, and is {_shown(value)}")
    keys = known if isinstance(known, frozenset) else frozenset(known)
    for key in value:
        if key not in keys:
            raise Unreadable(f"there is no key {_shown(key)} in {where}; annotator schema lists them")
    return value


def _list(record: Record, key: str) -> list[Any]:
    value = record.get(key)
    if value is None:
        return []
    if not isinstance(value, list):
        raise Unreadable(f"{key} has to be a list, and is {_shown(value)}")
    return value


def _string(record: Record, key: str) -> str | None:
    value = record.get(key)
    if value is None or isinstance(value, str):
        return value
    raise Unreadable(f"{key} has to be a text, and is {_shown(value)}")


def _needed(record: Record, key: str, where: str) -> str:
    value = _string(record, key)
    if not value:
        raise Unreadable(f"an entry of {where} needs {key}")
    return value


def _one_of(record: Record, key: str, kinds: Callable[[str], T]) -> T | None:
    value = _string(record, key)
    try:
        return None if value is None else kinds(value)
    except ValueError:
        raise Unreadable(f"there is no {key} {_shown(value)}") from None


def _shown(value: Any) -> str:
    words = value if isinstance(value, str) else orjson.dumps(value).decode()
    return f"“{words[:_SHOWN]}…”" if len(words) > _SHOWN else f"“{words}”"
