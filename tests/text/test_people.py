"""Who speaks: mentions of one person are one, those of two are two."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from annotator.model import Span, SpeakerKind
from annotator.text.attribution import Attribution
from annotator.text.marks import quotations
from annotator.text.people import mentioned, people
from annotator.text.sentences import sentences
from annotator.text.words import Words
from tests.text.heard import heard, nested, read


@pytest.mark.parametrize(
    ("text", "speakers"),
    [
        # a full name, then the surname, the office, a pronoun
        (
            "[Court spokesman Kasmir Dovren] said so. [Dovren] said no. [The spokesman] left, [he] said.",
            ["Kasmir Dovren"] * 4,
        ),
        ("[Ana Ruiz, the minister of ports,] said no. [The minister] said yes.", ["Ana Ruiz"] * 2),
        (
            "[Velmora’s foreign minister, Teodor Hask,] said so. [The foreign minister] added that.",
            ["Teodor Hask"] * 2,
        ),
        ("[The leader of the Harbour Party, Runa Castell,] said so, and [she] left.", ["Runa Castell"] * 2),
        ("Hask hardens line\n\nThe minister, Teodor Hask, spoke. [Hask] said no.", ["Teodor Hask"]),
        ("[Mayor Greta Vorn] said so. [Mayor Vorn] said no. [The mayor] wept.", ["Greta Vorn"] * 3),
        ("[Jan van der Berg] said so. [Van der Berg] went on. [Berg] left.", ["Jan van der Berg"] * 3),
        ("[Anne-Marie O’Dell] said so. [O’Dell’s] claim stood.", ["Anne-Marie O’Dell"] * 2),
        ("[J. K. Marn] said so. [Marn] said no.", ["J. K. Marn"] * 2),
        ("[Dr. Sefa Ondrell] said so. [Dr. Ondrell] said no.", ["Sefa Ondrell"] * 2),
        # spelt in two ways
        ("[Dmitri Aldow] said so. [Dmitry Aldov] said no. [Aldow] left.", ["Dmitri Aldow"] * 3),
        ("[Sigrun Aldahl] said so. [Aldal] said no.", ["Sigrun Aldahl"] * 2),
        # two of one surname
        (
            "[Pal Oster] said so. [Lise Oster] said no. [Mr. Oster] sighed, and [Ms. Oster] laughed.",
            ["Pal Oster", "Lise Oster", "Pal Oster", "Lise Oster"],
        ),
        # pronouns
        (
            "[Ilse Marand] said so. [Ivo Baltan] said no. [She] wept, and [he] sang.",
            ["Ilse Marand", "Ivo Baltan"] * 2,
        ),
        (
            "[Pavle Grint] said so. Ivo Baltan was less sure. [He] said that it was late.",
            ["Pavle Grint", "Ivo Baltan"],
        ),
        (
            "[Runa Castell] said so. “Ivo Baltan paid. He knew.” [She] said it twice.",
            ["Runa Castell", "Runa Castell"],
        ),
        # bodies and states
        ("[Velmora] has a foreign minister, as Velmoran papers say. Later [it] said no.", ["Velmora"] * 2),
        (
            "The Northern Council met. [The Council] said so. [It] was not sure, and [NC] said why.",
            ["Northern Council"] * 3,
        ),
        ("[Moscow] said so, and [Russia] said it again.", ["Russia"] * 2),
        ("[The Kremlin] said so.", ["Kremlin"]),
        # several
        ("[Piet Ollander and Stepa Yurmil] said so. [They] agreed.", ["Piet Ollander and Stepa Yurmil"] * 2),
        (
            "[Piet Ollander of Velmora and Stepa Yurmil of Ostrany] said so.",
            ["Piet Ollander and Stepa Yurmil"],
        ),
        ("[Ana Ruiz, Pal Oster and Bo Harrick] said so.", ["Ana Ruiz and Pal Oster and Bo Harrick"]),
        (
            "President Ilse Marand met President Ivo Baltan. [The two presidents] said so.",
            ["Ilse Marand and Ivo Baltan"],
        ),
        ("Ilse Marand met Ivo Baltan. [The two leaders] said so.", ["Ilse Marand and Ivo Baltan"]),
        ("France and Spain met. [Both governments] said so.", ["France and Spain"]),
        # groups and the nameless
        ("[Shipping insurers] said so. [They] expect more.", ["shipping insurers"] * 2),
        ("[EU foreign ministers, including Germany’s Ana Ruiz,] said so.", ["EU foreign ministers"]),
        ("[An official in Kaldruz] said so. [The official] said no.", ["official in Kaldruz"] * 2),
        ("[A spokesman for the Northern Council] said so.", ["spokesman for the Northern Council"]),
        # nobody
        ("“[I] say so,” and [somebody] laughed.", ["?", "?"]),
        ("[He] said so.", ["?"]),
        # transcripts
        ("MIKE MARN: Good evening.\n[MARN]: It rains.", ["Mike Marn"]),
    ],
)  # fmt: skip
def test_who_speaks(text: str, speakers: list[str]) -> None:
    assert heard(text) == speakers


def test_a_pronoun_in_reported_words_is_the_one_who_reports() -> None:
    text = "Ivo Baltan was there. He had asked for silence, Pavle Grint said."
    outer = ("Pavle Grint", "He had asked for silence")
    assert nested(text, outer, ("He", "for silence")) == ["Pavle Grint", "Pavle Grint"]


def test_a_pronoun_in_quoted_words_is_not_the_one_who_is_quoted() -> None:
    text = "Ivo Baltan said so. “He said no,” Pavle Grint answered."
    said = [("Ivo Baltan", "so."), ("He", "no,"), ("Pavle Grint", "“He said no,”")]
    assert nested(text, *said) == ["Ivo Baltan", "Ivo Baltan", "Pavle Grint"]


def test_who_reports_inside_does_not_become_the_one_outside() -> None:
    text = "Ana Ruiz said that Ilse Marand had said so. She refused it."
    said = [("Ana Ruiz", "that Ilse Marand had said so"), ("Ilse Marand", "so."), ("She", "it.")]
    assert nested(text, *said) == ["Ana Ruiz", "Ilse Marand", "Ana Ruiz"]


def test_a_person_has_name_aliases_office_and_mentions() -> None:
    plain, persons, _ = read(
        "[Kremlin spokesman Dmitry Aldov] said so. [Aldov] said no, and then [he] left with [Dmitri Aldow]."
    )
    (person,) = persons
    assert (person.name, person.kind) == ("Dmitry Aldov", SpeakerKind.PERSON)
    assert person.aliases == ("Aldov", "Dmitri Aldow")
    assert (person.role, person.organisation) == ("spokesman", "Kremlin")
    assert [m.of(plain) for m in person.mentions] == [
        "Kremlin spokesman Dmitry Aldov", "Aldov", "he", "Dmitri Aldow",
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("text", "role", "organisation"),
    [
        ("[Ana Ruiz, the minister of ports,] said so.", "minister", "ports"),
        ("[Germany’s Defense Minister, Boris Marn,] said so.", "Defense Minister", "Germany"),
        (
            "[Nadia Pell, an economist at the University of Brennick,] said so.",
            "economist", "University of Brennick",
        ),
        ("[The leader of the small Meadow Party, Tilda Revik,] asked why.", "leader", "Meadow Party"),
        ("[US Secretary of State Marco Ruiz] said so.", "Secretary of State", "US"),
        ("[former President Ilse Marand] said so.", "President", ""),
        ("[chief executive Lukas Verring] said so.", "chief executive", ""),
    ],
)  # fmt: skip
def test_office_and_body(text: str, role: str, organisation: str) -> None:
    (person,) = read(text)[1]
    assert (person.role, person.organisation) == (role, organisation)


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("[Ana Ruiz] said so.", SpeakerKind.PERSON),
        ("[The ministry of trade] said so.", SpeakerKind.ORGANISATION),
        ("[NATO] said so.", SpeakerKind.ORGANISATION),
        ("[Varrnews.com] said so.", SpeakerKind.ORGANISATION),
        ("[Washington] said so.", SpeakerKind.STATE),
        ("[Critics] said so.", SpeakerKind.GROUP),
        ("[American officials] said so.", SpeakerKind.GROUP),
        ("[The works minister] said so.", SpeakerKind.ROLE),
        ("[A senior officer] said so.", SpeakerKind.ANONYMOUS),
        ("[Government sources] said so.", SpeakerKind.ANONYMOUS),
    ],
)
def test_kinds(text: str, kind: SpeakerKind) -> None:
    assert [p.kind for p in read(text)[1]] == [kind]


def test_an_agency_is_among_the_persons_and_does_not_speak() -> None:
    plain, persons, spoken = read("“No,” [Dovren] told <the Karsa Wire Agency>.")
    assert [[p.name for p in who] for who in spoken] == [["Dovren"]]
    place = mentioned(persons, Span(plain.index("the"), plain.index(".", 8)))
    assert place is not None
    assert (persons[place].name, persons[place].kind) == ("Karsa Wire Agency", SpeakerKind.ORGANISATION)
    assert mentioned(persons, Span(0, 1)) is None


def test_the_author_is_no_person_of_the_article() -> None:
    text = "By Edda Marsh, Harbour Correspondent\n\n[The correspondent] said so. [She] laughed."
    assert "Edda Marsh" not in heard(text)


_PIECES = (
    "Ana Ruiz", "Ruiz", "RUIZ:", "Mr.", "the", "The", "minister", "of", "Velmora", "’s", "“", "”", "he",
    "She", "they", "and", ",", ".", "said", "U.S.", "EU", "two", "presidents", "who", "\n\n", "👩‍👩‍👧", "é",
    "\u0301", "'", "—", "İ", "van", "der", "spokesman", "Council", "its", "[", ")", "@x", "12", "ß", "ǅ",
    "his", "Both", "I",
)  # fmt: skip
_KINDS = st.sampled_from(("source", "via", "both"))


@given(
    st.lists(st.sampled_from(_PIECES) | st.text(max_size=4), min_size=1, max_size=40).map(" ".join),
    st.lists(st.tuples(st.integers(0, 200), st.integers(1, 30), _KINDS), max_size=8),
)
def test_any_text_is_read_without_harm(text: str, places: list[tuple[int, int, str]]) -> None:
    if not text:
        return
    found = []
    for start, length, kind in places:
        span = Span(
            min(start, len(text) - 1), min(start + length, len(text)) if start < len(text) else len(text)
        )
        source = (span,) if kind != "via" else ()
        via = (span,) if kind != "source" else ()
        found.append(Attribution((Span(0, len(text)),), source=source, via=via))
    persons, spoken = people(Words(text, sentences(text)), found, quotations(text))
    assert len(spoken) == len(found)
    assert all(0 <= place < len(persons) for who in spoken for place in who)
    for person in persons:
        assert person.name
        assert person.name not in person.aliases
        assert all(mention.end <= len(text) for mention in person.mentions)
        assert list(person.mentions) == sorted(set(person.mentions))


def test_the_cost_grows_with_the_text_alone() -> None:
    """Names beyond all that is looked at: what is found at the end is found as at the beginning."""
    one = "[Ana Ruiz, the minister of ports,] said so. [The minister] said no. "
    text = "".join(
        one.replace("Ana Ruiz", f"Ana Ruiz{'abcdefghij'[n % 10] * (n // 10 + 1)}") for n in range(200)
    )
    who = heard(text)
    assert who[0::2] == who[1::2]
