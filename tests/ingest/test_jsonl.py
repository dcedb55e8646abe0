"""JSON Lines: many articles a file."""

import json
from pathlib import Path

import pytest

from annotator.errors import InputError
from annotator.ingest.incoming import Incoming
from tests.ingest.reading import all_of, one, refusal, written

GOOD = '{"text": "Fine."}'


def test_every_line_is_an_article_with_all_it_says(tmp_path: Path) -> None:
    said = {
        "title": "T",
        "date": "2031-05-04",
        "author": None,
        "n": 3,
        "f": 1.5,
        "b": True,
        "l": ["a", 2],
        "d": {"x": 1},
    }
    lines = [json.dumps(said | {"text": "“Élan.”\r\n"}), "", json.dumps({"text": "Two."}, ensure_ascii=True)]
    first, second = all_of(written(tmp_path, "a.jsonl", "\ufeff" + "\n".join(lines)))
    assert isinstance(first, Incoming)
    assert isinstance(second, Incoming)
    (source,) = first.article.sources
    assert first.article.text == "“Élan.”\r\n"
    assert (source.title, source.date, source.author) == ("T", "2031-05-04", None)
    assert source.extra == (("n", "3"), ("f", "1.5"), ("b", "true"), ("l", "a; 2"), ("d", '{"x": 1}'))
    assert source.path == f"{(tmp_path / 'a.jsonl').as_posix()}:1"
    assert second.article.sources[0].path.endswith(".jsonl:3")


@pytest.mark.parametrize(
    ("line", "says"),
    [
        (b"{broken", "a.jsonl:2: the line is not JSON at column 2"),
        (b'{"text": "cut', "a.jsonl:2: the line is not JSON"),
        (b"[1]", "a.jsonl:2: the line is not a JSON object"),
        (b'{"title": "T"}', 'a.jsonl:2: the object has no string "text"'),
        (b'{"text": 5}', 'a.jsonl:2: the object has no string "text"'),
        (b'{"text": " \\n"}', "a.jsonl:2: there is no text in it"),
        (b'{"text": "a\\u0000b"}', "a.jsonl:2: it holds a NUL character"),
        (b'{"text": "a", "n": "\\u0000"}', "a.jsonl:2: it holds a NUL character"),
        (b'{"text": "\\ud800"}', "a.jsonl:2: the line is not JSON"),
        (b'{"text": "caf\xe9"}', "a.jsonl:2: the line is not UTF-8"),
        (b'{"text": "' + b"x" * 200 + b'"}', "a.jsonl:2: it is larger than 100 bytes"),
        (b"[" * 90, "a.jsonl:2: the line is not JSON"),
    ],
)
def test_a_broken_line_names_its_number_and_the_others_go_in(tmp_path: Path, line: bytes, says: str) -> None:
    path = written(tmp_path, "a.jsonl", GOOD.encode() + b"\n" + line + b"\n" + GOOD.encode())
    first, second, third = all_of(path, limit=100)
    assert isinstance(first, Incoming)
    assert isinstance(third, Incoming)
    assert isinstance(second, InputError)
    assert says in str(second)


def test_half_a_surrogate_pair_is_refused_and_a_whole_one_is_not(tmp_path: Path) -> None:
    assert one(written(tmp_path, "a.jsonl", '{"text": "\\ud83d\\ude00"}')).article.text == "😀"


def test_a_file_without_any_article_is_refused_in_one_sentence(tmp_path: Path) -> None:
    path = written(tmp_path, "a.jsonl", '{"id": 1}\n' * 50)
    assert "none of its first 50 lines" in refusal(path)


def test_complaints_before_the_first_article_are_not_lost(tmp_path: Path) -> None:
    found = all_of(written(tmp_path, "a.jsonl", '{"id": 1}\n' * 5 + GOOD))
    assert [isinstance(x, InputError) for x in found] == [True] * 5 + [False]


def test_our_own_records_are_no_articles(tmp_path: Path) -> None:
    record = '{"schema": "annotator/quote/1", "text": "x"}\n'
    path = written(tmp_path, "gold.jsonl", record * 3)
    assert "records of this program" in refusal(path)
    written(tmp_path, "b.txt", "Fine.")
    assert one(tmp_path).article.text == "Fine."
