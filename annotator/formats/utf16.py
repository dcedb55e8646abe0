"""Offsets in UTF-16 units, as programs in JavaScript and Java count, and code points."""

from bisect import bisect_left


class Units:
    """Converts offsets into one text. Texts without a character beyond U+FFFF cost nothing."""

    def __init__(self, text: str) -> None:
        # The code-point offsets of characters that take two units, and those offsets counted in units.
        self._points = [n for n, sign in enumerate(text) if sign > "\uffff"] if not text.isascii() else []
        self._units = [point + n for n, point in enumerate(self._points)]

    def units(self, point: int) -> int:
        """The offset in UTF-16 units of a code point."""
        return point + bisect_left(self._points, point)

    def point(self, unit: int) -> int:
        """The code point at an offset in UTF-16 units; within a pair, the character itself."""
        return unit - bisect_left(self._units, unit) if self._units else unit
