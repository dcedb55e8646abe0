"""Twice the text costs at most about twice the work, however hostile the text.

Work is counted in calls, which does not depend on how busy the machine is. What regular expressions do
inside is not counted; `scripts/measure_sentences --hostile` times that.
"""

import sys
from collections.abc import Callable
from types import FrameType
from typing import Any

import pytest

from annotator.text.marks import quotations
from annotator.text.paragraphs import paragraphs
from annotator.text.quoted import quoted
from annotator.text.reading import read
from annotator.text.sentences import sentences
from annotator.text.tokens import tokens
from annotator.text.visible import visible
from annotator.text.words import Words

HOSTILE = (
    "“", "“a ”", '"', "'a ", "‘“", "“‘a’ ", "”", "“a\n", '"a\n', "s’ a", "``''", "«»", "\n", "\r\n ",
    "a. ", "A. ", ". ", ".\u00a0", ".”", "...“", "U.S. ", "“a?” Ana B ", "“a!” Ana Ruiz said. ", "(a.) ",
    "a.Ba", "'s", "e\u0301", "\u200d", "a-", "🎉!", "\x1b[", "No. 5", "1. a\n",
    "a lazy dog sat there and there\n", "he said “no” and ", "— a, b, c", "— I go, said Ana. — No\n", "—\n",
    "“a\nb", "said “A B” ", "he said ", "Ana Ruiz said that ", "Ruiz, the minister, said, ",
    'he said: "a b" ',
    "it was so, according to Ruiz, ", "his claim that ", "Alpha Beta ", "RUIZ: no\n", '"Q," she said. ',
    "Ana Ruiz left. “It is shut now.” ", "and said, saying, ",
    '"Q," she said of it, "R," ', ", saying “a b c d”",
)  # fmt: skip
N = 300


def uses(text: str) -> object:
    found = quotations(text)
    return quoted(Words(text, sentences(text, found)), found)


def reading(text: str) -> object:
    return read(text)


ROOMS = (paragraphs, quotations, sentences, tokens, uses, reading, visible)


def calls(work: Callable[[str], object], text: str) -> int:
    """How many functions `work` calls, those written in C included."""
    count = 0

    def hear(_frame: FrameType, event: str, _arg: Any) -> None:
        nonlocal count
        count += event in ("call", "c_call")

    before = sys.getprofile()
    sys.setprofile(hear)
    try:
        work(text)
    finally:
        sys.setprofile(before)
    return count


@pytest.mark.parametrize("work", ROOMS, ids=lambda f: f.__name__)
@pytest.mark.parametrize("piece", HOSTILE, ids=repr)
def test_twice_the_text_is_twice_the_work(piece: str, work: Callable[[str], object]) -> None:
    once, twice = calls(work, piece * N), calls(work, piece * (2 * N))
    assert twice <= 2.2 * once + 50


def test_the_count_finds_work_that_is_not_linear() -> None:
    def slow(text: str) -> None:
        for at in range(len(text)):
            for char in text[:at]:
                char.strip()

    assert calls(slow, "a" * 200) > 2.2 * calls(slow, "a" * 100) + 50
