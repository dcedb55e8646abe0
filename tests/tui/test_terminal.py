"""The program in real terminals: what was done is there when it starts again, however it ended."""

import json
import re
import signal
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from annotator.model import Layer, LayerKind
from annotator.store import Store
from tests import gold
from tests.conftest import Annotator
from tests.terminal import Pty, Terminal, Tmux
from tests.tui.launch import ANNOTATE, PLAIN
from tests.tui.replay import keys, shapes
from tests.typist import raw

FERRY, FISHING = "corpus/01-ferry-courier.md", "corpus/08-fishing-echo.md"
Start = Callable[..., Any]


@pytest.fixture
def project(annotator: Annotator, tmp_path: Path) -> Path:
    """An empty folder but for a database with two of our articles."""
    # Without proposals: the typist knows no names but those that it types.
    done = annotator("ingest", "--no-suggest", str(gold.file(FERRY)), str(gold.file(FISHING)))
    assert done.returncode == 0, done.stderr
    return tmp_path


@pytest.fixture(params=["pty", "tmux"])
def start(request: pytest.FixtureRequest, project: Path) -> Callable[[], Pty | Tmux]:
    """Open the program in the project, in a bare pty and in tmux."""
    terminal: Start = request.getfixturevalue(request.param)

    def opened() -> Pty | Tmux:
        program: Pty | Tmux = terminal([*ANNOTATE, "--as", "ana"], env=PLAIN, cwd=project)
        program.wait("? keys")
        return program

    return opened


def exported(annotator: Annotator, project: Path) -> list[dict[str, Any]]:
    done = annotator("export", "out.jsonl")
    assert done.returncode == 0, done.stderr
    return [json.loads(line) for line in (project / "out.jsonl").read_text("utf-8").splitlines()]


def test_what_was_marked_is_there_again_and_can_be_taken_back(
    start: Callable[[], Pty | Tmux], annotator: Annotator, project: Path
) -> None:
    program = start()
    program.wait("sentence 4/")
    program.press("j", "q")
    program.wait("marked")
    program.press("w", *"Joren Hael", "enter")
    program.wait("what kind of speaker is this?")
    program.press("p")
    program.wait("said by Joren Hael")
    program.press("j", "j", "Q")
    assert program.wait_end() == 0

    again = start()
    again.wait("sentence 7/")
    again.press("u")
    again.wait("taken back: say who spoke")
    again.wait("sentence 5/")
    again.press("u")
    again.wait("taken back: mark a quote")
    again.press("r", "space")
    again.wait(lambda screen: "▶       “I had 212 people" in screen)
    again.press("ctrl+q")
    assert again.wait_end() == 0
    (record,) = exported(annotator, project)
    assert [x["text"] for x in record["content"]] == ["“They left us nowhere to go,”"]
    assert record["speakers"] == []


def _ferry(store: Store) -> tuple[str, Layer]:
    """The first article, and the layer of the one who works on it."""
    return next(iter(store.articles())).digest, Layer(LayerKind.HUMAN, "ana")


def test_a_killed_program_loses_nothing_that_it_had_shown(pty: Callable[..., Pty], project: Path) -> None:
    for n, said in enumerate(("marked", "said by somebody unknown", "taken back: say who spoke"), start=1):
        program = pty([*ANNOTATE, "--as", "ana"], env=PLAIN, cwd=project)
        program.wait("? keys")
        program.press(*(("j", "q"), ("w", "?"), ("u",))[n - 1])
        program.wait(said)
        program.kill()
        assert program.wait_end() == -signal.SIGKILL
        with Store(f"sqlite:///{project / 'annotator.db'}") as store:
            (quote,) = store.open_article(*_ferry(store)).quotes
        assert [s.end - s.start for s in quote.content] == [len("“They left us nowhere to go,”")]
        assert [v.speaker for v in quote.speakers] == ([None] if n == 2 else [])


def test_a_program_killed_amid_a_burst_of_keys_kept_what_it_showed_and_whole_actions(
    pty: Callable[..., Pty], project: Path
) -> None:
    program = pty([*ANNOTATE, "--as", "ana"], env=PLAIN, cwd=project)
    program.wait("? keys")
    program.type(raw(keys(FERRY))[:1500])
    shown = re.search(r"▸ +(\d+) ", program.wait(lambda screen: bool(re.search(r"▸ +([4-9]|1\d) ", screen))))
    program.kill()
    assert program.wait_end() == -signal.SIGKILL
    with Store(f"sqlite:///{project / 'annotator.db'}") as store:
        events = store.history("ana", 10_000)
        assert [e.seq for e in events] == list(range(len(events), 0, -1))
        (layer,) = store.layers()
        kept = {e.changes[0].after for e in events if e.says == "mark a quote"}
        assert shown is not None
        assert store.count_quotes([layer]) == len(kept) >= int(shown[1])
    again = pty([*ANNOTATE, "--as", "ana"], env=PLAIN, cwd=project)
    again.wait("? keys")
    again.press("Q")
    assert again.wait_end() == 0


def test_all_gold_of_an_article_is_typed_into_a_real_terminal_and_exported(
    pty: Callable[..., Pty], annotator: Annotator, project: Path
) -> None:
    program = pty([*ANNOTATE, "--as", "ana", "2"], env=PLAIN, cwd=project)
    program.wait("? keys")
    every = keys(FISHING)
    for n in range(0, len(every), 100):
        program.type(raw(every[n : n + 100]))
        program.pump()
    program.wait("this article is finished: space goes on to the next", seconds=60)
    program.press("Q")
    assert program.wait_end() == 0
    found = exported(annotator, project)
    for record in found:
        record["article"]["path"] = FISHING
    assert shapes(found) == shapes(gold.gold()[FISHING])


def test_a_terminal_that_is_resized_is_painted_anew(start: Callable[[], Pty | Tmux]) -> None:
    program: Pty | Tmux = start()
    program.resize(20, 5)
    program.wait(lambda screen: "sentence 4/26" not in screen)
    program.resize(120, 40)
    program.wait("The court in Kaldruz denied")
    assert isinstance(program, Terminal)
    program.press("j")
    program.wait("sentence 5/26")
    program.press("Q")
    assert program.wait_end() == 0
