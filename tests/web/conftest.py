"""The room's server, made for each test."""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from annotator.web.limits import Limits
from tests.web.world import Served, serving

LIMITS = Limits(programs=2, polite=1.0, message=4096, rate=1.0, burst=20.0)


@pytest.fixture
async def served(tmp_path: Path) -> AsyncIterator[Served]:
    async with serving(tmp_path, LIMITS) as server:
        yield server


@pytest.fixture
async def proxied(tmp_path: Path) -> AsyncIterator[Served]:
    """A server to which a proxy on this machine speaks."""
    async with serving(tmp_path, LIMITS, proxied=True) as server:
        yield server
