"""docs/reference/formats.md: each format in the words of its module, and what is lost in it.

What is lost is found out by asking each format what it holds of a document in which everything is said.
"""

from dataclasses import replace
from importlib import import_module
from inspect import getdoc
from types import ModuleType

from annotator.formats.document import Answer, Document, Named, Said
from annotator.formats.holding import losses
from annotator.formats.registry import MODULES, Format
from annotator.model import Label, Layer, LayerKind, Origin, Source, Span, SpeakerKind
from scripts.documenting.reference.words import code, page, plain, prose

_TEXT = "Ida Brenn said: “We build.” Later she said that it was late."
_TOP = (
    "`annotator export OUT --format NAME` writes what people and gold say in another program's format, and "
    "says "
    "what of it that cannot hold; `annotator import FILE --format NAME` reads it back. `jsonl` are [our own "
    "records](schemas.md), with the texts in them. How they are used: [Formats](../formats.md)."
)


def text() -> str:
    """The page."""
    document = _everything()
    modules = {name: import_module(module) for name, module in MODULES.items()}
    parts = [part for name, module in modules.items() for part in _format(name, module, document)]
    return page("Formats", _TOP, *parts)


def _format(name: str, module: ModuleType, document: Document) -> list[str]:
    format_: Format = module.FORMAT
    written = "a folder of files" if format_.folder else f"one file, `NAME{format_.suffix}`"
    lost = [code(what) for what in losses([document], format_.held).counts()]
    return [
        f"## {name}",
        f"Written as {written}.",
        prose(getdoc(module) or ""),
        f"Lost of a document in which everything is said: {', '.join(lost) if lost else plain('nothing')}.",
    ]


def _everything() -> Document:
    """Two answers, and every value of the first one's second quote and of the article is said."""
    people, model = Layer(LayerKind.HUMAN, "ana"), Layer(LayerKind.MODEL, "crf", "3")
    voice = Named("id-1", "Ida Brenn", SpeakerKind.PERSON, ("Brenn",), "Q1", Span(0, 9), Origin.CORRECTED)
    first = Said("1", (Span(16, 27),), labels=(Label("stance", "1", "barrier"),))
    second = Said(
        id="2",
        content=(Span(43, 47), Span(48, 60)),
        cue=(Span(10, 14), Span(38, 42)),
        source=(Span(0, 9), Span(34, 37)),
        speakers=(replace(voice, span=None), Named("id-2", "Joren Hael")),
        via=(voice, Named("id-3", "Karsa Wire")),
        labels=(Label("stance", "2", "barrier", Origin.ACCEPTED, 0.5), Label("topic", "7")),
        parent="1",
        about="1",
        derived_from="3",
        rule="verb",
        score=0.5,
        notes=("a note",),
    )
    meta = ("t.txt", "A title", "The Harbour", "2026-05-04", "Ana", "https://example.org", "a story", "utf-8")
    return Document(
        _TEXT,
        Source(*meta, extra=(("section", "home"),)),
        (Answer(people, (first, second)), Answer(model, (first,)), Answer(Layer(LayerKind.HUMAN, "ben"))),
        (Span(0, 28), Span(28, len(_TEXT))),
    )
