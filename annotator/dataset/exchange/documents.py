"""Bundles as documents, which the formats write."""

from collections.abc import Iterable, Iterator, Sequence

from annotator.dataset.bundle import Bundle
from annotator.dataset.names import Names
from annotator.dataset.reading import said
from annotator.dataset.record import Record, layer_record
from annotator.formats.document import Answer, Document
from annotator.model import Layer, LayerKind, Source, Span

_NAMED = 12  # characters of a digest that tell two articles of one path apart


def documents(
    bundles: Iterable[Bundle], layers: Sequence[Layer], names: Names | None = None
) -> Iterator[Document]:
    """A document for each article of which one of `layers` says something; its answers in their order.

    People go by what `names` calls them; by their names, where it is not given.

    Where two articles came from one path (the file was changed), the later one's name has its digest, too.
    """
    seen: set[str] = set()
    for bundle in bundles:
        answers = tuple(_answers(bundle, layers, names))
        if answers:
            yield Document(
                bundle.text,
                _source(bundle, seen),
                answers,
                tuple(Span(start, end) for start, end, _ in bundle.sentences),
            )


def _answers(bundle: Bundle, layers: Sequence[Layer], names: Names | None) -> Iterator[Answer]:
    there = {_layer(answer["layer"]) for answer in bundle.answers}
    for layer in layers:
        if layer in there:
            mine = (record for record in bundle.records if _layer(record["layer"]) == layer)
            shown = layer if names is None else _layer(names.layer(layer_record(layer)))
            yield Answer(shown, tuple(said(record, bundle.text, own=True) for record in mine))


def _layer(value: Record) -> Layer:
    return Layer(LayerKind(value["kind"]), value["name"], value["version"])


def _source(bundle: Bundle, seen: set[str]) -> Source:
    first = bundle.sources[0]
    path = first["path"]
    if path in seen:
        stem, dot, ending = path.rpartition(".")
        path = f"{stem or path}-{bundle.digest[:_NAMED]}{dot if stem else ''}{ending if stem else ''}"
    seen.add(path)
    names = ("title", "outlet", "author", "url", "story")
    date = first["date_text"] or first["date"]  # as the file said it
    return Source(path, date=date, **{name: first[name] for name in names})
