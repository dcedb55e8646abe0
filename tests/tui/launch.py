"""How the program is started in a real terminal: that of this checkout, whatever is installed."""

import sys

from tests.conftest import ROOT

COMMAND = [sys.executable, "-m", "annotator"]
ANNOTATE = [*COMMAND, "annotate"]
PLAIN = {"PYTHONPATH": str(ROOT)}
