"""The store's verbs: values in, values out. When a verb returns, what it did is on disk."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import NamedTuple

from sqlalchemy import Connection, and_, select

from annotator.model import (
    Again,
    Article,
    ArticleInfo,
    ArticleLabels,
    Event,
    Layer,
    LayerKind,
    Note,
    Quote,
    Region,
    Review,
    Sentence,
    Span,
    Speaker,
    Verdict,
)
from annotator.store import acting, articles, export, history, proposals, quoted, read, rulings
from annotator.store import tables as t
from annotator.store.acting import Act, Allow, anything
from annotator.store.adjudicating import Adjudicating
from annotator.store.articles import Arrival, Totals
from annotator.store.assigning import Assigning
from annotator.store.checking import Checking
from annotator.store.credentials import Credentials
from annotator.store.database import schemes
from annotator.store.deciding import Deciding
from annotator.store.describing import Describing
from annotator.store.engine import open_engine, reading
from annotator.store.export import Exported
from annotator.store.judging import Judging
from annotator.store.looking import Looking
from annotator.store.merging.verbs import Together
from annotator.store.moving import Moving
from annotator.store.people import People
from annotator.store.planning import Planning
from annotator.store.presence import Present
from annotator.store.proposing import Proposing
from annotator.store.quality import Watching
from annotator.store.quoted import Quoted
from annotator.store.recoding import Recoding
from annotator.store.remembering import remember
from annotator.store.searching import Searching
from annotator.store.security.granting import Granting
from annotator.store.several import Several
from annotator.store.snapshots import Snapshots
from annotator.store.splitting import Splitting
from annotator.store.texting import Texting
from annotator.store.upgrade import MIGRATIONS, Tell, upgrade
from annotator.store.walking import Walking


class Opened(NamedTuple):
    """All that a layer and the corpus say of one article."""

    article: Article
    sentences: list[Sentence]
    regions: list[Region]
    quotes: list[Quote]
    reviews: list[Review]
    notes: list[Note]
    labels: ArticleLabels
    verdicts: list[Verdict]
    proposals: list[Quote]  # what models say of it now
    rejected: list[Quote]  # what the layer rejected, as it last was
    again: list[Again]  # what the layer is asked to look at again


@dataclass(frozen=True, slots=True)
class Snapshot:
    """The quotes of some layers with all that they refer to, from one consistent look."""

    count: Callable[[], int]  # how many quotes there are in all
    speakers: dict[str, Speaker]  # by id, merged entries included
    schemes: dict[str, tuple[str, str]]  # digest -> (name, version)
    quoted: Iterator[Quoted]  # the articles with quotes, as records need them
    articles: Iterator[Exported]  # those of which the layers say anything, with all that bundles need


class Store(
    Deciding,
    Describing,
    Granting,
    Adjudicating,
    Assigning,
    Checking,
    Credentials,
    Judging,
    Looking,
    Moving,
    People,
    Planning,
    Searching,
    Walking,
    Present,
    Proposing,
    Several,
    Recoding,
    Snapshots,
    Splitting,
    Texting,
    Together,
    Watching,
):
    """One database. Cheap to keep open; safe to use from many processes at once."""

    # Articles

    def add_article(
        self, article: Article, sentences: Sequence[Span], regions: Sequence[Region], segmenter: str
    ) -> tuple[bool, int]:
        """Take in an article whole. (The text is new, how many of its sources are new.)"""
        with self._writing() as connection:
            arrival = Arrival(article, sentences, regions, segmenter)
            return articles.add(connection, self._keys, [arrival], self._now())[0]

    def article(self, digest: str) -> Article:
        with reading(self._engine) as connection:
            key = self._keys.article(connection, digest)
            return articles.several(connection, [key])[key]

    def open_article(self, digest: str, layer: Layer) -> Opened:
        """One article with all that `layer` says of it, from one consistent look."""
        with reading(self._engine) as c:
            key = self._keys.article(c, digest)
            # No layer has the key 0: a layer that never said anything reads as empty.
            mine = self._keys.layer(c, layer) or 0
            quotes = proposals.of_layer_and_models(c, key, mine)
            verdicts = read.verdicts(c, and_(t.verdict.c.article == key, t.verdict.c.layer == mine))
            return Opened(
                articles.several(c, [key])[key],
                articles.sentences(c, key),
                read.regions(c, key, digest),
                [quote for quote in quotes if quote.layer == layer],
                read.reviews(c, key, digest, mine, layer),
                read.notes(c, key, digest, mine, layer),
                read.article_labels(c, key, digest, mine, layer),
                verdicts,
                [quote for quote in quotes if quote.layer != layer],
                proposals.rejected(c, key, verdicts),
                rulings.asked_again(c, key, digest, mine, layer),
            )

    def sentences(self, digest: str) -> list[Sentence]:
        with reading(self._engine) as connection:
            return articles.sentences(connection, self._keys.article(connection, digest))

    def regions(self, digest: str) -> list[Region]:
        with reading(self._engine) as connection:
            return read.regions(connection, self._keys.article(connection, digest), digest)

    def articles(self, layer: Layer | None = None) -> Iterator[ArticleInfo]:
        """All articles in the order they came, with how far `layer` is in each."""
        with reading(self._engine) as connection:
            key = self._keys.layer(connection, layer) if layer else None
            yield from articles.infos(connection, key)

    def totals(self) -> Totals:
        """How much there is, and how far each layer is, in numbers."""
        with reading(self._engine) as connection:
            return articles.totals(connection)

    def position(self, digest: str) -> tuple[int, int]:
        """(number of the article in the order they came, counted from 1; how many there are)."""
        with reading(self._engine) as connection:
            return articles.position(connection, self._keys.article(connection, digest))

    def neighbour(self, digest: str | None, by: int) -> str | None:
        """The article after (`by` > 0) or before `digest`; the first one for None."""
        with reading(self._engine) as connection:
            key = self._keys.article(connection, digest) if digest else None
            return articles.neighbour(connection, key, by)

    def unfinished(self, digest: str, layer: Layer) -> str | None:
        """The next article after `digest`, round the end, that `layer` has not reviewed whole."""
        with reading(self._engine) as connection:
            key = self._keys.article(connection, digest)
            return articles.unfinished(connection, key, self._keys.layer(connection, layer))

    def tally(self, layer: Layer) -> tuple[int, int]:
        """(sentences that `layer` has reviewed, sentences of the body) over all articles."""
        with reading(self._engine) as connection:
            return articles.tally(connection, self._keys.layer(connection, layer) or 0)

    def find_articles(self, beginning: str) -> list[str]:
        """The digests that begin so; at most ten."""
        c = t.article.c
        with reading(self._engine) as connection:
            found = select(c.digest).where(c.digest.startswith(beginning, autoescape=True))
            return list(connection.scalars(found.order_by(c.id).limit(10)))

    def paths(self) -> dict[str, tuple[str, ...]]:
        """path -> the digests of the articles that came from it, in the order they came."""
        c, s = t.article.c, t.article_source.c
        query = select(s.path, c.digest).select_from(t.article_source.join(t.article)).order_by(s.id)
        found: dict[str, tuple[str, ...]] = {}
        with reading(self._engine) as connection:
            for path, digest in connection.execute(query.distinct()):
                found[path] = (*found.get(path, ()), digest)
        return found

    # People

    def actors(self) -> list[str]:
        """The names of all people, in the order they came."""
        c = t.actor.c
        with reading(self._engine) as connection:
            return list(connection.scalars(select(c.name).where(c.kind == "human").order_by(c.id)))

    def add_actor(self, name: str, kind: str = "human") -> None:
        """Add a person (or program); nothing happens where it is there."""
        with self._writing() as connection:
            acting.made_actor(connection, name, kind, self._now())

    def place(self, actor: str) -> tuple[str, int] | None:
        """(article, offset) where an actor left off."""
        p = t.place.c
        query = (
            select(t.article.c.digest, p.start)
            .select_from(t.place.join(t.actor).join(t.article))
            .where(t.actor.c.name == actor)
        )
        with reading(self._engine) as connection:
            found = connection.execute(query).one_or_none()
            return (found[0], found[1]) if found else None

    def set_place(self, actor: str, digest: str, offset: int) -> None:
        """Remember where an actor is; an action does so by itself. Not from a session that was taken over."""
        with self._writing() as connection:
            if self._taken_over(connection, actor):
                return
            article = self._keys.article(connection, digest)
            acting.set_place(connection, acting.actor_key(connection, actor), article, offset)

    # Actions

    def act(self, actor: str, what: Act) -> Event:
        """Do one action. Raises Stale where somebody changed the same thing meanwhile."""
        with self._saving(actor) as connection:
            return acting.act(connection, self._keys, actor, what, self._stamp())

    def act_all(self, actor: str, several: Iterable[Act]) -> list[Event]:
        """Do several actions, all of them or none. Where the actor is at work stays as it is."""
        with self._saving(actor) as connection:
            key = acting.actor_key(connection, actor)
            place = acting.place_of(connection, key)
            events = [acting.act(connection, self._keys, actor, what, self._stamp()) for what in several]
            if place is not None:
                acting.set_place(connection, key, *place)
            return events

    def undo(self, actor: str, allow: Allow = anything) -> list[Event]:
        """Take back the actor's last action; the new events, empty where there is none.

        `allow` is asked about what was done under another scheme, and raises where that must stay.
        """
        with self._saving(actor) as connection:
            return acting.undo(connection, self._keys, actor, self._stamp(), allow)

    def redo(self, actor: str, allow: Allow = anything) -> list[Event]:
        """Do again what the actor last took back; the new events, empty where there is none.

        `allow`: as for undo.
        """
        with self._saving(actor) as connection:
            return acting.redo(connection, self._keys, actor, self._stamp(), allow)

    def history(self, actor: str, last: int = 20) -> list[Event]:
        """An actor's last events, newest first."""
        with reading(self._engine) as connection:
            key = acting.actor_key(connection, actor)
            return history.newest_first(connection, key, last)

    # Registry and labels

    def said_by(self, speakers: Sequence[str], besides: LayerKind = LayerKind.MODEL) -> list[Quote]:
        """The quotes that these entries of the registry say, or that came through them, in order.

        Those of layers of the kind `besides` are left out: what a model proposes it will propose again.
        """
        v, s, la = t.quote_voice.c, t.speaker.c, t.layer.c
        with reading(self._engine) as connection:
            voices = select(v.quote).select_from(t.quote_voice.join(t.speaker, s.id == v.speaker))
            layers = select(la.id).where(la.kind != besides)
            here = and_(t.quote.c.id.in_(voices.where(s.uid.in_(speakers))), t.quote.c.layer.in_(layers))
            return [kept.quote for kept in read.quotes(connection, here)]

    def speakers(self) -> list[Speaker]:
        """The registry by name; merged entries included."""
        with reading(self._engine) as connection:
            return read.speakers(connection)

    def layers(self) -> list[Layer]:
        """All layers in which something was said."""
        c = t.layer.c
        with reading(self._engine) as connection:
            rows = connection.execute(
                select(c.kind, c.name, c.version).order_by(c.kind, c.name, c.version)
            ).all()
            return [Layer(LayerKind(kind), name, version) for kind, name, version in rows]

    def count_quotes(self, layers: Sequence[Layer]) -> int:
        """How many live quotes `layers` hold."""
        with reading(self._engine) as connection:
            return quoted.count(connection, self._known(connection, layers))

    @contextmanager
    def look(self, layers: Sequence[Layer], batch: int = 100, rejected: bool = True) -> Iterator[Snapshot]:
        """The quotes of `layers`, by digest of their articles, all from one moment; valid within the block.

        `batch` articles are in memory at a time. `rejected`: whether proposals that were rejected are wanted.
        """
        with reading(self._engine) as connection:
            keys = self._known(connection, layers)
            yield Snapshot(
                lambda: quoted.count(connection, keys),
                {speaker.id: speaker for speaker in read.speakers(connection)},
                schemes(connection),
                quoted.stream(connection, keys, batch),
                export.stream(connection, keys, batch, rejected),
            )

    def _known(self, connection: Connection, layers: Sequence[Layer]) -> list[int]:
        keys = (self._keys.layer(connection, layer) for layer in layers)
        return [key for key in keys if key is not None]

    # The corpus folder

    def fingerprint(self, path: str) -> str | None:
        """What `set_fingerprint` kept for this folder."""
        c = t.corpus_state.c
        with reading(self._engine) as connection:
            found: str | None = connection.scalar(select(c.fingerprint).where(c.path == path))
            return found

    def set_fingerprint(self, path: str, fingerprint: str) -> None:
        """Remember the state in which a folder was last taken in."""
        with self._writing() as connection:
            remember(connection, path, fingerprint)


def upgrade_database(url: str, tell: Tell = lambda _sentence: None, migrations: Path = MIGRATIONS) -> bool:
    """Bring the database at `url` up to this program's version; whether there was anything to do."""
    engine = open_engine(url)
    try:
        return upgrade(engine, tell, migrations)
    finally:
        engine.dispose()
