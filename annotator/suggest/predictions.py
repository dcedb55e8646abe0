"""A file of predictions, one record a line in any order, as a suggester for each model that it holds."""

import uuid
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import BinaryIO

from annotator.dataset.reading import Head, Unreadable, head, parsed, said
from annotator.dataset.record_lines import Places, numbered
from annotator.errors import InputError
from annotator.formats.document import Named, Said
from annotator.model import Layer, LayerKind, Origin, Quote, Speaker, SpeakerKind, Voice
from annotator.suggest.plugins import check_layer
from annotator.suggest.suggester import Defeated, Given, Suggestion, Unusable
from annotator.text.folding import folded

Tell = Callable[[int, str], None]  # the number of a line, counted from 1, and what is wrong with it

HOPELESS = 100  # lines, the first ones of a file, that can all not be used: the others could not, too

_SPEAKERS = uuid.UUID("2b2c1d2e-93a4-5a55-8a27-6f0a8f6b3f5e")  # any, the same for ever


@dataclass(frozen=True, slots=True)
class Articles:
    """Which articles there are: their digests, and the digests of those that came from a path."""

    digests: frozenset[str]
    paths: Mapping[str, tuple[str, ...]]


@dataclass(slots=True)
class Model:
    """Where the lines of one model stand, by the digest of their article."""

    layer: Layer
    lines: dict[str, Places] = field(default_factory=dict)


def models(
    stream: BinaryIO, articles: Articles, tell: Tell, name: str | None = None, version: str | None = None
) -> list[Model]:
    """The models that a file (open and seekable) holds, in the order of their first lines.

    `name` and `version` stand in for what the lines say of their layer. What cannot be used is told. Raises
    InputError where that is so of each of the first lines.
    """
    found: dict[Layer, Model] = {}
    told = 0
    for offset, number, line in numbered(stream):
        try:
            at = head(parsed(line))
            layer, digest = _layer(at, name, version), _article(at, articles)
        except Unreadable as problem:
            tell(number, str(problem))
            told += 1
            if told == HOPELESS and not found:
                raise InputError(
                    f"the first {told} lines can all not be used, so the others are not read"
                ) from None
            continue
        model = found.setdefault(layer, Model(layer))
        model.lines.setdefault(digest, Places()).add(offset, number)
    return list(found.values())


def _layer(at: Head, name: str | None, version: str | None) -> Layer:
    """The model layer of a line. Raises Unreadable."""
    if name is None and at.kind not in ("", LayerKind.MODEL):
        raise Unreadable(f"its layer is {at.kind} and not model; call it a model with --name")
    called, of = name or at.name, version or at.version
    if not called or not of:
        missing = "name (--name)" if not called else "version (--model-version)"
        raise Unreadable(f"its layer has no {missing}")
    try:
        check_layer(called, of)
    except Unusable as problem:
        raise Unreadable(str(problem)) from None
    return Layer(LayerKind.MODEL, called, of)


def _article(at: Head, articles: Articles) -> str:
    """The digest of the article of a line. Raises Unreadable."""
    if at.digest is not None:
        if at.digest not in articles.digests:
            raise Unreadable(f"there is no article “{at.digest[:12]}”; take it in with annotator ingest")
        return at.digest
    found = articles.paths.get(at.path or "", ())
    if len(found) != 1:
        many = f"{len(found)} articles came" if found else "no article came"
        raise Unreadable(f"{many} from the path “{at.path}”; name the article by its digest")
    return found[0]


class Predictions:
    """The lines of one model as a suggester. The ids of its quotes are "line 7"; see `line_of`."""

    def __init__(self, stream: BinaryIO, model: Model, tell: Tell) -> None:
        self.name, self.version = model.layer.name, model.layer.version
        self._stream, self._model, self._tell = stream, model, tell

    def articles(self) -> list[str]:
        """The digests of all articles that the file has lines for."""
        return list(self._model.lines)

    def suggest(self, given: Given) -> Suggestion:
        """What the lines say of this article; a line that is wrong is told and left out.

        Raises Defeated where every line is wrong: the article stays as it was.
        """
        every = list(self._rows(given))
        rows = [(number, row) for number, row in every if row.content]
        ids = {row.id: f"line {number}" for number, row in reversed(rows) if row.id}
        speakers = _Speakers(given)
        quotes = []
        for number, row in rows:
            try:
                quotes.append(self._quote(number, row, given, ids, speakers))
            except Unreadable as problem:
                self._tell(number, str(problem))
        if not quotes and len(rows) == len(every):
            raise Defeated("no line of this article can be used")
        return Suggestion(tuple(quotes), tuple(speakers.new.values()))

    def _rows(self, given: Given) -> Iterator[tuple[int, Said]]:
        places = self._model.lines.get(given.article.digest, Places())
        for number, line in places.read(self._stream):
            try:
                yield number, said(parsed(line), given.article.text)
            except Unreadable as problem:
                self._tell(number, str(problem))

    def _quote(
        self, number: int, row: Said, given: Given, ids: Mapping[str, str], speakers: "_Speakers"
    ) -> Quote:
        def own(id: str | None) -> str | None:
            """A reference within the file: an id that no line has stays, and is refused as such."""
            return ids.get(id, id) if id else None

        id = f"line {number}"
        parent, about = own(row.parent), own(row.about)
        if id in (parent, about):
            raise Unreadable("it stands within itself, or judges itself")
        return Quote(
            id, given.article.digest, self._model.layer, row.content, row.cue, row.source,
            tuple(map(speakers.voice, row.speakers)), tuple(map(speakers.voice, row.via)), row.labels,
            parent, about, rule=row.rule, score=row.score,
        )  # fmt: skip


def line_of(id: str) -> int:
    """The number of the line that became the quote `id`."""
    return int(id.removeprefix("line "))


class _Speakers:
    """From what a file calls a speaker to an entry of the registry.

    By id; else by a name or alias that is the same but for case and accents; else a new entry, with the
    file's id where that is a UUID and else with one that follows from the name: the next file finds it.
    """

    def __init__(self, given: Given) -> None:
        self._registry = given.registry
        self.new: dict[str, Speaker] = {}

    def voice(self, named: Named) -> Voice:
        """Raises Unreadable where only an id is given, and nobody has it."""
        if named.id is None and named.name is None:
            return Voice(None, named.span, Origin.RULE)
        known = self._registry.get(named.id) if named.id else None
        if known is None and named.name is None:
            raise Unreadable(f"the registry has no speaker “{named.id}”, and the line gives no name")
        known = known or self._registry.exact(named.name or "")
        return Voice(known.id if known else self._made(named), named.span, Origin.RULE)

    def _made(self, named: Named) -> str:
        name = " ".join((named.name or "").split())
        id = _as_uuid(named.id) or str(uuid.uuid5(_SPEAKERS, folded(name)))
        if self._registry.get(id) is None:  # else it was made so before, and has another name today
            made = Speaker(id, name, named.kind or SpeakerKind.PERSON, named.aliases, named.wikidata)
            self.new.setdefault(id, made)
        return id


def _as_uuid(id: str | None) -> str | None:
    try:
        return str(uuid.UUID(id)) if id else None
    except ValueError:
        return None
