"""Flags that the rules can tell: by the rule that found a quote, or by its cue; only those of the scheme."""

import pytest

from annotator.scheme import Scheme, parse_scheme
from annotator.suggest.rules import Rules
from tests.suggest.made import given

SCHEME = """name = "test"
version = "1"
[[field]]
name = "denies"
kind = "flag"
propose = { cues = ["deny", "rule_out"] }
[[field]]
name = "np"
kind = "flag"
propose = { rules = ["np"] }
"""


def flags(text: str, scheme: Scheme | None) -> list[set[str]]:
    """Of each quote that the rules propose the flags, in the order of the text."""
    found = Rules(scheme).suggest(given(text))
    assert all(label.value == "yes" for quote in found.quotes for label in quote.labels)
    return [{label.field for label in quote.labels} for quote in found.quotes]


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("Mayor Ida Brenn denied that the quay was closed.", [{"denies"}]),
        ("Mayor Ida Brenn ruled out a new tax.", [{"denies", "np"}]),
        ("Mayor Ida Brenn ruled that the quay was closed.", [set()]),
        ("Mayor Ida Brenn criticised the closure of the quay.", [{"np"}]),
        ("Mayor Ida Brenn said the quay was closed.", [set()]),
    ],
)
def test_flags_come_with_their_signs(text: str, wanted: list[set[str]]) -> None:
    assert flags(text, parse_scheme(SCHEME, "scheme.toml")) == wanted


def test_without_a_scheme_there_are_none() -> None:
    assert flags("Mayor Ida Brenn denied that the quay was closed.", None) == [set()]
