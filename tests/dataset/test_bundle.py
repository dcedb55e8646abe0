"""A bundle: all that is known of an article, as JSON holds it, the same on both databases."""

from typing import Any

import orjson
import pytest

from annotator.dataset.bundle import Bundle, bundles
from annotator.dataset.record import Record, Registry, records
from annotator.model import Layer, LayerKind, Review, ReviewStatus, Source, Verdict, VerdictKind
from annotator.store import Store
from tests.dataset import building as b

BEN = Layer(LayerKind.HUMAN, "ben")
PEOPLE = (b.ANA, BEN, b.GOLD)


def judged(url: str) -> Store:
    """The small database, in which ana rejected a proposal, and ben looked and marked nothing."""
    store = b.filled(url)
    first, second = (sentence.span for sentence in store.sentences(b.MAIN.digest)[:2])
    b.do(store, Verdict(b.MAIN.digest, b.ANA, b.PROPOSAL.id, VerdictKind.REJECTED))
    b.do(store, Review(b.MAIN.digest, b.ANA, second, ReviewStatus.DONE))
    store.add_actor("ben")
    b.do(store, Review(b.MAIN.digest, BEN, first, ReviewStatus.NOTHING), actor="ben")
    b.do(store, Review(b.MAIN.digest, BEN, second, ReviewStatus.SKIPPED), actor="ben")
    return store


def made(store: Store) -> dict[str, Bundle]:
    with store.look(PEOPLE) as found:
        registry = Registry(found.speakers, found.schemes)
        return {one.digest: one for one in bundles(found.articles, registry)}


@pytest.fixture
def main(sqlite_url: str) -> Bundle:
    with judged(sqlite_url) as store:
        return made(store)[b.MAIN.digest]


def test_both_databases_make_the_same_bytes(sqlite_url: str, postgres_url: str) -> None:
    with judged(sqlite_url) as one, judged(postgres_url) as other:
        first, second = ([orjson.dumps(tuple(x)) for x in made(store).values()] for store in (one, other))
        assert first == second
        assert len(first) == 2


def test_its_records_are_those_of_an_export(sqlite_url: str) -> None:
    with judged(sqlite_url) as store:
        bundle = made(store)[b.MAIN.digest]
        with store.look(PEOPLE) as found:
            registry = Registry(found.speakers, found.schemes)
            rows = [row for one in found.quoted for row in records(one, registry)]
    assert bundle.records == [row for row in rows if row["article"]["digest"] == b.MAIN.digest]
    assert bundle.records


def test_the_source_that_leads_comes_first(main: Bundle) -> None:
    assert [source["path"] for source in main.sources] == ["main.md", "copy.txt"]
    assert main.sources[0] == {
        "title": "The wall", "outlet": "Courier", "date": "2024-05-01", "date_text": None, "author": "Ed",
        "url": None, "story": "wall", "path": "main.md",
    }  # fmt: skip


def test_the_sentences_cover_the_text(main: Bundle) -> None:
    edges = [0, *(end for _, end, _ in main.sentences)]
    assert [start for start, _, _ in main.sentences] == edges[:-1]
    assert (edges[-1], {body for _, _, body in main.sentences}) == (len(main.text), {1})


def test_who_looked_at_what_and_who_saw_proposals(main: Bundle) -> None:
    answers: list[tuple[Any, ...]] = [
        (x["layer"]["name"], x["reviewed"], x["assisted"]) for x in main.answers
    ]
    assert answers == [("ana", [1], True), ("ben", [0], False)]


def test_a_rejected_proposal_is_there_with_those_who_rejected_it(main: Bundle) -> None:
    ((by, quote),) = ((x["by"], x["quote"]) for x in main.rejected)
    assert by == [{"kind": "human", "name": "ana", "version": ""}]
    assert (quote["id"], quote["layer"]["kind"]) == (b.PROPOSAL.id, "model")
    assert [span["text"] for span in quote["content"]] == ["I will pay for it"]


def test_of_two_runs_without_a_name_the_order_is_that_of_their_paths(sqlite_url: str) -> None:
    found: list[list[Record]] = []
    for n, paths in enumerate((("z.txt", "a.txt", "m.txt"), ("z.txt", "m.txt", "a.txt"))):
        with Store(f"{sqlite_url}{n}") as store:
            b.add(store, b.article(b.OTHER, *map(Source, paths)))
            store.add_actor("ana")
            span = store.sentences(b.SECOND.digest)[0].span
            b.do(store, Review(b.SECOND.digest, b.ANA, span, ReviewStatus.NOTHING))
            found.append(made(store)[b.SECOND.digest].sources)
    assert [x["path"] for x in found[0]] == [x["path"] for x in found[1]] == ["z.txt", "a.txt", "m.txt"]
