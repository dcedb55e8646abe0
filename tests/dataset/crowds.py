"""A team of three that labelled a dozen articles at random, the same every time; most of it is settled."""

import random
from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import count

from annotator.model import (
    ADJUDICATED,
    Article,
    Change,
    Label,
    Layer,
    LayerKind,
    Note,
    Quote,
    Region,
    RegionKind,
    Review,
    ReviewStatus,
    Source,
    Span,
    Speaker,
    Voice,
)
from annotator.store import Store
from annotator.store.acting import Act
from annotator.text.sentences import SEGMENTER, sentences
from tests.dataset.building import article, uid
from tests.dataset.team import scheme

PEOPLE = tuple(Layer(LayerKind.HUMAN, name) for name in ("zoe", "ana", "ben"))
MAJORITY = Layer(LayerKind.GOLD, "majority")
SPEAKERS = tuple(Speaker(uid(900 + n), name) for n, name in enumerate(("Ida Brenn", "Olle Varr", "I. Brenn")))
MERGED = replace(SPEAKERS[2], merged_into=SPEAKERS[0].id)
ARTICLES = 12

# What a careless reader breaks: CRLF, emoji, combining marks, U+2028, right to left, astral.
_WORDS = (
    "wall",
    "toll 🎉",
    "cafe\u0301",
    "\u05e9\u05dc\u05d5\u05dd",
    "line\u2028break",
    "𝒳 ray",
    "ferry",
    "strait",
)
_ENDS = (" ", "\r\n", "\n\n", " ")


def articles() -> list[Article]:
    """Texts of eight sentences, of invented people."""
    draw = random.Random(1)
    found = []
    for n in range(ARTICLES):
        text = f"Report number {n}\n\n"
        for k in range(8):
            said = " ".join(draw.choices(_WORDS, k=5))
            text += f"“The {said} will hold {n} {k},” said Brenn, and Varr doubted that it rains."
            text += draw.choice(_ENDS)
        found.append(
            article(
                text,
                Source(f"{n:02}.md", f"Report {n}", "Courier", f"2026-02-{n + 1:02}", story=f"s{n // 2}"),
            )
        )
    return found


def quotes(one: Article, layer: Layer, seed: int) -> Iterator[Quote]:
    """What somebody marks in a text: about what all mark, at times more, less, or something else."""
    draw = random.Random(f"{one.digest} {layer} {seed}")
    numbers = count(int(one.digest[:6], 16) * 1000 + 100 * ([*PEOPLE, ADJUDICATED, MAJORITY].index(layer)))
    for n, sentence in enumerate(sentences(one.text)):
        words = sentence.of(one.text).rstrip()
        if n == 0 or len(words) < 30 or draw.random() < 0.2:
            continue
        end = sentence.start + words.index("”") + 1 if "”" in words else sentence.start + 20
        start = sentence.start + draw.choice((0, 0, 0, 1, 9))
        labels = [
            Label("stance", draw.choice(("-1", "-1", "1", "mixed")), draw.choice(("strike", "barrier")))
        ]
        if draw.random() < 0.6:
            labels.append(Label("topic", draw.choice(("10.1", "10.2", "1"))))
        speaker = draw.choice((*SPEAKERS, SPEAKERS[0], None))
        yield Quote(
            uid(next(numbers)), one.digest, layer, (Span(start, end),),
            speakers=(Voice(speaker.id if speaker else None),), labels=tuple(labels),
        )  # fmt: skip
        if draw.random() < 0.3:
            yield Quote(uid(next(numbers)), one.digest, layer, (Span(start + 2, end - 3),))


def crowded(url: str, order: int = 0, gold: Sequence[Layer] = (ADJUDICATED, MAJORITY)) -> Store:
    """A new database. `order`: another order in which the same is done; no time of the clock is in it."""
    mix = random.Random(order)
    used = scheme()
    store = Store(url, now=lambda: "2026-05-04T08:00:00.000Z")
    store.use_scheme(used.name, used.version, used.digest, used.text)
    texts, people = articles(), list(PEOPLE)
    if order:
        mix.shuffle(texts)
        mix.shuffle(people)
    for one in texts:
        title = Region(one.digest, Span(0, one.text.index("\n")), RegionKind.HEADLINE)
        store.add_article(one, sentences(one.text), (title,), SEGMENTER)
    for layer in people:
        store.add_actor(layer.name)
    store.act(people[0].name, Act("added", tuple(Change(None, x) for x in SPEAKERS)))
    for layer in people:
        for one in texts:
            _label(store, one, layer)
    for layer in gold:
        for one in texts:
            if int(one.digest, 16) % 4 or layer != ADJUDICATED:
                made = tuple(Change(None, x) for x in quotes(one, layer, 0))
                store.act("ana", Act("settled", made, one.digest))
    store.act("ana", Act("merged", (Change(SPEAKERS[2], MERGED),)))
    return store


def _label(store: Store, one: Article, layer: Layer) -> None:
    draw = random.Random(f"{one.digest} {layer} reviewed")
    if draw.random() < 0.2:
        return
    mine = list(quotes(one, layer, 0))
    made = [Change(None, x) for x in mine]
    seen = [x for x in sentences(one.text)[1:] if draw.random() < 0.9]
    for sentence in seen:
        marked = any(x.content[0].overlaps(sentence) for x in mine)
        status = ReviewStatus.DONE if marked else ReviewStatus.NOTHING
        made.append(Change(None, Review(one.digest, layer, sentence, status)))
    if mine:
        first = mine[0]
        note = Note(
            uid(int(first.id[-12:], 16) + 77), one.digest, layer, first.content[0], "ask ben", first.id
        )
        made.append(Change(None, note))
    store.act(layer.name, Act("labelled", tuple(made), one.digest))
