"""guideline.md -> Guideline, or all complaints about it, each with its line."""

from annotator.errors import SchemeError
from annotator.guideline.blocks import Block, Markdown
from annotator.guideline.examples import ExampleReader
from annotator.guideline.sections import field_complaints
from annotator.guideline.values import Derive, Example, Guideline, Rule
from annotator.scheme import Complaint, Scheme, content_digest


def parse_guideline(text: str, path: str, scheme: Scheme, derive: Derive) -> Guideline:
    """The guideline in `text`, its examples checked against `scheme`; `path` is for messages only.

    Raises SchemeError with the first complaint.
    """
    guideline, found = _read(text, scheme, derive)
    if found:
        rest = f" ({len(found) - 1} more: `annotator check` lists them all)" if len(found) > 1 else ""
        raise SchemeError(f"{path}, line {found[0].line}: {found[0].sentence}{rest}")
    return guideline


def guideline_complaints(text: str, scheme: Scheme, derive: Derive) -> list[Complaint]:
    """Everything that is wrong with the guideline in `text`, in the order of its lines."""
    return _read(text, scheme, derive)[1]


def parse_rules(text: str) -> tuple[Rule, ...]:
    """Only the rules, for showing them: examples are not looked at, and nothing is complained about."""
    return Markdown(text).rules()


def _read(text: str, scheme: Scheme, derive: Derive) -> tuple[Guideline, list[Complaint]]:
    markdown = Markdown(text)
    found = [*markdown.found, *field_complaints(text, scheme)]
    examples = []
    for block in markdown.blocks:
        example, complaints = _example(block, scheme, derive)
        found += complaints
        examples.append(example)
    guideline = Guideline(markdown.rules(), tuple(examples), content_digest(text))
    return guideline, sorted(found, key=lambda complaint: complaint.line)


def _example(block: Block, scheme: Scheme, derive: Derive) -> tuple[Example, list[Complaint]]:
    reader = ExampleReader(block, scheme, derive)
    return reader.read(), reader.found
