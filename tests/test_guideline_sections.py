"""Which section of a guideline is about what: in ours, and in a team's own."""

import pytest

from annotator.guideline import guideline_complaints
from annotator.guideline.sections import PARTS, readable, section_for, sections, wanting
from tests.test_guideline import SCHEME, TEXT, derive

OURS = sections(TEXT, "guideline.md")
TEAM = """Before any heading.

# Our rules

## Who {#who}
<!-- fields: speaker, via -->

Ask who.

### Stance {#stance}

See below.

```text
# no heading
<!-- fields: topic -->
```

## Last
"""


def at(name: str, text: str = TEXT) -> str | None:
    every = sections(text)
    found = section_for(every, name)
    return None if found is None else every[found].title


def test_our_guideline_has_a_rule_for_every_field_and_every_part() -> None:
    assert wanting(OURS, SCHEME) == []
    found = {name: at(name) for name in (*PARTS, *(field.name for field in SCHEME.fields))}
    assert {name: (title or "").split()[0] for name, title in found.items()} == {
        "quote": "R1", "content": "R4", "cue": "R6", "source": "R7", "via": "R11", "about": "R17",
        "target": "R18", "step": "R19", "flag": "R25", "region": "R23", "nothing": "R24",
        "type": "R3", "speaker": "R8", "stance": "R18", "denies": "R17", "np": "R16", "topic": "R22",
    }  # fmt: skip


def test_no_line_is_lost_and_no_id_is_shown() -> None:
    assert [section.title for section in OURS][:3] == [
        "Guideline: who says what in the news",
        "How to read the examples",
        "R1 What counts as a quote",
    ]
    shown = "\n".join(section.text for section in OURS)
    assert "{#" not in shown
    lines = {line for line in TEXT.split("\n") if not line.startswith("#")}
    assert lines <= set(shown.split("\n"))


def test_a_teams_own_headings_and_comments_are_followed() -> None:
    assert [(s.title, s.level, s.names) for s in sections(TEAM)] == [
        ("", 0, ()),
        ("Our rules", 1, ()),
        ("Who", 2, ("who", "speaker", "via")),
        ("Stance", 3, ("stance",)),
        ("Last", 2, ()),
    ]
    assert (at("speaker", TEAM), at("via", TEAM), at("target", TEAM)) == ("Who", "Who", "Stance")
    assert at("cue", TEAM) is None
    assert wanting(sections(TEAM), SCHEME) == ["type", "denies", "np", "topic"]
    assert sections(TEAM)[2].text == "## Who\n\nAsk who.\n"


def test_a_name_of_ones_own_goes_before_our_usual_one() -> None:
    text = "## A {#pronoun}\n\n## B {#speaker}\n"
    assert at("speaker", text) == "B"
    assert at("speaker", "## A {#pronoun}\n") == "A"


def test_a_comment_that_names_no_field_is_complained_about_in_its_line() -> None:
    text = "# One\n\n## Who {#who}\n\n<!-- fields: speeker, cue -->\n"
    found = guideline_complaints(text, SCHEME, derive)
    assert [(c.line, c.sentence) for c in found] == [
        (5, "“speeker” is neither a field of the scheme nor a part of a quote: did you mean “speaker”?")
    ]


@pytest.mark.parametrize("text", ["", "\n\n", "```quote\n", "```quote\n```", "<!-- fields: -->"])
def test_odd_pages_are_shown_line_for_line(text: str) -> None:
    for section in sections(text):
        assert readable(section.text).count("\n") == section.text.count("\n")


def test_an_example_becomes_lines_that_wrap_and_mean_nothing_to_markdown() -> None:
    text = "Say:\n\n```quote\ntext: “A *b*” [c](d) & <e> said.\nodd\n```\n\n```toml\na: b\n```\n"
    assert readable(text).split("\n") == [
        "Say:",
        "",
        "",
        "> **text** “A \\*b\\*” \\[c\\]\\(d\\) \\& \\<e\\> said\\.\\",
        "> odd",
        "",
        "",
        "```toml",
        "a: b",
        "```",
        "",
    ]
