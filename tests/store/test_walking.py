"""What each filter leaves, and the walk through it, in each kind of database."""

from collections.abc import Iterator
from dataclasses import replace
from typing import Any

import pytest

from annotator.model import (
    ArticleLabels,
    Change,
    Entity,
    Label,
    Layer,
    LayerKind,
    Note,
    Quote,
    Region,
    RegionKind,
    Review,
    ReviewStatus,
    Span,
    Speaker,
    Verdict,
    VerdictKind,
    Voice,
)
from annotator.store import Store
from annotator.store.acting import Act
from annotator.store.filtering import Filter, Kind, Need
from annotator.store.walking import Count, Place
from tests.store.world import ANA, BEN, article, cut, uid

SIZE = 13
TEXTS = tuple(f"{n} said this. " * 6 for n in range(4))
ARTICLES = [article(text) for text in TEXTS]
CUT = [cut(text, SIZE) for text in TEXTS]  # six sentences each
RULES = Layer(LayerKind.MODEL, "rules", "1")
IDA, OLD = Speaker(uid(900), "Ida"), Speaker(uid(901), "I. Brenn")


@pytest.fixture
def corpus(db_url: str) -> Iterator[Store]:
    """Four articles of six sentences each, two people, a speaker and an older entry of hers."""
    with Store(db_url) as store:
        for one, spans in zip(ARTICLES, CUT, strict=True):
            store.add_article(one, spans, [], "cut 1")
        for name in ("ana", "ben"):
            store.add_actor(name)
        say(store, IDA, OLD)
        yield store


def say(store: Store, *entities: Entity, actor: str = "ana") -> None:
    change(store, *((None, entity) for entity in entities), actor=actor)


def change(store: Store, *pairs: tuple[Entity | None, Entity | None], actor: str = "ana") -> None:
    store.act(actor, Act("do it", tuple(Change(*pair) for pair in pairs), ARTICLES[0].digest))


def review(a: int, n: int, status: str = "done", layer: Layer = ANA) -> Review:
    return Review(ARTICLES[a].digest, layer, CUT[a][n], ReviewStatus(status))


def quote(key: int, a: int, n: int, layer: Layer = ANA, **more: Any) -> Quote:
    """A quote of the beginning of sentence `n`."""
    start = CUT[a][n].start
    one = Quote(uid(key), ARTICLES[a].digest, layer, (Span(start, start + 6),))
    return replace(one, **more)


def where(place: Place | None) -> tuple[int, int] | None:
    """(article, sentence)."""
    if place is None:
        return None
    a = next(n for n, one in enumerate(ARTICLES) if one.digest == place.spot.article)
    assert place.text == CUT[a][place.spot.sentence].of(TEXTS[a])
    return a, place.spot.sentence


def walked(store: Store, found: Filter, layer: Layer = ANA) -> list[tuple[int, int]]:
    """All places in order, as one who stands before the first comes through them; and as they are listed."""
    place = store.next_place(found, layer, ARTICLES[0].digest, -1)
    seen: list[Place] = []
    while place is not None and place not in seen:
        seen.append(place)
        place = store.next_place(found, layer, place.spot.article, place.spot.offset, place.tie)
    assert place == (seen[0] if seen else None), "round the end one comes to the first again"
    assert store.places(found, layer, ARTICLES[0].digest, -1) == seen
    for n in range(1, len(seen)):
        before = seen[n - 1]
        ahead = store.places(found, layer, before.spot.article, before.spot.offset, before.tie, limit=2)
        assert ahead == seen[n : n + 2]
    count = store.count_places(found, layer)
    assert count == Count(len(seen), len({place.spot.article for place in seen}))
    return [where(place) or (-1, -1) for place in seen]


def test_sentences_to_do(corpus: Store) -> None:
    say(corpus, *(review(1, n) for n in range(6)))
    say(corpus, *(review(0, n, status) for n, status in ((0, "done"), (2, "nothing"), (5, "skipped"))))
    marked = Region(ARTICLES[3].digest, Span(0, SIZE + 1), RegionKind.BOILERPLATE)
    say(corpus, marked)
    left = [(0, 1), (0, 3), (0, 4), *((2, n) for n in range(6)), *((3, n) for n in range(2, 6))]
    assert walked(corpus, Filter(Kind.TO_DO)) == left
    every = [(a, n) for a in range(4) for n in range(6) if (a, n) not in ((3, 0), (3, 1))]
    assert walked(corpus, Filter(Kind.TO_DO), BEN) == every


def test_skipped_sentences_of_the_body(corpus: Store) -> None:
    say(corpus, review(0, 1), review(0, 2, "skipped"), review(2, 0, "skipped"), review(2, 4, "skipped"))
    say(corpus, Region(ARTICLES[2].digest, Span(0, 2), RegionKind.HEADLINE))
    say(corpus, review(3, 3, "skipped", BEN), actor="ben")
    assert walked(corpus, Filter(Kind.SKIPPED)) == [(0, 2), (2, 4)]
    assert walked(corpus, Filter(Kind.SKIPPED), BEN) == [(3, 3)]
    corpus.undo("ana")
    assert walked(corpus, Filter(Kind.SKIPPED)) == [(0, 2), (2, 0), (2, 4)]


def test_flags(corpus: Store) -> None:
    spans = [CUT[1][2], CUT[1][2], Span(3, 5)]
    notes = [Note(uid(n), ARTICLES[a].digest, ANA, spans[n], "?") for n, a in enumerate((1, 1, 3))]
    say(corpus, *notes)
    assert walked(corpus, Filter(Kind.FLAGGED)) == [(1, 2), (1, 2), (3, 0)]
    change(corpus, (notes[0], None))
    assert walked(corpus, Filter(Kind.FLAGGED)) == [(1, 2), (3, 0)]


TOPIC = Need("topic", said=False, inherited=True)


@pytest.mark.parametrize(
    ("needs", "found"),
    [
        (((Need("speaker", said=False),),), [1, 2, 4]),
        (((Need("stance", said=False),),), [0, 2, 3, 4]),
        (((TOPIC,),), [1, 2]),
        (((Need("speaker", said=False),), (Need("stance", said=False),)), [0, 1, 2, 3, 4]),
        (((Need("why", said=False), Need("stance", ("1", "mixed"))),), [1]),
        (((Need("why", said=False), Need("topic", ("7",), inherited=True)),), [3, 4]),
        (((Need("why", said=False), Need("topic", ("5",), inherited=True)),), [0]),
        (((Need("why", said=False), Need("stance", said=False), Need("speaker")),), [0, 3]),
        (((Need("why", said=False), Need("type", ("direct",), typed=True)),), [0, 1, 2, 4]),
        ((), []),
    ],
)
def test_quotes_that_lack_something(
    corpus: Store, needs: tuple[tuple[Need, ...], ...], found: list[int]
) -> None:
    speaker, stance, topic = (Voice(IDA.id),), Label("stance", "1", "wall"), Label("topic", "5")
    quotes = [
        quote(0, 0, 0, speakers=speaker, labels=(topic, Label("type", "direct"))),
        quote(1, 0, 3, labels=(stance,)),
        quote(2, 1, 0),
        quote(3, 2, 0, speakers=speaker, labels=(Label("type", "mixed"),)),
        quote(4, 2, 5),
    ]
    say(corpus, *quotes, ArticleLabels(ARTICLES[2].digest, ANA, (Label("topic", "7"),)))
    say(corpus, quote(5, 3, 3, BEN), actor="ben")
    one = Filter(Kind.UNFINISHED, needs=needs)
    places = corpus.places(one, ANA, ARTICLES[0].digest, -1)
    assert [place.quote for place in places] == [uid(n) for n in found]
    assert len(walked(corpus, one)) == len(found)


def test_quotes_of_a_speaker_and_open_proposals(corpus: Store) -> None:
    of_ida: dict[str, Any] = {"speakers": (Voice(IDA.id),)}
    of_old: dict[str, Any] = {"speakers": (Voice(None), Voice(OLD.id))}
    corpus.fill("rules", RULES, ARTICLES[3].digest, [quote(n, 3, n, RULES, **of_ida) for n in range(4)])
    say(corpus, quote(10, 0, 1, **of_ida), quote(11, 1, 1, **of_old), quote(12, 1, 2), quote(13, 3, 0))
    say(corpus, quote(14, 3, 2, derived_from=uid(2)))
    say(corpus, Verdict(ARTICLES[3].digest, ANA, uid(3), VerdictKind.REJECTED))
    say(corpus, quote(20, 2, 2, BEN, **of_ida), actor="ben")
    one = Filter(Kind.SPEAKER, (IDA.id,))
    assert walked(corpus, one) == [(0, 1), (3, 0), (3, 1)]
    change(corpus, (OLD, replace(OLD, merged_into=IDA.id)))
    assert walked(corpus, one) == [(0, 1), (1, 1), (3, 0), (3, 1)]
    assert walked(corpus, one, BEN) == [(2, 2), *((3, n) for n in range(4))]


def test_quotes_about_a_topic(corpus: Store) -> None:
    def about(code: str) -> dict[str, Any]:
        return {"labels": (Label("topic", code), Label("stance", "5"))}

    say(corpus, quote(1, 0, 0, **about("5")), quote(2, 0, 1, **about("5.1")), quote(3, 1, 0), quote(4, 2, 4))
    say(corpus, quote(5, 2, 5, **about("6")), ArticleLabels(ARTICLES[2].digest, ANA, (Label("topic", "5"),)))
    assert walked(corpus, Filter(Kind.TOPIC, ("5", "5.1"))) == [(0, 0), (0, 1), (2, 4)]
    assert walked(corpus, Filter(Kind.TOPIC, ("5.1",))) == [(0, 1)]


def test_the_order_that_the_lead_gave(corpus: Store) -> None:
    assert not corpus.has_queue()
    assert walked(corpus, Filter(Kind.LEAD)) == []
    corpus.set_queue([ARTICLES[n].digest for n in (3, 1, 3, 0)])
    assert corpus.has_queue()
    say(corpus, *(review(1, n) for n in range(6)), *(review(0, n) for n in range(3)))
    one, digests = Filter(Kind.LEAD), [x.digest for x in ARTICLES]
    order = [(3, n) for n in range(6)] + [(0, n) for n in (3, 4, 5)]
    first = corpus.next_place(one, ANA, digests[2], 0)
    assert where(first) == (3, 0), "an article that is no part of it comes before all"
    assert [where(x) for x in corpus.places(one, ANA, digests[2], 0)] == order
    assert where(corpus.next_place(one, ANA, digests[3], 0, article=True)) == (0, 3)
    assert corpus.next_place(one, ANA, digests[0], 0, article=True) is None
    assert where(corpus.previous_place(one, ANA, digests[0])) == (3, 0)
    assert corpus.count_places(one, ANA) == Count(9, 2)
    corpus.set_queue([])
    assert not corpus.has_queue()


def test_from_article_to_article(corpus: Store) -> None:
    say(corpus, *(review(a, n, "skipped") for a, n in ((0, 1), (0, 4), (2, 3), (2, 5))))
    one, digests = Filter(Kind.SKIPPED), [x.digest for x in ARTICLES]
    ahead = [where(corpus.next_place(one, ANA, digest, 99, article=True)) for digest in digests]
    assert ahead == [(2, 3), (2, 3), None, None]
    back = [where(corpus.previous_place(one, ANA, digest)) for digest in digests]
    assert back == [None, (0, 1), (0, 1), (2, 3)]


def test_what_is_too_much_is_not_counted(corpus: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("annotator.store.walking.MOST", 3)
    say(corpus, *(quote(n, n // 3, n % 3) for n in range(5)))
    one = Filter(Kind.UNFINISHED, needs=((Need("speaker", said=False),),))
    count = corpus.count_places(one, ANA)
    assert (count.places, count.more) == (3, True)


def test_a_layer_that_never_said_anything_has_all_to_do(corpus: Store) -> None:
    nobody = Layer(LayerKind.HUMAN, "cy")
    assert corpus.count_places(Filter(Kind.TO_DO), nobody) == Count(24, 4)
    assert corpus.next_place(Filter(Kind.SKIPPED), nobody, ARTICLES[0].digest, 0) is None
