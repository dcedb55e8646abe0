"""A team's judgements for measuring: so many quotes, three people who agree mostly, all from one seed."""

import numpy as np

from annotator.agreement.arrays import Flags, Ints
from annotator.agreement.coefficients.coding import Codes
from annotator.agreement.judged import AS_WRITTEN, REGISTRY, TYPE, Column, Judged, Pairs
from annotator.agreement.pieces import Pieces
from annotator.agreement.stances import sets

PEOPLE, SPEAKERS, TOPICS, TARGETS = 3, 2000, 100, 11
TO_ARTICLE, TO_SENTENCE, LONG = (
    10,
    2,
    120,
)  # quotes of an article, quotes for each sentence, code points of one
STANCES = ("-2", "-1", "0", "1", "2", "mixed", "unclear", "none")


def team(quotes: int) -> Judged:
    """`quotes` true quotes, of which each person marks nine in ten, one in four with other borders."""
    rng = np.random.default_rng(0)
    sentence_start = np.arange(quotes * TO_SENTENCE) * LONG
    articles = quotes // TO_ARTICLE
    line = np.arange(articles + 1) * (TO_ARTICLE * TO_SENTENCE * LONG)
    at = np.arange(quotes) * (TO_SENTENCE * LONG) + rng.integers(0, 20, quotes)
    till = at + rng.integers(20, 100, quotes)
    marked = rng.random((quotes, PEOPLE)) < 0.9
    true, rater = np.nonzero(marked)
    moved = rng.random(len(true)) < 0.25
    start = at[true] + moved * rng.integers(0, 12, len(true))
    end = np.maximum(start + 2, till[true] - moved * rng.integers(0, 12, len(true)))
    count = len(true)
    owner = np.arange(count)
    content = Pieces(owner, start, end, count)
    cue = Pieces(owner, end + 1, end + 5, count)
    source = Pieces(owner, end + 6, end + 12 + rng.integers(0, 3, count), count)
    speaker = _said(rng, _zipf(rng, SPEAKERS, quotes), SPEAKERS, true, 0.85)
    names = tuple(f"speaker {n}" for n in range(SPEAKERS))
    flag = _said(rng, (rng.random(quotes) < 0.1).astype(np.int32), 2, true, 0.9)
    topic = _topics(rng, true, rater, quotes)
    columns = {
        TYPE: Column(_said(rng, rng.integers(0, 3, quotes), 3, true, 0.97), ("direct", "mixed", "indirect")),
        AS_WRITTEN: Column(np.where(rng.random(count) < 0.9, speaker, speaker // 2).astype(np.int32), names),
        REGISTRY: Column(speaker, names),
        "denies": Column(flag, (False, True)),
        "topic": topic,
    }
    weeks = np.repeat(np.arange(articles) * 70 / max(1, articles) + 20_000, PEOPLE).reshape(-1, PEOPLE)
    return Judged(
        tuple(f"person {n}" for n in range(PEOPLE)),
        tuple(f"{n:064x}" for n in range(articles)),
        line,
        sentence_start,
        sentence_start + LONG,
        np.ones((len(sentence_start), PEOPLE), bool),
        rater,
        content,
        cue,
        source,
        columns,
        {"stance": _stances(rng, true, count, quotes)},
        (rng.random(count) < 0.4).astype(np.int32),
        rng.gamma(2, 6, count),
        weeks,
        (weeks > 20_035).astype(np.int64),
        ("news 1", "news 2"),
    )


def _zipf(rng: np.random.Generator, size: int, count: int) -> Codes:
    share = 1 / np.arange(1, size + 1)
    return rng.choice(size, count, p=share / share.sum()).astype(np.int32)


def _said(rng: np.random.Generator, truth: Ints | Codes, size: int, true: Ints, right: float) -> Codes:
    """What is said of each quote: the truth, or now and then anything."""
    wrong = rng.integers(0, size, len(true))
    return np.where(rng.random(len(true)) < right, truth[true], wrong).astype(np.int32)


def _topics(rng: np.random.Generator, true: Ints, rater: Ints, quotes: int) -> Column:
    """The topics that a person gave the article, one to three; one quote in five has one of its own."""
    articles, count = quotes // TO_ARTICLE + 1, len(true)
    many = rng.choice([1, 2, 3], articles, p=[0.6, 0.3, 0.1])
    of_article = np.stack([_zipf(rng, TOPICS, articles) for _ in range(3)], 1)
    other = rng.random((PEOPLE, articles, 3)) < 0.15
    given = np.where(other, rng.integers(0, TOPICS, other.shape), of_article)
    article = true // TO_ARTICLE
    topics = given[rater, article]
    kept: Flags = np.arange(3)[None, :] < many[article][:, None]
    own = rng.random(count) < 0.2
    topics[own, 0] = _said(rng, _zipf(rng, TOPICS, quotes), TOPICS, true[own], 0.8)
    kept[own, 1:] = False
    quote = np.repeat(np.arange(count), 3)[kept.ravel()]
    return sets(quote, topics.ravel()[kept.ravel()].astype(np.int64), _names("topic", TOPICS), count)


def _stances(rng: np.random.Generator, true: Ints, count: int, quotes: int) -> Pairs:
    label = _said(rng, rng.integers(0, len(STANCES), quotes), len(STANCES), true, 0.8)
    target = _said(rng, rng.integers(0, TARGETS, quotes), TARGETS, true, 0.9).astype(np.int64)
    target[label == STANCES.index("none")] = -1
    return Pairs(
        np.arange(count), target, label, _names("target", TARGETS), STANCES, (0, 1, 2, 3, 4), (0, 0, 1, 2, 2),
        STANCES.index("none"),
    )  # fmt: skip


def _names(what: str, count: int) -> tuple[str, ...]:
    return tuple(f"{what} {n}" for n in range(count))
