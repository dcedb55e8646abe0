"""The folders that come with the program: the sample corpus and the guidelines."""

from pathlib import Path

from annotator.errors import AnnotatorError


def folder(name: str) -> Path:
    """The folder `name` ("corpus", "guidelines") as the wheel carries it, else that of the checkout.

    Read it, copy from it, never write to it. Raises AnnotatorError when the installation lacks it.
    """
    # Imported here, as it costs more than the rest of `annotator --help` needs.
    from importlib.resources import files

    package = Path(str(files("annotator")))
    for candidate in (package / "_data" / name, package.parent / name):
        if candidate.is_dir():
            return candidate
    raise AnnotatorError(f"This installation lacks its folder {name}: install quotation-annotator again.")
