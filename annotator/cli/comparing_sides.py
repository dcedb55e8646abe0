"""What one side of a comparison says: a layer of the database, or a file of our own records."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, BinaryIO, NamedTuple

from annotator.dataset.reading import Head, Unreadable, head, parsed
from annotator.dataset.record import Record, Registry, records
from annotator.dataset.record_lines import Places, numbered
from annotator.errors import UsageError
from annotator.model import Layer, LayerKind, ReviewStatus, Span, merged
from annotator.store.articles import leading

if TYPE_CHECKING:
    from annotator.store import Store
    from annotator.store.store import Snapshot

Paths = Callable[[], Mapping[str, tuple[str, ...]]]  # path -> digests of the articles that came from it
_KEPT = ("content", "cue", "source", "speakers", "type", "type_origin", "rule", "score")  # of a record


class Looked(NamedTuple):
    """What a side says of an article that it looked at.

    `rows`: its records, each with the place where it stands. `text` is None where only the records tell of
    it, `places` where all of the article was looked at.
    """

    digest: str
    name: str
    rows: Sequence[tuple[str, Record]]
    text: str | None = None
    places: tuple[Span, ...] | None = None


class Side(NamedTuple):
    """One of the two: its name, and by digest the articles that it looked at, which have so many `rows`."""

    name: str
    is_file: bool
    rows: int
    articles: Iterator[Looked]


# From the database


@contextmanager
def of_layer(store: Store, word: str) -> Iterator[Side]:
    """What the layer that `word` names says; within the block. Raises UsageError."""
    layer = _layer(store, word)
    with store.look([layer]) as found:
        yield Side(str(layer), False, found.count(), _looked(store, layer, found))


def _layer(store: Store, word: str) -> Layer:
    """The one layer that `word` names; of a model's versions the one that proposes something."""
    from annotator.cli.export import chosen

    found = chosen(store.layers(), [word])
    if len(found) > 1:
        alive = [layer for layer in found if store.read_by(layer) or store.count_quotes([layer])]
        found = alive if len(alive) == 1 else found
    if len(found) > 1:
        several = ", ".join(f"'{layer}'" for layer in found)
        raise UsageError(f"“{word}” may be {several}; name one of them")
    return found[0]


def _looked(store: Store, layer: Layer, found: Snapshot) -> Iterator[Looked]:
    registry = Registry(found.speakers, found.schemes)
    for one in found.articles:
        article = one.quoted.article
        reviewed = layer.kind is LayerKind.HUMAN and any(one.reviewed.values())
        if one.quoted.quotes or one.filled or reviewed:
            rows = [(str(layer), row) for row in records(one.quoted, registry)]
            places = _reviewed(store, article.digest, layer) if reviewed else None
            text = article.text if rows else None
            yield Looked(article.digest, leading(article.sources).path, rows, text, places)


def _reviewed(store: Store, digest: str, layer: Layer) -> tuple[Span, ...] | None:
    """Where a person looked: what is reviewed, and where quotes of that layer stand; None: all of it."""
    opened = store.open_article(digest, layer)
    done = [review.span for review in opened.reviews if review.status is not ReviewStatus.SKIPPED]
    if not done:
        return None
    return merged([*done, *(span for quote in opened.quotes for span in quote.content)])


# From a file


@contextmanager
def of_file(word: str, paths: Paths) -> Iterator[Side]:
    """What the one layer in a file says; within the block. Raises UsageError."""
    with ExitStack() as stack:
        with _readable(word):
            stream = stack.enter_context(Path(word).open("rb"))
        lines = _lines(word, stream, paths)
        rows = sum(map(len, lines.values()))
        yield Side(word, True, rows, (_read(word, stream, x, lines[x]) for x in sorted(lines)))


@contextmanager
def _readable(word: str) -> Iterator[None]:
    try:
        yield
    except OSError as problem:
        raise UsageError(f"{word} cannot be read ({problem.strerror}); check the name") from None


def _lines(word: str, stream: BinaryIO, paths: Paths) -> dict[str, Places]:
    """Where the lines of each article stand, by its digest, else by its path."""
    found: dict[str, Places] = {}
    layers: set[tuple[str, str, str]] = set()
    with _readable(word):
        for offset, number, line in numbered(stream):
            _, at = _parsed(f"{word}:{number}", line)
            known = paths().get(at.path or "", ()) if at.digest is None else ()
            digest = at.digest or (known[0] if len(known) == 1 else at.path or "")
            found.setdefault(digest, Places()).add(offset, number)
            layers.add((at.kind, at.name, at.version))
    if not found:
        raise UsageError(f"{word} holds no record; annotator export writes some")
    if len(layers) > 1:
        names = ", ".join(sorted(f"'{' '.join(filter(None, layer))}'" for layer in layers))
        raise UsageError(f"{word} holds {len(layers)} layers ({names}); export one of them with --layer")
    return found


def _read(word: str, stream: BinaryIO, digest: str, places: Places) -> Looked:
    rows, name = [], ""
    with _readable(word):
        for number, line in places.read(stream):
            where = f"{word}:{number}"
            record, at = _parsed(where, line)
            name = name or at.path or digest[:12]
            rows.append((where, {key: record[key] for key in _KEPT if key in record}))
    return Looked(digest, name, rows)


def _parsed(where: str, line: bytes) -> tuple[Record, Head]:
    try:
        record = parsed(line)
        return record, head(record)
    except Unreadable as problem:
        raise UsageError(f"{where}: {problem}; mend that line and try again") from None
