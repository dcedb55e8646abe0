"""Files of JSON: lines, arrays and objects, and that nothing in them ever raises out of a reader."""

import random
from importlib import import_module
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import orjson
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from annotator.formats import json_files as get
from annotator.formats.document import Complaint, Document
from annotator.formats.json_files import Bad, Record, objects
from annotator.formats.registry import Format, Reading
from tests.formats.documents import documents

FORMATS = ("label_studio", "prodigy", "doccano", "lewidi", "web_annotation")


def found(file: Path, content: bytes) -> list[Any]:
    """Objects with their places, and sentences."""
    file.write_bytes(content)
    some = objects(file)
    return [
        (x.place.removeprefix(str(file)), x.value)
        if isinstance(x, Record)
        else x.sentence.removeprefix(str(file))
        for x in some
    ]


def test_of_json_lines_no_more_is_read_than_is_asked_for(tmp_path: Path) -> None:
    lines, rest = tmp_path / "lines.jsonl", b'{"a":1}\n' * 1_000
    lines.write_bytes(rest * 100)  # 800 kB
    some = objects(lines)
    next(some)
    with lines.open("r+b") as file:  # what was not read yet can still change
        file.seek(-8, 2)
        file.write(b'{"a":2}\n')
    assert [x.value for x in some if isinstance(x, Record)][-1] == {"a": 2}


@pytest.mark.parametrize(
    ("content", "expected"),
    [
        (b'{"a":1}\n\n{"a":2}\r\n', [(":1", {"a": 1}), (":3", {"a": 2})]),
        (b'\xef\xbb\xbf{"a":1}', [(":1", {"a": 1})]),
        (b'[{"a":1},\n2]',
         [(", record 1", {"a": 1}), ", record 2: this has to be an object, and is “2”; it was left out"]),
        (b'{\n "a": 1\n}\n', [("", {"a": 1})]),
        (b'{"a": [\n1]}\n', [("", {"a": [1]})]),
        (b'{"a":\n', [":1: this is not JSON (unexpected end of data); it was left out"]),
        (b'no\n{"a":1}\n',
         [":1: this is not JSON (invalid literal, expected 'null'); it was left out", (":2", {"a": 1})]),
        (b'{"a":"\\u2028"}\n', [(":1", {"a": "\u2028"})]),
        ('{"a":"\u2028"}\n'.encode(), [(":1", {"a": "\u2028"})]),
        (b'{"a":"\xff"}\n{"a":1}\n', [":1: this is not UTF-8; it was left out", (":2", {"a": 1})]),
        (b" \n", [": the file is empty; it was left out"]),
    ],
)  # fmt: skip
def test_objects(tmp_path: Path, content: bytes, expected: list[Any]) -> None:
    assert found(tmp_path / "x", content) == expected


def test_a_file_that_is_not_there(tmp_path: Path) -> None:
    (one,) = objects(tmp_path / "x")
    assert isinstance(one, Complaint)
    assert one.sentence == f"{tmp_path / 'x'}: it cannot be read (No such file or directory); it was left out"


@pytest.mark.parametrize(
    ("read", "value"),
    [
        (get.text, 3), (get.whole, 2.5), (get.whole, True), (get.share, 2), (get.share, "1"),
        (get.share, True), (get.items, {}), (get.texts, [3]), (get.table, []), (get.entries, [3]),
    ],
)  # fmt: skip
def test_getters_refuse_what_is_of_another_kind(read: Any, value: Any) -> None:
    with pytest.raises(Bad, match=r"^a has to be "):
        read({"a": value}, "a")


ANYTHING = (
    b"null", b"true", b"0", b"-1", b"9223372036854775808", b"1e300", b'""', b'"x"', b"[]", b"[null]", b"{}",
    b'{"id":3}', b"[[]]", b"[3]", b'{"a":[]}',
)  # fmt: skip


def changed(value: Any, at: random.Random) -> Any:
    """A JSON value with one thing in it replaced by anything, or gone."""
    here: Any = value
    while True:
        keys = list(here) if isinstance(here, dict) else list(range(len(here)))
        key = at.choice(keys)
        inner = here[key]
        if not isinstance(inner, dict | list) or not inner or at.random() < 0.2:
            break
        here = inner
    if isinstance(here, dict) and at.random() < 0.2:
        del here[key]
    else:
        here[key] = orjson.loads(at.choice(ANYTHING))
    return value


@pytest.mark.parametrize("name", FORMATS)
@given(made=documents(), at=st.randoms(use_true_random=False), times=st.integers(1, 4))
@settings(max_examples=25, deadline=None)
def test_no_file_raises(name: str, made: Document, at: Any, times: int) -> None:
    format_: Format = import_module(f"annotator.formats.{name}").FORMAT
    with TemporaryDirectory() as folder:
        file = Path(folder) / "one"
        format_.write([made], file)
        whole = file.read_bytes()
        some = [orjson.loads(x) for x in (whole.splitlines() if format_.suffix == ".jsonl" else [whole])]
        for _ in range(times):
            some = changed(some, at) or [{}]
        file.write_bytes(b"\n".join(orjson.dumps(x) for x in some))
        for one in format_.read([file], Reading()):
            assert isinstance(one, Document) or one.sentence.startswith(str(file))
