"""What a suggester is: given an article, it proposes quotes. It knows no database and stores nothing."""

import uuid
from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import cached_property, lru_cache
from hashlib import sha1
from typing import TYPE_CHECKING, Protocol, runtime_checkable

from annotator.config import Config
from annotator.errors import AnnotatorError
from annotator.model import Article, Label, Layer, LayerKind, Quote, Region, Span, Speaker, Voice
from annotator.scheme import Scheme
from annotator.suggest.registry import Registry
from annotator.text.marks import Quotation, quotations

if TYPE_CHECKING:
    from annotator.model import Merge
    from annotator.text.reading import Reading

_PROPOSALS = uuid.UUID("6b7f3c0e-5a0d-5d0c-9d8e-0c1f6f1f7a53").bytes  # any, the same for ever


class Unusable(AnnotatorError):
    """The suggester can work on no article at all (no weights, no server): the run ends here."""


class Defeated(AnnotatorError):
    """An article that a suggester cannot read; another one it may."""


@dataclass(frozen=True, slots=True)
class Project:
    """What a suggester may need beside the articles; `guideline` is the guideline's text, "" for none."""

    config: Config
    scheme: Scheme
    guideline: str = ""


@dataclass(frozen=True)
class Given:
    """What a suggester may look at: one article, its sentences and regions, and the registry.

    The registry grows at its end by what the suggester proposes, and stays the same object while it does
    only that: an index over it needs no more than what came since. `found` are the article's quotations,
    `read` what the rules of `text` read in it, where that is known already.
    """

    article: Article
    sentences: tuple[Span, ...]
    regions: tuple[Region, ...] = ()
    registry: Registry = field(default_factory=Registry)
    found: tuple[Quotation, ...] | None = field(default=None, repr=False)
    read: "Reading | None" = field(default=None, repr=False)

    @cached_property
    def quotations(self) -> tuple[Quotation, ...]:
        """What stands in quotation marks."""
        return quotations(self.article.text) if self.found is None else self.found


@dataclass(frozen=True, slots=True)
class Suggestion:
    """What a suggester says of one article.

    `speakers` are those that `quotes` name and the registry lacks, `merges` entries that may be one.
    """

    quotes: tuple[Quote, ...] = ()
    speakers: tuple[Speaker, ...] = ()
    merges: "tuple[Merge, ...]" = ()


@runtime_checkable
class Suggester(Protocol):
    """Proposes quotes. What another `version` proposes supersedes what this one did.

    `suggest` raises what it likes where an article defeats it: that article is named and the others go on.
    It raises Unusable where there is no use in going on. A class is made without arguments, or by its class
    method `for_project(project: Project)` where it has one.
    """

    @property
    def name(self) -> str: ...

    @property
    def version(self) -> str: ...

    def suggest(self, given: Given) -> Suggestion: ...


def layer_of(suggester: Suggester) -> Layer:
    """The model layer that a suggester writes."""
    return _layer(suggester.name, suggester.version)


@lru_cache(maxsize=64)  # the same value each time, which is quickly compared
def _layer(name: str, version: str) -> Layer:
    return Layer(LayerKind.MODEL, name, version)


def proposal_id(digest: str, name: str, content: Sequence[Span]) -> str:
    """The id of what the suggester `name` proposes over `content` in the article `digest`.

    Without a version: what a newer one proposes again keeps its id, and with it what was said of it.
    """
    words = " ".join([f"{span.start}-{span.end}" for span in content])
    return _proposal_id(f"{digest} {name} {words}")


@lru_cache(maxsize=1024)  # who proposes something asks, and so does who checks it
def _proposal_id(name: str) -> str:
    return name_based(_PROPOSALS, name)


def name_based(space: bytes, name: str) -> str:
    """`str(uuid.uuid5(uuid.UUID(bytes=space), name))` in half the time: an article asks for dozens."""
    digits = sha1(space + name.encode("utf-8"), usedforsecurity=False).hexdigest()
    variant = "89ab"[int(digits[16], 16) & 3]
    return f"{digits[:8]}-{digits[8:12]}-5{digits[13:16]}-{variant}{digits[17:20]}-{digits[20:32]}"


def proposal(
    article: Article,
    layer: Layer,
    content: tuple[Span, ...],
    *,
    cue: tuple[Span, ...] = (),
    source: tuple[Span, ...] = (),
    speakers: tuple[Voice, ...] = (),
    via: tuple[Voice, ...] = (),
    labels: tuple[Label, ...] = (),
    rule: str = "",
    score: float | None = None,
) -> Quote:
    """A quote of `layer` under the id that `proposal_id` gives it."""
    return Quote(
        proposal_id(article.digest, layer.name, content), article.digest, layer, content, cue, source,
        speakers, via, labels, rule=rule, score=score,
    )  # fmt: skip
