"""The string head of a mention."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from annotator.agreement.heads import head


@pytest.mark.parametrize(
    ("mention", "expected"),
    [
        ("Harbour spokesman Jory Marn", "marn"),
        ("Jory Marn's", "marn"),
        ("Marn’s", "marn"),
        ("the ministers’", "ministers"),
        ("Ana Ruiz, the minister of transport", "ruiz"),
        ("Ana Ruiz (Velden)", "ruiz"),
        ("Ana Ruiz – a lawyer –", "ruiz"),
        ("Ana “Nan” Ruiz", "ana"),
        ("the ministry of foreign affairs", "ministry"),
        ("the captain who left", "captain"),
        ("a man in the crowd", "man"),
        ("he", "he"),
        ("They", "they"),
        ("who", "who"),
        ("That", "that"),
        ("Jory Marn Jr.", "marn"),
        ("Jory Marn III", "marn"),
        ("Jr.", "jr"),
        ("an aide to Ms. Ruiz", "aide"),
        ("of the three officials", "officials"),
        ("Marn and Ruiz", "ruiz"),
        ("O'Dowd", "o'dowd"),
        ("Jean-Luc Orla-Venn", "orla-venn"),
        ("the U.S. envoy", "envoy"),
        ("Š. Žalys", "žalys"),
        ("officials\nin Velden", "officials"),
        ("—", ""),
        ("", ""),
    ],
)
def test_the_head_of(mention: str, expected: str) -> None:
    assert head(mention) == expected


@given(st.text(max_size=60))
def test_any_string_has_one_word_or_none(mention: str) -> None:
    found = head(mention)
    assert found == found.casefold()
    assert len(found.split()) <= 1
