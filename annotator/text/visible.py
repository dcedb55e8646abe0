"""The one door by which text from elsewhere reaches a terminal, a message or a log."""

import re

_STRANGE = "\ufffd"
# C1, soft hyphen, format and bidi characters, line and paragraph separators, lone surrogates, characters
# that look like nothing (fillers, variation selectors, tags), and noncharacters.
_HOSTILE = (
    "\x80-\x9f\xad\u034f\u0600-\u0605\u061c\u06dd\u070f\u0890\u0891\u08e2\u115f\u1160\u17b4\u17b5\u180b-\u180f"
    "\u200b-\u200f\u2028-\u202e\u2060-\u206f\u3164\ud800-\udfff\ufdd0-\ufdef\ufe00-\ufe0f\ufeff\uffa0\ufff0-\ufffb"
    "\ufffe\uffff\U000110bd\U000110cd\U00013430-\U0001345f\U0001bca0-\U0001bca3\U0001d173-\U0001d17a\U000e0000-\U000e0fff"
)
_ALL = re.compile(f"[\x00-\x1f\x7f{_HOSTILE}]")
_BUT_BREAKS = re.compile(f"[\x00-\x08\x0b-\x1f\x7f{_HOSTILE}]")


def visible(text: str, *, breaks: bool = False) -> str:
    """`text` with every character that a terminal would obey, hide or turn replaced, one for one.

    The result has the same length, so offsets stay true. `breaks` keeps newline and tab. Linear.
    """
    return (_BUT_BREAKS if breaks else _ALL).sub(_picture, text)


def _picture(match: re.Match[str]) -> str:
    """Controls have pictures of their own from U+2400 on; all else that hides or turns text is U+FFFD."""
    code = ord(match[0])
    if code < 0x20:
        return chr(0x2400 + code)
    return "\u2421" if code == 0x7F else _STRANGE
