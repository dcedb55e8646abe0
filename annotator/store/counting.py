"""What one event of the history adds up to, read off its changes without making values of them.

That is a tenth of the cost of `codec.load_changes`, of which the two lists of changes here are the layouts.
"""

from typing import Any, NamedTuple

import orjson

from annotator.model import ReviewStatus

_COUNTED = (ReviewStatus.DONE, ReviewStatus.NOTHING)


class Sums(NamedTuple):
    """What an event adds: quotes made less those removed, sentences finished less those reopened.

    `made`: by id, +1 or -1. `quote`: the one that the event was about, the first that it names.
    """

    quote: str | None
    made: tuple[tuple[str, int], ...]
    sentences: int


def sums(changes: str) -> Sums:
    """Of the column `changes` of an event."""
    quote: str | None = None
    made: list[tuple[str, int]] = []
    sentences = 0
    for kind, before, after in orjson.loads(changes):
        if kind == "review":
            sentences += _counts(after) - _counts(before)
            continue
        for key, more in _quotes(kind, before, after):
            quote = quote or key
            if more:
                made.append((key, more))
    return Sums(quote, tuple(made), sentences)


def _counts(review: dict[str, Any] | None) -> int:
    return int(review is not None and review["status"] in _COUNTED)


def _quotes(kind: str, before: Any, after: Any) -> list[tuple[str, int]]:
    if kind == "quote":
        pairs, key = [(before, after)], "id"
    elif kind == "quotes":
        pairs, key = after, 0  # type: ignore[assignment]  # rows without the names of their fields
    else:
        return []
    return [((old or new)[key], (new is not None) - (old is not None)) for old, new in pairs]
