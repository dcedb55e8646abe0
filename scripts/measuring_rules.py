"""The rules at work on texts, for scripts/measure_quotes: what they propose, and whether it can stand."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace

from annotator.agreement.rates import Rate
from annotator.agreement.scoring import Compared, Marked
from annotator.model import QuoteType, Span, Speaker
from annotator.suggest.joining import Joiner, plain
from annotator.text.marks import quotations
from annotator.text.people import Person
from annotator.text.reading import Reading, read
from annotator.text.sentences import sentences
from scripts import measuring_segments as segments
from scripts.measuring_gold import Text, marked


@dataclass(frozen=True, slots=True)
class Measured:
    """What became of one text. `raised` names the exception that the rules ended with, else ""."""

    text: Text
    quotes: tuple[Marked, ...] = ()
    persons: tuple[Person, ...] = ()
    spoken: tuple[tuple[int, ...], ...] = ()  # for each of `quotes`, places in `persons`
    ours: Rate = field(default_factory=Rate)  # quoted segments
    every: Rate = field(default_factory=Rate)  # the same for every closed pair of marks
    wrong: tuple[tuple[int, int, str], ...] = ()  # segments: where, and what is the matter
    invalid: int = 0
    raised: str = ""

    @property
    def compared(self) -> Compared:
        return Compared(self.text.name, self.text.text, self.text.gold, self.quotes)


def measure(text: Text) -> Measured:
    """Run the rules over one text; nothing that they raise stops the others."""
    try:
        return _measured(text)
    except Exception as problem:  # noqa: BLE001  # counting what the rules raise is the purpose
        return Measured(text, raised=repr(problem))


def _measured(text: Text) -> Measured:
    found = quotations(text.text)
    spans = sentences(text.text, found)
    reading = read(text.text, spans, found)
    wanted = segments.gold(text.text, (span for quote in text.gold for span in quote.content))
    ours = segments.proposed(found, reading.speech)
    every = segments.proposed(found, (True for _ in found))
    wrong = [(*x, "missed") for x in wanted - ours] + [(*x, "false") for x in ours - wanted]
    quotes, spoken = _proposed(text, reading)
    return Measured(
        text, quotes, reading.persons, spoken, segments.rate(wanted, ours), segments.rate(wanted, every),
        tuple(sorted(wrong)), _invalid(text.text, reading),
    )  # fmt: skip


def _proposed(text: Text, reading: Reading) -> tuple[tuple[Marked, ...], tuple[tuple[int, ...], ...]]:
    """What was read, with types; where the gold holds no indirect quotes, without those."""
    plainly = (Marked(x.content, x.cue, x.source, rule=x.rule, score=x.score) for x in reading.attributions)
    both = [
        (quote, places)
        for quote, places in zip(marked(text.text, plainly), reading.spoken, strict=True)
        if text.indirect or quote.type is not QuoteType.INDIRECT
    ]
    return tuple(quote for quote, _ in both), tuple(places for _, places in both)


def _invalid(text: str, reading: Reading) -> int:
    """How many attributions have a span that is out of order, beyond the text, or white space at an end."""
    return sum(
        not all(_valid(text, part) for part in (one.content, one.cue, one.source, one.via))
        for one in reading.attributions
    )


def _valid(text: str, spans: Sequence[Span]) -> bool:
    ends = [0, *(span.end for span in spans)]
    return all(
        end <= span.start and span.end <= len(text) and span.of(text).strip() == span.of(text)
        for end, span in zip(ends, spans, strict=False)
    )


def named(result: Iterable[Measured]) -> list[Measured]:
    """The same with canonical speakers: the persons of each text joined to one registry, text after text.

    That is what happens when the texts are taken in one after another. A speaker is called what the gold
    calls him, where that is one of the names of his entry (or, where he is worth none, of his own), else
    by the entry's name.
    """
    registry: list[Speaker] = []
    joiner = Joiner()
    joined = []
    for one in result:
        found = joiner.join(one.persons, registry)
        registry.extend(found.speakers)
        joined.append((one, found.ids))
    entries = {speaker.id: speaker for speaker in registry}
    return [_named(one, [entries.get(id or "") for id in ids]) for one, ids in joined]


def _named(one: Measured, entries: Sequence[Speaker | None]) -> Measured:
    known = {plain(name): name for quote in one.text.gold for name in quote.speakers}

    def name(place: int) -> str:
        entry, person = entries[place], one.persons[place]
        names = entry.names() if entry else (person.name, *person.aliases)
        return next((known[plain(x)] for x in names if plain(x) in known), names[0])

    quotes = (
        replace(quote, speakers=frozenset(map(name, places)))
        for quote, places in zip(one.quotes, one.spoken, strict=True)
    )
    return replace(one, quotes=tuple(quotes))
