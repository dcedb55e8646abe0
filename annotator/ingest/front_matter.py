"""YAML front matter: a block between two lines of three hyphens at the very start of a Markdown file."""

import re
from collections.abc import Mapping

from annotator.errors import InputError
from annotator.ingest.incoming import refused

# Twelve lines are usual. The bounds refuse what only an attack or an accident needs; aliases, which make
# a few lines grow to gigabytes, are refused altogether.
LARGEST = 64 * 1024  # code points
DEEPEST = 8

_BREAK = r"(?:\r\n|[\n\r])"
_FIRST = re.compile(rf"---[ \t]*{_BREAK}")
_LAST = re.compile(rf"(?:(?<=\n)|(?<=\r))(?:---|\.\.\.)[ \t]*(?:{_BREAK}|\Z)")
_NULLS = ("~", "null", "Null", "NULL")


def split(name: str, text: str) -> tuple[Mapping[str, object], str] | InputError:
    """What the front matter says, and the text after it, verbatim; without any, nothing and all of it."""
    first = _FIRST.match(text)
    if first is None:
        return {}, text
    last = _LAST.search(text, first.end())
    if last is None or last.end() - first.end() > LARGEST:
        reason = "its front matter is not closed by a line of three hyphens"
        return refused(name, reason, "close it within 64 KB, or start the file with the text itself")
    return _parsed(name, text[first.end() : last.start()], text[last.end() :])


def _parsed(name: str, block: str, body: str) -> tuple[Mapping[str, object], str] | InputError:
    import yaml

    try:
        if problem := _excess(block):
            return refused(name, f"its front matter {problem}", "write plain `key: value` lines")
        # BaseLoader makes strings, lists and dicts: no tag is obeyed, and a date stays as written.
        said = yaml.load(block, Loader=yaml.BaseLoader)
    except yaml.MarkedYAMLError as problem:
        line = problem.problem_mark.line + 2 if problem.problem_mark else 1
        return refused(name, f"line {line} of its front matter is not YAML", "put the value in quotes")
    except yaml.YAMLError:
        return refused(name, "its front matter is not YAML", "write plain `key: value` lines")
    if said in (None, ""):
        return {}, body
    if not isinstance(said, dict):
        return refused(
            name, "its front matter is not a list of `key: value` lines", "write it so, or remove it"
        )
    return {key: None if value in _NULLS else value for key, value in said.items()}, body


def _excess(block: str) -> str | None:
    """What in this YAML goes beyond plain values, found while parsing it event by event."""
    import yaml

    depth = 0
    for event in yaml.parse(block, Loader=yaml.BaseLoader):
        if isinstance(event, yaml.AliasEvent):
            return "uses YAML aliases"
        depth += isinstance(event, yaml.CollectionStartEvent) - isinstance(event, yaml.CollectionEndEvent)
        if depth > DEEPEST:
            return f"is nested more than {DEEPEST} deep"
    return None
