"""The command line in the test's own process, as tests/cli has it."""

from tests.cli.conftest import _here, call, filled

__all__ = ["_here", "call", "filled"]
