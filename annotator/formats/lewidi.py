"""LeWiDi 2025 (learning with disagreements): one JSON object, an item for each quote and what people said of
it.

An item is the content of a quote towards one target: `text` has the article as its `context` and the words
as the `quote`, `annotations` what each person said of one field of the scheme (stance), `soft_label` the
share of each label that was given. Where the words stand, the target, the article's metadata and the quotes'
ids are in `other_info`. Quotes of several people are one item where their contents are the same, to a sign.

What the format LOSES: all but people's own layers (models, gold), answers without such quotes and texts
without any; quotes without a label of the field, and a second one of the same content; cue, source,
speakers, via, all other fields, a second label towards the same target, origins and scores, the quotes
around, about and before a quote, rule and notes. Items say nothing of language (`und`) and splits (all are
`train`).

Read are also the task's own sets, whose items have no offsets: the last part of the text (the reply, the
statement) is the quote then. Format: https://le-wi-di.github.io
"""

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from functools import partial
from pathlib import Path
from typing import Any

from annotator.formats import json_files as get
from annotator.formats import json_parts as parts
from annotator.formats.document import Answer, Complaint, Document, Said
from annotator.formats.holding import ALL_META, Holds, reduced
from annotator.formats.joining import apart
from annotator.formats.json_files import Bad, Json, Record, dumped, objects
from annotator.formats.json_parts import Places
from annotator.formats.mapping import Mapping
from annotator.formats.registry import Format, Reading
from annotator.model import Label, Layer, LayerKind, Source, Span

_HOLDS = Holds(
    meta=ALL_META, layers=True, ids=True, cue=False, source=False, labels=True, targets=True
)  # fmt: skip
_BETWEEN = "\n\n"  # parts of a text that are not one article

Content = tuple[Span, ...]
Key = tuple[Content, str]  # the target, "" for none


def held(name: str, document: Document) -> Document:
    """What the format can hold of a document, of the field `name`."""
    people = tuple(
        _people(name, answer) for answer in document.answers if answer.layer.kind == LayerKind.HUMAN
    )
    return reduced(replace(document, answers=people), _HOLDS)


def _people(name: str, answer: Answer) -> Answer:
    quotes: dict[Content, Said] = {}
    for quote in answer.quotes:
        labels = {label.target or "": label for label in reversed(quote.labels) if label.field == name}
        if quote.content and labels:
            ordered = tuple(labels[target] for target in sorted(labels))
            quotes.setdefault(quote.content, replace(quote, labels=ordered))
    return replace(answer, quotes=tuple(quotes[content] for content in sorted(quotes)))


def write(name: str, documents: Iterable[Document], to: Path) -> None:
    """The items, numbered, one a line."""
    with to.open("xb") as file:
        file.write(b"{")
        n = 0
        for document in documents:
            for item in _items(name, held(name, document)):
                n += 1
                file.write((b",\n" if n > 1 else b"\n") + dumped(str(n)) + b": " + dumped(item))
        file.write(b"\n}\n")


def _items(name: str, document: Document) -> Iterator[Json]:
    said: defaultdict[Key, dict[str, tuple[Said, Label]]] = defaultdict(dict)
    for answer in document.answers:
        for quote in answer.quotes:
            for label in quote.labels:
                said[quote.content, label.target or ""][answer.layer.name] = quote, label
    places = Places(document.text)
    for (content, target), by in sorted(said.items()):
        counts = Counter(label.value for _, label in by.values())
        yield {
            "annotation task": name,
            "text": {
                "context": document.text,
                "quote": " … ".join(span.of(document.text) for span in content),
            },
            "number of annotators": len(by),
            "annotators": ",".join(by),
            "number of annotations": len(by),
            "annotations": {who: label.value for who, (_, label) in by.items()},
            "soft_label": {value: counts[value] / len(by) for value in sorted(counts)},
            "split": "train",
            "lang": "und",
            "other_info": {
                "content": [places.json(span) for span in content],
                "target": target or None,
                "ids": {who: quote.id for who, (quote, _) in by.items() if quote.id},
                "article": parts.source_json(document.source),
            },
        }


@dataclass(slots=True)
class _Text:
    """One text; `said` are quotes by layer and content."""

    source: Source
    places: Places
    said: dict[Layer, dict[Content, Said]] = field(default_factory=dict)

    def add(self, layer: Layer, content: Content, id: str | None, labels: Iterable[Label]) -> None:
        quotes = self.said.setdefault(layer, {})
        quote = quotes.get(content) or Said(id, content)
        quotes[content] = replace(quote, labels=(*quote.labels, *labels))

    def document(self) -> Document:
        answers = tuple(Answer(layer, tuple(quotes.values())) for layer, quotes in self.said.items())
        return Document(self.places.text, self.source, answers, repaired=self.places.repaired)


def read(paths: Sequence[Path], reading: Reading) -> Iterator[Document | Complaint]:
    """The texts of the items, each with the answers of all who said something of its quotes."""
    for path in paths:
        texts: dict[tuple[str, str], _Text] = {}
        for record in objects(path):
            if isinstance(record, Complaint):
                yield record
                continue
            for id_, value in record.value.items():
                item = Record(f"{path}, item {get.words(id_)}", value)
                try:
                    _item(item.value, f"{path.stem}/{id_}", texts, reading.mapping)
                except Bad as problem:
                    yield item.complain(f"{problem}; it was left out")
        yield from (text.document() for text in texts.values())


def _item(value: Any, name: str, texts: dict[tuple[str, str], _Text], mapping: Mapping) -> None:
    item = get.entry(value, "an item")
    other = item["other_info"] if isinstance(item.get("other_info"), dict) else {}
    whole, last = _whole(item, ours="content" in other)
    article = get.table(other, "article")
    source = parts.source_of(article, name) if article else Source(name, extra=tuple(_extra(item)))
    one = texts.get((source.path, whole)) or _Text(source, Places(whole))
    content = apart(one.places.of(x) for x in get.entries(other, "content")) or (last,)
    field_ = get.text(item, "annotation task") or "label"
    ids = get.table(other, "ids")
    answers = [
        (
            Layer(LayerKind.HUMAN, who),
            get.text(ids, who),
            _labels(mapping, field_, said, get.text(other, "target")),
        )
        for who, said in get.table(item, "annotations").items()
    ]
    if not answers:
        raise Bad("it has no annotations")
    texts[source.path, whole] = one
    for layer, id_, labels in answers:
        one.add(layer, content, id_, labels)


def _whole(item: Json, ours: bool) -> tuple[str, Span]:
    """The text, and which part of it an item without offsets is about: the last. Raises Bad."""
    value = item.get("text")
    named = {"text": value} if isinstance(value, str) else get.table(item, "text")
    found = [x for key in named if (x := get.text(named, key))]
    if ours:
        found = [get.needed(get.text(named, "context"), "context in its text")]
    if not found or not found[-1]:
        raise Bad("it has no text")
    whole = _BETWEEN.join(found)
    return whole, Span(len(whole) - len(found[-1]), len(whole))


def _extra(item: Json) -> Iterator[tuple[str, str]]:
    yield from ((key, value) for key in ("split", "lang") if (value := get.text(item, key)))


def _labels(mapping: Mapping, name: str, said: Any, target: str | None) -> list[Label]:
    """What one person said: a label, or several in a list. Raises Bad."""
    values = said if isinstance(said, list) else [said]
    for value in values:
        if isinstance(value, bool) or not isinstance(value, str | int | float):
            raise Bad(f"an annotation has to be a label, and is {get.words(value)}")
    return [x for value in values if (x := mapping.label(name, str(value), target))]


def of(name: str) -> Format:
    """The format with soft labels of the field `name`."""
    return Format("lewidi", ".json", False, partial(held, name), partial(write, name), read)


FORMAT = of("stance")
