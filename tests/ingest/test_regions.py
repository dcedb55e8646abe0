"""Headlines and boilerplate: found where they surely are, and nowhere else."""

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from annotator.ingest import furniture
from annotator.ingest.regions import regions
from annotator.model import Origin, RegionKind
from annotator.text.marks import quotations
from annotator.text.sentences import sentences
from tests.text.samples import hostile

STORY = "The council of Velden voted on Monday.\n\n“We will stay,” said Ana Ruiz.\n"


def marked(text: str, title: str | None = None) -> list[tuple[str, str]]:
    found = regions("x", text, sentences(text), quotations(text), title=title)
    assert all(r.article == "x" and r.origin is Origin.RULE for r in found)
    return [(r.kind.value, r.span.of(text).strip()) for r in found]


FURNITURE = """\
Skip to content
SKIP TO MAIN CONTENT
Jump to navigation
Advertisement
Story continues below advertisement
Share this article
Share on Facebook
Share: Facebook, Twitter
Facebook Twitter WhatsApp
Share | Tweet | Print
Follow us on all channels
Follow @velden on Twitter
Like us on Facebook.
Subscribe now!
Subscribe to The Herald for unlimited access
Sign up for our morning newsletter.
Download our free app
Support our journalism from 2 crowns a week
Read more: Velden votes again
Read more
Read also: The harbour
See also: The harbour
Related articles
Most read
Tags: Velden, harbour
Leave a comment
View all 12 comments
By Ana Ruiz
By Ana Ruiz and Otto Marn
BY ANA RUIZ, VELDEN HERALD
By Ana Ruiz in Velden
By AFP
By Edda Marsh, Harbour Correspondent
By Ana Ruiz, political editor
Written by Élise de la Cour
(Reporting by Ana Ruiz; editing by Otto Marn)
Text: Ana Ruiz
Photo: Ana Ruiz / Herald
(Photo by Ana Ruiz)
Image: Velden harbour at dawn
Ana Ruiz/Getty Images
© 2031 The Herald. All rights reserved.
Copyright 2031 The Herald
(c) 2031 The Herald
All rights reserved.
Published: 4 May 2031, 10:04 GMT
Updated on May 4, 2031 at 10:04 a.m.
4 May 2031
Last updated 3 hours ago
5 min read
* * *
———
This material may not be published, broadcast, rewritten or redistributed.
""".splitlines()


@pytest.mark.parametrize("line", FURNITURE)
def test_boilerplate(line: str) -> None:
    assert marked(f"{STORY}\n{line}\n\n{STORY}") == [("boilerplate", line)]


BODY = """\
Skip to content is a link that nobody reads, the council said.
Share prices fell by a tenth in Velden.
Follow us or lead us, the mayor told the crowd.
Subscribe or perish was the motto of the Herald.
Read on the banks of the river, the poem moved many.
By Monday, Ana Ruiz had left.
By then Velden was empty.
By Ana Ruiz's own account, she left early.
Photographs of the harbour were shown in court.
Image is everything, the mayor said.
Copyright law is a mess, the minister said.
Published in 2031, the report said that ministers had lied.
Published 12 years ago, the report named nobody.
Reporting by the Herald showed that the mayor had known.
The treaty leaves all rights reserved to the islands.
Tags were found on the fish.
Related to the mayor by marriage, he resigned.
Velden, 4 May: nothing happened.
Like me, she stayed in Velden.
Loading the ship took a day.
Most read nothing at all.
“Read more,” she said.
“Share this article”
Advertisement for a harbour
She said: subscribe now
""".splitlines()


@pytest.mark.parametrize("line", BODY)
def test_sentences_of_a_story_are_left_alone(line: str) -> None:
    assert marked(f"{STORY}\n{line}\n\n{STORY}") == []


@pytest.mark.parametrize(
    ("text", "title", "expected"),
    [
        ("Velden votes to stay\n\n" + STORY, None, ["Velden votes to stay"]),
        ("Skip to content\n\nVelden votes to stay\n" + STORY, None, ["Velden votes to stay"]),
        ("“We stay,” says Velden\n\n" + STORY, None, []),
        ("“We stay,” says Velden\n\n" + STORY, '"We stay," says Velden', ["“We stay,” says Velden"]),
        ("Will Velden stay?\n\n" + STORY, "Will Velden stay", ["Will Velden stay?"]),
        ("Will Velden stay?\n\n" + STORY, None, []),
        ("VELDEN VOTES. AND STAYS\n" + STORY, "Velden votes. And stays", ["VELDEN VOTES. AND STAYS"]),
        ("Velden votes to stay.\n\n" + STORY, None, []),
        (STORY + "Velden votes to stay\n" + STORY, None, []),
        (STORY + "Velden votes to stay\n", "Velden votes to stay", []),
        ("# “We stay”\n\n" + STORY + "\n## What next\n\n" + STORY, None, ["# “We stay”", "## What next"]),
        ("#velden is not a heading.\n" + STORY, None, []),
        ("Velden votes to stay", None, []),
        (" ".join(["Velden"] * 21) + "\n" + STORY, None, []),
        ("and the rest of a sentence\n" + STORY, None, []),
        ("Velden votes\nHow it came about\n" + STORY, None, ["Velden votes"]),
    ],
)
def test_headlines(text: str, title: str | None, expected: list[str]) -> None:
    assert [words for kind, words in marked(text, title) if kind == "headline"] == expected


def test_a_mark_is_a_whole_line_with_the_white_space_behind_it() -> None:
    text = " Velden. A vote\n\n" + STORY + "© 2031 The Herald. All rights reserved.\n"
    first, last = regions("x", text, sentences(text), quotations(text), title="Velden. A vote")
    assert (first.kind, first.span.of(text)) == (RegionKind.HEADLINE, " Velden. A vote\n\n")
    assert last.span.of(text) == "© 2031 The Herald. All rights reserved.\n"


@given(hostile | st.lists(st.sampled_from([*FURNITURE, *BODY]), max_size=8).map("\n".join))
def test_marks_are_whole_sentences_apart_and_in_order(text: str) -> None:
    every = sentences(text)
    found = regions("x", text, every, quotations(text), title="4 May 2031")
    edges = {s.start for s in every} | {s.end for s in every}
    assert all(r.span.start in edges and r.span.end in edges for r in found)
    assert all(a.span.end <= b.span.start for a, b in pairwise(found))


@given(st.sampled_from(FURNITURE), st.text(min_size=200))
def test_no_long_line_is_furniture(line: str, more: str) -> None:
    assert not furniture.matches(line + more)
