"""What two sides say of the same articles, side by side."""

from collections.abc import Iterator
from typing import Protocol, TypeVar


class Digested(Protocol):
    """What is said of one article."""

    @property
    def digest(self) -> str: ...


D = TypeVar("D", bound=Digested)


def paired(old: Iterator[D], new: Iterator[D]) -> Iterator[tuple[D | None, D | None]]:
    """Two streams of what is said of articles, each by digest, side by side."""
    one, other = next(old, None), next(new, None)
    while one is not None or other is not None:
        if other is None or (one is not None and one.digest < other.digest):
            yield one, None
            one = next(old, None)
        elif one is None or other.digest < one.digest:
            yield None, other
            other = next(new, None)
        else:
            yield one, other
            one, other = next(old, None), next(new, None)
