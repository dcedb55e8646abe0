"""The screens as readable text: tests/screens/NAME-COLUMNSxROWS.txt.

After a change that is meant: ANNOTATOR_SCREENS=write scripts/test tests/tui/test_screens.py; read the diff.
"""

import difflib
import os
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from itertools import chain
from pathlib import Path

import pytest
from rich.cells import cell_len
from rich.style import Style
from textual.strip import Strip

from annotator.store import Store
from annotator.suggest.rules import Rules
from annotator.suggest.suggester import Given, layer_of
from annotator.work.worklist import Worklist
from tests import gold
from tests.tui.played import LARGE, SMALL, Played, played, take_in
from tests.typist import Typist
from tests.work.desks import at_work, filled, scheme

WRITE = os.environ.get("ANNOTATOR_SCREENS") == "write"  # read now: no test sees the variable
GOLDENS = Path(__file__).parent.parent / "screens"
FERRY = "corpus/01-ferry-courier.md"


@dataclass(frozen=True)
class Scene:
    """What is shown; whether quotes are there and sentences finished; where one is; the keys from there."""

    says: str
    worked: bool = True
    at: int = 4
    keys: tuple[str, ...] = ()
    proposed: bool = False


NAME = "the spokesman of the ministry of roads, bridges and harbours of the Republic of Velmora"
SCENES = {
    "first": Scene("the program was opened on an article that nobody worked on", False, 3),
    "quotes": Scene("some quotes, one of them broken and one nested"),
    "marking": Scene("a broken quote: one piece is kept, the other grows", False, 4, tuple("mq+qhh")),
    "speaker": Scene("who spoke is asked; a part of a name was typed", keys=tuple("wha")),
    "kind": Scene("a new speaker was named", False, 4, ("q", "w", *"Joren Hael", "enter")),
    "target": Scene("towards what a stance is", keys=("t",)),
    "stance": Scene("which stance it is towards the target", keys=("t", "o")),
    "topic": Scene("the topics of the first level", keys=("o",)),
    "flag": Scene("a comment is being typed", keys=("f", *"towards: the crew")),
    "keys": Scene("all keys on one page", False, 3, ("?",)),
    "error": Scene("what was asked for makes no sense here", keys=("n",)),
    "long": Scene("what is longer than its line is laid over", keys=("w", *NAME, "enter", "r")),
    "proposed": Scene("the rules have read the article", False, 4, proposed=True),
    "judged": Scene(
        "one was accepted, one rejected, one more is open", False, 4, ("4", "o", "space", "d"), True
    ),
    "hints": Scene("letters stand on the verbs", False, 4, ("v",)),
    "found": Scene("words are looked for", False, 3, ("/", *"boat")),
    "guideline": Scene("the guideline on what has the focus", keys=("g",)),
    "whole": Scene("the article alone", keys=("V",)),
    "facts": Scene("the article's facts, and what else the speaker says", keys=("I",)),
    "finished": Scene("nothing is left to do in the article", at=22, keys=("space",)),
}


def worked(work: Worklist) -> None:
    """Mark and label some quotes, finish some sentences."""
    typist, every = Typist(work), gold.said(FERRY)
    quotes = map(typist.quote, (*every[:4], *every[12:14]))
    for _key in chain(typist.article_topics(gold.article_topics(FERRY)), *quotes):
        pass  # nobody presses it: the typist's own worklist is the one that is shown
    for n in range(3, 8):
        work.go(n)
        work.finish()


def propose(store: Store, digest: str) -> None:
    """What `annotator ingest` proposes."""
    article = store.article(digest)
    sentences = tuple(sentence.span for sentence in store.sentences(digest))
    rules = Rules(scheme())
    found = rules.suggest(Given(article, sentences, tuple(store.regions(article.digest))))
    store.fill(rules.name, layer_of(rules), article.digest, found.quotes, found.speakers)


@asynccontextmanager
async def ferry(scene: Scene, size: tuple[int, int]) -> AsyncIterator[Played]:
    """A program that was opened where the scene is, after its keys."""
    with filled(texts=[]) as store:
        (digest,) = take_in(store, gold.file(FERRY))
        if scene.proposed:
            propose(store, digest)
        work = at_work(store)
        if scene.worked:
            worked(work)
        while scene is SCENES["finished"] and work.desk.reviewed < work.desk.body - 1:
            work.finish()
        work.go(scene.at)
        work.leave()
        async with played(at_work(store), size) as play:
            await play.press(*scene.keys)
            yield play


@pytest.mark.parametrize("size", [SMALL, LARGE], ids=["80x24", "200x60"])
@pytest.mark.parametrize("name", SCENES)
async def test_the_screen_is_the_one_that_was_read(name: str, size: tuple[int, int]) -> None:
    file = GOLDENS / f"{name}-{size[0]}x{size[1]}.txt"
    async with ferry(SCENES[name], size) as play:
        text = await play.text() + "\n"
        assert all(strip.cell_length == size[0] for strip in await play.strips())
    if WRITE:
        GOLDENS.mkdir(exist_ok=True)
        file.write_text(text, "utf-8")
    meant = file.read_text("utf-8") if file.exists() else ""
    diff = difflib.unified_diff(meant.splitlines(True), text.splitlines(True), file.name, "now")
    assert text == meant, f"{SCENES[name].says}\n" + "".join(diff)


def test_no_golden_is_left_over() -> None:
    meant = {f"{name}-{columns}x{rows}.txt" for name in SCENES for columns, rows in (SMALL, LARGE)}
    assert {file.name for file in GOLDENS.iterdir()} == meant


async def test_the_sentence_in_view_is_bright_and_its_neighbours_are_dim() -> None:
    async with ferry(Scene("two sentences", False, 6), SMALL) as play:
        now, other = colours(await play.strips())
        await play.press("j")
        assert colours(await play.strips()) == (other, now)
        assert now != other


async def test_quotes_have_colours_and_the_chosen_one_stands_out() -> None:
    async with ferry(SCENES["quotes"], LARGE) as play:
        strips = await play.strips()
        words = ("They left us nowhere", "told reporters", "Joren Hael told")
        said, told, source = (styles(strips, some) for some in words)
        assert said[0].underline
        assert said[0].bold  # it is chosen
        assert len({style.color for style in (said[0], told[0], source[0])}) == 1
        other = styles(strips, "that the boat had")
        assert other[0].underline
        assert not other[0].bold
        assert other[0].color != said[0].color


async def test_what_is_being_marked_is_reversed_and_the_cursor_underlined() -> None:
    async with ferry(SCENES["marking"], LARGE) as play:
        strips = await play.strips()
        piece, end = styles(strips, "They left us"), styles(strips, "could see.”")
        assert piece[0].reverse
        assert not piece[0].underline
        assert end[0].reverse


def styles(strips: list[Strip], words: str) -> list[Style]:
    """The styles of the segments in which `words` begins and that follow in its line."""
    for strip in strips:
        if words in strip.text:
            at = cell_len(strip.text[: strip.text.index(words)])
            return [s.style for s in strip.crop(at, at + cell_len(words)) if s.style is not None]
    raise AssertionError(f"{words!r} is not on the screen")


def colours(strips: list[Strip]) -> tuple[object, object]:
    """Those of two sentences that follow each other."""
    one, two = (styles(strips, words)[0].color for words in ("Eleven passengers", "One of them"))
    return one, two
