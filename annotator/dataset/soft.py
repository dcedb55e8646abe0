"""Soft labels: how many people said what of a gold quote."""

from collections.abc import Iterable

from annotator.dataset.record import Record

Value = tuple[str, str | None, str | None]  # field, target, value


def count(record: Record, counts: dict[Value, int]) -> None:
    """Add to `counts` all that a record says of its quote, inherited values too."""
    get = counts.get
    value: Value = ("type", None, record["type"])
    counts[value] = get(value, 0) + 1
    for speaker in record["speakers"]:
        value = ("speaker", None, speaker["id"])
        counts[value] = get(value, 0) + 1
    for said in record["stance"]:
        step = said["step"]
        value = ("stance", said["target"], said["kind"] if step is None else str(step))
        counts[value] = get(value, 0) + 1
    for topic in record["topics"]:
        value = ("topic", None, topic["code"])
        counts[value] = get(value, 0) + 1
    for one in record["fields"]:
        value = (one["field"], None, one["value"])
        counts[value] = get(value, 0) + 1


def soft(records: Iterable[Record]) -> list[Record]:
    """How often `records` say each value; by field, target and value, what is not said first."""
    counts: dict[Value, int] = {}
    for record in records:
        count(record, counts)
    return [
        {"field": value[0], "target": value[1], "value": value[2], "count": counts[value]}
        for value in sorted(counts, key=order)
    ]


def order(value: Value) -> tuple[str, str, str]:
    """The order of values: by field, target and value."""
    return value[0], value[1] or "", value[2] or ""
