"""One person before two short articles, as in the tests of the work room."""

from tests.work.conftest import store, work

__all__ = ["store", "work"]
