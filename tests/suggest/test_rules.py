"""The rules as a suggester: what of a reading becomes a proposal."""

import hashlib
from collections.abc import Sequence

from annotator.model import Article, Layer, LayerKind, Origin, Quote, Region, RegionKind, Span
from annotator.suggest.registry import Registry
from annotator.suggest.rules import Rules
from annotator.suggest.suggester import Given, Suggester, Suggestion, proposal_id
from annotator.text.sentences import sentences

TEXT = (
    "The gates are shut, says minister\n\n"
    "“Pal Oster said that the gates were shut,” Minister Ana Ruiz told the council, according to the Karsa "
    "Wire Agency. Officials said that it would rain. She added that nobody had asked.\n"
)


def suggested(
    text: str, regions: Sequence[Region] = (), registry: Registry | None = None, rules: Rules | None = None
) -> Suggestion:
    article = Article(hashlib.sha256(text.encode()).hexdigest(), text)
    given = Given(article, sentences(text), tuple(regions), registry or Registry())
    return (rules or Rules()).suggest(given)


def words(text: str, quote: Quote) -> str:
    return quote.content[0].of(text)


def test_it_is_a_suggester_with_a_layer_of_its_own() -> None:
    assert isinstance(Rules(), Suggester)
    (layer,) = {quote.layer for quote in suggested(TEXT).quotes}
    assert layer == Layer(LayerKind.MODEL, "rules", Rules.version)


def test_a_proposal_says_who_how_and_how_likely() -> None:
    found = suggested(TEXT)
    names = {speaker.id: speaker.name for speaker in found.speakers}
    told = next(quote for quote in found.quotes if words(TEXT, quote).startswith("“Pal"))
    assert [names[voice.speaker] for voice in told.speakers if voice.speaker] == ["Ana Ruiz"]
    assert [span.of(TEXT) for span in told.cue] == ["told"]
    assert [span.of(TEXT) for span in told.source] == ["Minister Ana Ruiz"]
    assert [voice.span.of(TEXT) for voice in told.via if voice.span] == ["the Karsa Wire Agency"]
    assert told.rule == "direct.after"
    assert told.score is not None
    assert told.score > 0.9
    assert {voice.origin for quote in found.quotes for voice in quote.speakers} == {Origin.RULE}


def test_what_stands_in_a_quote_has_it_as_its_parent() -> None:
    found = suggested(TEXT)
    by_words = {words(TEXT, quote): quote for quote in found.quotes}
    outer = next(quote for said, quote in by_words.items() if said.startswith("“Pal"))
    assert by_words["that the gates were shut"].parent == outer.id
    assert outer.parent is None


def test_a_pronoun_is_a_person_and_a_hidden_source_is_nobody() -> None:
    found = suggested(TEXT)
    names = {speaker.id: speaker.name for speaker in found.speakers}
    who = {
        words(TEXT, quote): [names[voice.speaker] for voice in quote.speakers if voice.speaker]
        for quote in found.quotes
    }
    assert who["that nobody had asked"] == ["Ana Ruiz"]
    assert who["that it would rain"] == []


def test_headlines_and_boilerplate_are_left_alone_unless_somebody_said_they_are_body() -> None:
    line = Span(0, TEXT.index("\n"))
    headline = Region("", line, RegionKind.HEADLINE)
    said = "The gates are shut"
    assert said in {words(TEXT, quote) for quote in suggested(TEXT).quotes}
    assert said not in {words(TEXT, quote) for quote in suggested(TEXT, [headline]).quotes}
    body = Region("", Span(0, line.end + 1), RegionKind.BODY)
    assert said in {words(TEXT, quote) for quote in suggested(TEXT, [headline, body]).quotes}


def test_the_same_article_gives_the_same_proposals_and_a_known_person_is_found_again() -> None:
    once, rules, registry = suggested(TEXT), Rules(), Registry()
    first = suggested(TEXT, (), registry, rules)
    assert first == once
    for speaker in first.speakers:
        registry.add(speaker)
    second = suggested(TEXT, (), registry, rules)
    assert second.quotes == first.quotes
    assert second.speakers == ()


def test_a_proposal_keeps_its_id_in_another_version() -> None:
    class Newer(Rules):
        version = "2"

    old, new = suggested(TEXT), suggested(TEXT, rules=Newer())
    assert [quote.id for quote in old.quotes] == [quote.id for quote in new.quotes]
    quote = old.quotes[0]
    assert quote.id == proposal_id(quote.article, "rules", quote.content)
