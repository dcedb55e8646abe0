"""Names in an answer -> entries of the registry. A name that is not there nor in the article is refused."""

import uuid
from collections.abc import Callable, Iterable

from annotator.model import Speaker, SpeakerKind
from annotator.suggest.registry import Registry
from annotator.text.folding import folded

_SPEAKERS = uuid.UUID("0d5b7a52-3c53-5c4f-8d0c-7b8e4f3f9a10")  # any, the same for ever
_OF_ARTICLE = (SpeakerKind.ANONYMOUS, SpeakerKind.GROUP, SpeakerKind.ROLE)


class Cast:
    """Who speaks in one article: entries that exist, and those that this article adds (`new`, by id)."""

    def __init__(self, registry: Registry, digest: str, in_text: Callable[[str], bool]) -> None:
        self.new: dict[str, Speaker] = {}
        self._registry = registry
        self._digest = digest
        self._in_text = in_text

    def entry(self, name: str, kind: SpeakerKind, mentions: Iterable[str] = ()) -> str | None:
        """The id of the entry that `name` means; None where that is not to be told.

        A group or a hidden source, which has no name of its own, is called by its mention in the text; a
        hidden source of one article is never that of another.
        """
        known = None if kind is SpeakerKind.ANONYMOUS else self._known(name)
        if known is not None:
            return known.id
        if self._in_text(name):
            return self._add(name, kind)
        mention = next(iter(mentions), None) if kind in _OF_ARTICLE else None
        return self._add(mention, kind) if mention is not None else None

    def _known(self, name: str) -> Speaker | None:
        bare = _bare(name)
        return self._registry.exact(name) or (self._registry.exact(bare) if bare != name else None)

    def _add(self, name: str, kind: SpeakerKind) -> str:
        id = str(uuid.uuid5(_SPEAKERS, f"{self._digest} {folded(_bare(name))}"))
        self.new.setdefault(id, Speaker(id, name, kind))
        return id


def _bare(name: str) -> str:
    """`name` without "the"."""
    return name[4:].lstrip() or name if name[:4].lower() == "the " else name
