"""One person before two short articles."""

from collections.abc import Iterator

import pytest

from annotator.store import Store
from annotator.work.worklist import Worklist
from tests.work.desks import at_work, filled


@pytest.fixture
def store() -> Iterator[Store]:
    with filled() as one:
        yield one


@pytest.fixture
def work(store: Store) -> Worklist:
    return at_work(store)
