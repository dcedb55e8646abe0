"""Whatever bytes come in: a sentence or an article comes out, and what is shown commands nothing."""

import csv
import io
from pathlib import Path

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from annotator.cli.agreement_csv import cell
from annotator.formats.files import LONGEST, file_name
from annotator.text.visible import visible
from scripts.fuzzing import DOORS, knock
from tests.hostile.attacks import ATTACKS, FORMULAS

hostile = st.lists(
    st.sampled_from([*ATTACKS.values(), *FORMULAS, "\n", "\0", "---\n", "{", '"text": "', "“", "”", "said"])
    | st.text(st.characters(), max_size=8),
    max_size=12,
).map("".join)
data = st.binary(max_size=300) | hostile.map(lambda text: text.encode("utf-8", "surrogatepass"))


@settings(max_examples=80, deadline=None, suppress_health_check=list(HealthCheck))
@given(st.sampled_from(sorted(DOORS)), data)
def test_any_bytes_through_any_door(name: str, some: bytes) -> None:
    knock(name, some)


@given(hostile)
def test_what_is_shown_commands_nothing(text: str) -> None:
    shown = visible(text)
    assert len(shown) == len(text)
    assert visible(shown) == shown
    assert not {c for c in shown if ord(c) < 32 or 127 <= ord(c) < 160 or 0xD800 <= ord(c) < 0xE000}


@given(hostile)
def test_a_cell_is_no_formula(text: str) -> None:
    line = io.StringIO()
    csv.writer(line, lineterminator="\n").writerow([cell(text), cell(1.5)])
    (row,) = csv.reader(io.StringIO(line.getvalue()))
    assert not row[0].lstrip().startswith(("=", "+", "-", "@")) or text[:1].isspace()
    assert row[0][:1] not in set("=+-@\t\r\n")
    assert row[1] == "1.5"


@given(hostile, st.sampled_from([".txt", ".json"]))
def test_a_name_stays_in_its_folder(text: str, suffix: str) -> None:
    name = Path(file_name(text, suffix))
    assert not name.is_absolute()
    assert ".." not in name.parts
    assert all(len(part.encode()) <= LONGEST + len(suffix.encode()) * 3 for part in name.parts)
    assert visible(str(name)) == str(name)
    assert file_name(str(name), suffix) == str(name)
