"""Nothing invalid reaches the store: each proposal is checked, and one that is wrong stays out alone."""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise
from operator import attrgetter, index, is_
from typing import Any, TypeVar

from annotator.model import Label, Layer, Merge, Origin, Quote, Span, Speaker, SpeakerKind, Voice, stripped
from annotator.scheme import Scheme
from annotator.suggest.suggester import Given, Suggestion, proposal_id
from annotator.text.storable import unstorable
from annotator.text.types import derive_type

_UUID = re.compile(r"[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}")


@dataclass(frozen=True, slots=True)
class Refused:
    """A proposal that stays out: the id its suggester gave it, the reason, and what of it is special."""

    id: str
    reason: str
    detail: str = ""

    def __str__(self) -> str:
        return f"{self.reason} ({self.detail})" if self.detail else self.reason


@dataclass(frozen=True, slots=True)
class Checked:
    """What of a suggestion may be stored: the speakers are new, and each is named by a quote."""

    quotes: tuple[Quote, ...]
    speakers: tuple[Speaker, ...]
    refused: tuple[Refused, ...]
    merges: tuple[Merge, ...] = ()


_T = TypeVar("_T")
# What may have to be mended of a quote. What is tidy stays the same value: our own rules' proposals all do.
_TIDIED = attrgetter(
    "layer", "content", "cue", "source", "speakers", "via", "labels", "derived_from", "rule", "score"
)


class _Wrong(Exception):
    """(reason, detail): what is wrong with one proposal. Never leaves this module."""


def checked(suggestion: Suggestion, given: Given, layer: Layer, scheme: Scheme) -> Checked:
    """What of `suggestion` holds, as proposals of `layer` under the ids that `proposal_id` gives.

    White space at the ends of a span is taken off. A proposal whose parent, or whose judged quote, is
    refused is refused with it.
    """
    return _Check(given, layer, scheme).all(suggestion)


class _Check:
    """The check of one article's suggestion."""

    def __init__(self, given: Given, layer: Layer, scheme: Scheme) -> None:
        self.given, self.layer, self.scheme = given, layer, scheme
        self.registry = given.registry
        self.text = given.article.text
        self.refused: list[Refused] = []
        self._new: dict[str, Speaker] = {}  # as they came
        self._fit: dict[str, Speaker] = {}  # as they may be stored
        self._ids: dict[str, str] = {}  # own id -> the one that holds in the store

    def all(self, suggestion: Suggestion) -> Checked:
        self._new = {s.id: s for s in suggestion.speakers if isinstance(s, Speaker)}
        good = self._tidied(suggestion.quotes)
        good = self._standing(good)
        good = self._labelled(good)
        quotes = tuple([_called(quote, self._ids) for quote in good.values()])
        named = dict.fromkeys(v.speaker for q in quotes for v in (*q.speakers, *q.via))
        speakers = tuple(self._fit[id] for id in named if id in self._fit)
        new = {s.id for s in speakers}
        merges = tuple(m for m in suggestion.merges if isinstance(m, Merge) and self._are_entries(m, new))
        return Checked(quotes, speakers, tuple(self.refused), merges)

    def _are_entries(self, merge: Merge, new: set[str]) -> bool:
        return all(id in new or self.registry.get(id) is not None for id in (merge.kept, merge.other))

    def _refuse(self, id: str, why: _Wrong) -> None:
        self.refused.append(Refused(id, *why.args))

    def _tidied(self, quotes: Sequence[Any]) -> dict[str, Quote]:
        """Own id -> the proposal, of those that hold by themselves; each content once."""
        good: dict[str, Quote] = {}
        contents: set[str] = set()  # by the ids that follow from them
        for quote in quotes:
            id = str(getattr(quote, "id", "?"))
            try:
                tidy = self._tidy(quote)
                made = proposal_id(tidy.article, self.layer.name, tidy.content)
                if made in contents:
                    raise _Wrong("it has the content of another proposal")
                if id in good:
                    raise _Wrong("it has the id of another proposal", id)
                contents.add(made)
                good[id], self._ids[id] = tidy, made
            except _Wrong as why:
                self._refuse(id, why)
            except (TypeError, AttributeError, ValueError, IndexError) as problem:  # no type of it is sure
                self._refuse(id, _Wrong("it is not built as a Quote is", " ".join(str(problem).split())))
        return good

    def _tidy(self, quote: Any) -> Quote:
        if not isinstance(quote, Quote):
            raise _Wrong("it is no Quote", type(quote).__name__)
        if quote.article != self.given.article.digest:
            raise _Wrong("it is of another article", str(quote.article)[:12])
        if (bad := unstorable(quote.rule)) is not None:
            raise _Wrong(f"its rule holds {bad}")
        score = quote.score
        tidy = (
            self.layer,
            self._spans(quote.content), self._spans(quote.cue), self._spans(quote.source),
            _kept(quote.speakers, list(map(self._voice, quote.speakers))),
            _kept(quote.via, list(map(self._voice, quote.via))),
            _kept(quote.labels, list(map(_by_rule, quote.labels))),
            None, str(quote.rule), score if score is None or type(score) is float else float(score),
        )  # fmt: skip
        if type(quote) is Quote and all(map(is_, tidy, _TIDIED(quote))):
            return quote
        layer, content, cue, source, speakers, via, labels, origin, rule, score = tidy
        return Quote(
            quote.id, quote.article, layer, content, cue, source, speakers, via, labels,
            quote.parent, quote.about, origin, rule, score,
        )  # fmt: skip

    def _spans(self, spans: Sequence[Span]) -> tuple[Span, ...]:
        tidy = _kept(spans, list(map(self._span, spans)))
        if len(tidy) > 1 and any(a.end > b.start for a, b in pairwise(tidy)):
            raise _Wrong("spans of one role overlap or are not in order", f"{tidy[0].start}-{tidy[-1].end}")
        return tidy

    def _span(self, span: Span) -> Span:
        text = self.text
        if not (type(span.start) is type(span.end) is int):  # a number of numpy's, that JSON does not know
            span = Span(index(span.start), index(span.end))
        if span.end > len(text):
            raise _Wrong("a span reaches beyond the end of the text", f"{span.start}-{span.end}")
        if text[span.start].isspace() or text[span.end - 1].isspace():
            kept = stripped(span, text)
            if kept is None:
                raise _Wrong("a span holds nothing but white space", f"{span.start}-{span.end}")
            return kept
        return span

    def _voice(self, voice: Voice) -> Voice:
        span, speaker = self._span(voice.span) if voice.span else None, voice.speaker
        if speaker is not None:
            known = self.registry.get(speaker)
            if known is None:
                self._admit(speaker)
            else:
                speaker = known.id
        same = span is voice.span and speaker == voice.speaker and voice.score is None
        if same and type(voice) is Voice and voice.origin is Origin.RULE:
            return voice
        return Voice(speaker, span, Origin.RULE)

    def _admit(self, id: str) -> None:
        """A speaker that the registry lacks has to come with the suggestion, and to be fit for it."""
        if id in self._fit:
            return
        new = self._new.get(id)
        if new is None:
            raise _Wrong("its speaker is neither in the registry nor among the new ones", id)
        if not _UUID.fullmatch(id):
            raise _Wrong("the id of its new speaker is no UUID in small letters", id)
        if not new.name.strip() or new.merged_into is not None:
            raise _Wrong("its new speaker has no name, or is merged into another", id)
        fit = replace(new, kind=SpeakerKind(new.kind), aliases=tuple(new.aliases))
        for word in (*fit.names(), fit.wikidata or ""):
            if bad := unstorable(word):
                raise _Wrong(f"a name of its new speaker holds {bad}")
        self._fit[id] = fit

    def _standing(self, good: dict[str, Quote]) -> dict[str, Quote]:
        """Those whose parent and judged quote stand, too."""
        waiting = True
        while waiting:
            waiting = False
            for id, quote in [(id, q) for id, q in good.items() if q.parent or q.about]:
                try:
                    self._check_others(quote, good)
                except _Wrong as why:
                    self._refuse(id, why)
                    del good[id]
                    waiting = True
        return good

    def _check_others(self, quote: Quote, good: dict[str, Quote]) -> None:
        for word, other in (("parent", quote.parent), ("judged quote", quote.about)):
            if other is not None and other not in good:
                raise _Wrong(f"its {word} is refused or not of this article and suggester", other)
        around = good.get(quote.parent or "")
        if around is not None and not _within(quote.content, around.content):
            raise _Wrong("it does not stand within the content of its parent", quote.parent)
        if any(other is quote for other in _ancestors(quote, good)):
            raise _Wrong("it stands within itself, by its parents")

    def _labelled(self, good: dict[str, Quote]) -> dict[str, Quote]:
        """Those whose labels the scheme takes."""
        if not any(quote.labels for quote in good.values()):
            return good
        return self._standing({id: q for id, q in good.items() if not q.labels or self._fits(id, q, good)})

    def _fits(self, id: str, quote: Quote, good: dict[str, Quote]) -> bool:
        around = [parent.content for parent in _ancestors(quote, good)]
        kind = derive_type(self.given.quotations, quote.content, around, self.text)
        wrong = [x for x in self.scheme.check(quote.labels, bool(quote.speakers), kind) if not x.open]
        wrong_target = next((x.target for x in quote.labels if not self._known(x.target)), None)
        if wrong:
            self._refuse(id, _Wrong(f"the scheme does not take a label: {wrong[0].sentence.rstrip('.')}"))
        elif wrong_target is not None:
            self._refuse(id, _Wrong("a label has a target that is not in the registry", wrong_target))
        return not wrong and wrong_target is None

    def _known(self, target: str | None) -> bool:
        return target is None or bool(self.scheme.target(target)) or self.registry.get(target) is not None


def _kept(before: Sequence[_T], after: list[_T]) -> tuple[_T, ...]:
    """`after`, which is `before` with some of them mended; the same tuple where none was."""
    return before if type(before) is tuple and all(map(is_, before, after)) else tuple(after)


def _called(quote: Quote, ids: Mapping[str, str]) -> Quote:
    """`quote` with the ids that hold in the store for its own and for those of others."""
    id, parent, about = ids[quote.id], ids.get(quote.parent or ""), ids.get(quote.about or "")
    if (id, parent, about) == (quote.id, quote.parent, quote.about):
        return quote
    return replace(quote, id=id, parent=parent, about=about)


def _by_rule(label: Label) -> Label:
    if bad := unstorable(label.value):
        raise _Wrong(f"a label holds {bad}")
    return label if label.origin is Origin.RULE else replace(label, origin=Origin.RULE)


def _within(content: Sequence[Span], around: Sequence[Span]) -> bool:
    """Whether `content` begins and ends within the reach of `around`."""
    return around[0].start <= content[0].start and content[-1].end <= around[-1].end


def _ancestors(quote: Quote, good: dict[str, Quote]) -> Iterator[Quote]:
    """The quotes around this one; where they go round, the quote itself is the last."""
    seen: set[str] = set()
    around = good.get(quote.parent or "")
    while around is not None and around.id not in seen:
        seen.add(around.id)
        yield around
        around = good.get(around.parent or "")
