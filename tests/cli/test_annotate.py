"""annotator annotate: who is at work, on which article, and only on a terminal."""

import io
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from annotator.errors import Exit
from annotator.store import Store
from annotator.work.worklist import Worklist
from tests.cli.conftest import Call
from tests.conftest import ROOT
from tests.dataset import building as b
from tests.terminal import Pty

ANNOTATOR = [sys.executable, "-m", "annotator", "annotate"]


@pytest.fixture
def shown(monkeypatch: pytest.MonkeyPatch) -> list[tuple[str, str, dict[str, str]]]:
    """(name, article, keys) of each screen that was opened; none is really drawn."""
    calls: list[tuple[str, str, dict[str, str]]] = []

    def run(work: Worklist, keys: dict[str, str], theme: str, **_more: object) -> None:
        assert theme == "dark"
        calls.append((work.actor, work.desk.article.digest, keys))

    monkeypatch.setattr("annotator.tui.app.run", run)
    monkeypatch.setattr("annotator.cli.annotate.on_terminal", lambda: True)
    return calls


@pytest.fixture
def corpus(call: Call, tmp_path: Path) -> Path:
    """A folder with two articles and nobody at work."""
    (tmp_path / "a.txt").write_text("“Yes,” she said.\n")
    (tmp_path / "b.txt").write_text("“No,” he said.\n")
    assert call("ingest", "a.txt", "b.txt").code == 0
    return tmp_path


def people(folder: Path) -> list[str]:
    with Store(f"sqlite:///{folder / 'annotator.db'}") as store:
        return store.actors()


def test_without_a_terminal_nothing_happens_but_a_sentence(call: Call, tmp_path: Path) -> None:
    for words in (("annotate",), ("annotate", "--project", "nowhere"), ("annotate", "--as", "")):
        done = call(*words)
        assert done.code == Exit.TERMINAL
        assert "needs a terminal" in done.sentence
    assert list(tmp_path.iterdir()) == []


@pytest.mark.usefixtures("shown")
def test_without_articles_there_is_nothing_to_show(call: Call) -> None:
    assert "annotator ingest PATH" in call("annotate").sentence
    call("ingest", "nowhere")
    done = call("annotate")
    assert done.code == Exit.PROBLEM
    assert "annotator ingest PATH" in done.sentence


def test_the_first_person_is_taken_from_the_login_and_that_is_said(
    call: Call, corpus: Path, shown: list[tuple[str, str, dict[str, str]]]
) -> None:
    done = call("annotate")
    assert done == (0, "", "you are zoe, as you are logged in (another name: --as NAME)\n")
    assert (shown[0][0], people(corpus)) == ("zoe", ["zoe"])
    assert call("annotate") == (0, "", "")


@pytest.mark.usefixtures("shown")
def test_the_name_that_was_said_comes_before_the_login(
    call: Call, corpus: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("ANNOTATOR_NAME", "bob")
    assert call("annotate", "--as", " ana ") == (0, "", "you are ana\n")
    monkeypatch.setattr(sys, "stdin", io.StringIO("y\n"))
    assert call("annotate").code == 0
    assert people(corpus) == ["ana", "bob"]


@pytest.mark.usefixtures("shown")
def test_a_later_unknown_name_is_asked_about(
    call: Call, corpus: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    call("annotate", "--as", "ana")
    for answer in ("n\n", "\n"):
        monkeypatch.setattr(sys, "stdin", io.StringIO(answer))
        done = call("annotate", "--as", "bob")
        assert done.code == Exit.USAGE
        assert "nobody is called bob here; known is ana. Add bob? [y/N]" in done.err
        assert "nobody was added" in done.err
    monkeypatch.setattr(sys, "stdin", io.StringIO(""))
    assert call("annotate", "--as", "bob").code == Exit.INTERRUPTED
    assert people(corpus) == ["ana"]
    monkeypatch.setattr(sys, "stdin", io.StringIO("y\n"))
    assert call("annotate", "--as", "bob").code == 0
    assert people(corpus) == ["ana", "bob"]


@pytest.mark.usefixtures("shown", "corpus")
@pytest.mark.parametrize("name", ["", "  ", "a\x1b[31m", "a\nb", "x" * 61])
def test_what_cannot_be_a_name_is_refused(call: Call, name: str) -> None:
    done = call("annotate", "--as", name)
    assert done.code == Exit.USAGE
    assert "cannot be a name" in done.sentence
    assert "\x1b" not in done.err


@pytest.mark.usefixtures("shown", "corpus")
def test_a_login_without_a_name_has_one(call: Call, monkeypatch: pytest.MonkeyPatch) -> None:
    def nobody() -> str:
        raise KeyError("getpwuid(): uid not found: 1234")

    monkeypatch.setattr("getpass.getuser", nobody)
    assert call("annotate").err.startswith("you are annotator, ")


def test_an_article_is_named_by_number_or_digest(
    call: Call, filled: Path, shown: list[tuple[str, str, dict[str, str]]]
) -> None:
    (filled / "annotator.toml").write_text('[keys]\nundo = "v"\n')
    for word in ("2", b.SECOND.digest[:8], b.SECOND.digest.upper()):
        assert call("annotate", "--as", "ana", word).code == 0
    assert shown == [("ana", b.SECOND.digest, {"undo": "v"})] * 3


@pytest.mark.usefixtures("shown")
def test_an_article_that_is_not_there_is_a_sentence(call: Call, filled: Path) -> None:
    assert filled.is_dir()
    for word in ("3", "0", "fffffff", "zzz", "%"):
        done = call("annotate", "--as", "ana", word)
        assert done.code == Exit.USAGE
        assert f"there is no article {word}; annotator articles lists them" in done.sentence


def test_in_a_real_terminal_the_screen_opens_after_the_question(
    corpus: Path, pty: Callable[..., Pty]
) -> None:
    with Store(f"sqlite:///{corpus / 'annotator.db'}") as store:
        store.add_actor("ana")
    terminal = pty([*ANNOTATOR, "--as", "bob"], env={"PYTHONPATH": str(ROOT)}, cwd=corpus)
    terminal.wait("Add bob? [y/N]")
    terminal.press("y", "enter")
    terminal.wait("“Yes,” she said.")
    terminal.press("ctrl+q")
    assert terminal.wait_end() == 0
    assert people(corpus) == ["ana", "bob"]
