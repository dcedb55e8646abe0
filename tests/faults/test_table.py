"""The table of faults (faults.md) names tests that there are."""

import re
from pathlib import Path

HERE = Path(__file__).parent
ROWS = [line for line in (HERE / "faults.md").read_text("utf-8").splitlines() if line.startswith("| ")][2:]


def test_each_fault_has_a_test() -> None:
    named = [re.findall(r"([\w./]+)::(\w+)", row) for row in ROWS]
    assert all(named), "a fault without a test"
    lacking = [
        f"{file}::{test}"
        for row in named
        for file, test in row
        if not re.search(rf"^(async )?def {test}\(", (HERE / file).read_text("utf-8"), re.MULTILINE)
    ]
    assert lacking == []
