"""annotator progress without its screen: text, JSON, a report; and who may see it."""

from pathlib import Path

import pytest

from annotator.errors import Exit
from tests.cli.conftest import Call
from tests.work.quality.rounds import opened, worked


@pytest.fixture
def db(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> str:
    """A round in which eva does not read, and lena leads."""
    url = f"sqlite:///{tmp_path / 'a.db'}"
    with opened(url) as store:
        worked(store)
    monkeypatch.setenv("ANNOTATOR_DB", url)
    monkeypatch.setenv("ANNOTATOR_NAME", "lena")
    return url


@pytest.mark.usefixtures("db")
def test_a_lead_reads_it_as_text_as_json_and_as_a_report(call: Call) -> None:
    done = call("progress", "--once")
    assert done.code == 0
    lines = done.out.splitlines()
    assert lines[0].endswith("articles finished; pass: both")
    assert [line.split()[0] for line in lines[3:6]] == ["ana", "ben", "eva"]
    assert [line.split(":")[0] for line in lines[7:]] == ["eva", "eva"]
    assert "words a minute (the limit is 600)" in lines[7]
    found = call("progress", "--json").json()
    assert {x["name"]: x["alarms"] for x in found["annotators"]} == {
        "ana": [], "ben": [], "eva": ["speed", "streak"]
    }  # fmt: skip
    assert found["annotators"][0]["hidden_gold"] == {"given": 1, "finished": 1}
    assert call("progress", "--report", "-").out.startswith("# ")
    assert call("progress", "--report", "out.md").err == "the report was written to out.md\n"
    assert "| eva | 7 | 7 |" in Path("out.md").read_text("utf-8")
    slow = call("progress", "--json", "--words-per-minute", "100000").json()
    assert [x["kind"] for x in slow["alarms"]] == ["streak"]


@pytest.mark.usefixtures("db")
def test_an_annotator_is_told_in_a_sentence_that_it_is_for_leads(call: Call) -> None:
    for words in (("--once",), ("--json",), ("--report", "-"), ()):
        done = call("progress", *words, "--as", "ana")
        assert done.code == Exit.USAGE
        assert done.sentence.startswith("ana is not a lead here; lena can make you one")


@pytest.mark.usefixtures("db")
def test_what_cannot_be_is_said(call: Call) -> None:
    assert call("progress").sentence == (
        "annotator progress needs a terminal to show its screen; run it in one, or with --once"
    )
    assert call("progress", "--once", "--json").sentence == "say one of --once, --json and --report"
    assert "out.md" in call("progress", "--report", "nowhere/out.md").sentence


def test_a_project_without_a_database_says_what_to_do_next(call: Call) -> None:
    assert "annotator ingest" in call("progress", "--once").sentence


@pytest.mark.usefixtures("db")
def test_hidden_gold_is_asked_for_with_a_plan(call: Call) -> None:
    assert call("assign", "end").code == 0
    assert call("assign", "--feedback").sentence.startswith("--feedback is about adjudicated articles")
    assert "pool" in call("assign", "--pool", "--hidden-gold", "1").sentence
    assert "pass of labels" in call("assign", "--pass", "labels", "--hidden-gold", "1").sentence
    done = call("assign", "--hidden-gold", "1", "--feedback")
    assert "1 adjudicated article hidden among each one's, with feedback" in done.out
