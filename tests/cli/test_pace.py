"""annotator pace, and what annotator check says of a guideline's sections."""

from pathlib import Path

import pytest

from annotator.errors import Exit
from tests.cli.conftest import Call
from tests.work.desks import at_work, filled, mark

LONG = "“We will build it. It will hold. Nobody will pay twice,”"
DOUBT = "Critics doubt that it will hold"


class Clock:
    """Time passes only when a test says so."""

    now = 0.0

    def __call__(self) -> float:
        return self.now


@pytest.fixture
def worked(tmp_path: Path) -> Path:
    """A database in which ana marked two quotes and finished some sentences, and ben did nothing."""
    with filled(f"sqlite:///{tmp_path / 'annotator.db'}", people=("ana", "ben")) as store:
        clock = Clock()
        work = at_work(store, seconds=clock)
        for words in (LONG, DOUBT):
            clock.now += 1
            mark(work, words)
            clock.now += 1
            work.say_stance("none")
        clock.now += 1
        work.finish()
    return tmp_path


def test_pace_as_json(call: Call, worked: Path) -> None:
    (day,) = call("pace", "--json").json()
    assert set(day) == {
        "annotator", "day", "active_seconds", "quotes", "quotes_an_hour", "sentences", "sentences_an_hour",
        "median_seconds_of_a_quote",
    }  # fmt: skip
    assert (day["annotator"], day["quotes"], day["active_seconds"]) == ("ana", 2, 5.0)
    assert (day["quotes_an_hour"], day["median_seconds_of_a_quote"]) == (1440.0, 2.0)


def test_pace_in_words(call: Call, worked: Path) -> None:
    head, row = call("pace").out.splitlines()
    assert head.split()[:4] == ["annotator", "day", "(UTC)", "active"]
    assert row.split()[0] == "ana"
    assert row.split()[2:6] == ["5", "s", "2", "1,440"]


def test_one_person_may_be_asked_about_and_an_unknown_one_is_said(call: Call, worked: Path) -> None:
    assert call("pace", "--as", "ben", "--json").json() == []
    assert call("pace", "--as", "ana", "--json").json()[0]["annotator"] == "ana"
    assert call("pace", "--as", "zeno").sentence.startswith("nobody is called zeno here")


def test_check_names_the_fields_without_a_section_and_is_content(call: Call, tmp_path: Path) -> None:
    assert call("init", ".").code == Exit.OK
    guideline = tmp_path / "guidelines" / "guideline.md"
    text = guideline.read_text("utf-8")
    guideline.write_text(text.replace("{#topic}", "{#subject}"), "utf-8")
    done = call("check")
    assert done.code == Exit.OK
    assert "no section of the guideline is for topic: give the heading of one the id {#topic}" in done.err
    guideline.write_text(text.replace("{#topic}", "{#subject}\n<!-- fields: topic -->"), "utf-8")
    assert "no section" not in call("check").err
    guideline.write_text(f"{text}\n<!-- fields: topik -->\n", "utf-8")
    done = call("check")
    assert done.code == Exit.SCHEME
    assert "“topik” is neither a field" in done.out
