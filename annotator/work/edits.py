"""What one key does to one quote: old value in, new value out. Knows neither article nor database."""

from collections.abc import Sequence
from dataclasses import replace
from typing import Literal

from annotator.model import Label, Quote, Span, Voice, merged

Role = Literal["content", "cue", "source"]
NO_TARGET = "none"  # the one stance that is towards nothing


def with_spans(quote: Quote, role: Role, spans: Sequence[Span]) -> Quote:
    """The quote with these spans in `role`, in order; those that touch become one."""
    tidy = merged(spans)
    if role == "content":
        return replace(quote, content=tidy)
    return replace(quote, cue=tidy) if role == "cue" else replace(quote, source=tidy)


def with_speakers(quote: Quote, speakers: Sequence[str | None]) -> Quote:
    """The quote said by `speakers` (None: unknown); each once, in this order."""
    return replace(quote, speakers=tuple(Voice(s) for s in dict.fromkeys(speakers)))


def with_via(quote: Quote, speaker: str | None, span: Span | None) -> Quote:
    """The quote with one more agency it came through, or another span for one it has."""
    others = [v for v in quote.via if v.speaker != speaker]
    place = next((n for n, v in enumerate(quote.via) if v.speaker == speaker), len(others))
    return replace(quote, via=(*others[:place], Voice(speaker, span), *others[place:]))


def with_labels(quote: Quote, field: str, labels: Sequence[Label]) -> Quote:
    """The quote with exactly these labels of `field`."""
    others = tuple(x for x in quote.labels if x.field != field)
    return replace(quote, labels=tuple(sorted((*others, *labels), key=lambda x: x.field)))


def with_stance(quote: Quote, value: str, target: str | None, pair: int) -> Quote:
    """The quote with (target, value) as its pair number `pair` (0 or 1), one pair a target."""
    label = Label("stance", value, None if value == NO_TARGET else target)
    if value == NO_TARGET:
        return with_labels(quote, "stance", [label])
    old = [x for x in quote.said("stance") if x.value != NO_TARGET]
    kept = [x for n, x in enumerate(old) if n != pair and x.target != target]
    return with_labels(quote, "stance", [*kept[:pair], label, *kept[pair:]])


def with_topic(quote: Quote, code: str, more: bool) -> Quote:
    """The quote about `code`: alone, or (`more`) beside what it has. The same code again takes it away."""
    old = [x.value for x in quote.said("topic")]
    if code in old and (more or old == [code]):
        codes = [x for x in old if x != code]
    else:
        codes = [*old, code] if more else [code]
    return with_labels(quote, "topic", [Label("topic", x) for x in codes])


def with_value(quote: Quote, field: str, value: str | None) -> Quote:
    """The quote with one value (None: none) in a field that holds one."""
    return with_labels(quote, field, [] if value is None else [Label(field, value)])
