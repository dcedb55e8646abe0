"""annotator annotators: added, listed, retired; from the first lead on, leads alone change anything."""

import io
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from annotator.errors import Exit
from annotator.store import Store
from tests.cli.conftest import Call
from tests.terminal import Pty
from tests.tui.launch import PLAIN


@pytest.fixture
def corpus(call: Call, tmp_path: Path) -> Path:
    for name in ("a", "b", "c", "d"):
        (tmp_path / f"{name}.txt").write_text(f"“Yes,” {name} said.\n")
    assert call("ingest", "--no-suggest", "a.txt", "b.txt", "c.txt", "d.txt").code == 0
    return tmp_path


def test_who_retires_can_no_longer_sign_in(call: Call, tmp_path: Path) -> None:
    call("annotators", "add", "lena", "--role", "lead")
    call("annotators", "add", "ana", "--as", "lena")
    with Store(f"sqlite:///{tmp_path / 'annotator.db'}") as store:
        store.add_credential("ana", "link", "0" * 64, 30)
        assert call("annotators", "retire", "ana", "--as", "lena").code == 0
        assert store.credentials("ana") == []


def test_people_are_added_listed_and_retired(call: Call) -> None:
    assert call("annotators", "add", "ana").err == "ana is here, as annotator\n"
    assert call("annotators", "add", "ana").err == "ana is here already, as annotator\n"
    assert call("annotators", "add", "lena", "--role", "lead").code == 0
    assert call("annotators", "list").out.split() == ["name", "role", "ana", "annotator", "lena", "lead"]
    assert call("annotators").out == call("annotators", "list").out
    assert call("annotators", "retire", "ana", "--as", "lena").err == "ana is retired; what they said stays\n"
    (ana, _lena) = call("annotators", "list", "--json").json()
    assert (ana["name"], ana["role"], ana["retired"] is not None) == ("ana", "annotator", True)
    assert "retired on" in call("annotators", "retire", "ana", "--as", "lena").err
    assert call("annotators", "add", "ana", "--as", "lena").err == "ana is here again, as annotator\n"


def test_without_a_lead_everybody_may_and_with_one_they_alone(call: Call) -> None:
    call("annotators", "add", "ana")
    call("annotators", "add", "ida", "--role", "adjudicator")
    call("annotators", "add", "lena", "--role", "lead")
    for who in ("ana", "ida", "nobody"):
        done = call("annotators", "add", "ben", "--as", who)
        assert (done.code, f"{who} is not a lead here; lena can make you one" in done.sentence) == (2, True)
    assert call("annotators", "retire", "ana", "--as", "ida").code == Exit.USAGE
    done = call("annotators", "retire", "lena", "--as", "lena")
    assert (done.code, "nobody else leads" in done.sentence) == (Exit.STORE, True)
    assert call("annotators", "add", "ben", "--as", "lena").code == 0


@pytest.mark.parametrize(
    ("words", "says"),
    [
        (("add", "ana", "--role", "boss"), "a role is annotator, adjudicator or lead, not “boss”"),
        (("add", ""), "cannot be a name"),
        (("add", "a\nb"), "cannot be a name"),
        (("retire", "nora"), "nobody is called nora here; there are ana"),
    ],
)
def test_what_makes_no_sense_is_a_sentence(call: Call, words: tuple[str, ...], says: str) -> None:
    call("annotators", "add", "ana")
    done = call("annotators", *words)
    assert done.code == Exit.USAGE
    assert says in done.sentence


def test_adjudicating_is_for_who_may(call: Call, corpus: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("annotator.cli.annotate.on_terminal", lambda: True)
    assert corpus.is_dir()
    call("annotators", "add", "ana")
    call("annotators", "add", "lena", "--role", "lead")
    done = call("adjudicate", "--as", "ana")
    assert "ana is not an adjudicator here; lena can make you one" in done.sentence
    assert "nothing can be settled yet" in call("adjudicate", "--as", "lena").err


# Who is at work


@pytest.mark.usefixtures("corpus")
def test_who_retired_is_told_so(call: Call) -> None:
    call("annotators", "add", "ana")
    call("annotators", "retire", "ana")
    done = call("annotate", "--plain", "--as", "ana")
    assert done.code == Exit.USAGE
    assert "ana retired on " in done.sentence
    assert "annotator annotators add ana brings them back" in done.sentence


@pytest.mark.usefixtures("corpus")
@pytest.mark.parametrize("typed", ["Ana", "anna", "ANA"])
def test_a_name_that_is_nearly_known_is_asked_about(
    call: Call, monkeypatch: pytest.MonkeyPatch, typed: str
) -> None:
    call("annotators", "add", "ana")
    monkeypatch.setattr(sys, "stdin", io.StringIO("\n"))
    done = call("annotate", "--plain", "--as", typed)
    assert done.code == Exit.USAGE
    assert f"If you are ana, say no and --as ana. Add {typed}? [y/N]" in done.err


@pytest.mark.parametrize("flags", [("--as", "bob"), ()])
def test_an_unknown_name_is_never_silently_a_new_person(
    call: Call, corpus: Path, monkeypatch: pytest.MonkeyPatch, flags: tuple[str, ...]
) -> None:
    call("annotators", "add", "ana")
    if not flags:
        monkeypatch.setenv("ANNOTATOR_NAME", "bob")
    monkeypatch.setattr(sys, "stdin", io.StringIO(""))
    assert call("annotate", "--plain", *flags).code != 0
    with Store(f"sqlite:///{corpus / 'annotator.db'}") as store:
        assert store.actors() == ["ana"]


def test_two_people_see_their_own_articles_on_the_screen(
    call: Call, corpus: Path, pty: Callable[..., Pty]
) -> None:
    for name in ("ana", "ben"):
        call("annotators", "add", name)
    assert call("assign", "--overlap", "1").code == 0
    for name in ("ana", "ben"):
        terminal = pty([sys.executable, "-m", "annotator", "annotate", "--as", name], env=PLAIN, cwd=corpus)
        terminal.wait("article 1/2")
        terminal.press("Q")
        assert terminal.wait_end() == 0
