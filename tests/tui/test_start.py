"""The screen is opened and left in a fresh interpreter: it has imported nothing that can wait."""

import sys
from collections.abc import Callable
from pathlib import Path

from tests import gold
from tests.conftest import Annotator
from tests.terminal import Pty
from tests.tui.launch import PLAIN

# Each is used by some key or command, and each would be waited for at every start.
LATER = {
    "alembic",
    "annotator.agreement.coefficients",
    "annotator.dataset",
    "annotator.formats",
    "annotator.guideline",
    "annotator.ingest",
    "annotator.plain",
    "annotator.suggest",
    "annotator.text.names",
    "annotator.text.people",
    "annotator.text.reading",
    "charset_normalizer",
    "jsonlines",
    "markdown_it",
    "numpy",
    "nupunkt",
    "pydantic",
    "pygments",
    "rapidfuzz",
    "rich.markdown",
    "rich.progress",
    "rich.syntax",
    "sklearn",
    "textual.widgets._data_table",
    "textual.widgets._markdown",
    "textual.widgets._text_area",
    "yaml",
}
PROGRAM = """
import atexit, sys
from pathlib import Path
atexit.register(lambda: Path("imported").write_text("\\n".join(sys.modules)))
from annotator.cli.main import main
main(["annotate", "--as", "ana"])
"""


def test_a_start_imports_nothing_that_can_wait(
    annotator: Annotator, tmp_path: Path, pty: Callable[..., Pty]
) -> None:
    done = annotator("ingest", str(gold.file("corpus/01-ferry-courier.md")))
    assert done.returncode == 0, done.stderr
    program = pty([sys.executable, "-c", PROGRAM], env=PLAIN, cwd=tmp_path)
    program.wait("? keys")
    program.press("Q")
    assert program.wait_end() == 0
    loaded = set((tmp_path / "imported").read_text().splitlines())
    assert {"textual.app", "sqlalchemy"} <= loaded
    assert not loaded & LATER
