"""A store of each kind of database, with one article and two people."""

from collections.abc import Iterator

import pytest

from annotator.store import Store
from tests.store.world import filled


@pytest.fixture
def store(db_url: str) -> Iterator[Store]:
    with filled(db_url) as opened:
        yield opened


@pytest.fixture
def other(db_url: str, store: Store) -> Iterator[Store]:
    """A second session on the same database, as another process has it."""
    with Store(db_url) as opened:
        yield opened
