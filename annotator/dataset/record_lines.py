"""The lines of a file of our own records, which may stand in any order.

Such a file is read twice: for which lines belong together, and then those of an article at a time. What is
kept between is 16 bytes a line, so that a million lines need some ten megabytes, whatever they hold.
"""

from array import array
from collections.abc import Iterator
from typing import BinaryIO

_BOM = b"\xef\xbb\xbf"


class Places:
    """Where some lines stand: the offset and the number of each, in the order in which they were added."""

    __slots__ = ("_numbers",)

    def __init__(self) -> None:
        self._numbers = array("Q")

    def __len__(self) -> int:
        return len(self._numbers) // 2

    def add(self, offset: int, number: int) -> None:
        """Add the line that begins at `offset`, in bytes."""
        self._numbers.extend((offset, number))

    def read(self, stream: BinaryIO) -> Iterator[tuple[int, bytes]]:
        """(number, line) of each, from the file as it was. Raises OSError."""
        for offset, number in zip(self._numbers[::2], self._numbers[1::2], strict=True):
            stream.seek(offset)
            yield number, stream.readline()


def numbered(stream: BinaryIO) -> Iterator[tuple[int, int, bytes]]:
    """(offset, number from 1, line) of each line that is not empty, without a byte order mark.

    `stream` stands at its beginning. Raises OSError.
    """
    offset = 0
    for number, line in enumerate(stream, start=1):
        start = len(_BOM) if number == 1 and line.startswith(_BOM) else 0
        if line[start:].strip():
            yield offset + start, number, line[start:]
        offset += len(line)
