"""A project folder with one article half done, as an annotator would leave it."""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from uuid import NAMESPACE_OID, uuid5

from annotator.cli.guidelines import use_guidelines
from annotator.errors import InputError
from annotator.ingest.incoming import Draft, incoming
from annotator.model import (
    Change,
    Label,
    Layer,
    LayerKind,
    Quote,
    Review,
    ReviewStatus,
    Source,
    Speaker,
    Voice,
)
from annotator.store import Store
from annotator.store.acting import Act
from annotator.text.sentences import SEGMENTER
from scripts.benches import filler
from scripts.benches.prose import Prose, Said, article

WHO = "bench"
_LAYER = Layer(LayerKind.HUMAN, WHO)


@dataclass(frozen=True, slots=True)
class Project:
    """Where it is, its database, and the sentence (counted from 0) at which the annotator left off.

    That sentence begins with a quotation that nobody marked yet. Those before it are done, and have each a
    quote with speaker, stance and topic; for those behind it a quote is proposed.
    """

    folder: Path
    database: Path
    prose: Prose
    at: int

    def command(self) -> list[str]:
        """The words after `annotator` that open the screen."""
        return ["--project", str(self.folder), "annotate", "--as", WHO]

    def begins(self) -> bytes:
        """The first words of the sentence at which the annotator left off, as the screen shows them."""
        return self.prose.sentences[self.at].span.of(self.prose.text)[:30].encode()


def project(folder: Path, sentences: int, corpus: int = 0) -> Project:
    """A project in `folder`: an article of `sentences` sentences, in a corpus of `corpus` at least.

    Where there is a database already, the article joins what it holds.
    """
    folder.mkdir(exist_ok=True)
    prose = article(sentences)
    middle = sentences // 2
    at = next(n for n in range(middle, sentences) if prose.sentences[n].is_direct)
    database = folder / "annotator.db"
    with Store(f"sqlite:///{database}") as store:
        use_guidelines(store, folder)
        digest = _add(store, prose)
        filler.fill(store, max(0, corpus - sentences))
        store.add_actor(WHO)
        for act in _acts(digest, prose, at):
            store.act(WHO, act)
        here = store.article(digest)
        proposals = [filler.proposed(here, said) for said in prose.sentences[at + 1 :]]
        store.fill(filler.MODEL.name, filler.MODEL, digest, proposals, [filler.SPEAKER])
        store.set_place(WHO, digest, prose.sentences[at].span.start)
    return Project(folder, database, prose, at)


def _add(store: Store, prose: Prose) -> str:
    draft = incoming(Draft(prose.text, Source("generated.txt", "Generated")))
    if isinstance(draft, InputError):
        raise draft
    found = len(draft.sentences)
    if found != len(prose.sentences):
        raise ValueError(f"{len(prose.sentences)} sentences were written and {found} were found")
    store.add_article(draft.article, draft.sentences, draft.regions, SEGMENTER)
    return draft.article.digest


def _acts(digest: str, prose: Prose, at: int) -> Iterator[Act]:
    """What the annotator did: one action for each sentence before sentence `at`."""
    names = dict.fromkeys(said.speaker for said in prose.sentences[:at])
    yield Act("add speakers", tuple(Change(None, Speaker(_id("speaker", name), name)) for name in names))
    done = zip(prose.sentences[:at], filler.ranges(prose), strict=False)
    for n, (said, span) in enumerate(done):
        quote = _quote(digest, n, said)
        review = Review(digest, _LAYER, span, ReviewStatus.DONE)
        changes = (Change(None, quote), Change(None, review))
        yield Act("label a quote", changes, digest, said.span.start)


def _quote(digest: str, n: int, said: Said) -> Quote:
    labels = (Label("stance", "0", "talks"), Label("topic", "1"))
    return Quote(
        _id(digest, str(n)), digest, _LAYER, said.content, (said.cue,), (said.source,),
        (Voice(_id("speaker", said.speaker)),), labels=labels,
    )  # fmt: skip


def _id(*words: str) -> str:
    return str(uuid5(NAMESPACE_OID, "/".join(words)))
