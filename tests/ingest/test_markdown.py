"""Markdown with YAML front matter."""

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from annotator.errors import InputError
from annotator.ingest import front_matter
from annotator.model import Source
from tests.ingest.reading import one, refusal, written

FRONT = """\
---
title: Velden votes
Outlet: "The Herald"
date: 2031-05-04
author: [Ana Ruiz, Otto Marn]
url: https://velden.example/1
story: vote
pages: 007
off: no
more: {a: [1, 2]}
nothing:
none: null
---
"""


def test_all_it_says_is_kept_as_it_is_written(tmp_path: Path) -> None:
    article = one(written(tmp_path, "a.md", FRONT + "Text.\n")).article
    assert article.text == "Text.\n"
    assert article.sources == (
        Source(
            path=(tmp_path / "a.md").as_posix(),
            title="Velden votes",
            outlet="The Herald",
            date="2031-05-04",
            author="Ana Ruiz; Otto Marn",
            url="https://velden.example/1",
            story="vote",
            encoding="utf-8",
            extra=(("pages", "007"), ("off", "no"), ("more", '{"a": ["1", "2"]}')),
        ),
    )


@pytest.mark.parametrize("text", [" \n\nText. \r\n", "Text.\n---\nMore.\n---\n", "# T\r\rText."])
@pytest.mark.parametrize("newline", ["\n", "\r\n", "\r"])
@pytest.mark.parametrize("end", ["---", "..."])
def test_the_text_behind_it_is_verbatim(tmp_path: Path, text: str, newline: str, end: str) -> None:
    front = f"---{newline}outlet: O{newline}{end} {newline}"
    article = one(written(tmp_path, "a.md", front + text)).article
    assert article.text == text
    assert article.sources[0].outlet == "O"


@pytest.mark.parametrize(
    "text", ["Text.\n---\na: b\n---\n", "----\nText.", "--- x\nText.", "\n---\na: b\n---\nText."]
)
def test_without_front_matter_all_is_text(tmp_path: Path, text: str) -> None:
    assert one(written(tmp_path, "a.md", text)).article.text == text


def test_empty_front_matter_says_nothing(tmp_path: Path) -> None:
    assert one(written(tmp_path, "a.md", "---\n---\nText.")).article.text == "Text."


@pytest.mark.parametrize(
    ("front", "heading", "expected"),
    [
        ("", "# Velden votes #", "Velden votes"),
        ("---\ntitle: Other\n---\n", "# Velden votes", "Other"),
        ("", "## Velden votes", None),
        ("", "#velden", None),
    ],
)
def test_a_heading_is_the_title_where_none_is_given(
    tmp_path: Path, front: str, heading: str, expected: str | None
) -> None:
    assert one(written(tmp_path, "a.md", f"{front}{heading}\n\nText.")).article.title == expected


BOMB = "---\na: &a [x, x]\nb: &b [*a, *a]\nc: [*b, *b]\n---\nText."


@pytest.mark.parametrize(
    ("content", "says"),
    [
        (BOMB, "uses YAML aliases"),
        (f"---\na: {'[' * 5000}\n---\nText.", "nested more than 8 deep"),
        ('---\na: "x\nb: : :\n---\nText.', "line 4 of its front matter is not YAML"),
        ("---\na: b\nText.", "not closed by a line of three hyphens"),
        (f"---\na: {'x' * 70_000}\n---\nText.", "close it within 64 KB"),
        ("---\n- a\n- b\n---\nText.", "not a list of `key: value` lines"),
        ("---\n? [a]\n: b\n---\nText.", "is not YAML"),
        ('---\ntitle: "\\uD800"\n---\nText.', "half a surrogate pair"),
        ("---\na: \x07\n---\nText.", "is not YAML"),
        ("---\ntitle: T\n---\n \n", "there is no text in it"),
    ],
)
def test_what_is_refused(tmp_path: Path, content: str, says: str) -> None:
    assert says in refusal(written(tmp_path, "a.md", content))


def test_no_tag_is_obeyed(tmp_path: Path) -> None:
    article = one(written(tmp_path, "a.md", "---\nx: !!python/object/apply:os.getcwd []\n---\nText.")).article
    assert article.sources[0].extra == ()


@given(st.text(st.sampled_from("-\n\r: a[]{}&*!?'\"#|>.\t"), max_size=60))
def test_anything_is_parted_or_refused(block: str) -> None:
    text = f"---\n{block}\n---\nText."
    parts = front_matter.split("a.md", text)
    assert isinstance(parts, InputError) or text.endswith(parts[1])
