"""Doors by which bytes from elsewhere come in: each takes any, or refuses them with a sentence of ours."""

import sys
from collections.abc import Callable
from contextlib import suppress
from hashlib import sha256
from io import BytesIO
from typing import Any

from annotator.config import read_settings
from annotator.errors import AnnotatorError, InputError
from annotator.guideline.sections import sections
from annotator.ingest.incoming import Draft
from annotator.ingest.readers import READERS
from annotator.model import Article, Source
from annotator.scheme import complaints
from annotator.store.merging.events import Raw, seen
from annotator.text.sentences import sentences
from annotator.text.storable import unstorable
from annotator.text.visible import visible

LIMIT = 1 << 16  # bytes of an article


def _reader(kind: str) -> Callable[[bytes], None]:
    def take(data: bytes) -> None:
        for found in READERS[kind]("a\x1b.x", BytesIO(data), LIMIT):
            if isinstance(found, InputError):
                assert visible(str(found)) == str(found)
            else:
                _article(found)

    return take


def _article(draft: Draft) -> None:
    """What is done with every article that comes in."""
    if draft.text and not unstorable(draft.text):
        digest = sha256(draft.text.encode()).hexdigest()
        article = Article(digest, draft.text, (draft.source,))
        spans = sentences(article.text)
        assert [0, *(span.end for span in spans)] == [*(span.start for span in spans), len(article.text)]


def _text(data: bytes) -> None:
    text = data.decode("utf-8", "surrogateescape" if len(data) % 2 else "replace")
    shown = visible(text)
    assert len(shown) == len(text)
    assert visible(shown) == shown
    _article(Draft(text, Source("a.txt")))


def _settings(data: bytes) -> None:
    for complaint in read_settings(data.decode("utf-8", "replace"))[1]:
        assert complaint.line >= 1


def _scheme(data: bytes) -> None:
    for complaint in complaints(data.decode("utf-8", "replace")):
        assert visible(complaint.sentence) == complaint.sentence


def _guideline(data: bytes) -> None:
    sections(data.decode("utf-8", "replace"), "guideline.md")


def _event(data: bytes) -> None:
    """The history of another database that is merged."""
    text = data.decode("utf-8", "replace")
    seen(Raw("u", "ana", True, 1, "", "do", text, None, 0, None, None, text, 0, "", ""), True, "ana.db")


DOORS: dict[str, Callable[[bytes], None]] = {
    **{kind.removeprefix("."): _reader(kind) for kind in (".txt", ".md", ".jsonl")},
    "text": _text,
    "settings": _settings,
    "scheme": _scheme,
    "guideline": _guideline,
    "event": _event,
}


def knock(name: str, data: bytes) -> None:
    """Bring `data` to a door. Raises whatever is no refusal of ours."""
    with suppress(AnnotatorError):
        DOORS[name](data)


def main(words: list[str]) -> int:
    if not words or words[0] not in DOORS:
        print(f"say which door: {', '.join(DOORS)}", file=sys.stderr)
        return 2
    try:
        from importlib import import_module

        atheris: Any = import_module("atheris")
    except ImportError:
        print("atheris is missing; run: pip install atheris", file=sys.stderr)
        return 1
    atheris.instrument_all()
    atheris.Setup([words[0], *words[1:]], lambda data: knock(words[0], data))
    atheris.Fuzz()
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
