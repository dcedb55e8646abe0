"""What is known of a quote before its words are marked."""

from dataclasses import dataclass, replace

from annotator.model import Label, Origin, Quote, Span, Voice


@dataclass(frozen=True, slots=True)
class Seed:
    """What a new quote begins with; what is empty leaves what there is."""

    cue: tuple[Span, ...] = ()
    source: tuple[Span, ...] = ()
    speakers: tuple[Voice, ...] = ()
    via: tuple[Voice, ...] = ()
    labels: tuple[Label, ...] = ()
    origin: Origin = Origin.INHERITED

    def put_into(self, quote: Quote) -> Quote:
        """`quote` with what is known of it; voices and labels say how they came to be known."""
        return replace(
            quote,
            cue=self.cue or quote.cue,
            source=self.source or quote.source,
            speakers=self._voices(self.speakers) or quote.speakers,
            via=self._voices(self.via) or quote.via,
            labels=tuple(replace(label, origin=self.origin) for label in self.labels) or quote.labels,
        )

    def _voices(self, voices: tuple[Voice, ...]) -> tuple[Voice, ...]:
        return tuple(replace(voice, origin=self.origin) for voice in voices)


NOTHING = Seed()
