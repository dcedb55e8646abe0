"""A file is there whole or stays as it was; a stream gets its lines as they come."""

import io
import json
import os
import stat
import threading
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from annotator.dataset.writer import write_file, write_stream
from annotator.errors import AnnotatorError

ROWS: list[dict[str, Any]] = [{"a": 1, "b": "“ü”\n"}, {"a": None, "b": "🎉"}]
LINES = '{"a":1,"b":"“ü”\\n"}\n{"a":null,"b":"🎉"}\n'


class Stopped(KeyboardInterrupt):
    """As if somebody pressed Ctrl-C."""


def interrupted() -> Iterator[dict[str, Any]]:
    yield from ROWS
    raise Stopped


def test_a_file_holds_one_object_a_line(tmp_path: Path) -> None:
    assert write_file(tmp_path / "out.jsonl", ROWS) == 2
    assert (tmp_path / "out.jsonl").read_bytes() == LINES.encode()
    assert [file.name for file in tmp_path.iterdir()] == ["out.jsonl"]


@pytest.mark.parametrize("old", [None, b"old\n"])
def test_an_interrupted_file_stays_as_it_was(tmp_path: Path, old: bytes | None) -> None:
    file = tmp_path / "out.jsonl"
    if old is not None:
        file.write_bytes(old)
    with pytest.raises(Stopped):
        write_file(file, interrupted())
    assert [x.read_bytes() for x in tmp_path.iterdir()] == ([] if old is None else [old])


def test_until_the_last_row_is_written_the_old_file_is_there(tmp_path: Path) -> None:
    file = tmp_path / "out.jsonl"
    file.write_bytes(b"old\n")
    seen: list[bytes] = []

    def rows() -> Iterator[dict[str, Any]]:
        yield from ROWS
        seen.append(file.read_bytes())

    write_file(file, rows())
    assert (seen, file.read_text(encoding="utf-8")) == ([b"old\n"], LINES)


def test_rights_are_those_of_the_old_file_or_of_any_new_one(tmp_path: Path) -> None:
    old, new, any_new = (tmp_path / name for name in ("old", "new", "any"))
    old.write_bytes(b"")
    old.chmod(0o640)
    any_new.write_bytes(b"")
    write_file(old, ROWS)
    write_file(new, ROWS)
    assert stat.S_IMODE(old.stat().st_mode) == 0o640
    assert new.stat().st_mode == any_new.stat().st_mode


def test_a_link_stays_a_link(tmp_path: Path) -> None:
    link, file = tmp_path / "link", tmp_path / "file"
    link.symlink_to(file)
    write_file(link, ROWS)
    assert link.is_symlink()
    assert file.read_text(encoding="utf-8") == LINES


def test_a_pipe_is_written_to_and_not_replaced(tmp_path: Path) -> None:
    pipe = tmp_path / "pipe"
    os.mkfifo(pipe)
    got: list[bytes] = []
    reader = threading.Thread(target=lambda: got.append(pipe.read_bytes()))
    reader.start()
    write_file(pipe, ROWS)
    reader.join()
    assert (got, pipe.is_fifo()) == ([LINES.encode()], True)


def test_where_nothing_can_be_written_a_sentence_says_so(tmp_path: Path) -> None:
    with pytest.raises(AnnotatorError, match="is a folder"):
        write_file(tmp_path, ROWS)
    with pytest.raises(AnnotatorError, match="there is no folder"):
        write_file(tmp_path / "no" / "out.jsonl", ROWS)
    (tmp_path / "file").write_bytes(b"")
    with pytest.raises(AnnotatorError, match="could not be written"):
        write_file(tmp_path / "file" / "out.jsonl", ROWS)


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="needs /dev/full, which only Linux has")
def test_a_full_disk_is_a_sentence() -> None:
    with pytest.raises(AnnotatorError, match="/dev/full could not be written"):
        write_file(Path("/dev/full"), ROWS)


def test_what_goes_to_a_terminal_is_the_same_in_ascii() -> None:
    rows = [{"text": "“\x9b31m\x7f\u202e”"}]
    stream = io.BytesIO()
    assert write_stream(stream, rows, plain=True) == 1
    data = stream.getvalue()
    assert all(0x20 <= byte < 0x7F or byte == 0x0A for byte in data)
    assert json.loads(data) == rows[0]
