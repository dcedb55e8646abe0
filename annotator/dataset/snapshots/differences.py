"""What changed between two versions of a dataset: articles, reviews, quotes, and parts of quotes."""

from collections import Counter, defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any, NamedTuple

from annotator.dataset.bundle import Bundle
from annotator.dataset.record import Record

_SPANS = ("content", "cue", "source")
# What follows from other parts, or says only that something changed.
_ASIDE = frozenset(
    ("schema", "id", "article", "sentence", "type_origin", "updated", "created", "scheme", "guideline")
)


class Difference(NamedTuple):
    """One line: `what` is added, removed or changed of a quote; `parts` say which, as (name, old, new)."""

    article: str  # its digest
    layer: str
    id: str
    what: str
    parts: tuple[tuple[str, str, str], ...]


@dataclass(slots=True)
class Tally:
    """The differences in numbers."""

    added: list[str] = field(default_factory=list)  # digests of articles
    removed: list[str] = field(default_factory=list)
    quotes: Counter[tuple[str, str]] = field(default_factory=Counter)  # (layer, added | removed | changed)
    parts: Counter[str] = field(default_factory=Counter)  # of the quotes that changed
    reviews: Counter[str] = field(default_factory=Counter)  # layer -> sentences reviewed more (or fewer)
    same: int = 0  # quotes

    @property
    def any(self) -> bool:
        return bool(self.added or self.removed or self.quotes or any(self.reviews.values()))


def differences(pairs: Iterator[tuple[Bundle | None, Bundle | None]], tally: Tally) -> Iterator[Difference]:
    """The differences of each (older, newer) article, None where it is not there; counted in `tally`."""
    for old, new in pairs:
        one = old or new
        if one is None:
            continue
        if old is None:
            tally.added.append(one.digest)
        if new is None:
            tally.removed.append(one.digest)
        _reviews(old, new, tally)
        for found in _quotes(one.digest, old, new, tally):
            tally.quotes[found.layer, found.what] += 1
            if found.what == "changed":
                tally.parts.update(name for name, _, _ in found.parts)
            yield found


def _reviews(old: Bundle | None, new: Bundle | None, tally: Tally) -> None:
    for bundle, sign in ((old, -1), (new, 1)):
        for answer in bundle.answers if bundle else ():
            tally.reviews[layer_name(answer["layer"])] += sign * len(answer["reviewed"])


def _quotes(digest: str, old: Bundle | None, new: Bundle | None, tally: Tally) -> Iterator[Difference]:
    before, after = _by_id(old), _by_id(new)
    for id_ in sorted(before.keys() | after.keys(), key=lambda x: _place(after.get(x) or before[x])):
        one, other = before.get(id_), after.get(id_)
        there = other or one or {}
        layer = layer_name(there["layer"])
        if one is None or other is None:
            what = "removed" if other is None else "added"
            yield Difference(
                digest, layer, id_, what, (("content", _of(one, "content"), _of(other, "content")),)
            )
        elif parts := tuple(_changed(one, other)):
            yield Difference(digest, layer, id_, "changed", parts)
        else:
            tally.same += 1


def _by_id(bundle: Bundle | None) -> dict[str, Record]:
    return {record["id"]: record for record in bundle.records} if bundle else {}


def _place(record: Record) -> tuple[int, str]:
    return record["content"][0]["start"], record["id"]


def _of(record: Record | None, part: str) -> str:
    return words(part, record[part]) if record else ""


def _changed(one: Record, other: Record) -> Iterator[tuple[str, str, str]]:
    for part in other:
        if part in _ASIDE or one.get(part) == other[part]:
            continue
        old, new = words(part, one.get(part)), words(part, other[part])
        # The same words elsewhere, or the same value with another origin.
        yield part, old, new if new != old else f"{new} ({_how(part, one.get(part), other[part])})"


def _how(part: str, old: Any, new: Any) -> str:
    if part in _SPANS:
        return f"moved from {_places(old)} to {_places(new)}"
    origins = [
        " ".join(str(x.get("origin")) for x in value) for value in (old, new) if isinstance(value, list)
    ]
    return f"was {origins[0]}, is {origins[1]}" if len(set(origins)) == 2 else "in its details"


def _places(spans: list[Record]) -> str:
    return ", ".join(f"{span['start']}-{span['end']}" for span in spans)


def words(part: str, value: Any) -> str:
    """A part of a record for people, on one line."""
    if part in _SPANS:
        return " … ".join(span["text"] for span in value)
    if part in ("speakers", "via"):
        return "; ".join(x["name"] or "unknown" for x in value)
    if part == "stance":
        return "; ".join(_stance(x) for x in value)
    if part == "topics":
        return ", ".join(x["code"] for x in value)
    if part == "fields":
        return ", ".join(f"{x['field']} {x['value']}" for x in value)
    if part == "notes":
        return " / ".join(x["text"] for x in value)
    if part in ("layer", "suggester"):
        return layer_name(value)
    return "" if value is None else str(value)


def _stance(value: Record) -> str:
    said = f"{value['step']:+d}" if value["kind"] == "step" else value["kind"]
    return f"{said} towards {value['target']}" if value["target"] else said


def layer_name(layer: Record) -> str:
    """A layer as it is called on the command line."""
    return " ".join(layer[key] for key in ("kind", "name", "version") if layer.get(key))


def summed(tally: Tally) -> dict[str, Any]:
    """The numbers for programs."""
    by_layer: defaultdict[str, dict[str, int]] = defaultdict(dict)
    for (layer, what), count in sorted(tally.quotes.items()):
        by_layer[layer][what] = count
    return {
        "articles": {"added": sorted(tally.added), "removed": sorted(tally.removed)},
        "quotes": dict(by_layer),
        "same": tally.same,
        "parts": dict(sorted(tally.parts.items())),
        "reviewed_sentences": {layer: n for layer, n in sorted(tally.reviews.items()) if n},
    }
