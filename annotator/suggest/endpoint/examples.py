"""Worked examples of the guideline as the model is to answer them."""

import json
from collections.abc import Iterator, Sequence
from typing import Any

from annotator.guideline import Example, ExampleQuote
from annotator.model import Span, stripped
from annotator.scheme import FLAG_VALUE, Field, FieldKind
from annotator.suggest.endpoint.answer import NO_TARGET, UNKNOWN
from annotator.text.sentences import sentences

_MOST = 8
_SURE = 0.9


def shown(examples: Sequence[Example], fields: Sequence[Field]) -> Iterator[str]:
    """Few examples, in their order, that between them have all that the guideline shows."""
    for number, example in enumerate(_chosen(examples), start=1):
        yield f"# Example {number}\n{_asked(example)}\n{_answered(example, fields)}"


def _chosen(examples: Sequence[Example]) -> list[Example]:
    """Those that each add most to the ones before; of equals the first."""
    left = {n: set(_traits(example)) for n, example in enumerate(examples) if example.region is None}
    chosen: list[int] = []
    while left and len(chosen) < _MOST:
        best = max(left, key=lambda n: (len(left[n]), -n))
        added = left.pop(best)
        if not added:
            break
        chosen.append(best)
        left = {n: traits - added for n, traits in left.items()}
    return [examples[n] for n in sorted(chosen)]


def _traits(example: Example) -> Iterator[str]:
    if not example.quotes:
        yield "nothing"
    for quote in example.quotes:
        yield str(quote.type)
        yield from (label.field for label in quote.labels if label.value == FLAG_VALUE)
        has = {
            "no cue": not quote.cue,
            "no source": not quote.source,
            "via": bool(quote.via),
            "broken": len(quote.content) > 1,
            "nested": quote.parent is not None,
            "unknown": any(voice.name is None for voice in quote.speakers),
        }
        yield from (trait for trait, true in has.items() if true)


def _asked(example: Example) -> str:
    return "\n".join(f"[{n}] {span.of(example.text)}" for n, span in enumerate(_lines(example.text), start=1))


def _answered(example: Example, fields: Sequence[Field]) -> str:
    lines = _lines(example.text)
    quotes = [_quote(example.text, lines, quote, fields) for quote in example.quotes]
    return json.dumps({"quotes": quotes}, ensure_ascii=False)


def _lines(text: str) -> list[Span]:
    return [words for span in sentences(text) if (words := stripped(span, text)) is not None]


def _quote(text: str, lines: Sequence[Span], quote: ExampleQuote, fields: Sequence[Field]) -> dict[str, Any]:
    touched = [
        n for n, line in enumerate(lines, start=1) if any(line.overlaps(span) for span in quote.content)
    ]
    listed = [field for field in fields if field.kind is not FieldKind.FLAG]
    flags = [field.name for field in fields if field.kind is FieldKind.FLAG]
    found: dict[str, Any] = {
        "first": touched[0],
        "last": touched[-1],
        "content": [span.of(text) for span in quote.content],
        "cue": [span.of(text) for span in quote.cue],
        "source": [span.of(text) for span in quote.source],
        "via": [voice.span.of(text) for voice in quote.via if voice.span],
        "speakers": [
            {"name": voice.name or UNKNOWN} for voice in quote.speakers
        ],  # a guideline knows no kinds
    }
    if listed:
        found["labels"] = {field.name: _values(field, quote) for field in listed}
    if flags:
        said = [label.field for label in quote.labels if label.value == FLAG_VALUE]
        found["flags"] = [name for name in flags if name in said]
    return {**found, "score": _SURE}


def _values(field: Field, quote: ExampleQuote) -> list[Any]:
    own = [label for label in quote.labels if label.field == field.name]
    if not field.has_targets:
        return [label.value for label in own]
    return [{"target": label.target or NO_TARGET, "value": label.value} for label in own]
