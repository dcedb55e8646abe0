"""Soft labels: how many people said what of a gold quote."""

from collections import Counter
from collections.abc import Iterable
from functools import lru_cache
from itertools import chain

from annotator.dataset.record import Record

Value = tuple[str, str | None, str | None]  # field, target, value


def values(record: Record) -> list[Value]:
    """All that a record says of its quote, inherited values too."""
    said: list[Value] = [("type", None, record["type"])]
    for speaker in record["speakers"]:
        said.append(("speaker", None, speaker["id"]))
    for stance in record["stance"]:
        step = stance["step"]
        said.append(("stance", stance["target"], stance["kind"] if step is None else str(step)))
    for topic in record["topics"]:
        said.append(("topic", None, topic["code"]))
    for one in record["fields"]:
        said.append((one["field"], None, one["value"]))
    return said


def soft(said: Iterable[list[Value]]) -> list[Record]:
    """How often each value is said; by field, target and value, what is not said first."""
    counts = Counter(chain.from_iterable(said))
    return [
        {"field": value[0], "target": value[1], "value": value[2], "count": counts[value]}
        for value in sorted(counts, key=order)
    ]


@lru_cache(maxsize=1 << 14)
def order(value: Value) -> tuple[str, str, str]:
    """The order of values: by field, target and value."""
    return value[0], value[1] or "", value[2] or ""
