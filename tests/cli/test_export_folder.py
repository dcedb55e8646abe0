"""annotator export DIR: a dataset folder, whose bytes follow from the database alone."""

import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from annotator.dataset.snapshots.freezing import freeze
from annotator.errors import Exit
from annotator.store import Store
from tests.cli.conftest import Call
from tests.conftest import ROOT, Annotator
from tests.dataset.crowds import crowded
from tests.dataset.folders import digests, known, lines, manifest


@pytest.fixture
def crowd(tmp_path: Path) -> Path:
    crowded(f"sqlite:///{tmp_path / 'annotator.db'}").close()
    return tmp_path


def test_a_folder_is_written_and_told(call: Call, crowd: Path) -> None:
    done = call("export", "ds")
    assert (done.code, done.out) == (0, "")
    told = done.err.splitlines()
    assert told[0].endswith("articles in ds")
    assert "not used: gold majority; --gold NAME takes it where nothing is adjudicated" in told
    assert told[-1] == "ds/README.md is the card; give it a licence (--license) before you publish it"
    assert {x.name for x in (crowd / "ds").iterdir()} == {
        "MANIFEST.json", "README.md", "annotations", "articles", "croissant.json", "data", "schema",
    }  # fmt: skip
    assert [x for x in crowd.iterdir() if x.name.startswith(".")] == []
    assert manifest(crowd / "ds")["split"]["by"] == "group"


def test_a_split_stays_as_it_was_decided(call: Call, crowd: Path) -> None:
    call("export", "one", "--split", "group", "--shares", "40,30,30", "--license", "cc0-1.0")
    done = call("export", "two", "--shares", "40,30,30", "--license", "cc0-1.0")
    assert "licence" not in done.err
    assert digests(crowd / "one") == digests(crowd / "two")
    call("export", "three", "--shares", "40,30,30", "--salt", "other")
    parts = [{x["digest"]: x["split"] for x in lines(crowd / name, "articles")} for name in ("one", "three")]
    assert parts[0] != parts[1]


def test_a_file_decides_a_split(call: Call, crowd: Path) -> None:
    call("export", "all", "--split", "none")
    every = sorted(x["digest"] for x in lines(crowd / "all", "articles"))
    rows = [f"{digest},{'test' if n % 2 else 'train'}" for n, digest in enumerate(every[:-1])]
    (crowd / "split.csv").write_text("article,split\n" + "\n".join(rows) + "\n")
    assert call("export", "ds", "--split", "split.csv").code == 0
    found = {x["digest"]: x["split"] for x in lines(crowd / "ds", "articles")}
    assert found == {digest: "test" if n % 2 else "train" for n, digest in enumerate(every[:-1])}
    assert any("file" in why for why in manifest(crowd / "ds")["excluded"])


def test_every_option_at_once(call: Call, crowd: Path) -> None:
    done = call(
        "export", "ds", "--gold", "majority", "--split", "outlet", "--test-unassisted", "--names",
        "--task", "stance", "--task", "topic", "--compress", "gz", "--title", "Harbour", "--license", "mit",
    )  # fmt: skip
    assert done.code == 0, done.err
    told = manifest(crowd / "ds")
    assert told["filters"] == {"names": True, "gold": ["majority"], "not_used": []}
    assert told["split"]["unassisted_test"]
    assert {x["path"].split("/")[0] for x in told["files"]} >= {"stance", "topic", "data"}
    assert {x["path"][-9:] for x in told["files"] if x["rows"]} == {".jsonl.gz"}


def test_a_snapshot_is_exported_as_it_was(call: Call, crowd: Path) -> None:
    call("export", "now")
    with Store(f"sqlite:///{crowd / 'annotator.db'}") as store:
        told, bundles = known(store)
        freeze(store, "v1", told, bundles)
    call("speakers", "rename", "Olle Varr", "Somebody Else")
    call("export", "after")
    assert call("export", "frozen", "--snapshot", "v1").code == 0
    assert digests(crowd / "frozen") == digests(crowd / "now") != digests(crowd / "after")


@pytest.mark.parametrize(
    ("words", "why"),
    [
        (("ds", "--layer", "human"), "--layer is for a file OUT.jsonl"),
        (("out.jsonl", "--gold", "majority"), "--gold is for a folder"),
        (("-", "--test-unassisted"), "--test-unassisted is for a folder"),
        (("ds", "--gold", "best"), "there is no gold “best”; there are adjudicated, majority"),
        (("ds", "--compress", "rar"), "--compress is zst or gz, not “rar”"),
        (("ds", "--split", "luck"), "there is no file luck"),
        (("ds", "--shares", "80,20"), "--shares needs three whole percentages"),
        (("ds", "--shares", "80,20,20"), "add up to 100"),
        (("ds", "--dates", "2026-01-01"), "--dates needs two days"),
        (("ds", "--task", "magic"), "there is no task “magic”; there are detection"),
        (("ds", "--title", " "), "--title needs words"),
        (("ds", "--snapshot", "v9"), "there is no snapshot “v9”"),
        (("no/ds",), "there is no folder"),
    ],
)
def test_what_cannot_be_had_is_a_sentence(call: Call, crowd: Path, words: tuple[str, ...], why: str) -> None:
    before = {x.name for x in crowd.iterdir()}
    done = call("export", *words)
    assert done.code != 0
    assert why in done.sentence
    assert {x.name for x in crowd.iterdir()} - before <= {"annotator.db-wal", "annotator.db-shm"}


def test_a_folder_of_something_else_is_left_alone(call: Call, crowd: Path) -> None:
    (crowd / "thesis").mkdir()
    (crowd / "thesis" / "chapter.tex").write_text("x")
    done = call("export", "thesis")
    assert done.code == Exit.PROBLEM
    assert "is there and is no dataset of ours" in done.sentence
    assert [x.name for x in (crowd / "thesis").iterdir()] == ["chapter.tex"]


def test_neither_locale_nor_time_zone_matter(annotator: Annotator, crowd: Path) -> None:
    for name, env in (
        ("one", {"LC_ALL": "C", "TZ": "UTC", "PYTHONHASHSEED": "1"}),
        ("other", {"LC_ALL": "C.UTF-8", "TZ": "Pacific/Kiritimati", "PYTHONHASHSEED": "2"}),
    ):
        done = annotator("export", name, "--gold", "majority", cwd=crowd, env=env)
        assert done.returncode == 0, done.stderr
    assert digests(crowd / "one") == digests(crowd / "other")


_SLOW = """
import sys, time
from annotator.cli.main import main
from annotator.dataset.folder import writing as folder
card = folder.card
def slow(told):
    print("nearly", flush=True)
    time.sleep(1000)
folder.card = slow
main(["export", "ds", "--split", "none"])
"""


@pytest.mark.parametrize("how", [signal.SIGINT, signal.SIGKILL])
def test_an_export_that_is_ended_leaves_the_old_folder(call: Call, crowd: Path, how: signal.Signals) -> None:
    call("export", "ds")
    before = digests(crowd / "ds")
    names = {x.name for x in crowd.iterdir()}
    env = os.environ | {"PYTHONPATH": str(ROOT)}
    with subprocess.Popen(
        [sys.executable, "-c", _SLOW], cwd=crowd, env=env, stdout=subprocess.PIPE
    ) as process:
        assert process.stdout is not None
        assert process.stdout.readline() == b"nearly\n"
        process.send_signal(how)
    assert digests(crowd / "ds") == before
    left = {x.name for x in crowd.iterdir()} - names - {"annotator.db-wal", "annotator.db-shm"}
    assert len(left) == (how is signal.SIGKILL)
    if left:
        assert call("export", "ds").code == 0
        assert digests(crowd / "ds") == before
        assert not (crowd / left.pop()).exists()


def test_nothing_to_export_is_a_folder_that_says_so(call: Call, tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text("Nothing was said here.\n")
    call("ingest", "a.txt")
    done = call("export", "ds")
    assert done.code == 0
    assert done.err.startswith("0 gold quotes of 0 articles in ds\n")
    assert manifest(tmp_path / "ds")["corpus"]["articles"] == 0
