"""What takes the place of a file: whole or not at all, and nothing of it stays behind."""

import subprocess
import sys
from pathlib import Path

import pytest

from annotator.disk import beside, replacing
from tests.conftest import ROOT

WRITING = """
import sys, time
from pathlib import Path
from annotator.disk import replacing
with replacing(Path(sys.argv[1])) as stream:
    stream.write(b"half")
    stream.flush()
    print("there", flush=True)
    time.sleep(60)
"""


def writing(target: Path) -> "subprocess.Popen[str]":
    """A program in the midst of writing `target`."""
    command = [sys.executable, "-c", WRITING, str(target)]
    program = subprocess.Popen(command, stdout=subprocess.PIPE, text=True, cwd=ROOT)
    assert program.stdout is not None
    assert program.stdout.readline() == "there\n"
    return program


def write(target: Path, words: bytes) -> None:
    with replacing(target) as stream:
        stream.write(words)


def interrupted(target: Path) -> None:
    with replacing(target) as stream:
        stream.write(b"half")
        raise KeyboardInterrupt


def names(folder: Path) -> list[str]:
    return sorted(path.name for path in folder.iterdir())


def test_a_file_keeps_its_rights_and_a_link_stays_one(tmp_path: Path) -> None:
    (tmp_path / "real").write_bytes(b"old")
    (tmp_path / "real").chmod(0o640)
    (tmp_path / "link").symlink_to("real")
    write(tmp_path / "link", b"new")
    assert (tmp_path / "link").is_symlink()
    assert (tmp_path / "real").read_bytes() == b"new"
    assert (tmp_path / "real").stat().st_mode & 0o777 == 0o640
    assert names(tmp_path) == ["link", "real"]


def test_what_goes_wrong_leaves_what_was_there(tmp_path: Path) -> None:
    target = tmp_path / "file"
    target.write_bytes(b"old")
    with pytest.raises(KeyboardInterrupt):
        interrupted(target)
    assert (names(tmp_path), target.read_bytes()) == (["file"], b"old")


def test_what_a_killed_program_left_goes_with_the_next_one(tmp_path: Path) -> None:
    with writing(tmp_path / "file") as program:
        program.kill()
    (left,) = names(tmp_path)
    write(tmp_path / "other", b"of another name")
    assert names(tmp_path) == [left, "other"]
    write(tmp_path / "file", b"whole")
    assert names(tmp_path) == ["file", "other"]


def test_what_a_living_program_writes_is_left_alone(tmp_path: Path) -> None:
    with writing(tmp_path / "file") as program:
        write(tmp_path / "file", b"whole")
        assert len(names(tmp_path)) == 2
        program.kill()


def test_names_that_only_look_like_ours_stay(tmp_path: Path) -> None:
    (tmp_path / ".file.mine.part").write_text("a file of somebody's")
    (tmp_path / ".file.link.part").symlink_to(tmp_path)
    (tmp_path / ".file.kept").mkdir()
    write(tmp_path / "file", b"whole")
    assert names(tmp_path) == [".file.kept", ".file.link.part", ".file.mine.part", "file"]


def test_two_at_once_have_folders_of_their_own(tmp_path: Path) -> None:
    with beside(tmp_path / "file") as one, beside(tmp_path / "file") as other:
        assert one != other
        assert one.is_dir()
        assert other.is_dir()
    assert names(tmp_path) == []
