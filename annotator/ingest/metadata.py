"""What files say of their articles, as strings: title, outlet, date, author, url, story, and the rest."""

import json
from collections.abc import Mapping
from datetime import date

from annotator.model import Source

KNOWN = ("title", "outlet", "date", "author", "url", "story")


def source(path: str, said: Mapping[str, object], encoding: str | None) -> Source:
    """A source of all that `said` holds; names of KNOWN in any case, others in the order they stand in."""
    known: dict[str, str] = {}
    extra: dict[str, str] = {}
    for name, value in said.items():
        plain = name.strip().lower()
        words = in_words(value)
        if words and plain in KNOWN:
            known.setdefault(plain, words)
        elif words:
            extra[name.strip()] = words
    return Source(path, **known, encoding=encoding, extra=tuple(extra.items()))


def in_words(value: object) -> str:
    """A value as one string: lists of plain values joined with "; ", anything deeper as JSON, None as ""."""
    match value:
        case None:
            return ""
        case str():
            return value.strip()
        case bool():
            return "true" if value else "false"
        case date():
            return value.isoformat()
        case list() if not any(isinstance(one, list | dict) for one in value):
            return "; ".join(filter(None, map(in_words, value)))
        case list() | dict():
            return json.dumps(value, ensure_ascii=False, default=str)
        case _:
            return str(value)
