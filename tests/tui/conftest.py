"""One person before two short articles, as in the tests of the work room; and styles that are read once."""

from collections.abc import Callable, Iterator
from typing import Any

import pytest
from textual.css.model import RuleSet
from textual.css.stylesheet import Stylesheet

from tests.work.conftest import store, work

__all__ = ["store", "work"]


@pytest.fixture(scope="session", autouse=True)
def _styles_read_once() -> Iterator[None]:
    """A program reads some forty style sheets as it starts, always the same: a sixth of a test's time.

    Textual keeps what it made of them for one program; here it serves the next one too.
    """
    real: Callable[..., list[RuleSet]] = Stylesheet._parse_rules
    known = dict[Any, list[RuleSet]]()

    def parse(self: Stylesheet, *args: Any, **options: Any) -> list[RuleSet]:
        key = tuple(self._variables.items()), args, tuple(options.items())
        if key not in known:
            known[key] = real(self, *args, **options)
        return known[key]

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(Stylesheet, "_parse_rules", parse)
        yield
