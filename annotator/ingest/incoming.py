"""What comes out of reading: an article ready for the store, or a sentence that says why not."""

import hashlib
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

from annotator.errors import InputError
from annotator.ingest.regions import regions
from annotator.model import Article, Region, Source, Span
from annotator.text.marks import Quotation, quotations
from annotator.text.sentences import sentences
from annotator.text.storable import unstorable
from annotator.text.visible import visible

if TYPE_CHECKING:
    from annotator.text.reading import Reading

# Bytes of one article. A long read is 60 KB; what is larger is a book, a dump or a mistake.
LIMIT = 10 * 1024 * 1024

# What a text may hold besides white space and still say nothing.
_NOTHING = "\ufeff\u200b\u200c\u200d\u2060"


@dataclass(frozen=True, slots=True)
class Draft:
    """A text and what its file says of it, before anything was worked out."""

    text: str
    source: Source


@dataclass(frozen=True, slots=True)
class Incoming:
    """An article with one source, its sentences, headline and boilerplate, and its quotations.

    `quotations` is None where nobody kept them, `reading` what the rules read in it, if they did already;
    `sketch` what near-duplicates of it are found by, where somebody looks for them.
    """

    article: Article
    sentences: tuple[Span, ...]
    regions: tuple[Region, ...]
    quotations: tuple[Quotation, ...] | None = field(repr=False)
    reading: "Reading | None" = field(default=None, repr=False)
    sketch: tuple[int, ...] = field(default=(), repr=False)


def refused(name: str, reason: str, mend: str) -> InputError:
    """The sentence for a file that stays out. Nothing in `name` reaches a terminal as it is."""
    return InputError(f"{visible(name)}: {reason}; {mend}")


def size(limit: int) -> str:
    """A limit in words."""
    return f"{limit // 1024**2} MB" if limit >= 1024**2 else f"{limit:,} bytes"


def digest(text: str) -> str:
    """The sha256 of the text in UTF-8, as hex."""
    return hashlib.sha256(text.encode("utf-8")).hexdigest()


def unusable(draft: Draft) -> InputError | None:
    """Why a draft cannot be an article; None where it can."""
    text, name = draft.text, draft.source.path
    if not text.strip().strip(_NOTHING).strip():
        return refused(name, "there is no text in it", "write the article into it or leave it out")
    values = (text, *(value for _, value in facts(draft.source)))
    if reason := next(filter(None, map(unstorable, values)), None):
        return refused(name, f"it holds {reason}, which no database keeps", "remove it and try again")
    return None


def incoming(draft: Draft) -> Incoming | InputError:
    """Work out the sentences and regions of a draft, or say why it cannot be an article."""
    if problem := unusable(draft):
        return problem
    text, name = draft.text, draft.source.path
    key = digest(text)
    source = replace(draft.source, path=visible(name))
    found = quotations(text)
    spans = sentences(text, found)
    marked = regions(key, text, spans, found, title=source.title)
    return Incoming(Article(key, text, (source,)), spans, marked, found)


def facts(source: Source) -> tuple[tuple[str, str], ...]:
    """All that a source says of its article, by name; what it does not say is left out."""
    known = ("title", "outlet", "date", "author", "url", "story")
    said = tuple((name, getattr(source, name)) for name in known)
    return (*((name, value) for name, value in said if value is not None), *source.extra)
