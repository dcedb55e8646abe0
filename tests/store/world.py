"""What the tests of the store act on, and how they look at all of it at once."""

from collections.abc import Iterable
from hashlib import sha256

from sqlalchemy import text as sql

from annotator.errors import StoreError
from annotator.model import (
    Article,
    Change,
    Entity,
    Event,
    Layer,
    LayerKind,
    Quote,
    Region,
    Source,
    Span,
    identity,
)
from annotator.store import Store
from annotator.store.acting import Act
from annotator.store.codec import load_changes
from annotator.store.engine import reading, writing

TEXT = "“We build it,” she said, “and soon,” Olle heard. " * 4 + "🎉 Critics doubt that the wall holds.\r\n"
SENTENCE = 49  # code points of each of the first four
ANA = Layer(LayerKind.HUMAN, "ana")
BEN = Layer(LayerKind.HUMAN, "ben")

State = dict[tuple[object, ...], Entity]


def uid(n: int) -> str:
    """The n-th id of a test: the same at every run."""
    return f"00000000-0000-4000-8000-{n:012x}"


def article(text: str = TEXT, *sources: Source) -> Article:
    return Article(sha256(text.encode()).hexdigest(), text, sources or (Source("a.txt"),))


def cut(text: str, size: int = SENTENCE) -> list[Span]:
    """Sentences that cover `text` without a gap, good enough for a store."""
    return [Span(start, min(start + size, len(text))) for start in range(0, len(text), size)]


def add(store: Store, one: Article, regions: Iterable[Region] = ()) -> tuple[bool, int]:
    return store.add_article(one, cut(one.text), list(regions), "cut 1")


MAIN = article()


def filled(url: str) -> Store:
    """A database with one article, and two people who said nothing yet."""
    store = Store(url)
    add(store, MAIN)
    for name in ("ana", "ben"):
        store.add_actor(name)
    return store


def quote(n: int, start: int = 0, layer: Layer = ANA, digest: str = MAIN.digest) -> Quote:
    return Quote(uid(n), digest, layer, (Span(start, start + 14),))


def do(
    store: Store, actor: str, *changes: tuple[Entity | None, Entity | None], group: str | None = None
) -> Event:
    """One action of (before, after) pairs."""
    pairs = tuple(Change(before, after) for before, after in changes)
    return store.act(actor, Act("do it", pairs, MAIN.digest, 3, group))


def state(store: Store) -> State:
    """Everything that anybody says, as the store's own verbs give it."""
    found = as_state(*store.speakers())
    for info in list(store.articles()):
        found |= said(store, info.digest, store.layers())
    return found


def said(store: Store, digest: str, layers: Iterable[Layer]) -> State:
    """What `layers` say of one article, and its regions."""
    found: list[Entity] = [*store.regions(digest)]
    for layer in layers:
        opened = store.open_article(digest, layer)
        found += [*opened.quotes, *opened.reviews, *opened.notes, *opened.verdicts]
        found += [opened.labels] if opened.labels.labels else []
    return as_state(*found)


def replayed(store: Store, after: int = 0, before: State | None = None) -> State:
    """What the events with a key above `after` say alone, in the order they happened, from `before`."""
    found = dict(before or {})
    events = sql("SELECT changes FROM event WHERE id > :after ORDER BY id")
    with reading(store._engine) as connection:
        rows = connection.execute(events, {"after": after}).scalars().all()
    for change in (change for row in rows for change in load_changes(row)):
        some = change.after or change.before
        assert some is not None
        assert found.get(identity(some)) == change.before
        if change.after is None:
            del found[identity(some)]
        else:
            found[identity(some)] = change.after
    return found


def as_state(*entities: Entity) -> State:
    return {identity(entity): entity for entity in entities}


def count(store: Store, table: str) -> int:
    """The rows of a table, tombstones included."""
    with reading(store._engine) as connection:
        return int(connection.execute(sql(f"SELECT count(*) FROM {table}")).scalar_one())


def tallied(store: Store) -> dict[str, object]:
    """What is counted as it changes, as the tables have it."""
    return _rows(
        store,
        corpus="SELECT articles, body FROM corpus",
        numbers="SELECT number FROM article ORDER BY id",
        progress="SELECT layer, article, reviewed, skipped FROM progress WHERE reviewed + skipped > 0",
        layers="SELECT id, reviewed FROM layer",
    )


def counted(store: Store) -> dict[str, object]:
    """The same, counted now."""
    of_body = (
        "FROM review WHERE NOT EXISTS (SELECT 1 FROM region WHERE region.article = review.article AND "
        "kind <> 'body' AND region.start < review.stop AND review.start < region.stop)"
    )
    reviewed = "count(CASE WHEN status <> 'skipped' THEN 1 END)"
    return _rows(
        store,
        corpus="SELECT count(*), sum(body) FROM article",
        numbers="SELECT row_number() OVER (ORDER BY id) FROM article ORDER BY id",
        progress=f"SELECT layer, article, {reviewed}, count(CASE status WHEN 'skipped' THEN 1 END) {of_body} "
        "GROUP BY layer, article",
        layers=f"SELECT id, (SELECT {reviewed} {of_body} AND review.layer = layer.id) FROM layer",
    )


def _rows(store: Store, **queries: str) -> dict[str, object]:
    with reading(store._engine) as connection:
        return {name: sorted(map(tuple, connection.execute(sql(said)))) for name, said in queries.items()}


def refused(store: Store, *statements: str) -> str:
    """What the database says to these statements, in one transaction; the last is not taken."""
    try:
        with writing(store._engine) as connection:
            for statement in statements:
                done = connection.execute(sql(statement))
                assert done.returns_rows or done.rowcount, f"{statement}: there was nothing to change"
    except StoreError as error:
        return str(error)
    return "it was not refused"
