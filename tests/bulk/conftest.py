"""The command line in an empty folder, as in the tests of the commands."""

from tests.cli.conftest import _here, call

__all__ = ["_here", "call"]
