"""docs/reference/ says what the code says."""

import pytest

from scripts.documenting.pages import ROOT
from scripts.documenting.reference import outdated
from scripts.documenting.reference.words import all_told, plain, prose, table


def test_the_reference_is_what_the_code_says() -> None:
    assert [str(path.relative_to(ROOT)) for path in outdated()] == [], "scripts/docs --write mends that"


def test_something_new_in_the_code_has_to_be_told() -> None:
    all_told("keys", ["a", "b"], ["b", "a"])
    with pytest.raises(AssertionError, match=r"keys: .* c"):
        all_told("keys", ["a", "c"], ["a"])
    with pytest.raises(AssertionError, match=r"keys: .* b"):
        all_told("keys", ["a"], ["a", "b"])


def test_words_stay_what_they_are_in_markdown() -> None:
    assert plain("a * b < `c * d`") == r"a \* b \< `c * d`"
    assert table(("x", "y"), [("`a|b`", "c")]) == "| x | y |\n| --- | --- |\n| `a\\|b` | c |"
    assert prose("One\nline.\n\n    a block\n\nTwo.") == "One line.\n\n```text\na block\n```\n\nTwo."
