"""What is known of a quote before its words are marked."""

from dataclasses import dataclass, replace

from annotator.model import Origin, Quote, Span, Voice


@dataclass(frozen=True, slots=True)
class Seed:
    """Cue, source, speakers and agencies that a new quote begins with; empty ones leave what there is."""

    cue: tuple[Span, ...] = ()
    source: tuple[Span, ...] = ()
    speakers: tuple[Voice, ...] = ()
    via: tuple[Voice, ...] = ()
    origin: Origin = Origin.INHERITED

    def put_into(self, quote: Quote) -> Quote:
        """`quote` with what is known of it; its voices keep how they came to be known."""
        return replace(
            quote,
            cue=self.cue or quote.cue,
            source=self.source or quote.source,
            speakers=self._voices(self.speakers) or quote.speakers,
            via=self._voices(self.via) or quote.via,
        )

    def _voices(self, voices: tuple[Voice, ...]) -> tuple[Voice, ...]:
        return tuple(replace(voice, origin=self.origin) for voice in voices)


NOTHING = Seed()
