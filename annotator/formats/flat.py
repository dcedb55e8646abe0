"""A quote's values as texts by name: features of annotations, columns of tables.

A field of the scheme has its own name (`stance`), what belongs to its value stands beside it (`stanceTarget`,
`stanceOrigin`, `stanceScore`), and second values are numbered (`topicNo2`). Names of fields have no capital
letter, so these names cannot meet. A field named as something else here is said so: `noteLabel`. Speakers
and agencies have `speaker` (the name), `speakerId`, `speakerKind`, `speakerAlias`, ...

What is read back may have been written by anyone: all that is wrong raises Bad.
"""

import re
from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping
from typing import Any

from annotator.formats.document import Named, Said
from annotator.formats.json_files import Bad, words
from annotator.formats.json_parts import Places, one_of
from annotator.formats.mapping import Mapping as Words
from annotator.model import Label, Origin, SpeakerKind

_OWN = frozenset(("id", "parent", "about", "derived", "rule", "score", "note", "speaker", "via", "role"))
# What means something in UIMA, and a column of PDNC's, besides.
_TAKEN = _OWN | {"begin", "end", "self", "sofa", "type", "addressees"}
_NAME = re.compile(r"[a-z][a-z0-9_]*")
_LABEL = re.compile(r"([a-z][a-z0-9_]*)(?:Label)?(?:No(\d{1,3}))?(Target|Origin|Score)?")
_PERSON = re.compile(
    r"(speaker|via)(?:No(\d{1,3}))?(?:(Id|Kind|Wikidata|Origin|Begin|End)|(Alias)(?:No(\d{1,3}))?)?"
)
_NOTE = re.compile(r"note(?:No(\d{1,3}))?")


def nameable(label: Label) -> bool:
    """Whether the field of a label has a name that can be told from all others here."""
    return _NAME.fullmatch(label.field) is not None


def flattened(quote: Said, places: Places) -> dict[str, str]:
    """What a quote says besides its spans; what says nothing is left out."""
    pairs = (
        ("id", quote.id), ("parent", quote.parent), ("about", quote.about),
        *_labels(quote),
        *(pair for n, v in enumerate(quote.speakers, start=1) for pair in _person("speaker", n, v, places)),
        *(pair for n, v in enumerate(quote.via, start=1) for pair in _person("via", n, v, places)),
        ("derivedFrom", quote.derived_from), ("rule", quote.rule), ("score", _number(quote.score)),
        *((_numbered("note", n), note) for n, note in enumerate(quote.notes, start=1)),
    )  # fmt: skip
    return {name: value for name, value in pairs if value}


def _numbered(name: str, n: int) -> str:
    return name if n == 1 else f"{name}No{n}"


def _number(score: float | None) -> str | None:
    return None if score is None else repr(float(score))


def _origin(origin: Origin) -> str | None:
    return None if origin == Origin.TYPED else origin.value


def _labels(quote: Said) -> Iterator[tuple[str, str | None]]:
    seen: Counter[str] = Counter()
    for label in quote.labels:
        seen[label.field] += 1
        own = f"{label.field}Label" if label.field in _TAKEN else label.field
        name = _numbered(own, seen[label.field])
        yield name, label.value
        yield f"{name}Target", label.target
        yield f"{name}Origin", _origin(label.origin)
        yield f"{name}Score", _number(label.score)


def _person(role: str, n: int, value: Named, places: Places) -> Iterator[tuple[str, str | None]]:
    name = _numbered(role, n)
    yield name, value.name
    yield f"{name}Id", value.id
    yield f"{name}Kind", value.kind
    for k, alias in enumerate(value.aliases, start=1):
        yield _numbered(f"{name}Alias", k), alias
    yield f"{name}Wikidata", value.wikidata
    if value.span:
        span = places.json(value.span)
        yield f"{name}Begin", str(span["start"])
        yield f"{name}End", str(span["end"])
    # One of whom nothing is known is there all the same.
    yield f"{name}Origin", _origin(value.origin) if value.name or value.id else value.origin.value


def unflattened(values: Mapping[str, str], places: Places, mapping: Words) -> Said:
    """A quote without spans that says these values; names unknown here are fields. Raises Bad."""
    people: dict[str, dict[int, dict[str, str]]] = {"speaker": defaultdict(dict), "via": defaultdict(dict)}
    labels: dict[tuple[str, int], dict[str, str]] = defaultdict(dict)
    notes: dict[int, str] = {}
    for name, value in values.items():
        if not value or name in ("id", "parent", "about", "derivedFrom", "rule", "score"):
            continue
        if match := _PERSON.fullmatch(name):
            part = f"alias {int(match[5] or 1):03}" if match[4] else (match[3] or "name").lower()
            people[match[1]][int(match[2] or 1)][part] = value
        elif match := _NOTE.fullmatch(name):
            notes[int(match[1] or 1)] = value
        elif match := _LABEL.fullmatch(name):
            labels[match[1], int(match[2] or 1)][(match[3] or "value").lower()] = value
        else:
            labels[name, 1]["value"] = value
    return Said(
        values.get("id") or None,
        (),
        speakers=tuple(_named(people["speaker"][n], places) for n in sorted(people["speaker"])),
        via=tuple(_named(people["via"][n], places) for n in sorted(people["via"])),
        labels=tuple(x for key in sorted(labels) if (x := _label(key[0], labels[key], mapping))),
        parent=values.get("parent") or None,
        about=values.get("about") or None,
        derived_from=values.get("derivedFrom") or None,
        rule=values.get("rule") or "",
        score=_share(values, "score"),
        notes=tuple(notes[n] for n in sorted(notes)),
    )


def _label(field: str, parts: dict[str, str], mapping: Words) -> Label | None:
    if "value" not in parts:
        raise Bad(f"{field} has a {max(parts)} and no value")
    origin = one_of(parts, "origin", Origin) or Origin.TYPED
    return mapping.of(Label(field, parts["value"], parts.get("target"), origin, _share(parts, "score")))


def _named(parts: dict[str, Any], places: Places) -> Named:
    placed = "begin" in parts or "end" in parts
    return Named(
        parts.get("id"), parts.get("name"), one_of(parts, "kind", SpeakerKind),
        tuple(parts[key] for key in sorted(parts) if key.startswith("alias")), parts.get("wikidata"),
        places.span(_whole(parts, "begin"), _whole(parts, "end")) if placed else None,
        one_of(parts, "origin", Origin) or Origin.TYPED,
    )  # fmt: skip


def _whole(parts: dict[str, str], key: str) -> int:
    value = parts.get(key, "")
    if not value.isdecimal() or len(value) > 18:
        raise Bad(f"{key} has to be a whole number, and is {words(value)}")
    return int(value)


def _share(parts: Mapping[str, str], key: str) -> float | None:
    value = parts.get(key)
    if not value:
        return None
    try:
        found = float(value)
    except ValueError:
        found = -1.0
    if not 0 <= found <= 1:
        raise Bad(f"{key} has to be a number from 0 to 1, and is {words(value)}")
    return found
