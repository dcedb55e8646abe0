"""From a record of a dump to a draft: which field is the text, and what the others are called here."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Any

import orjson

from annotator.errors import InputError
from annotator.ingest import charset
from annotator.ingest.bulk.raw import LATIN, PAGE, WRONG, Raw, complaint
from annotator.ingest.incoming import Draft, refused
from annotator.ingest.lines import draft, ours, parsed
from annotator.ingest.readers import decoded


@dataclass(frozen=True, slots=True)
class Fields:
    """What the fields of a dump are called here: theirs, in small letters -> ours; "" leaves one out.

    "meta.outlet" is the field outlet of the object in the field meta.
    """

    ours: tuple[tuple[str, str], ...] = ()

    def of(self, record: Mapping[str, Any]) -> Mapping[str, Any]:
        """`record` under our names. A name of ours that was given to another field is that one's alone."""
        if not self.ours:
            return record
        names = dict(self.ours)
        given = set(names.values())
        found: dict[str, Any] = {}
        for name, value in _flat(record, {name.partition(".")[0] for name in names if "." in name}):
            known = names.get(name.lower())
            if known:
                found[known] = value
            elif known is None and name.lower() not in given:
                found[name] = value
        return found


def _flat(record: Mapping[str, Any], deep: set[str]) -> Iterator[tuple[str, Any]]:
    for name, value in record.items():
        if isinstance(value, dict) and name.lower() in deep:
            yield from ((f"{name}.{inner}", one) for inner, one in value.items())
        else:
            yield name, value


def drafted(at: str, raw: Raw, fields: Fields) -> Draft | InputError:
    """The article of a record, or the sentence that says why it is none."""
    if raw.kind == WRONG:
        return complaint(at, raw)
    if raw.kind == PAGE:
        return _page(at, orjson.loads(raw.body))
    record = parsed(at, raw.body)
    if isinstance(record, InputError):
        return record
    if ours(record):
        return refused(at, "the line is a record of this program", "use annotator import for those")
    return draft(at, fields.of(record), "cp1252" if raw.kind == LATIN else "utf-8")


def _page(at: str, said: Mapping[str, Any]) -> Draft | InputError:
    from annotator.ingest import pages

    data = said["page"].encode("latin-1")
    read = decoded(at, data, charset.named(said["charset"]) or charset.declared(data))
    if isinstance(read, InputError):
        return read
    try:
        found = pages.extracted(at, *read)
    except Exception as problem:  # noqa: BLE001  # what parses pages has not met all that is on the Web
        reason = f"the page cannot be parsed ({type(problem).__name__})"
        return refused(at, reason, "save the article as text")
    if isinstance(found, InputError):
        return found
    source = found.source
    extra = (*source.extra, *((key, said[key]) for key in ("crawled",) if said[key]))
    return replace(found, source=replace(source, url=source.url or said["url"], extra=extra))
