"""A round of three people over articles full of proposals; eva accepts them without reading."""

import random
from collections.abc import Iterator, Sequence
from datetime import UTC, datetime, timedelta
from itertools import count

from annotator.model import (
    ADJUDICATED,
    Article,
    Change,
    Entity,
    Layer,
    LayerKind,
    Quote,
    Review,
    ReviewStatus,
    Source,
    Span,
    Verdict,
    VerdictKind,
)
from annotator.store import Store
from annotator.store.acting import Act
from annotator.store.team import Joined, Plan, Role, Rules
from annotator.work.assigning import running
from tests.work.desks import add, article, uid, use_scheme

MODEL = Layer(LayerKind.MODEL, "rules", "1")
PEOPLE = ("ana", "ben", "eva")
SENTENCES = 12
BEGAN = datetime(2031, 3, 4, 9, tzinfo=UTC)


def clock() -> Iterator[str]:
    """Times two minutes apart, so that a round takes some days."""
    for n in count():
        yield (BEGAN + timedelta(minutes=2 * n)).isoformat(timespec="milliseconds").replace("+00:00", "Z")


def opened(url: str) -> Store:
    """An empty database whose times are always the same."""
    times = clock()
    store = Store(url, now=lambda: next(times))
    use_scheme(store)
    return store


def text(n: int) -> str:
    words = ("the harbour of Velmora stays open all winter" for _ in range(2))
    line = " and ".join(words)
    return "".join(f"“Number {n}-{k}: {line},” she said.\n\n" for k in range(SENTENCES))


def corpus(store: Store, articles: int) -> list[Article]:
    """Articles, and what is proposed in each of their sentences."""
    found = []
    for n in range(articles):
        one = article(text(n), Source(f"{n}.txt", title=f"The harbour, part {n}", outlet="The Post"))
        add(store, one)
        spans = [sentence.span for sentence in store.sentences(one.digest)]
        quotes = [
            Quote(uid(1000 * (n + 1) + k), one.digest, MODEL, (content(x),)) for k, x in enumerate(spans)
        ]
        store.fill("rules", MODEL, one.digest, quotes)
        found.append(one)
    return found


def content(sentence: Span) -> Span:
    """What stands between the quotation marks, more or less."""
    return Span(sentence.start, sentence.start + 40)


def annotate(store: Store, name: str, some: Sequence[Article], *, reads: bool, seed: int = 0) -> None:
    """Judge every proposal of these articles and finish them."""
    draw, layer = random.Random(f"{name} {seed}"), Layer(LayerKind.HUMAN, name)
    for one in some:
        quotes, acts = store.open_article(one.digest, layer).proposals, []
        for proposal, sentence in zip(quotes, store.sentences(one.digest), strict=True):
            accepts = not reads or draw.random() < 0.75
            kind = VerdictKind.ACCEPTED if accepts else VerdictKind.REJECTED
            words = len(sentence.span.of(one.text).split())
            spent = round(words / 220 * 60_000 * draw.uniform(0.8, 1.6)) if reads else 400
            mine = Quote(f"{name:x<8}{proposal.id[8:]}", one.digest, layer, proposal.content)
            entities = [Verdict(one.digest, layer, proposal.id, kind), *([mine] if accepts else ())]
            done = Review(one.digest, layer, sentence.span, ReviewStatus.DONE)
            changes = tuple(Change(None, x) for x in (*entities, done))
            acts.append(Act("judge", changes, one.digest, sentence.span.start, active_ms=spent))
        store.act_all(name, acts)


def settle(store: Store, some: Sequence[Article]) -> None:
    """Gold has the first half of the proposals of these articles."""
    for one in some:
        sentences = [sentence.span for sentence in store.sentences(one.digest)]
        quotes: list[Entity] = [
            Quote(f"gold0000{q.id[8:]}", one.digest, ADJUDICATED, q.content)
            for q in store.open_article(one.digest, ADJUDICATED).proposals[: SENTENCES // 2]
        ]
        reviews = [Review(one.digest, ADJUDICATED, span, ReviewStatus.DONE) for span in sentences]
        store.act("lena", Act("settle", tuple(Change(None, x) for x in [*quotes, *reviews]), one.digest))


def planned(store: Store) -> tuple[Plan, list[Article]]:
    """Eight articles of which two are adjudicated; all three get all of the others, and one of those."""
    articles = corpus(store, 8)
    for name in PEOPLE:
        store.add_actor(name)
    store.set_role("lena", Role.LEAD)
    settle(store, articles[:2])
    plan = running.begin(store, Rules(overlap=3, hidden_gold=1, seed=2), [Joined(name) for name in PEOPLE])
    return plan, articles


def worked(store: Store) -> Plan:
    """Ana has done all of hers, ben half, eva all of it without reading."""
    plan, articles = planned(store)
    known = {one.digest: one for one in articles}
    for name in PEOPLE:
        mine = [known[x.article] for x in store.holdings(plan.id) if x.name == name]
        annotate(store, name, mine[: 5 if name == "ben" else len(mine)], reads=name != "eva")
    return plan
