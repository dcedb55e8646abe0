"""Sentences: the hard cases of sentence_cases.txt, and what holds of any text."""

import pytest
from hypothesis import given

from annotator.text.marks import quotations
from annotator.text.paragraphs import paragraphs
from annotator.text.sentences import SEGMENTER, sentences
from annotator.text.tokens import tokens
from tests.text.hard_cases import Case, cases
from tests.text.samples import hostile

CASES = tuple(cases())


def parts(text: str) -> list[str]:
    return [s.of(text) for s in sentences(text)]


@pytest.mark.parametrize("case", CASES, ids=lambda c: f"line {c.line}")
def test_hard_case(case: Case) -> None:
    assert [p.strip() for p in parts(case.text)] == [s.strip() for s in case.sentences]


def test_the_cases_cover_what_they_are_meant_to() -> None:
    groups = {case.group.split(":")[0] for case in CASES}
    assert groups >= {"quotation", "reporting clause", "initials", "ellipses", "brackets", "glued sentences"}
    assert len(CASES) > 120


def test_white_space_belongs_to_the_sentence_before_and_leads_only_the_first() -> None:
    assert parts(" \n One. \n\n Two.\t") == [" \n One. \n\n ", "Two.\t"]


def test_a_blank_text_is_one_sentence_and_an_empty_text_none() -> None:
    assert parts(" \n\n ") == [" \n\n "]
    assert parts("") == []


def test_quotations_that_are_known_need_not_be_found_again() -> None:
    text = "“One. Two,” he said. ‘Three.’ Four."
    assert sentences(text, quotations(text)) == sentences(text)


def test_the_rules_have_a_name() -> None:
    assert SEGMENTER.startswith("rules ")


@given(hostile)
def test_they_cover_the_text_without_a_gap(text: str) -> None:
    assert "".join(parts(text)) == text


@given(hostile)
def test_they_end_with_paragraphs_and_at_the_edges_of_tokens(text: str) -> None:
    ends = {s.end for s in sentences(text)}
    assert {p.end for p in paragraphs(text)} <= ends
    assert not [t for t in tokens(text) for at in ends if t.start < at < t.end]
    assert not text.strip() or all(p.strip() for p in parts(text))
