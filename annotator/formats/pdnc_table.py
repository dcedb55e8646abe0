"""The tables of PDNC: their names and columns, and how one is read."""

import csv
import io
from ast import literal_eval
from collections.abc import Iterator
from pathlib import Path
from typing import Any, NamedTuple

from annotator.formats.json_files import Bad
from annotator.formats.placing import shown

TEXT, QUOTATIONS, CHARACTERS = "novel_text.txt", "quotation_info.csv", "character_info.csv"
INDEX = "PDNC-Novel-Index.csv"
COLUMNS = (
    "quoteID", "quoteText", "subQuotationList", "quoteByteSpans", "speaker", "addressees", "quoteType",
    "referringExpression", "mentionTextsList", "mentionSpansList", "mentionEntitiesList",
)  # fmt: skip
OURS = ("id", "cueTexts", "cueSpans", "sourceTexts", "sourceSpans")
NOBODY = "_unknowable"  # the speaker of whom the text does not say who it is
_LONGEST = 1_000_000  # characters of a literal


class Row(NamedTuple):
    """A line of a table by the names of its columns; `number` is the line of the file that it ends in."""

    number: int
    values: dict[str, str]


def rows(path: Path) -> Iterator[Row]:
    """The lines of a table. Raises Bad where it cannot be read on."""
    csv.field_size_limit(1 << 30)  # else a cell has 128 KiB at most
    try:
        table = csv.reader(io.StringIO(path.read_bytes().decode("utf-8-sig"), newline=""))
        names = next(table, [])
        for cells in table:
            if cells:
                yield Row(table.line_num, dict(zip(names, cells, strict=False)))
    except OSError as problem:
        raise Bad(f"it cannot be read ({problem.strerror})") from None
    except UnicodeDecodeError:
        raise Bad("it is not UTF-8") from None
    except csv.Error as problem:
        raise Bad(f"it is no table of comma-separated values ({problem})") from None


def literal(row: Row, name: str) -> Any:
    """The list that a cell holds as Python writes it; an empty one where it says nothing. Raises Bad."""
    cell = row.values.get(name, "")
    if cell in ("", "nan"):
        return []
    try:
        if len(cell) <= _LONGEST and cell[0] in "[{":
            return literal_eval(cell)
    except (ValueError, SyntaxError, MemoryError, RecursionError, TypeError):
        pass
    raise Bad(f"{name} is no list as Python writes it: {shown(cell)}")
