"""Soft labels: how many people said what of a gold quote."""

from collections.abc import Iterable

from annotator.dataset.record import Record

Value = tuple[str, str, str]  # field, target, value; "" for none, so that they have an order


def values(record: Record) -> list[Value]:
    """All that a record says of its quote, inherited values too."""
    said: list[Value] = [("type", "", record["type"])]
    for speaker in record["speakers"]:
        said.append(("speaker", "", speaker["id"] or ""))
    for stance in record["stance"]:
        step = stance["step"]
        said.append(("stance", stance["target"] or "", stance["kind"] if step is None else str(step)))
    for topic in record["topics"]:
        said.append(("topic", "", topic["code"]))
    for one in record["fields"]:
        said.append((one["field"], "", one["value"]))
    return said


def soft(said: Iterable[list[Value]]) -> list[Record]:
    """How often each value is said; by field, target and value, what is not said first."""
    counts: dict[Value, int] = {}
    for some in said:
        for value in some:
            counts[value] = counts.get(value, 0) + 1
    return [
        {
            "field": field,
            "target": target or None,
            # Nobody is the only value that there is none of.
            "value": value if value or field != "speaker" else None,
            "count": count,
        }
        for (field, target, value), count in sorted(counts.items())
    ]
