"""guideline.md -> Guideline: its rules by id, and its worked examples checked by offset. No I/O."""

from annotator.guideline.reading import guideline_complaints, parse_guideline, parse_rules
from annotator.guideline.values import Derive, Example, ExampleQuote, Guideline, Rule, Voiced

__all__ = [
    "Derive",
    "Example",
    "ExampleQuote",
    "Guideline",
    "Rule",
    "Voiced",
    "guideline_complaints",
    "parse_guideline",
    "parse_rules",
]
