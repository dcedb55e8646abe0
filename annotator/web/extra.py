"""The packages of the extra `serve`, which not everybody has."""

from importlib.util import find_spec

from annotator.errors import UsageError

_PACKAGES = ("aiohttp", "argon2", "textual_serve")


def check() -> None:
    """Raises UsageError where one of them is not installed."""
    if not all(map(find_spec, _PACKAGES)):
        raise UsageError("annotator serve needs the extra serve: pip install 'quotation-annotator[serve]'")
