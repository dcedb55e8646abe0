"""The signs of WebAnno TSV: what lines begin with, and what is escaped where."""

import re

SUFFIX = ".tsv"
HEADER = "#FORMAT=WebAnno TSV "
TEXT = "#Text="
_IN_VALUE = re.compile(r"->|[\\\[\]|_;\t\n\r*]")
_IN_TEXT = re.compile(r"[\x00-\x08\t\n\f\r\x0e-\x1f\\]")
_IN_FORM = re.compile(r"[\t\n\r]")
_SIGNS = {"\t": "t", "\n": "n", "\r": "r", "\f": "f", "\b": "b"}
_MEANT = {sign: meant for meant, sign in _SIGNS.items()}
_ESCAPED = re.compile(r"\\(->|.)", re.DOTALL)


def in_value(words: str) -> str:
    """Words as they stand in a cell."""
    return _IN_VALUE.sub(_escaped, words)


def in_text(words: str) -> str:
    """Words as they stand behind #Text=."""
    return _IN_TEXT.sub(_escaped, words)


def in_form(words: str) -> str:
    """A token as it stands in its line: as it is, but for what would end the cell or the line."""
    return _IN_FORM.sub(_escaped, words)


def plain(escaped: str) -> str:
    """The words that were escaped, wherever they stood."""
    return _ESCAPED.sub(lambda match: _MEANT.get(match[1], match[1]), escaped)


def _escaped(match: re.Match[str]) -> str:
    return "\\" + _SIGNS.get(match[0], match[0])
