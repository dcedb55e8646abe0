"""Lines of a file, in any order, become what each model proposes for each article."""

import io
import json
import random
import tracemalloc
from typing import Any

import pytest

from annotator.errors import InputError
from annotator.model import Layer, LayerKind, Origin, Span, Speaker, SpeakerKind, Voice
from annotator.suggest.predictions import Articles, Model, Predictions, line_of, models
from annotator.suggest.suggester import Defeated, Suggestion
from tests.suggest import made

MAIN, OTHER = made.article(made.TEXT), made.article(made.OTHER)
ARTICLES = Articles(
    frozenset({MAIN.digest, OTHER.digest}),
    {"main.txt": (MAIN.digest,), "both.txt": (MAIN.digest, OTHER.digest)},
)
BUILD = made.span(made.TEXT, "“We will build it,”")
SOON = made.span(made.TEXT, "“And soon.”")
NO = made.span(made.OTHER, "“No,”")
CRF = {"name": "crf", "version": "3"}


def line(span: Span = BUILD, digest: str = MAIN.digest, **keys: Any) -> dict[str, Any]:
    content = [{"start": span.start, "end": span.end}]
    return {"article": {"digest": digest}, "layer": CRF, "content": content} | keys


class File:
    """A file of these lines, and all that was told of it."""

    def __init__(self, *rows: dict[str, Any] | bytes, **said: str) -> None:
        lines = [row if isinstance(row, bytes) else json.dumps(row).encode() for row in rows]
        self.told: dict[int, str] = {}
        self.stream = io.BytesIO(b"\n".join(lines))
        self.models: list[Model] = models(self.stream, ARTICLES, self.tell, **said)

    def tell(self, number: int, sentence: str) -> None:
        assert number not in self.told
        self.told[number] = sentence

    def suggest(self, text: str = made.TEXT, *registry: Speaker) -> Suggestion:
        (model,) = self.models
        return Predictions(self.stream, model, self.tell).suggest(made.given(text, *registry))


def test_lines_of_articles_and_models_may_stand_in_any_order() -> None:
    other = line(NO, OTHER.digest)
    file = File(line(), other, line(layer=CRF | {"version": "4"}), line(SOON))
    assert [str(m.layer) for m in file.models] == ["model crf 3", "model crf 4"]
    one = Predictions(file.stream, file.models[0], file.tell)
    assert (one.name, one.version, one.articles()) == ("crf", "3", [MAIN.digest, OTHER.digest])
    assert [q.content for q in one.suggest(made.given()).quotes] == [(BUILD,), (SOON,)]
    assert [q.content for q in one.suggest(made.given(made.OTHER)).quotes] == [(NO,)]
    assert file.told == {}


def test_a_quote_is_called_by_its_line() -> None:
    quotes = File(b"", line(), b"  ", line(SOON)).suggest().quotes
    assert [line_of(q.id) for q in quotes] == [2, 4]
    assert {q.layer for q in quotes} == {Layer(LayerKind.MODEL, "crf", "3")}
    assert {q.article for q in quotes} == {MAIN.digest}


def test_name_and_version_may_be_said_instead() -> None:
    bare = line()
    del bare["layer"]
    file = File(bare, line(), line(layer={"kind": "human", "name": "ana"}), name="mine", version="9")
    assert [str(m.layer) for m in file.models] == ["model mine 9"]
    assert File(bare, line(layer=CRF), version="4").models[0].layer.version == "4"


@pytest.mark.parametrize(
    ("row", "says"),
    [
        (b"{", "this is not JSON"),
        (b"\xff", "this is not JSON"),
        (b"{}", "article has to be an object"),
        (line(digest="e" * 64), "there is no article “eeeeeeeeeeee”; take it in"),
        (line(article={"path": "gone.txt"}), "no article came from the path “gone.txt”"),
        (line(article={"path": "both.txt"}), "2 articles came from the path “both.txt”"),
        (line(layer=None), "its layer has no name (--name)"),
        (line(layer={"name": "crf"}), "its layer has no version (--model-version)"),
        (line(layer=CRF | {"kind": "human"}), "its layer is human and not model"),
        (line(layer=CRF | {"name": " x"}), "cannot be a suggester's name"),
        (line(layer=CRF | {"version": "1\n"}), "cannot be a suggester's version"),
        (line(schema="annotator/quote/2"), "its schema is"),
    ],
)
def test_a_line_that_belongs_nowhere_is_told_by_number(row: dict[str, Any] | bytes, says: str) -> None:
    file = File(line(), row, line(SOON))
    assert list(file.told) == [2]
    assert says in file.told[2]
    assert len(file.suggest().quotes) == 2


def test_where_the_first_lines_are_all_wrong_the_others_are_not_read() -> None:
    file = File(line(), *[b"{"] * 200)  # one good one is enough
    assert len(file.told) == 200
    with pytest.raises(InputError, match="the first 100 lines can all not be used"):
        File(*[b"{"] * 200, line())


def test_a_line_that_does_not_fit_its_article_is_told_and_the_others_are_used() -> None:
    file = File(line(), line(content=[{"start": 0, "end": 999}]), line(SOON, score=7), line(NO))
    assert file.told == {}
    assert [q.content for q in file.suggest().quotes] == [(BUILD,), (NO,)]
    assert {n: words.split(" ")[0] for n, words in file.told.items()} == {2: "content", 3: "its"}


def test_an_article_of_which_no_line_is_good_is_left_alone() -> None:
    file = File(line(score=7), line(content=[{"start": 0, "end": 999}]))
    with pytest.raises(Defeated, match="no line of this article"):
        file.suggest()
    assert list(file.told) == [1, 2]


def test_a_line_without_content_says_that_there_is_no_quote() -> None:
    assert File(line(content=[])).suggest() == Suggestion()


def test_an_article_may_be_named_by_its_path_or_its_text() -> None:
    file = File(line(article={"path": "main.txt"}), line(SOON, article={"text": made.TEXT}))
    assert len(file.suggest().quotes) == 2


def test_a_byte_order_mark_and_a_missing_line_end_do_no_harm() -> None:
    file = File(b"\xef\xbb\xbf" + json.dumps(line()).encode() + b"\r", line(SOON))
    assert len(file.suggest().quotes) == 2
    assert file.told == {}


def test_references_are_followed_within_the_file() -> None:
    word = made.span(made.TEXT, "build")
    inner = line(word, id="b", parent="a", about="c")
    quotes = File(inner, line(id="a"), line(SOON, id="c", parent="nowhere")).suggest().quotes
    assert [(q.parent, q.about) for q in quotes] == [("line 2", "line 3"), (None, None), ("nowhere", None)]
    file = File(line(id="a", parent="a"), line(SOON))
    assert len(file.suggest().quotes) == 1
    assert file.told == {1: "it stands within itself, or judges itself"}


# Speakers


def spoken(*speakers: dict[str, Any], registry: tuple[Speaker, ...] = ()) -> Suggestion:
    return File(line(speakers=list(speakers))).suggest(made.TEXT, *registry)


def test_a_speaker_is_found_by_id_by_name_and_by_alias() -> None:
    found = spoken({"id": made.TWIN.id}, {"name": "ida brenn"}, {"name": "Brenn", "id": "Q77"}, {})
    assert found.quotes[0].speakers == (
        *[Voice(made.MAYOR.id, None, Origin.RULE)] * 3, Voice(None, None, Origin.RULE),
    )  # fmt: skip
    assert found.speakers == ()


def test_who_is_not_in_the_registry_becomes_a_new_entry_the_same_each_time() -> None:
    row = {"name": "Olle  Varr", "kind": "group", "aliases": ["Varr"], "wikidata": "Q5"}
    (new,) = spoken(row, {"name": "OLLE VARR"}).speakers
    assert (new.name, new.kind, new.aliases, new.wikidata) == (
        "Olle Varr",
        SpeakerKind.GROUP,
        ("Varr",),
        "Q5",
    )
    assert spoken({"name": "olle varr"}).speakers[0].id == new.id
    again = spoken(row, registry=(Speaker(new.id, "Olle Varr"),))
    assert (again.speakers, again.quotes[0].speakers[0].speaker) == ((), new.id)
    renamed = spoken(row, registry=(Speaker(new.id, "O. Varr"),))
    assert (renamed.speakers, renamed.quotes[0].speakers[0].speaker) == ((), new.id)


def test_a_uuid_of_the_file_becomes_that_of_the_new_entry() -> None:
    assert spoken({"name": "Olle Varr", "id": made.NEW.id.upper()}).speakers[0].id == made.NEW.id


def test_an_id_that_nobody_has_needs_a_name() -> None:
    file = File(line(speakers=[{"id": made.NEW.id}]), line(SOON))
    assert len(file.suggest().quotes) == 1
    assert "the registry has no speaker" in file.told[1]


# A large file


def test_many_lines_in_any_order_need_little_memory() -> None:
    """50,000 lines over two articles: 16 bytes a line are kept, and some more for the growth of an array."""
    count = 50_000
    rows = [json.dumps(line(digest=d)).encode() for d in (MAIN.digest, OTHER.digest)]
    chosen = random.Random(1).choices(rows, k=count)
    stream = io.BytesIO(b"\n".join(chosen))
    tracemalloc.start()
    (model,) = models(stream, ARTICLES, lambda number, sentence: None)
    used, _peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert sum(len(places) for places in model.lines.values()) == count
    assert used < 40 * count
