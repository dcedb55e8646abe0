"""The model's words -> drafts of quotes. What is not of the form is refused, and counted."""

import math
from collections import Counter
from dataclasses import dataclass, field
from typing import Any

from annotator.model import Label, Origin, SpeakerKind
from annotator.scheme import FLAG_VALUE, FieldKind, Scheme
from annotator.suggest.endpoint.failures import TryAgain
from annotator.suggest.endpoint.reply import parsed

UNKNOWN = "?"  # a speaker of whom the text says nothing
NO_TARGET = "-"
_MOST_QUOTES = 500
_MOST_PARTS = 20
_MOST_CHARACTERS = 20_000
_NAME = 200
_KINDS = {str(kind): kind for kind in SpeakerKind}


class _Malformed(Exception):
    """A value is not of the form that was asked for."""


@dataclass(frozen=True, slots=True)
class Draft:
    """A quote as it was answered: words still to be found, in sentences `first` to `last`, from 1."""

    first: int
    last: int
    content: tuple[str, ...]
    cue: tuple[str, ...] = ()
    source: tuple[str, ...] = ()
    via: tuple[str, ...] = ()
    speakers: tuple[tuple[str, SpeakerKind], ...] = ()
    labels: tuple[Label, ...] = ()
    score: float | None = None


@dataclass(frozen=True, slots=True)
class Answer:
    """All drafts of an answer, and how many things were refused, by reason."""

    drafts: tuple[Draft, ...]
    refused: Counter[str] = field(default_factory=Counter)


def read_answer(words: str, scheme: Scheme) -> Answer:
    """What the model says. Raises TryAgain where it is not JSON of the form that was asked for."""
    try:
        document = parsed(_unwrapped(words))
    except ValueError:
        raise TryAgain("the answer is no JSON", most=1) from None
    quotes = document.get("quotes") if isinstance(document, dict) else document
    if not isinstance(quotes, list):
        raise TryAgain("the answer is JSON, but no list of quotes", most=1)
    if len(quotes) > _MOST_QUOTES:
        raise TryAgain(f"the answer has more than {_MOST_QUOTES} quotes", most=1)
    reader = _Reader(scheme)
    drafts = [draft for quote in quotes if (draft := reader.draft(quote)) is not None]
    return Answer(tuple(drafts), reader.refused)


def _unwrapped(words: str) -> str:
    """Without what a model thought aloud, and without what it wrote around the JSON: a fence, a greeting."""
    words = words.strip()
    if words.startswith("<think>"):
        words = words.partition("</think>")[2].lstrip()
    if words.startswith(("{", "[")):
        return words
    return words[words.find("{") : words.rfind("}") + 1] if "{" in words else words


class _Reader:
    """Takes quotes apart and counts what it refuses."""

    def __init__(self, scheme: Scheme) -> None:
        self.refused: Counter[str] = Counter()
        self._scheme = scheme

    def draft(self, quote: Any) -> Draft | None:
        try:
            if not isinstance(quote, dict):
                raise _Malformed
            content = _texts(quote.get("content"))
            if not content:
                raise _Malformed
            first = _number(quote.get("first"))
            return Draft(
                first=first,
                last=max(first, _number(quote.get("last"))),
                content=content,
                cue=_texts(quote.get("cue")),
                source=_texts(quote.get("source")),
                via=_texts(quote.get("via")),
                speakers=self._speakers(quote.get("speakers")),
                labels=tuple(self._labels(quote)),
                score=self._score(quote.get("score")),
            )
        except _Malformed:
            self.refused["quotes not of the form asked for"] += 1
            return None

    def _score(self, value: Any) -> float | None:
        if value is None:
            return None
        if isinstance(value, bool) or not isinstance(value, int | float) or not 0 <= value <= 1:
            self.refused["scores that are no number from 0 to 1"] += 1  # NaN is none, either
            return None
        return float(value)

    def _speakers(self, value: Any) -> tuple[tuple[str, SpeakerKind], ...]:
        found: list[tuple[str, SpeakerKind]] = []
        for one in _list(value):
            name = one.get("name") if isinstance(one, dict) else one
            kind = _KINDS.get(str(one.get("kind") if isinstance(one, dict) else ""), SpeakerKind.PERSON)
            if not isinstance(name, str) or not name.strip() or len(name) > _NAME or not name.isprintable():
                self.refused["speakers without a proper name"] += 1
                continue
            found.append((name.strip(), kind))
        return tuple(dict.fromkeys(found))

    def _labels(self, quote: dict[str, Any]) -> list[Label]:
        """Those that the scheme has; of a field with more than it takes, the first ones."""
        said = quote.get("labels")
        found: list[Label] = []
        for name, values in said.items() if isinstance(said, dict) else ():
            labels = [label for value in _list(values) if (label := self._label(str(name), value))]
            of = self._scheme.field(str(name))
            found += list(dict.fromkeys(labels))[: of.max if of else 0]
        for flag in _list(quote.get("flags")):
            if isinstance(flag, str) and (label := self._label(flag, FLAG_VALUE)):
                found.append(label)
        return list(dict.fromkeys(found))

    def _label(self, name: str, value: Any) -> Label | None:
        target = None
        if isinstance(value, dict):
            target, value = value.get("target"), value.get("value")
        if isinstance(value, int) and not isinstance(value, bool) and math.fabs(value) < 100:
            value = str(value)  # a step of a scale, written as a number
        target = None if target in (NO_TARGET, "") or not isinstance(target, str) else target
        of = self._scheme.field(name)
        if isinstance(value, str) and of is not None and asked_for(of.kind):
            label = Label(name, value.removeprefix("+"), target, Origin.RULE)
            if self._scheme.refuse(label) is None:
                return label
        self.refused["labels that the scheme does not have"] += 1
        return None


def asked_for(kind: FieldKind) -> bool:
    """Whether a model may say values of such a field: codes only, never words of its own."""
    return kind in (FieldKind.CHOICE, FieldKind.SCALE, FieldKind.MULTI, FieldKind.FLAG)


def _list(value: Any) -> list[Any]:
    """A list; what stands alone is a list of one, nothing is none. Raises _Malformed where it is too long."""
    values = value if isinstance(value, list) else [] if value is None else [value]
    if len(values) > _MOST_PARTS:
        raise _Malformed
    return values


def _texts(value: Any) -> tuple[str, ...]:
    texts = _list(value)
    if not all(isinstance(text, str) and len(text) <= _MOST_CHARACTERS for text in texts):
        raise _Malformed
    return tuple(text.strip() for text in texts if text.strip())


def _number(value: Any) -> int:
    """The number of a sentence; any that cannot be one is 0, and the words are looked for everywhere."""
    if isinstance(value, int) and not isinstance(value, bool) and 0 <= value < 10_000_000:
        return value
    return 0
