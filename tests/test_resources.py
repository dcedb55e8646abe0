"""The folders that come with the program, as a checkout has them; test_install.py asks the wheel."""

import subprocess
import sys

import pytest

from annotator.errors import AnnotatorError
from annotator.resources import folder
from tests.conftest import ROOT


def test_a_checkout_has_its_folders_at_the_top() -> None:
    assert folder("guidelines") == ROOT / "guidelines"
    assert folder("corpus") == ROOT / "corpus"
    assert (folder("guidelines") / "scheme.toml").is_file()


def test_a_folder_that_is_not_there_is_one_sentence() -> None:
    with pytest.raises(AnnotatorError, match="lacks its folder atlas: install quotation-annotator again"):
        folder("atlas")


def test_the_import_costs_nothing() -> None:
    code = "import sys, annotator.resources; print('importlib.resources' in sys.modules)"
    done = subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=True)
    assert done.stdout == "False\n"
