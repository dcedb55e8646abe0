"""The JSON Schema (draft 2020-12) of a record, as a file."""

from pathlib import Path


def quote_schema() -> str:
    """The schema of one line of an export, as JSON text."""
    return Path(__file__).with_name("quote.schema.json").read_text(encoding="utf-8")
