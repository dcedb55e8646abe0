"""What a program has asked of its terminal: a page that comes back is asked the same again."""

import re

_ASKED = re.compile(rb"\x1b\[\?([0-9;]{1,40})([hl])")
_BEGUN = re.compile(rb"\x1b(?:\[(?:\?[0-9;]{0,40})?)?$")
_PASSING = b"2026"  # synchronized output: on only while a screen is being written
RESET = b"\x1bc"


class Modes:
    """The private modes (DECSET, DECRST) that were last set or reset."""

    def __init__(self) -> None:
        self._last: dict[bytes, bytes] = {}
        self._begun = b""

    def feed(self, data: bytes) -> None:
        """The next piece of what the program writes, wherever it is cut."""
        data = self._begun + data
        for asked in _ASKED.finditer(data):
            for mode in asked[1].split(b";"):
                if mode and mode != _PASSING:
                    self._last.pop(mode, None)
                    self._last[mode] = asked[2]
        begun = _BEGUN.search(data[-50:])
        self._begun = begun[0] if begun else b""

    def again(self) -> bytes:
        """What brings a terminal into the same modes, whatever it was in."""
        return RESET + b"".join(b"\x1b[?%b%b" % (mode, state) for mode, state in self._last.items())
