"""Bundles to documents to a file: whole or not at all, and what was lost is told by id."""

from collections.abc import Iterable, Iterator
from pathlib import Path

import pytest

from annotator.dataset.bundle import Bundle, bundles
from annotator.dataset.exchange.documents import documents
from annotator.dataset.exchange.handing_on import hand_on
from annotator.dataset.record import Registry
from annotator.errors import AnnotatorError, UsageError
from annotator.formats.document import Document
from annotator.formats.holding import Holds, reduced
from annotator.formats.registry import Format
from annotator.model import Label, Layer, Origin, Speaker
from tests.dataset import building as b

HOLDS = Holds(speakers=frozenset(("name",)), broken=False)


def held(document: Document) -> Document:
    return reduced(document, HOLDS)


def write(some: Iterable[Document], to: Path) -> None:
    to.write_text("\n".join(repr(one) for one in some))


def write_folder(some: Iterable[Document], to: Path) -> None:
    to.mkdir()
    for n, one in enumerate(some):
        (to / f"{n}.txt").write_text(one.text)


ONE_FILE = Format("test", ".txt", False, held, write, lambda _paths, _reading: iter(()))
FOLDER = Format("test", "", True, held, write_folder, lambda _paths, _reading: iter(()))


@pytest.fixture
def found(sqlite_url: str) -> Iterator[list[Bundle]]:
    with b.filled(sqlite_url) as store, store.look([b.ANA, b.GOLD]) as look:
        yield list(bundles(look.articles, Registry(look.speakers, look.schemes)))


def test_a_document_says_what_the_database_says(found: list[Bundle]) -> None:
    by_text = {one.text: one for one in documents(found, [b.ANA, b.GOLD])}
    one = by_text[b.TEXT]
    (answer,) = one.answers
    assert answer.layer == b.ANA
    assert (one.source.path, one.source.title, one.source.outlet) == ("main.md", "The wall", "Courier")
    quotes = {quote.id: quote for quote in answer.quotes}
    assert quotes.keys() == {b.BROKEN.id, b.NESTED.id, b.DOUBT.id, b.DENIED.id}
    assert quotes[b.BROKEN.id].content == b.BROKEN.content
    assert [x.name for x in quotes[b.BROKEN.id].speakers] == ["Ida Brenn"]
    assert quotes[b.NESTED.id].labels == (
        Label("stance", "none"),
        Label("topic", "1401", origin=Origin.ACCEPTED),
    )
    assert quotes[b.DOUBT.id].notes == (b.NOTE.text,)
    assert (quotes[b.NESTED.id].parent, quotes[b.DENIED.id].about) == (b.BROKEN.id, b.DOUBT.id)
    assert "".join(span.of(one.text) for span in one.sentences) == one.text


def test_only_the_layers_that_are_asked_for_in_their_order(found: list[Bundle]) -> None:
    assert [one.text for one in documents(found, [b.GOLD])] == [b.OTHER]
    assert list(documents(found, [Layer(b.MODEL.kind, "none", "1")])) == []


def test_two_articles_of_one_path_have_two_names(found: list[Bundle]) -> None:
    same = [one._replace(sources=[found[0].sources[0] | {"path": "x.txt"}]) for one in found]
    names = [one.name for one in documents(same, [b.ANA, b.GOLD])]
    assert names == ["x.txt", f"x-{found[1].digest[:12]}.txt"]


@pytest.fixture
def here(tmp_path: Path) -> Path:
    """A folder without the database."""
    folder = tmp_path / "here"
    folder.mkdir()
    return folder


def test_what_was_lost_is_told_by_quote(found: list[Bundle], here: Path) -> None:
    losses = hand_on(ONE_FILE, documents(found, [b.ANA, b.GOLD]), here / "out.txt")
    assert losses.ids["content"] == [b.BROKEN.id]  # its second piece
    assert losses.ids["parent"] == [b.NESTED.id]
    assert losses.ids["speakers: id"] == [b.BROKEN.id, b.NESTED.id]
    assert "speakers: name" not in losses.ids
    assert sorted(losses.ids["labels"]) == sorted(q.id for q in (b.BROKEN, b.NESTED, b.DOUBT, b.DENIED))
    assert "cue" not in losses.ids
    assert losses.ids["who says it"] == [one.name for one in documents(found, [b.ANA, b.GOLD])]
    assert losses.counts()["content"] == 1
    assert Speaker.__name__ not in (here / "out.txt").read_text()


def test_a_folder_is_written_whole_and_only_where_nothing_is(found: list[Bundle], here: Path) -> None:
    to = here / "out"
    to.mkdir()
    hand_on(FOLDER, documents(found, [b.ANA, b.GOLD]), to)
    assert sorted(x.name for x in to.iterdir()) == ["0.txt", "1.txt"]
    with pytest.raises(UsageError, match="not empty"):
        hand_on(FOLDER, documents(found, [b.ANA]), to)
    with pytest.raises(UsageError, match="is a folder"):
        hand_on(ONE_FILE, documents(found, [b.ANA]), to)
    with pytest.raises(UsageError, match="make it first"):
        hand_on(ONE_FILE, documents(found, [b.ANA]), here / "none" / "out.txt")
    assert sorted(x.name for x in here.iterdir()) == ["out"]


@pytest.mark.parametrize("format", [ONE_FILE, FOLDER])
@pytest.mark.parametrize("problem", [KeyboardInterrupt(), OSError(28, "No space left on device")])
def test_what_breaks_off_leaves_what_was_there(
    found: list[Bundle], here: Path, format: Format, problem: BaseException
) -> None:
    def breaking() -> Iterator[Document]:
        yield next(documents(found, [b.ANA, b.GOLD]))
        raise problem

    to = here / "out.txt"
    if not format.folder:
        to.write_text("old")
    with pytest.raises(KeyboardInterrupt if isinstance(problem, KeyboardInterrupt) else AnnotatorError):
        hand_on(format, breaking(), to)
    assert [x.read_text() for x in here.iterdir()] == ([] if format.folder else ["old"])
