"""What each phenomenon of the sample corpus looks like, as a test of a gold record and its article's text."""

import re
import unicodedata
from collections.abc import Callable, Mapping
from itertools import pairwise
from typing import Any

Record = dict[str, Any]

OPENING = "“‘«‹\"'"
CLOSING = "”’»›\"'"
_PRONOUNS = {"he", "she", "it", "they", "i", "we"}


def _flag(name: str) -> Callable[[Record, str], bool]:
    return lambda r, text: any(x["field"] == name for x in r["fields"])


def _kind(name: str) -> Callable[[Record, str], bool]:
    return lambda r, text: any(s["kind"] == name for s in r["speakers"])


def _type(name: str) -> Callable[[Record, str], bool]:
    return lambda r, text: r["type"] == name


def _stance(name: str, step: int | None = None) -> Callable[[Record, str], bool]:
    return lambda r, text: any(s["kind"] == name and s["step"] == step for s in r["stance"])


def _shared(r: Record, text: str) -> bool:
    """Direct, and its first mark stands in the quote before."""
    return r["type"] == "direct" and r["content"][0]["text"][0] not in OPENING


def _unclosed(r: Record, text: str) -> bool:
    """It has a mark, ends without one, and its paragraph is over."""
    last = r["content"][-1]
    opened = any(mark in last["text"] for mark in "“‘«")
    return opened and last["text"][-1] not in CLOSING and text[last["end"] : last["end"] + 1] in "\r\n"


def _pronoun(r: Record, text: str) -> bool:
    return any(s["text"].lower() in _PRONOUNS for s in r["source"])


def _role(r: Record, text: str) -> bool:
    """A person whose mention has none of his or her names."""
    known = [s for s in r["speakers"] if s["kind"] == "person"]
    names = {word for s in known for name in (s["name"], *s["aliases"]) for word in name.split()}
    mention = " ".join(s["text"] for s in r["source"])
    return bool(known and mention) and not _pronoun(r, text) and not names & set(re.findall(r"\w+", mention))


def _only_cue(r: Record, text: str) -> bool:
    return _flag("np")(r, text) and any(s["step"] for s in r["stance"])


IN_GOLD: Mapping[str, Callable[[Record, str], bool]] = {
    "direct": _type("direct"),
    "mixed": _type("mixed"),
    "indirect": _type("indirect"),
    "split": lambda r, text: len(r["content"]) > 1,
    "multi-paragraph": lambda r, text: any("\n" in s["text"] for s in r["content"]),
    "shared-marks": _shared,
    "unclosed": _unclosed,
    "nested": lambda r, text: r["parent"] is not None,
    "agency": lambda r, text: bool(r["via"]),
    "according-to": lambda r, text: any(s["text"].lower() == "according to" for s in r["cue"]),
    "colon": lambda r, text: text[: r["content"][0]["start"]].endswith(": "),
    "denied": _flag("denies"),
    "quote-about-quote": lambda r, text: r["about"] is not None,
    "np": _flag("np"),
    "cue-polarity": _only_cue,
    "two-targets": lambda r, text: len(r["stance"]) == 2,
    "mixed-stance": _stance("mixed"),
    "unclear-stance": _stance("unclear"),
    "neutral-stance": _stance("step", 0),
    "no-stance": _stance("none"),
    "unknown-speaker": lambda r, text: any(s["id"] is None for s in r["speakers"]),
    "anonymous": _kind("anonymous"),
    "group": _kind("group"),
    "state": _kind("state"),
    "ministry": lambda r, text: any((s["name"] or "").startswith("Ministry") for s in r["speakers"]),
    "two-speakers": lambda r, text: len(r["speakers"]) > 1,
    "pronoun": _pronoun,
    "role-mention": _role,
}

IN_EXAMPLE: Mapping[str, Callable[[str], bool]] = {
    "curly-double": lambda x: re.fullmatch("“[^“”]+”", x) is not None,
    "curly-single": lambda x: re.fullmatch("‘.+’", x) is not None,
    "straight-double": lambda x: re.fullmatch('"[^"]+"', x) is not None,
    "straight-single": lambda x: re.fullmatch("'.+'", x) is not None,
    "guillemets": lambda x: re.fullmatch("«[^«»]+»", x) is not None,
    "scare-quotes": lambda x: re.search('[“«"‘][^“«"‘]+[”»"’]', x) is not None,
    "work-title": lambda x: re.fullmatch('[“"‘][A-Z][^“"‘]+[”"’]', x) is not None,
    "missing-marks": lambda x: not set(x) & set(OPENING + CLOSING),
    "brackets": lambda x: re.fullmatch(r"\[[^]]+\]", x) is not None,
    "emoji": lambda x: any(ord(c) > 0xFFFF for c in x),
    "combining": lambda x: any(unicodedata.combining(c) for c in x),
    "crlf": lambda x: ("\r", "\n") in set(pairwise(x)),
    "colon": lambda x: ": " in x,
}
