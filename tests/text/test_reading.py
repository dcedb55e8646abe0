"""Who says what, by rule: one sentence for each order in which news puts it."""

import pytest

from annotator.model import Span
from annotator.text.reading import Reading, read, read_at
from annotator.text.types import derive_type


def shown(text: str, reading: Reading) -> list[tuple[str, str, str]]:
    """(source, cue, content) of each attribution, broken content with " || " between."""

    def words(spans: tuple[Span, ...]) -> str:
        return " || ".join(span.of(text) for span in spans)

    return [(words(one.source), words(one.cue), words(one.content)) for one in reading.attributions]


DIRECT = {
    "“The gates are shut,” Ana Ruiz said.": [("Ana Ruiz", "said", "“The gates are shut,”")],
    "“The gates are shut,” said Ana Ruiz, the minister of ports, on Monday.": [
        ("Ana Ruiz, the minister of ports,", "said", "“The gates are shut,”")
    ],
    "“Why?” asked Ana Ruiz.": [("Ana Ruiz", "asked", "“Why?”")],
    "Ana Ruiz: “The gates are shut.”": [("Ana Ruiz", "", "“The gates are shut.”")],
    "Ana Ruiz said, “The gates are shut.”": [("Ana Ruiz", "said", "“The gates are shut.”")],
    "Ana Ruiz told reporters on Monday: “The gates are shut.”": [
        ("Ana Ruiz", "told", "“The gates are shut.”")
    ],
    "According to Ana Ruiz, “the gates are shut.”": [("Ana Ruiz", "According to", "“the gates are shut.”")],
    "“The gates,” Ana Ruiz said, “are shut.”": [("Ana Ruiz", "said", "“The gates,” || “are shut.”")],
    "“The gates are shut,” Ana Ruiz said. “We wait for the tide.”": [
        ("Ana Ruiz", "said", "“The gates are shut,” || “We wait for the tide.”")
    ],
    "“The gates are shut,” Ana Ruiz said.\n“We wait for the tide. It will come.”": [
        ("Ana Ruiz", "said", "“The gates are shut,” || “We wait for the tide. It will come.”")
    ],
    '"The gates are shut," she said.': [("she", "said", '"The gates are shut,"')],
    "„Die Tore sind zu“, said Ana Ruiz.": [("Ana Ruiz", "said", "„Die Tore sind zu“")],
    "«The gates are shut», Ana Ruiz said.": [("Ana Ruiz", "said", "«The gates are shut»")],
    "“The gates are shut,” the agency quoted Ana Ruiz as saying.": [
        ("Ana Ruiz", "saying", "“The gates are shut,”")
    ],
    "“The gates are shut,” Ana Ruiz beamed.": [("Ana Ruiz", "beamed", "“The gates are shut,”")],
    "“The gates are shut.” — Ana Ruiz\n": [("Ana Ruiz", "", "“The gates are shut.”")],
    "Rain fell. “The gates are shut.” Rain fell.": [("", "", "“The gates are shut.”")],
    "“The gates are shut,” said Ana Ruiz, speaking of the harbour, “and we wait.”": [
        ("Ana Ruiz", "said", "“The gates are shut,” || “and we wait.”"),
        ("Ana Ruiz", "speaking of", "the harbour"),
    ],
    "“The gates are shut,” Ana Ruiz said after “a long night” on the quay. “We wait for the tide.”": [
        ("Ana Ruiz", "said", "“The gates are shut,” || “We wait for the tide.”")
    ],
    "“It rains,” Ana Ruiz said. “We wait here.\n\n“It will end,” she added.": [
        ("Ana Ruiz", "said", "“It rains,” || “We wait here."),
        ("she", "added", "“It will end,”"),
    ],
    "Ana Ruiz said in Marn, with a look at the crew, “The gates are shut now.”": [
        ("Ana Ruiz", "said", "“The gates are shut now.”")
    ],
    "Said Ana Ruiz, “The gates are shut now.”": [("Ana Ruiz", "Said", "“The gates are shut now.”")],
    "Ana Ruiz resisted: “The gates stay shut.”": [("Ana Ruiz", "", "“The gates stay shut.”")],
    "Ana Ruiz’s answer was: “The gates stay shut.”": [("Ana Ruiz", "", "“The gates stay shut.”")],
    "In a note to the crew, Ana Ruiz worded it mildly: “The gates stay shut.”": [
        ("Ana Ruiz", "", "“The gates stay shut.”")
    ],
    "Hours later, Ana Ruiz thanked the crew, telling them, “The gates are shut.”": [
        ("Ana Ruiz", "thanked", "the crew"),
        ("Ana Ruiz", "telling", "“The gates are shut.”"),
    ],
    "When asked whom he trusted, Ana Ruiz smiled and said, “The tide.”": [
        ("Ana Ruiz", "said", "“The tide.”")
    ],
    "The crowd chanted “Shut the gates!” as Ana Ruiz left.": [("The crowd", "chanted", "“Shut the gates!”")],
    "Ana Ruiz left the room. “The gates are shut.” Rain fell.": [("Ana Ruiz", "", "“The gates are shut.”")],
    "Someone shouted, “The tide,” and Ana Ruiz turned.": [("Someone", "shouted", "“The tide,”")],
    "''We heard him say 'no way,''' Ana Ruiz said.": [("Ana Ruiz", "said", "''We heard him say 'no way,'''")],
    "RUIZ: The gates are shut. We wait.\nOSTER: For what?": [
        ("RUIZ", "", "The gates are shut. We wait"),
        ("OSTER", "", "For what?"),
    ],
}
MIXED = {
    "Ana Ruiz said the gates were “shut for good” and would stay so.": [
        ("Ana Ruiz", "said", "the gates were “shut for good” and would stay so")
    ],
    "Ana Ruiz called the gates “a wall of rust”.": [("Ana Ruiz", "called", "the gates “a wall of rust”")],
    "The gates were “shut for good,” Ana Ruiz said.": [
        ("Ana Ruiz", "said", "The gates were “shut for good,”")
    ],
    "Ana Ruiz said the gates were “shut. We wait for the tide,” she added.": [
        ("Ana Ruiz", "said", "the gates were “shut."),
        ("she", "added", "We wait for the tide,”"),
    ],
}
INDIRECT = {
    "Ana Ruiz said that the gates were shut.": [("Ana Ruiz", "said", "that the gates were shut")],
    "Ana Ruiz said the gates were shut.": [("Ana Ruiz", "said", "the gates were shut")],
    "The gates were shut, Ana Ruiz said on Monday.": [("Ana Ruiz", "said", "The gates were shut")],
    "The gates, she said, would stay shut.": [("she", "said", "The gates || would stay shut")],
    "According to Ana Ruiz, the gates are shut.": [("Ana Ruiz", "According to", "the gates are shut")],
    "The gates are shut, according to the harbour office.": [
        ("the harbour office", "according to", "The gates are shut")
    ],
    "Ana Ruiz told the crew that the gates were shut.": [("Ana Ruiz", "told", "that the gates were shut")],
    "Ana Ruiz asked whether the gates were shut.": [("Ana Ruiz", "asked", "whether the gates were shut")],
    "Ana Ruiz vowed to shut the gates.": [("Ana Ruiz", "vowed", "to shut the gates")],
    "Ana Ruiz urged the crew to shut the gates.": [("Ana Ruiz", "urged", "to shut the gates")],
    "Ana Ruiz criticised the closure of the gates in a statement.": [
        ("Ana Ruiz", "criticised", "the closure of the gates")
    ],
    "Ana Ruiz called for an inquiry.": [("Ana Ruiz", "called for", "an inquiry")],
    "Ana Ruiz expressed confidence that the gates would open.": [
        ("Ana Ruiz", "expressed confidence", "that the gates would open")
    ],
    "Ana Ruiz praised the crew and said that the gates were shut.": [
        ("Ana Ruiz", "praised", "the crew"),
        ("Ana Ruiz", "said", "that the gates were shut"),
    ],
    "Ana Ruiz left early, saying that the gates were shut.": [
        ("Ana Ruiz", "saying", "that the gates were shut")
    ],
    "The minister's claim that the gates were shut did not last.": [
        ("The minister", "claim", "that the gates were shut did not last")
    ],
    "Ana Ruiz, who had been there, said the gates were shut.": [
        ("Ana Ruiz, who had been there,", "said", "the gates were shut")
    ],
    "Ana Ruiz said the gates were shut, while Pal Oster said they were open.": [
        ("Ana Ruiz", "said", "the gates were shut"),
        ("Pal Oster", "said", "they were open"),
    ],
    "Ana Ruiz made it clear that the gates were shut.": [
        ("Ana Ruiz", "made it clear", "that the gates were shut")
    ],
}
NOTHING = (
    "The ferry “Sea Lark” passed the “temporary” fence.",
    "Ana Ruiz declined to comment.",
    "Neither minister would say why the gates were shut.",
    "The gates of the harbour are older than the town.",
    "",
    "“",
    "said said said",
)


@pytest.mark.parametrize(("text", "meant"), [*DIRECT.items(), *MIXED.items(), *INDIRECT.items()])
def test_each_order_is_read(text: str, meant: list[tuple[str, str, str]]) -> None:
    assert shown(text, read(text)) == meant


@pytest.mark.parametrize(("texts", "kind"), [(DIRECT, "direct"), (MIXED, "mixed"), (INDIRECT, "indirect")])
def test_the_type_follows_from_the_marks(texts: dict[str, object], kind: str) -> None:
    from annotator.text.marks import quotations

    for text in texts:
        if "RUIZ" in text:  # a turn of a conversation has no marks
            continue
        types = {derive_type(quotations(text), one.content, (), text) for one in read(text).attributions}
        assert kind in types, text


@pytest.mark.parametrize("text", NOTHING)
def test_nothing_is_made_up(text: str) -> None:
    assert read(text).attributions == ()


def test_every_proposal_names_its_rule_and_how_likely_it_is_right() -> None:
    rules = {}
    for text in (*DIRECT, *MIXED, *INDIRECT):
        for one in read(text).attributions:
            assert 0.35 <= one.score <= 1
            rules[one.rule] = one.score
    assert rules["direct.after"] > rules["that"] > rules["to"]


def test_an_outlet_is_the_way_and_not_the_speaker() -> None:
    text = "“The gates are shut,” Ana Ruiz said, according to the Karsa Wire Agency."
    (one,) = read(text).attributions
    assert [span.of(text) for span in one.via] == ["the Karsa Wire Agency"]
    assert [span.of(text) for span in one.source] == ["Ana Ruiz"]


def test_what_is_said_inside_a_quote_is_told_apart() -> None:
    text = "“Pal Oster said that the gates were shut,” Ana Ruiz told the council."
    outer, inner = read(text).attributions
    assert outer.rule == "direct.after"
    assert inner.rule == "nested.that"
    assert inner.content[0].of(text) == "that the gates were shut"


def test_the_one_who_goes_on_is_found() -> None:
    text = "Minister Ana Ruiz met Pal Oster. The gates were shut, she said. “We wait,” said Oster. He left."
    reading = read(text)
    assert [[reading.persons[n].name for n in who] for who in reading.spoken] == [["Ana Ruiz"], ["Pal Oster"]]


POINTED = {
    "Ana Ruiz mumbled that the gates were shut.": ("mumbled", "Ana Ruiz", "that the gates were shut"),
    "“The gates are shut,” mumbled Ana Ruiz.": ("mumbled", "Ana Ruiz", "“The gates are shut,”"),
    "Ana Ruiz refused to say whether the gates were shut.": (
        "say",
        "Ana Ruiz",
        "whether the gates were shut",
    ),
    "The crew was told that the gates were shut.": ("told", "", "that the gates were shut"),
    "Ana Ruiz flagged the rusty gates.": ("flagged", "Ana Ruiz", "the rusty gates"),
}


@pytest.mark.parametrize("text", POINTED)
def test_a_cue_that_somebody_points_at_is_read_by_the_same_rules(text: str) -> None:
    cue, source, content = POINTED[text]
    at = text.index(cue)
    assert shown(text, read_at(text, Span(at, at + len(cue)))) == [(source, cue, content)]


def test_a_word_that_hands_over_nothing_gives_nothing() -> None:
    text = "The ministers met in Brennick."
    at = text.index("met")
    assert read_at(text, Span(at, at + 3)) == Reading()
    assert read_at(text, Span(0, len(text))).attributions == ()
