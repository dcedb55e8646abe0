"""A lead in a real terminal: an article of two annotators settled by keyboard alone, and its gold."""

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from tests.conftest import Annotator
from tests.terminal import Pty, Tmux
from tests.tui.launch import COMMAND, PLAIN
from tests.work.settled import DOUBT, LONG, PAY, TOLD, annotated, person, stance, team, who


@pytest.fixture
def project(tmp_path: Path) -> Path:
    """A folder with a database: one quote on which two agree, one stance they give differently, two alone."""
    with team("ana", "ben", url=f"sqlite:///{tmp_path / 'annotator.db'}") as store:
        for name in ("ana", "ben"):
            person(store, name).say_article_topic("21")
        annotated(
            store,
            "ana",
            long=[who("Ida Brenn"), stance("2")],
            doubt=[who("Olle Varr"), stance("-1")],
            told=[who("Olle Varr"), stance("0")],
        )
        annotated(
            store, "ben", long=[who("Ida Brenn"), stance("2")], doubt=[who("Ida Brenn"), stance("-2")], pay=[]
        )
    return tmp_path


@pytest.fixture(params=["pty", "tmux"])
def start(request: pytest.FixtureRequest, project: Path) -> Callable[..., Pty | Tmux]:
    """Open the program in the project, in a bare pty and in tmux."""
    terminal: Callable[..., Pty | Tmux] = request.getfixturevalue(request.param)
    return lambda *words: terminal([*COMMAND, *words], env=PLAIN, cwd=project)


def exported(annotator: Annotator, project: Path) -> dict[str, dict[str, Any]]:
    """The words of each gold quote -> its record."""
    done = annotator("export", "--layer", "gold", "gold.jsonl")
    assert done.returncode == 0, done.stderr
    rows = [json.loads(line) for line in (project / "gold.jsonl").read_text("utf-8").splitlines()]
    return {row["content"][0]["text"]: row for row in rows}


def steps(record: dict[str, Any]) -> list[tuple[str, int, str]]:
    return [(x["target"], x["step"], x["origin"]) for x in record["stance"]]


def names(record: dict[str, Any]) -> list[tuple[str, str]]:
    return [(x["name"], x["origin"]) for x in record["speakers"]]


def test_an_article_of_two_is_settled_by_keyboard_and_the_gold_is_what_was_chosen(
    start: Callable[..., Pty | Tmux], annotator: Annotator, project: Path
) -> None:
    lead = start("adjudicate", "--as", "lead")
    lead.wait("1 quote that agrees was merged")
    lead.wait("▸A ana     ≠Olle Varr")
    lead.wait("they differ in speaker, stance")
    lead.press("B")  # whole
    lead.wait("taken from B")
    lead.press("right")
    lead.wait("only the speaker is in focus")
    lead.press("A")  # only the speaker
    lead.wait("the speaker of A was taken")
    lead.press("space")
    lead.wait("they differ in words")
    lead.press("Q")
    assert lead.wait_end() == 0

    again = start("adjudicate", "--as", "lead")
    again.wait("sentence 6/7")
    again.press("down")
    again.wait("▸B ben")
    again.press("u")  # of the last session, elsewhere in the article
    again.wait("taken back: finish a sentence")
    again.press("r")
    again.wait("done again: finish a sentence")
    again.press("j")
    again.wait("▸B ben     ≠–")
    again.press("A", "1")  # then edited freely
    again.wait("=gold")
    again.wait("-2 Flood")
    again.press("space")
    again.wait("this article is finished")
    again.press("space")
    again.wait("all is settled that two people have seen")
    again.press("Q")
    assert again.wait_end() == 0

    gold = exported(annotator, project)
    assert set(gold) == {LONG, DOUBT, TOLD}
    assert {(row["layer"]["kind"], row["layer"]["name"]) for row in gold.values()} == {
        ("gold", "adjudicated")
    }
    assert steps(gold[LONG]) == [("barrier", 2, "accepted")]
    assert names(gold[LONG]) == [("Ida Brenn", "accepted")]
    assert steps(gold[DOUBT]) == [("barrier", -2, "accepted")]  # B's
    assert names(gold[DOUBT]) == [("Olle Varr", "accepted")]  # A's
    assert steps(gold[TOLD]) == [("barrier", -2, "corrected")]
    assert all(row["derived_from"] for row in gold.values())
    trail = annotator("adjudicate", "--trail", "-")
    rows = [json.loads(line) for line in trail.stdout.splitlines()]
    assert {row["gold"] for row in rows} == {row["id"] for row in gold.values()}
    assert {one["by"] for row in rows for one in row["decided"]} == {"lead"}
    assert "3 quotes" in trail.stderr
    assert [x["origin"] for row in gold.values() for x in row["topics"]] == ["inherited"] * 3


def test_what_was_settled_reaches_the_annotator(
    start: Callable[..., Pty | Tmux], annotator: Annotator, project: Path
) -> None:
    lead = start("adjudicate", "--as", "lead", "--blind")
    lead.wait("they differ in speaker, stance")
    lead.press("d")
    lead.wait("rejected")
    lead.press("Q")
    assert lead.wait_end() == 0
    told = annotator("feedback", "--as", "ana")
    assert told.stdout == (
        f"An article\n  sentence 5: rejected (new)  {DOUBT}\n1 quote of ana settled otherwise\n"
    )
    ana = start("annotate", "--as", "ana")
    ana.wait("M: 1 settled")
    ana.press("M")
    ana.wait(f"rejected in sentence 5: {DOUBT}")
    ana.press("enter")
    ana.wait("sentence 5/7")
    ana.press("Q")
    assert ana.wait_end() == 0
    (one,) = json.loads(annotator("feedback", "--as", "ana", "--json").stdout)
    assert (one["what"], one["new"], one["words"], one["sentence"]) == ("rejected", False, DOUBT, 4)


def test_the_command_says_what_it_needs(annotator: Annotator, project: Path) -> None:
    done = annotator("adjudicate", "--as", "lead")
    assert done.returncode != 0
    assert "needs a terminal" in done.stderr
    assert "nobody is called zed" in annotator("adjudicate", "--of", "zed").stderr
    assert "agrees with itself" in annotator("adjudicate", "--of", "ana").stderr
    (row,) = json.loads(annotator("adjudicate", "--json").stdout)
    assert (row["people"], row["left"], row["new_quotes"]) == (["ana", "ben"], row["sentences"], 6)
    assert 0.5 < row["agreement"] < 1
    assert "ana, ben" in annotator("adjudicate", "--list").stdout
    assert PAY not in annotator("adjudicate", "--list").stdout
