"""A folder takes the place of another whole or not at all, whatever happens meanwhile."""

import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from annotator.dataset.folder import replacing
from annotator.dataset.folder.replacing import replacing_folder
from annotator.errors import AnnotatorError
from tests.conftest import ROOT

OURS = "MANIFEST"


def is_ours(folder: Path) -> bool:
    return (folder / OURS).exists()


def write(to: Path, words: str) -> None:
    with replacing_folder(to, is_ours) as folder:
        (folder / OURS).write_text(words)
        (folder / "data").mkdir()
        (folder / "data" / words).write_text(words)


def there(folder: Path) -> list[str]:
    return sorted(str(file.relative_to(folder)) for file in folder.rglob("*"))


def test_a_new_folder_is_there_with_the_rights_of_any_new_one(tmp_path: Path) -> None:
    write(tmp_path / "ds", "one")
    (tmp_path / "any").mkdir()
    assert there(tmp_path) == ["any", "ds", "ds/MANIFEST", "ds/data", "ds/data/one"]
    assert (tmp_path / "ds").stat().st_mode == (tmp_path / "any").stat().st_mode


@pytest.mark.parametrize("swaps", [True, False])
def test_nothing_of_the_old_one_stays(tmp_path: Path, swaps: bool, monkeypatch: pytest.MonkeyPatch) -> None:
    if not swaps:  # a file system that cannot let two names change places
        monkeypatch.setattr(replacing, "_exchanged", lambda _one, _other: False)
    write(tmp_path / "ds", "one")
    (tmp_path / "ds").chmod(0o750)
    write(tmp_path / "ds", "other")
    assert there(tmp_path) == ["ds", "ds/MANIFEST", "ds/data", "ds/data/other"]
    assert (tmp_path / "ds").stat().st_mode & 0o777 == 0o750


def test_an_empty_folder_and_a_link_may_be_written_to(tmp_path: Path) -> None:
    (tmp_path / "empty").mkdir()
    (tmp_path / "link").symlink_to("empty")
    write(tmp_path / "link", "one")
    assert (tmp_path / "link").is_symlink()
    assert there(tmp_path / "empty") == ["MANIFEST", "data", "data/one"]


def _fail(to: Path, problem: type[BaseException]) -> None:
    with replacing_folder(to, is_ours) as folder:
        (folder / "half").write_text("half")
        raise problem


@pytest.mark.parametrize("problem", [KeyboardInterrupt, OSError, ValueError])
def test_what_goes_wrong_leaves_the_old_one(tmp_path: Path, problem: type[BaseException]) -> None:
    write(tmp_path / "ds", "one")
    before = there(tmp_path)
    with pytest.raises(problem):
        _fail(tmp_path / "ds", problem)
    assert there(tmp_path) == before


def test_what_is_not_ours_is_not_touched(tmp_path: Path) -> None:
    (tmp_path / "thesis").mkdir()
    (tmp_path / "thesis" / "chapter").write_text("1")
    (tmp_path / "file").write_text("x")
    for name, why in (
        ("thesis", "no dataset of ours"),
        ("file", "no folder"),
        ("no/where", "there is no folder"),
    ):
        with pytest.raises(AnnotatorError, match=why):
            write(tmp_path / name, "one")
    assert there(tmp_path) == ["file", "thesis", "thesis/chapter"]


def _overtake(to: Path) -> None:
    with replacing_folder(to, is_ours):
        to.mkdir()
        (to / "mine").write_text("x")


def test_what_came_meanwhile_is_not_touched(tmp_path: Path) -> None:
    with pytest.raises(AnnotatorError, match="no dataset of ours"):
        _overtake(tmp_path / "ds")
    assert there(tmp_path) == ["ds", "ds/mine"]


_KILLED = """
import sys, time
from pathlib import Path
from annotator.dataset.folder.replacing import replacing_folder
with replacing_folder(Path(sys.argv[1]), lambda folder: True) as folder:
    (folder / "half").write_text("half")
    print(folder, flush=True)
    time.sleep(1000)
"""


def test_a_killed_export_leaves_the_old_one_and_the_next_tidies_up(tmp_path: Path) -> None:
    write(tmp_path / "ds", "one")
    command = [sys.executable, "-c", _KILLED, str(tmp_path / "ds")]
    with subprocess.Popen(
        command, stdout=subprocess.PIPE, text=True, env=os.environ | {"PYTHONPATH": str(ROOT)}
    ) as process:
        assert process.stdout is not None
        left = Path(process.stdout.readline().strip())
        assert (left / "half").exists()
        write(tmp_path / "ds", "other")
        assert (left / "half").exists()  # who still writes is left alone
        process.send_signal(signal.SIGKILL)
    assert there(tmp_path / "ds") == ["MANIFEST", "data", "data/other"]
    assert left.exists()
    write(tmp_path / "ds", "third")
    assert there(tmp_path) == ["ds", "ds/MANIFEST", "ds/data", "ds/data/third"]


def test_what_was_put_aside_comes_back(tmp_path: Path) -> None:
    write(tmp_path / "ds", "one")
    # Where names cannot change places somebody may be killed between the two steps.
    (tmp_path / "ds").rename(tmp_path / ".ds.abc.old")
    with pytest.raises(ValueError, match="no"), replacing_folder(tmp_path / "ds", is_ours):
        raise ValueError("no")
    assert there(tmp_path) == ["ds", "ds/MANIFEST", "ds/data", "ds/data/one"]


def test_folders_of_other_names_are_left_alone(tmp_path: Path) -> None:
    for name in (".ds2.abc.part", ".other.abc.part", ".ds.abc.kept", "ds.abc.part"):
        (tmp_path / name).mkdir()
    write(tmp_path / "ds", "one")
    assert {x.name for x in tmp_path.iterdir()} == {
        "ds", ".ds2.abc.part", ".other.abc.part", ".ds.abc.kept", "ds.abc.part",
    }  # fmt: skip
