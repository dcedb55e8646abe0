"""What an annotator makes of a proposal: the quote that comes of it, and the verdict that follows."""

from collections.abc import Container, Iterable, Sequence
from dataclasses import replace

from annotator.model import Label, Layer, Origin, Quote, Span, VerdictKind, Voice
from annotator.scheme import Scheme


def taken(proposal: Quote, layer: Layer, scheme: Scheme, *, unseen: bool = False) -> Quote:
    """A proposal as a quote of `layer`, under the proposal's id until it is kept.

    What the scheme does not let anybody accept unseen, the stance as a rule, is left for the person to say;
    `unseen`: it is taken, too, as people said it.
    """
    return replace(
        proposal,
        layer=layer,
        speakers=tuple(_accepted(proposal.speakers)),
        via=tuple(_accepted(proposal.via)),
        labels=tuple(
            replace(label, origin=Origin.ACCEPTED)
            for label in proposal.labels
            if (field := scheme.field(label.field)) is not None and (field.accepted or unseen)
        ),
        parent=None,
        derived_from=proposal.id,
        rule="",
        score=None,
    )


def _accepted(voices: Iterable[Voice]) -> Iterable[Voice]:
    return (replace(voice, origin=Origin.ACCEPTED) for voice in voices)


def verdict(quote: Quote, proposal: Quote) -> VerdictKind:
    """What was done with `proposal` where `quote` came of it.

    A field in which nothing is said yet corrects nothing.
    """
    same = (
        quote.content == proposal.content
        and quote.cue == proposal.cue
        and quote.source == proposal.source
        and _places(quote.speakers) == _places(proposal.speakers)
        and _places(quote.via) == _places(proposal.via)
        and all(_same(quote, proposal, name) for name in {label.field for label in quote.labels})
    )
    return VerdictKind.ACCEPTED if same else VerdictKind.CORRECTED


def _places(voices: Iterable[Voice]) -> list[tuple[object, ...]]:
    return [(voice.speaker, voice.span) for voice in voices]


def _same(quote: Quote, proposal: Quote, field: str) -> bool:
    proposed = _values(proposal.said(field))
    return not proposed or proposed == _values(quote.said(field))


def _values(labels: Iterable[Label]) -> set[tuple[str, str | None]]:
    return {(label.value, label.target) for label in labels}


def told(quote: Quote, proposals: Sequence[Quote]) -> Quote:
    """`quote` with the origin of what it shares with one of those that it came from, or says otherwise."""
    if not proposals:
        return quote
    voices = {(voice.speaker, voice.span) for p in proposals for voice in (*p.speakers, *p.via)}
    speakers, via = (any(getattr(p, role) for p in proposals) for role in ("speakers", "via"))
    return replace(
        quote,
        speakers=tuple(_voice(v, voices, speakers) for v in quote.speakers),
        via=tuple(_voice(v, voices, via) for v in quote.via),
        labels=tuple(_label(label, proposals) for label in quote.labels),
    )


def _voice(voice: Voice, proposed: Container[tuple[str | None, Span | None]], said: bool) -> Voice:
    same = (voice.speaker, voice.span) in proposed
    return replace(voice, origin=_origin(same, said))


def _label(label: Label, proposals: Iterable[Quote]) -> Label:
    proposed = [x for p in proposals for x in p.said(label.field)]
    return replace(label, origin=_origin((label.value, label.target) in _values(proposed), bool(proposed)))


def _origin(same: bool, said: bool) -> Origin:
    if same:
        return Origin.ACCEPTED
    return Origin.CORRECTED if said else Origin.TYPED
