"""scheme.toml -> Scheme: the fields of a quote, their labels and keys, and what may be said. No I/O."""

from annotator.scheme.reading import complaints, parse_scheme
from annotator.scheme.tables import did_you_mean, visible
from annotator.scheme.values import (
    FLAG_VALUE,
    Complaint,
    Condition,
    Field,
    FieldKind,
    FieldLabel,
    Finding,
    Scheme,
    Signs,
    Target,
    content_digest,
)

__all__ = [
    "FLAG_VALUE",
    "Complaint",
    "Condition",
    "Field",
    "FieldKind",
    "FieldLabel",
    "Finding",
    "Scheme",
    "Signs",
    "Target",
    "complaints",
    "content_digest",
    "did_you_mean",
    "parse_scheme",
    "visible",
]
