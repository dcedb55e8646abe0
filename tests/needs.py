"""Packages that some tests need and no newcomer has to have: without one a test is skipped, but not in CI."""

import os
from importlib import import_module
from types import ModuleType

import pytest


def needed(name: str) -> ModuleType:
    """The module `name`. Where it is not installed the test that asks is skipped, and under CI fails."""
    try:
        return import_module(name)
    except ImportError:
        if os.environ.get("CI"):
            raise
        pytest.skip(f"{name} is not installed; CI has it")
