"""annotator snapshot, diff, export --snapshot: a version stays, and what changed since is told."""

import json
from pathlib import Path

import pytest

from annotator.errors import Exit
from annotator.model import Change
from annotator.store import Store
from annotator.store.acting import Act
from tests.cli.conftest import Call
from tests.dataset import building as b


@pytest.fixture(autouse=True)
def project(tmp_path: Path) -> Path:
    b.filled(f"sqlite:///{tmp_path / 'annotator.db'}").close()
    return tmp_path


def change(project: Path) -> None:
    with Store(f"sqlite:///{project / 'annotator.db'}") as store:
        store.act("ana", Act("takes it away", (Change(b.DENIED, None),)))


def files(folder: Path) -> dict[str, bytes]:
    return {str(x.relative_to(folder)): x.read_bytes() for x in sorted(folder.rglob("*")) if x.is_file()}


def test_exports_of_a_snapshot_are_the_same_bytes_whatever_is_done_later(call: Call, project: Path) -> None:
    assert call("snapshot", "v1").code == Exit.OK
    assert call("export", "before", "--snapshot", "v1").code == Exit.OK
    change(project)
    assert call("export", "after", "--snapshot", "v1").code == Exit.OK
    assert call("export", "now").code == Exit.OK
    assert files(project / "before") == files(project / "after") != files(project / "now")


def test_a_format_writes_a_snapshot_too(call: Call, project: Path) -> None:
    call("snapshot", "v1")
    change(project)
    for name, more in (("v1", ("--snapshot", "v1")), ("now", ())):
        assert call("export", f"{name}.json", "--format", "label-studio", *more).code == Exit.OK
    assert b.DENIED.id in (project / "v1.json").read_text()
    assert b.DENIED.id not in (project / "now.json").read_text()


def test_what_changed_is_told_in_words_and_for_programs(call: Call, project: Path) -> None:
    call("snapshot", "v1")
    assert "nothing changed from v1 to now: 5 quotes" in call("diff", "v1").out
    change(project)
    done = call("diff", "v1", "--all")
    assert f"human ana {b.DENIED.id}: removed: that it was “too late” for Lindhaven" in done.out
    assert "the same: 4 quotes" in done.out
    told = json.loads(call("diff", "v1", "--json").out)
    assert told["quotes"] == {"human ana": {"removed": 1}}
    assert [one["id"] for one in told["differences"]] == [b.DENIED.id]
    back = json.loads(call("diff", "now", "v1", "--json").out)
    assert back["quotes"] == {"human ana": {"added": 1}}


def test_snapshots_are_listed_and_removed(call: Call) -> None:
    assert "no snapshot yet" in call("snapshot").out
    call("snapshot", "v1")
    assert [one["name"] for one in json.loads(call("snapshot", "--json").out)] == ["v1"]
    assert call("snapshot", "v1", "--remove").code == Exit.OK
    assert json.loads(call("snapshot", "--json").out) == []


@pytest.mark.parametrize(
    ("words", "sentence", "code"),
    [
        (("snapshot", "now"), "“now” names no snapshot", Exit.USAGE),
        (("snapshot", "a\x1b[31m"), "names no snapshot", Exit.USAGE),
        (("snapshot", "--remove"), "name the snapshot to remove", Exit.USAGE),
        (("snapshot", "v2", "--remove"), "there is no snapshot “v2”", Exit.STORE),
        (("diff", "v2"), "there is no snapshot “v2”; there are none yet", Exit.STORE),
        (("export", "ds", "--snapshot", "v2"), "there is no snapshot “v2”", Exit.STORE),
        (("export", "x.json", "--format", "nonsense"), "there is no format “nonsense”; there", Exit.USAGE),
        (("export", "-", "--format", "doccano"), "name one instead of -", Exit.USAGE),
        (("export", "x", "--losses", "l.jsonl"), "--losses goes with --format NAME", Exit.USAGE),
        (("export", "x", "--format", "brat", "--parquet"), "--parquet is for a dataset folder", Exit.USAGE),
        (("export", "x", "--format", "brat", "--layer", "model"), "goes to OUT.jsonl", Exit.USAGE),
    ],
)  # fmt: skip
def test_what_cannot_be_is_one_sentence(
    call: Call, words: tuple[str, ...], sentence: str, code: Exit
) -> None:
    done = call(*words)
    assert sentence in done.sentence
    assert done.code == code


def test_a_name_is_taken_once(call: Call) -> None:
    call("snapshot", "v1")
    assert "there is a snapshot “v1” already" in call("snapshot", "v1").sentence


def test_what_a_format_loses_is_said_with_counts_and_ids(call: Call, project: Path) -> None:
    done = call("export", "out.tsv", "--format", "conll", "--losses", "lost.jsonl", "--layer", "human ana")
    assert "4 quotes of 1 article written to out.tsv as conll" in done.err
    assert "lost in conll: labels of 3" in done.err
    lost = {
        row["lost"]: row["ids"] for row in map(json.loads, (project / "lost.jsonl").read_text().splitlines())
    }
    assert sorted(lost["labels"]) == sorted(x.id for x in (b.BROKEN, b.DOUBT, b.DENIED))
    assert (lost["quotes"], lost["about"]) == ([b.NESTED.id], [b.DENIED.id])


def test_people_go_by_numbers_unless_names_are_asked_for(call: Call, project: Path) -> None:
    call("export", "out.json", "--format", "label-studio")
    assert "annotator-1" in (project / "out.json").read_text()
    assert '"ana"' not in (project / "out.json").read_text()
    call("export", "out.json", "--format", "label-studio", "--names")
    assert "annotator-1" not in (project / "out.json").read_text()
