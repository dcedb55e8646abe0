"""What the tests of the work room stand on: a database in memory, some articles, one person at work."""

from collections.abc import Iterator, Sequence
from functools import cache
from hashlib import sha256
from itertools import count
from typing import Any

from annotator.model import Article, Quote, Region, RegionKind, Source, Span
from annotator.resources import folder
from annotator.scheme import Scheme, parse_scheme
from annotator.store import Store
from annotator.text.sentences import SEGMENTER, sentences
from annotator.work.worklist import Worklist

# Sentences 0, 1: a broken quote over three of them with its tail, and one that judges it; then a nested one.
TEXT = (
    "Mayor Ida Brenn opened the quay on Monday.\n"
    "\n"
    "“We will build it. It will hold. Nobody will pay twice,” she said. Critics doubt that it will hold.\n"
    "\n"
    "Olle Varr told the council that Brenn had said she would “pay for it”, Varr News reported.\n"
    "Share this article\n"
)
QUAY, BUILD, HOLD, TAIL, CRITICS, COUNCIL, SHARE = range(7)  # its sentences
OTHER = "“No,” he said. Nobody asked why.\n"
IN_MEMORY = "sqlite://"


@cache
def scheme() -> Scheme:
    """The default scheme."""
    path = folder("guidelines") / "scheme.toml"
    return parse_scheme(path.read_bytes().decode(), str(path))


def article(text: str, *sources: Source) -> Article:
    return Article(sha256(text.encode()).hexdigest(), text, sources or (Source("a.txt", title="An article"),))


def filled(
    url: str = IN_MEMORY, texts: Sequence[str] = (TEXT, OTHER), people: Sequence[str] = ("ana",)
) -> Store:
    """A new database with these articles; a line "Share this article" is boilerplate."""
    store = Store(url)
    for text in texts:
        add(store, article(text))
    use_scheme(store)
    for name in people:
        store.add_actor(name)
    return store


def add(store: Store, one: Article, regions: Sequence[Region] = ()) -> None:
    found = sentences(one.text)
    shared = (s for s in found if s.of(one.text).startswith("Share this"))
    marked = [Region(one.digest, s, RegionKind.BOILERPLATE) for s in shared]
    store.add_article(one, found, [*marked, *regions], SEGMENTER)


def use_scheme(store: Store) -> None:
    one = scheme()
    store.use_scheme(one.name, one.version, one.digest, one.text)


def at_work(store: Store, name: str = "ana", **more: Any) -> Worklist:
    """A session of that person; its ids are the same at every run."""
    return Worklist(store, name, scheme(), new_id=more.pop("new_id", ids().__next__), **more)


def ids(first: int = 1) -> Iterator[str]:
    return (uid(n) for n in count(first))


def uid(n: int) -> str:
    return f"00000000-0000-4000-8000-{n:012x}"


def span(text: str, words: str) -> Span:
    """Where `words` stand in `text`, once."""
    assert text.count(words) == 1, words
    start = text.index(words)
    return Span(start, start + len(words))


def mark(work: Worklist, *words: str) -> Quote:
    """Mark a quote in the article on the desk, going to where it begins."""
    content = [span(work.desk.text, piece) for piece in words]
    work.go(work.desk.sentence_at(content[0].start))
    return work.mark(content)


def select(work: Worklist, quote: Quote) -> Quote:
    """Go to a quote and select it; the quote as it stands."""
    work.go(work.desk.sentence_at(work.desk.quotes[quote.id].start), quote.id)
    return work.chosen()


def says(work: Worklist) -> dict[str, Any]:
    """All that the desk of a session says, to be compared with another's."""
    desk = work.desk
    numbers = range(len(desk.sentences))
    return {
        "article": desk.article.digest,
        "quotes": list(desk.numbered()),
        "numbers": [desk.number(quote) for _n, quote in desk.numbered()],
        "where": {n: [q.id for q in desk.quotes_in([n])] for n in numbers},
        "types": {q.id: (desk.type_of(q), desk.derived_type(q)) for q in desk.quotes.values()},
        "around": {q.id: [x.id for x in desk.ancestors(q)] for q in desk.quotes.values()},
        "inside": {q.id: [x.id for x in desk.children(q)] for q in desk.quotes.values()},
        "reviews": {n: desk.review(n) for n in numbers},
        "regions": {n: desk.region(n) for n in numbers},
        "body": [n for n in numbers if desk.is_body(n)],
        "counts": (desk.reviewed, desk.body, work.corpus(), work.position),
        "notes": desk.notes,
        "labels": desk.labels,
        "open": set(desk.offers.open),
        "verdicts": desk.offers.verdicts,
        "speakers": {s.id: s for s in work.registry.live()},
    }


def opened(work: Worklist) -> Worklist:
    """The same article in a new session of the same person."""
    return at_work(work.store, work.actor, article=work.desk.article.digest)


def assert_kept(work: Worklist) -> None:
    """The desk says what the database says."""
    assert says(work) == says(opened(work))
