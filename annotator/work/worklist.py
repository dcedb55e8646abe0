"""What one annotator says of quotes and sentences. What a verb did is on disk when it returns."""

from collections.abc import Sequence
from dataclasses import replace
from typing import Literal

from annotator.agreement.extents import alike, iou
from annotator.model import (
    Change,
    Label,
    Note,
    Origin,
    Quote,
    Region,
    RegionKind,
    Span,
    Speaker,
    SpeakerKind,
    merged,
)
from annotator.scheme import Field
from annotator.text.marks import covering, starting
from annotator.work import edits
from annotator.work.edits import Role
from annotator.work.naming import refuse_pronoun
from annotator.work.pieces import without
from annotator.work.reviewing import Reviewing
from annotator.work.seed import NOTHING, Seed
from annotator.work.session import NotNow

Place = Role | Literal["via"]  # what spans of a quote may be: the agency's span belongs to a voice


class Worklist(Reviewing):
    """The verbs of the annotation screen."""

    # Quotes

    def mark(self, content: Sequence[Span], seed: Seed = NOTHING, also: Sequence[Change] = ()) -> Quote:
        """A new quote with this content; the one it stands in follows from where it stands.

        `seed`: what is known of it beside its words. What is proposed for (nearly) the same words is taken.
        """
        spans = merged(content)
        near = self.desk.content_in(self.desk.sentence_at(spans[0].start))
        twin = next((q for q in near if q.content == spans), None)
        if twin is not None:
            raise NotNow(f"quote {self.desk.number(twin)} has just these words already")
        proposals = self.desk.proposals_in([self.desk.sentence_at(spans[0].start)])
        like = max(proposals, key=lambda p: iou(p.content, spans), default=None)
        if like is not None and alike(like.content, spans):
            known = replace(self.taken(like), content=spans)
        else:
            known = Quote(self.new_id(), self.desk.article.digest, self.layer, spans)
        self.take("mark a quote", seed.put_into(known), also)
        return self.chosen()

    def like_last(self) -> Seed:
        """Source, speakers and agency of the selected quote, else of the last one before here."""
        before = [q for _n, q in self.desk.numbered() if q.start < self.desk.sentences[self.at].span.end]
        quote = self.quote if self.quote is not None and not self.is_proposal(self.quote) else None
        last = quote or (before[-1] if before else None)
        if last is None:
            raise NotNow("no quote stands before this one; m marks a new quote")
        return Seed((), last.source, last.speakers, last.via)

    def next_quotation(self) -> Span:
        """The first quotation from the start of the sentence in view that no quote has for content."""
        sentence = self.desk.sentences[self.at].span
        taken = {span for q in self.desk.quotes_in([self.at]) for span in q.content}
        around = reversed(covering(self.desk.quotations, sentence.start))
        for quotation in (*around, *starting(self.desk.quotations, sentence)):
            span = self.desk.whole(quotation.span)
            if span not in taken and not self._shared(span):
                return span
        raise NotNow("no quotation marks here that are not marked yet; m marks word by word")

    def _shared(self, span: Span) -> bool:
        """Whether quotes that stand in `span` have every word of it between them."""
        near = self.desk.quotes_in(self.desk.sentences_of(span))
        inside = [s for q in near for s in q.content if span.contains(s)]
        return bool(inside) and not without(self.desk.text, [span], inside)

    def spans_of(self, place: Place) -> tuple[Span, ...]:
        """The spans of the selected quote in `place`."""
        quote = self.chosen()
        if place != "via":
            spans: tuple[Span, ...] = getattr(quote, place)
            return spans
        if not quote.via:
            raise NotNow("say first which agency it came through")
        return tuple(v.span for v in quote.via[-1:] if v.span is not None)

    def marks_from(self, place: Place) -> int:
        """The offset at which one begins to look for `place` of the selected quote.

        Where words stand before the content, the cue is likely the last of them, and the source the first;
        where the content begins its sentence, both follow its first piece, if the sentence goes on there.
        """
        quote = self.chosen()
        piece = quote.content[0]
        n = self.desk.sentence_at(piece.start)
        tokens = (t for t in self.desk.tokens(n) if t.end <= piece.start)
        before = [t for t in tokens if t.of(self.desk.text)[0].isalnum()]
        if before:
            return before[-1 if place == "cue" else 0].start
        last = self.desk.words[self.desk.sentence_at(piece.end - 1)]
        goes_on = place != "content" and last is not None and piece.end < last.end - 1
        return piece.end if goes_on else self.desk.sentences[n].span.start

    def set_spans(self, place: Place, spans: Sequence[Span]) -> None:
        """Where content, cue, source or the last agency of the selected quote stand."""
        if place == "via":
            self._set_via_span(spans)
            return
        role: Role = place
        quote = self.chosen()
        if role == "content" and not spans:
            raise NotNow("a quote needs content; delete the quote instead")
        self.edit(f"mark its {role}", edits.with_spans(quote, role, spans))

    def delete(self) -> None:
        """Delete the selected quote; those inside it stay. A proposal is rejected."""
        quote = self.chosen()
        if self.is_proposal(quote):
            self.reject()
            return
        notes = [n for n in self.desk.notes.values() if n.quote == quote.id]
        self.act("delete a quote", [*(Change(n, None) for n in notes), Change(quote, None)])
        self.selected = None
        self.go(self.at)

    def set_about(self, other: str | None) -> None:
        """The quote that the selected one judges."""
        quote = self.chosen()
        if other == quote.id:
            raise NotNow("a quote cannot judge itself; choose another quote")
        self.edit("say which quote it judges", replace(quote, about=other))

    # Speakers

    def new_speaker(self, name: str, kind: SpeakerKind) -> Speaker:
        """An entry for the registry; it is kept with the quote that names it first."""
        name = _kept(name)
        refuse_pronoun(name)
        if clash := self.registry.exact(name):
            raise NotNow(f"{clash.name} is in the registry already; choose the entry")
        return Speaker(self.new_id(), name, kind)

    def set_speaker(self, speaker: Speaker | None, *, more: bool = False) -> None:
        """Who really spoke (None: unknown); `more` adds one beside those there are."""
        quote = self.chosen()
        old = [v.speaker for v in quote.speakers if v.speaker] if more else []
        new = edits.with_speakers(quote, [*old, speaker.id if speaker else None])
        self.edit("say who spoke", new, self._registered(speaker))
        if speaker is not None:
            self.registry.used(speaker.id)

    def set_via(self, speaker: Speaker | None) -> None:
        """One more agency through which the words came; None takes them all away."""
        quote = self.chosen()
        if speaker is None:
            self.edit("say it came through nobody", replace(quote, via=()))
            return
        known = next((v.span for v in quote.via if v.speaker == speaker.id), None)
        new = edits.with_via(quote, speaker.id, known)
        self.edit("say whom it came through", new, self._registered(speaker))

    def _set_via_span(self, spans: Sequence[Span]) -> None:
        quote = self.chosen()
        if not quote.via:
            raise NotNow("say first which agency it came through")
        last = quote.via[-1]
        if len(spans) > 1:
            raise NotNow("an agency stands in one place; mark one span")
        span = spans[0] if spans else None
        self.edit("mark the agency", edits.with_via(quote, last.speaker, span))

    def add_alias(self, speaker: Speaker, alias: str) -> Speaker:
        """The entry with another name."""
        alias = _kept(alias)
        refuse_pronoun(alias)
        if alias in speaker.names():
            return speaker
        new = replace(speaker, aliases=(*speaker.aliases, alias))
        self.act(f"add the name {alias}", [Change(speaker, new)])
        return new

    def speakers_here(self) -> list[Speaker]:
        """Those who speak in this article, the nearest before the selected quote first."""
        return self._voices_here("speakers")

    def agencies_here(self) -> list[Speaker]:
        """The agencies of this article, the nearest before the selected quote first."""
        return self._voices_here("via")

    def _voices_here(self, role: Literal["speakers", "via"]) -> list[Speaker]:
        quote = self.chosen()
        others = [q for _n, q in self.desk.numbered() if q.id != quote.id]
        others.sort(key=lambda q: (q.start > quote.start, abs(q.start - quote.start)))
        keys = dict.fromkeys(v.speaker for q in others for v in getattr(q, role) if v.speaker)
        return [found for key in keys if (found := self.registry.get(key)) is not None]

    def _registered(self, speaker: Speaker | None) -> list[Change]:
        if speaker is None or speaker.id in self.registry:
            return []
        return [Change(None, speaker)]

    # Fields

    def target_for(self, quote: Quote, pair: int = 0) -> str | None:
        """Towards what a step would be said: the pair's own target, else the proposed one, else the last."""
        proposal = self.desk.offers.all.get(quote.derived_from) if quote.derived_from else None
        old = quote.said("stance") or (proposal.said("stance") if proposal else ())
        last = self.target
        if last is not None and self.scheme.target(last) is None and last not in self.registry:
            last = None  # the entry went when its making was taken back
        return (old[pair].target if pair < len(old) else None) or last

    def say_stance(self, value: str, target: str | Speaker | None = None, pair: int = 0) -> None:
        """The stance of the selected quote: `value` towards `target`, else as `target_for` says."""
        quote = self.chosen()
        entry = target if isinstance(target, Speaker) else None
        code = entry.id if entry else target if isinstance(target, str) else self.target_for(quote, pair)
        label = Label("stance", value, None if value == edits.NO_TARGET else code)
        self._refuse(label)
        new = edits.with_stance(quote, value, code, pair)
        self.edit("say the stance", new, self._registered(entry))
        self.target = label.target or self.target  # only once it is kept

    def asked_fields(self) -> list[Field]:
        """The team's own fields that apply to the selected quote."""
        quote = self.chosen()
        type_, inherited = self.desk.derived_type(quote), self.desk.labels.labels
        return [
            field
            for field in self.scheme.fields
            if not field.builtin
            and self.scheme.asked(field, quote.labels, bool(quote.speakers), type_, inherited)
        ]

    def say_entity(self, field: str, speaker: Speaker | None) -> None:
        """An entry of the registry in a field of that kind; None takes it away."""
        new = edits.with_value(self.chosen(), field, speaker.id if speaker else None)
        self.edit(f"say {field}", new, self._registered(speaker))

    def say_topic(self, code: str, *, more: bool = False) -> None:
        """The topic of the selected quote; the same once more takes it away, back to the article's."""
        self._refuse(Label("topic", code))
        new = edits.with_topic(self.chosen(), code, more)
        self._check_count("topic", len(new.said("topic")))
        self.edit("say the topic", new)

    def say_article_topic(self, code: str, *, more: bool = False) -> None:
        """The topic of the article, which its quotes inherit; the same once more takes it away."""
        self._refuse(Label("topic", code))
        old = self.desk.labels
        codes = [x.value for x in old.labels]
        if code in codes:
            codes.remove(code)
        else:
            codes = [*codes, code] if more else [code]
        self._check_count("topic", len(codes))
        new = replace(old, labels=tuple(Label("topic", x) for x in codes))
        before, after = (x if x.labels else None for x in (old, new))
        self.act("say the article's topic", [Change(before, after)])

    def say(self, field: str, value: str | None) -> None:
        """One value in a field that holds one; None takes it away."""
        if value is not None:
            value = _kept(value)
            self._refuse(Label(field, value))
        self.edit(f"say {field}", edits.with_value(self.chosen(), field, value))

    def toggle(self, field: str, value: str) -> None:
        """A value put in a field, or taken away where it stands there."""
        quote = self.chosen()
        has = any(x.value == value for x in quote.said(field))
        found = self.scheme.field(field)
        if found is not None and found.max != 1:
            self._refuse(Label(field, value))
            values = [x.value for x in quote.said(field) if x.value != value] + ([] if has else [value])
            self._check_count(field, len(values))
            self.edit(f"say {field}", edits.with_labels(quote, field, [Label(field, v) for v in values]))
        else:
            self.say(field, None if has else value)

    def _refuse(self, label: Label) -> None:
        if why := self.scheme.refuse(label):
            raise NotNow(why)

    def _check_count(self, name: str, n: int) -> None:
        field = self.scheme.field(name)
        if field is not None and field.max is not None and n > field.max:
            raise NotNow(f"at most {field.max} values of {name}; take one away first")

    # Notes, regions

    def flag(self, text: str, *, on_quote: bool = True) -> None:
        """A flag with a comment on the selected quote, else on the sentence. No text takes it away."""
        quote = self.own_quote if on_quote else None
        span = Span(quote.start, quote.end) if quote else self.desk.sentences[self.at].span
        old = self.flagged(quote)
        if not text.strip():
            if old is not None:
                self.act("take a flag away", [Change(old, None)])
            return
        key = old.id if old else self.new_id()
        note = Note(key, self.desk.article.digest, self.layer, span, _kept(text), quote.id if quote else None)
        self.act("flag", [Change(old, note)])

    def flagged(self, quote: Quote | None) -> Note | None:
        """The flag on `quote`, or (None) on the sentence in view."""
        here = self.desk.sentences[self.at].span
        for note in self.desk.notes.values():
            if note.quote == quote.id if quote else (note.quote is None and note.span == here):
                return note
        return None

    def mark_region(self) -> RegionKind:
        """Body, boilerplate, headline: the next of them for the sentence in view; for everybody."""
        order = (RegionKind.BODY, RegionKind.BOILERPLATE, RegionKind.HEADLINE)
        old = self.desk.region(self.at)
        kind = order[(order.index(old.kind) + 1) % 3] if old else RegionKind.BOILERPLATE
        span = old.span if old else self.desk.sentences[self.at].span
        new = Region(self.desk.article.digest, span, kind, Origin.TYPED)
        self.act(f"mark a sentence as {kind}", [Change(old, new)])
        return kind


def _kept(typed: str) -> str:
    """What somebody typed or pasted, on one line; raises NotNow where it holds what no database takes."""
    words = " ".join(typed.split())
    if not words or any(ord(c) < 32 or 127 <= ord(c) < 160 or 0xD800 <= ord(c) < 0xE000 for c in words):
        raise NotNow("that is empty or holds control characters; type it again")
    return words
