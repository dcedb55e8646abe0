"""The store's verbs: values in, values out. When a verb returns, what it did is on disk."""

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Self

from sqlalchemy import Connection, and_, select

from annotator.errors import SchemeError
from annotator.model import (
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
)
from annotator.store import acting, articles, export, history, read
from annotator.store import tables as t
from annotator.store.acting import Act
from annotator.store.articles import Totals
from annotator.store.engine import open_engine, reading, where, writing
from annotator.store.export import Exported
from annotator.store.keys import Keys
from annotator.store.upgrade import MIGRATIONS, Tell, ready, upgrade
from annotator.store.write import Stamp


def utc_now() -> str:
    """Now, in the one form of time that the project writes."""
    return datetime.now(UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z")


@dataclass(frozen=True, slots=True)
class Opened:
    """All that a layer and the corpus say of one article."""

    article: Article
    sentences: list[Sentence]
    regions: list[Region]
    quotes: list[Quote]
    reviews: list[Review]
    notes: list[Note]
    labels: ArticleLabels


@dataclass(frozen=True, slots=True)
class Snapshot:
    """The quotes of some layers with all that they refer to, from one consistent look."""

    count: int  # how many quotes `articles` will yield in all
    speakers: dict[str, Speaker]  # by id, merged entries included
    schemes: dict[str, tuple[str, str]]  # digest -> (name, version)
    articles: Iterator[Exported]


class Store:
    """One database. Cheap to keep open; safe to use from many processes at once."""

    def __init__(
        self,
        url: str,
        *,
        now: Callable[[], str] = utc_now,
        tell: Tell = lambda _sentence: None,
        migrations: Path = MIGRATIONS,
    ) -> None:
        self._engine = open_engine(url)
        self._keys = Keys()
        self._now = now
        self._scheme = self._guideline = ""
        try:
            ready(self._engine, tell, migrations)
        except BaseException:  # Ctrl-C, too: a failed opening leaves no connection behind
            self._engine.dispose()
            raise

    def close(self) -> None:
        self._engine.dispose()

    @property
    def name(self) -> str:
        """The database's name for people: never with a password."""
        return where(self._engine)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    @contextmanager
    def _writing(self) -> Iterator[Connection]:
        try:
            with writing(self._engine) as connection:
                yield connection
        except BaseException:  # whatever undid the transaction, a key found in it may be of no row
            self._keys.forget()
            raise

    # The scheme that actions are done under

    def use_scheme(self, name: str, version: str, digest: str, text: str) -> None:
        """Do what follows under this scheme; it is kept whole. Changed content needs a new version."""
        c = t.scheme.c
        with reading(self._engine) as connection:
            known = connection.scalar(select(c.digest).where(c.digest == digest))
        if known is None:
            with self._writing() as connection:
                self._add_scheme(connection, name, version, digest, text)
        self._scheme = digest

    def _add_scheme(self, connection: Connection, name: str, version: str, digest: str, text: str) -> None:
        c = t.scheme.c
        known = connection.scalar(select(c.digest).where(c.name == name, c.version == version))
        if known is None:
            row = {"digest": digest, "name": name, "version": version, "text": text, "added": self._now()}
            connection.execute(t.scheme.insert(), row)
        elif known != digest:
            raise SchemeError(
                f"the scheme {name} was changed but still says version {version}; give it a new version"
            )

    def use_guideline(self, digest: str, text: str) -> None:
        """Do what follows under this guideline; it is kept whole."""
        here = select(t.guideline.c.digest).where(t.guideline.c.digest == digest)
        with reading(self._engine) as connection:
            known = connection.scalar(here)
        if known is None:
            with self._writing() as connection:
                if connection.scalar(here) is None:
                    row = {"digest": digest, "text": text, "added": self._now()}
                    connection.execute(t.guideline.insert(), row)
        self._guideline = digest

    def schemes(self) -> dict[str, tuple[str, str]]:
        """digest -> (name, version) of every scheme that was ever used here."""
        with reading(self._engine) as connection:
            return _schemes(connection)

    # Articles

    def add_article(
        self, article: Article, sentences: Sequence[Span], regions: Sequence[Region], segmenter: str
    ) -> tuple[bool, int]:
        """Take in an article whole. (The text is new, how many of its sources are new.)"""
        with self._writing() as connection:
            return articles.add(connection, article, sentences, regions, segmenter, self._now())

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
            return Opened(
                articles.several(c, [key])[key],
                articles.sentences(c, key),
                read.regions(c, key, digest),
                [k.quote for k in read.quotes(c, and_(t.quote.c.article == key, t.quote.c.layer == mine))],
                read.reviews(c, key, digest, mine, layer),
                read.notes(c, key, digest, mine, layer),
                read.article_labels(c, key, digest, mine, layer),
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

    # People

    def actors(self) -> list[str]:
        """The names of all people, in the order they came."""
        c = t.actor.c
        with reading(self._engine) as connection:
            return list(connection.scalars(select(c.name).where(c.kind == "human").order_by(c.id)))

    def add_actor(self, name: str, kind: str = "human") -> None:
        """Add a person (or program); nothing happens where the name is there."""
        c = t.actor.c
        with self._writing() as connection:
            if connection.scalar(select(c.id).where(c.name == name)) is None:
                connection.execute(t.actor.insert().values(name=name, kind=kind, added=self._now()))

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
        """Remember where an actor is; an action remembers it by itself."""
        with self._writing() as connection:
            article = self._keys.article(connection, digest)
            acting.set_place(connection, acting.actor_key(connection, actor), article, offset)

    # Actions

    def act(self, actor: str, what: Act) -> Event:
        """Do one action. Raises Stale where somebody changed the same thing meanwhile."""
        with self._writing() as connection:
            return acting.act(connection, self._keys, actor, what, self._stamp())

    def undo(self, actor: str) -> list[Event]:
        """Take back the actor's last action; the new events, empty where there is none."""
        with self._writing() as connection:
            return acting.undo(connection, self._keys, actor, self._stamp())

    def redo(self, actor: str) -> list[Event]:
        """Do again what the actor last took back; the new events, empty where there is none."""
        with self._writing() as connection:
            return acting.redo(connection, self._keys, actor, self._stamp())

    def _stamp(self) -> Stamp:
        return Stamp(self._now(), self._scheme, self._guideline)

    def history(self, actor: str, last: int = 20) -> list[Event]:
        """An actor's last events, newest first."""
        with reading(self._engine) as connection:
            key = acting.actor_key(connection, actor)
            return history.newest_first(connection, key, last)

    # Registry and labels

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
            return export.count(connection, self._known(connection, layers))

    def export(self, layers: Sequence[Layer], batch: int = 200) -> Iterator[Exported]:
        """Every article with quotes of `layers`, by digest, all from one consistent look."""
        with reading(self._engine) as connection:
            yield from export.stream(connection, self._known(connection, layers), batch)

    @contextmanager
    def look(self, layers: Sequence[Layer], batch: int = 200) -> Iterator[Snapshot]:
        """What `export` yields, by digest, together with what it refers to; valid within the block."""
        with reading(self._engine) as connection:
            keys = self._known(connection, layers)
            yield Snapshot(
                export.count(connection, keys),
                {speaker.id: speaker for speaker in read.speakers(connection)},
                _schemes(connection),
                export.stream(connection, keys, batch),
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
        c = t.corpus_state.c
        with self._writing() as connection:
            row = t.corpus_state.update().where(c.path == path).values(fingerprint=fingerprint)
            if not connection.execute(row).rowcount:
                connection.execute(t.corpus_state.insert().values(path=path, fingerprint=fingerprint))


def upgrade_database(url: str, tell: Tell = lambda _sentence: None, migrations: Path = MIGRATIONS) -> bool:
    """Bring the database at `url` up to this program's version; whether there was anything to do."""
    engine = open_engine(url)
    try:
        return upgrade(engine, tell, migrations)
    finally:
        engine.dispose()


def _schemes(connection: Connection) -> dict[str, tuple[str, str]]:
    c = t.scheme.c
    rows = connection.execute(select(c.digest, c.name, c.version))
    return {digest: (name, version) for digest, name, version in rows}
