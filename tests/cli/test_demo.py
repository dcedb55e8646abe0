"""annotator demo: a project in which every command has something to show, and nothing is left behind."""

import io
import re
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from annotator.cli.main import run
from annotator.errors import Exit
from annotator.model import Layer, LayerKind, VerdictKind
from annotator.store import Store
from tests.cli.conftest import Call


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """One demo for all tests of this file; they change nothing that another one looks at."""
    folder = tmp_path_factory.mktemp("demo") / "made"
    assert run(["demo", str(folder), "--no-screen", "--as", "zoe"]) == Exit.OK
    return folder


@pytest.fixture
def store(home: Path) -> Iterator[Store]:
    with Store(f"sqlite:///{home / 'annotator.db'}") as one:
        yield one


# The command, and what stands in its report because people were at work.
SHOWN = {
    "status": r"gold adjudicated +\d\d ",
    "articles": r"20 +20 +\d+\n",
    "progress --once": r"sim-ben: \d+ of \d+ proposals judged faster",
    "pace": r"sim-ada +\d{4}-\d\d-\d\d +\d+ min",
    "agreement --resamples 20": r"stance: 5 steps, same target +pairs +ordinal +\d\d +\d\d",
    "adjudicate --list": r"0\.\d\d +\d\d +\d\d +\d\d +sim-ada, sim-ben\n?",
    "adjudicate --trail -": r'"verdict":"corrected"',
    "feedback": r"settled otherwise",
    "feedback --as sim-ben": r"missed \(new\)",
    "flags": r"sim-ada .* stance\n",
    "rulings": r"sim-lead +stance",
    "queue": r"7 of 20 +begun",
    "annotators": r"sim-lead +adjudicator",
    "assign show": r"zoe +10 +3 +1 +7",
    "speakers --merges": r"Piet Ollander",
    "gold --by majority --dry-run": r"quotes +\d\d",
    "export dataset": r"split .* train \d\d quotes, validation \d+ quotes, test \d+ quotes",
    "snapshot one": r"holds 10 articles",
    "diff one": r"nothing changed",
    "evaluate --gold gold --against model": r"content +\d\d\.\d",
    "suggest --list": r"rules +1 +built in +usable",
    "bundle sim-ada ada.db": r"12 articles",
    "check --database": r"nothing to complain about",
    "backup": r"a verified copy",
}


def test_every_command_has_something_to_show(call: Call, home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(home)
    lacking = {}
    for words, shown in SHOWN.items():
        done = call(*words.split())
        if done.code != Exit.OK or not re.search(shown, done.out + done.err):
            lacking[words] = done
    assert lacking == {}


def test_its_people_work_as_people_do(store: Store) -> None:
    """What they say came by the verbs of the screen, at times that go on, and undo knows it."""
    assert store.actors() == ["sim-ada", "sim-ben", "sim-lead", "zoe"]
    ada = store.history("sim-ada", 1000)[::-1]
    assert [event.at for event in ada] == sorted(event.at for event in ada)
    assert {event.says for event in ada} > {"accept a proposal", "mark a quote", "reject a proposal", "flag"}
    assert 30_000 >= max(event.active_ms for event in ada) > 0
    ada_says = [store.open_article(x.digest, Layer(LayerKind.HUMAN, "sim-ada")) for x in store.articles()]
    assert {verdict.kind for opened in ada_says for verdict in opened.verdicts} == set(VerdictKind)
    assert store.undo("zoe")[0].says in ("finish a sentence", "say nothing is here")
    assert store.redo("zoe")


def test_it_refuses_what_is_in_the_way(call: Call, home: Path) -> None:
    assert "holds a project already" in call("demo", str(home), "--no-screen").err
    done = call("demo", "new", "--no-screen", "--as", "sim-ada")
    assert (done.code, "choose another name" in done.err) == (Exit.USAGE, True)
    assert "needs a terminal" in call("demo").sentence


def test_the_screen_opens_where_one_left_off(call: Call, home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(home)
    monkeypatch.setattr("sys.stdin", io.StringIO(""))
    done = call("annotate", "--plain", "--as", "zoe")
    assert "Dry feet by when" in done.out
    assert "7 of 20" in done.out


def test_without_a_folder_it_is_thrown_away(
    call: Call, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    looked: list[str] = []

    def screen(ctx: Any, name: str) -> None:
        looked.append(name)
        (folder,) = tmp_path.iterdir()
        assert ctx.obj == (str(folder), str(folder / "annotator.db"))  # not what the environment names

    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))
    monkeypatch.setattr("annotator.cli.annotate.on_terminal", lambda: True)
    monkeypatch.setattr("annotator.cli.annotate.annotate", screen)
    monkeypatch.setattr("annotator.cli.demo_making.made", lambda home, name: (3, 10))
    assert "the demo was thrown away" in call("demo", "--as", "zoe").err
    assert list(tmp_path.iterdir()) == []
    assert "throw it away: rm -r" in call("demo", "--keep").err
    assert len(list(tmp_path.iterdir())) == 1
    assert looked == ["zoe", "zoe"]
