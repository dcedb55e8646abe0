"""import(export(x)) is x without what the format loses: one property for all formats."""

from dataclasses import replace
from pathlib import Path
from tempfile import TemporaryDirectory

from annotator.formats.document import Answer, Complaint, Document, Said
from annotator.formats.holding import by_field
from annotator.formats.registry import Format, Reading


def normal(document: Document) -> Document:
    """Ids that say nothing but which is which, quotes by what they say: equal for all that means the same."""
    return replace(
        document,
        answers=tuple(_normal(a) for a in sorted(document.answers, key=lambda a: str(a.layer))),
        sentences=(),
    )


def _normal(answer: Answer) -> Answer:
    ordered = sorted((replace(q, labels=by_field(q.labels)) for q in answer.quotes), key=_key)
    names = {quote.id: f"q{n}" for n, quote in enumerate(ordered)}
    return Answer(answer.layer, tuple(_renamed(quote, names) for quote in ordered))


def _renamed(quote: Said, names: dict[str | None, str]) -> Said:
    return replace(
        quote,
        id=names[quote.id],
        parent=names.get(quote.parent) if quote.parent else None,
        about=names.get(quote.about) if quote.about else None,
    )


def _key(quote: Said) -> str:
    return repr(replace(quote, id=None, parent=None, about=None, derived_from=None))


def back(format: Format, some: list[Document]) -> list[Document]:
    """What comes back of documents that went through a file; a complaint is a failure."""
    with TemporaryDirectory() as folder:
        at = Path(folder) / f"out{format.suffix}"
        format.write(some, at)
        found = list(format.read([at], Reading()))
    complaints = [x.sentence for x in found if isinstance(x, Complaint)]
    assert not complaints
    return [x for x in found if isinstance(x, Document)]


def check(format: Format, document: Document, ids: bool = False) -> None:
    """`document` comes back as what the format says it holds; with the same ids where it holds `ids`."""
    held = format.held(document)
    (found,) = back(format, [document])
    assert found.text == document.text
    assert normal(found) == normal(held)
    if ids:
        assert sorted(q.id or "" for a in found.answers for q in a.quotes) == sorted(
            q.id or "" for a in held.answers for q in a.quotes
        )
