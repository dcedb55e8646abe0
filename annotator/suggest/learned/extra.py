"""The packages of the extra `learn`: loaded when they are needed, and named where they are missing."""

from importlib.util import find_spec
from typing import Any

from annotator.suggest.suggester import Unusable

_TRAINING = ("pycrfsuite", "scipy", "sklearn")


def crfsuite() -> Any:
    """The package python-crfsuite. Raises Unusable where it is not installed."""
    try:
        import pycrfsuite
    except ImportError as problem:
        raise _missing() from problem
    return pycrfsuite


def check() -> None:
    """Raises Unusable where a package that training needs is not installed."""
    if not all(map(find_spec, _TRAINING)):
        raise _missing()


def _missing() -> Unusable:
    return Unusable(
        "learning needs packages that are not installed: pip install 'quotation-annotator[learn]'"
    )
