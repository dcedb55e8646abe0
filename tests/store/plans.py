"""Small articles from two outlets, three people, and what they do with them."""

from annotator.model import Change, Layer, Quote, Review, ReviewStatus, Source, Span
from annotator.store import Store
from annotator.store.acting import Act
from annotator.store.team import Joined, Pass, Plan, Rules
from annotator.work.assigning.giving import decide
from tests.store.world import add, article

PEOPLE = ("ana", "ben", "eva")
DIGESTS = [article(f"Text {n}.").digest for n in range(12)]


def corpus(store: Store, first: int = 0, last: int = 6) -> None:
    """Texts `first` to `last`, of one sentence each."""
    for n in range(first, last):
        outlet = "The Post" if n % 3 else "The Courier"
        add(
            store,
            article(f"Text {n}.", Source(f"{n}.txt", title=f"No {n}", outlet=outlet, date="2031-03-04")),
        )


def team(url: str) -> Store:
    """Six articles, three people."""
    store = Store(url)
    corpus(store)
    for name in PEOPLE:
        store.add_actor(name)
    return store


def begin(store: Store, rules: Rules, *people: Joined) -> Plan:
    """Begin a plan for all people, or for these."""
    return store.begin_plan(rules, people or [Joined(name) for name in PEOPLE], decide)


def review(store: Store, name: str, digest: str, layer: Layer | None = None) -> None:
    """`name` finishes an article."""
    end = len(store.article(digest).text)
    done = Review(digest, layer or Pass.BOTH.layer(name), Span(0, end), ReviewStatus.NOTHING)
    store.act(name, Act("finish", (Change(None, done),), digest))


def mark(store: Store, name: str, digest: str, uid: str) -> None:
    """`name` begins an article."""
    quote = Quote(uid, digest, Pass.BOTH.layer(name), (Span(0, 4),))
    store.act(name, Act("mark", (Change(None, quote),), digest))


def held(store: Store, plan: Plan) -> dict[str, set[str]]:
    """Article -> who has it."""
    found: dict[str, set[str]] = {}
    for one in store.holdings(plan.id):
        found.setdefault(one.article, set()).add(one.name)
    return found
