"""The numbers of docs/explanation/ come out of the functions that reports use."""

import contextlib
import io
import re
from itertools import pairwise

import pytest

from annotator.agreement.coefficients import distances, unitizing
from annotator.agreement.coefficients.alpha import alpha, coincidences
from annotator.agreement.coefficients.coding import coding
from annotator.agreement.coefficients.coefficient import Coefficient
from tests.conftest import ROOT

PAGE = (ROOT / "docs/explanation/alpha.md").read_text("utf-8")
LENGTH = 100  # characters of the text in which ana, ben and cem marked something
STEPS = (-2, -1, 0, 1, 2)


def _tables() -> list[list[list[str]]]:
    """Each table of the page: rows of cells, the head first."""
    found: list[list[list[str]]] = [[]]
    for line, after in pairwise([*PAGE.splitlines(), ""]):
        if line.startswith("|") and not set(line) <= set("|-: "):
            found[-1].append([cell.strip() for cell in line.strip("|").split("|")])
            if not after.startswith("|"):
                found.append([])
    return found


JUDGED, MET, LABELS, MARKED, UNITS = (table[1:] for table in _tables()[:5])
TABLE = coding([[None if x == "-" else int(x) for x in row[1:]] for row in JUDGED], STEPS)
SPANS = {
    who: [(int(start), int(end)) for start, end in re.findall(r"(\d+)-(\d+)", spans)] for who, spans in MARKED
}


def test_who_met_whom() -> None:
    told = [[float(x) for x in row[1:]] for row in MET]
    assert coincidences(TABLE.pairable).tolist() == told
    totals = TABLE.pairable.totals()
    assert f"({', '.join(f'{n:.0f}' for n in totals)})" in PAGE
    assert f"n = {totals.sum():.0f} judgements" in PAGE
    apart = distances.ordinal(STEPS, totals)
    assert [f"= {x:g}" in PAGE.replace("\n", " ") for x in (apart[0, 1], apart[0, 4])] == [True, True]


def test_alpha_of_labels() -> None:
    for name, *told in LABELS:
        assert _told(alpha(TABLE, getattr(distances, name))) == told


def _told(found: Coefficient) -> list[str]:
    assert found.value is not None
    assert found.expected is not None
    return [f"{x:.4f}" for x in (found.observed, found.expected, found.value) if x is not None]


@pytest.mark.parametrize("row", UNITS, ids=lambda row: row[0])
def test_alpha_of_where_quotes_stand(row: list[str]) -> None:
    one, other = (SPANS[who] for who in row[0].split(", "))
    text = [(LENGTH, [one, other])]
    assert _told(unitizing.unitizing(text)) == row[1:4]
    characters = alpha(unitizing.by_character(text)).value
    assert characters is not None
    assert f"{characters:.4f}" == row[4]


def test_the_code_of_the_page_prints_what_the_page_says() -> None:
    assert [f"{float(x):.4f}" for x in _printed(PAGE).split()] == [row[3] for row in LABELS]


def test_the_lengths_of_a_text_are_those_that_the_page_on_offsets_names() -> None:
    page = (ROOT / "docs/explanation/offsets.md").read_text("utf-8")
    assert _printed(page).split() == re.findall(r"#.*: (\d+)$", page, re.MULTILINE) == ["27", "28", "35"]


def _printed(page: str) -> str:
    (code,) = re.findall(r"```python\n(.*?)```", page, re.DOTALL)
    printed = io.StringIO()
    with contextlib.redirect_stdout(printed):
        exec(compile(code, "page", "exec"), {})
    return printed.getvalue()
