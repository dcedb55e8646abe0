"""annotator suggest: the rules, a plugin, and any model's predictions."""

import io
import json
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from annotator.errors import Exit
from annotator.suggest import plugins
from tests.cli.conftest import Call
from tests.conftest import ROOT
from tests.suggest.plugged import install

TEXT = "“Yes,” she said.\nThen she left.\n"
OTHER = "He said: “No.”\n"
PLUGIN = '''
from annotator.model import Span
from annotator.suggest.suggester import Suggestion, layer_of, proposal

class Marks:
    """What stands in quotation marks."""
    name, version = "marks", "1"
    def suggest(self, given):
        return Suggestion(tuple(
            proposal(given.article, layer_of(self), (q.span,), rule="marks", score=0.5)
            for q in given.quotations
        ))

class Bad(Marks):
    name = "bad"
    def suggest(self, given):
        if "No" in given.article.text:
            raise ValueError("no\\x1b[31m")
        end = len(given.article.text)
        wrong = proposal(given.article, layer_of(self), (Span(0, end + 9),))
        return Suggestion((*super().suggest(given).quotes, wrong))

class Loud(Marks):
    name = "loud"
    def opening(self):
        return ["the text goes to nowhere"]
    def closing(self):
        return ["it cost nothing"]
'''
POINTS = "marks = ours:Marks\nbad = ours:Bad\nloud = ours:Loud"
Lines = Callable[..., str]


@pytest.fixture(autouse=True)
def _rules(monkeypatch: pytest.MonkeyPatch) -> None:
    """Rules that propose what stands in quotation marks: what the true ones find is tested with them."""
    monkeypatch.setitem(plugins.BUILT_IN, plugins.RULES, ("tests.suggest.made", "ByRule"))


@pytest.fixture
def project(call: Call, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Two articles without proposals, and a package with suggesters."""
    install(tmp_path, monkeypatch, PLUGIN, POINTS)
    (tmp_path / "a.txt").write_text(TEXT)
    (tmp_path / "b.txt").write_text(OTHER)
    assert call("ingest", "--no-suggest", "a.txt", "b.txt").code == 0
    return tmp_path


def exported(call: Call, layer: str = "model") -> list[dict[str, Any]]:
    done = call("export", "-", "--layer", layer)
    assert done.code == 0, done.err
    return [json.loads(line) for line in done.out.splitlines()]


# Suggesters


def test_without_a_name_the_rules_read_what_they_have_not_read(call: Call, project: Path) -> None:
    assert project.is_dir()
    done = call("suggest")
    assert (done.code, done.out) == (0, "")
    assert done.err.splitlines()[0].startswith("rules ")
    assert ": 2 articles read, 2 proposals" in done.err
    again = call("suggest")
    assert again.err.endswith(": no article is new to it; --again lets it read all of them again\n")
    assert ": 2 articles read, 2 proposals (0 new)\n" in call("suggest", "--again").err


def test_a_plugin_by_its_name(call: Call, project: Path) -> None:
    assert project.is_dir()
    assert call("suggest", "marks").err == "marks 1: 2 articles read, 2 proposals\n"
    rows = exported(call, "model marks")
    assert [(r["rule"], r["score"], r["content"][0]["text"]) for r in rows if "Yes" in str(r)] == [
        ("marks", 0.5, "“Yes,”")
    ]
    assert {json.dumps(r["layer"]) for r in rows} == {
        json.dumps({"kind": "model", "name": "marks", "version": "1"})
    }


@pytest.mark.parametrize("word", ["1", "a.txt"])
def test_an_article_that_is_named_is_read_whether_it_was_or_not(call: Call, project: Path, word: str) -> None:
    assert project.is_dir()
    call("suggest", "marks")
    assert call("suggest", "marks", "--article", word).err == (
        "marks 1: 1 article read, 1 proposal (0 new)\n"
    )


def test_articles_by_digest_and_those_that_there_are_not(call: Call, project: Path) -> None:
    assert project.is_dir()
    first, second = (x["digest"] for x in call("articles", "--json").json()["articles"])
    done = call("suggest", "marks", "--article", first[:12], "--article", second, "--article", "2")
    assert done.err == "marks 1: 2 articles read, 2 proposals\n"
    assert (missing := call("suggest", "marks", "--article", "9")).code == Exit.USAGE
    assert "there is no article 9" in missing.sentence


def test_the_report_as_json(call: Call, project: Path) -> None:
    assert project.is_dir()
    done = call("suggest", "marks", "--json")
    assert done.json() == {
        "layer": {"kind": "model", "name": "marks", "version": "1"}, "articles": 2, "proposals": 2, "new": 2,
        "gone": 0, "superseded": 0, "rejected": 0, "speakers": 0, "refused": {}, "failed": [],
    }  # fmt: skip
    assert done.err == ""


def test_what_goes_wrong_is_named_and_the_rest_is_kept(call: Call, project: Path) -> None:
    assert project.is_dir()
    done = call("suggest", "bad")
    assert done.code == Exit.PROBLEM
    lines = done.err.splitlines()
    assert "a proposal is refused: a span reaches beyond the end of the text (0-" in lines[0]
    assert lines[1].endswith(": the suggester bad raised ValueError (no␛[31m)")
    assert lines[2:] == [
        "bad 1: 1 article read, 1 proposal",
        "1 proposal refused: 1 because a span reaches beyond the end of the text",
        "1 article could not be read, each is named above",
    ]
    report = call("suggest", "bad", "--again", "--json").json()
    assert report["refused"] == {"a span reaches beyond the end of the text": 1}
    assert [x["reason"] for x in report["failed"]] == ["the suggester bad raised ValueError (no\x1b[31m)"]


def test_what_a_suggester_says_before_and_after(call: Call, project: Path) -> None:
    assert project.is_dir()
    assert call("suggest", "loud").err.splitlines() == [
        "the text goes to nowhere", "loud 1: 2 articles read, 2 proposals", "it cost nothing",
    ]  # fmt: skip
    assert "nowhere" not in call("suggest", "loud").err  # nothing goes anywhere


def test_the_list_of_suggesters(call: Call, project: Path) -> None:
    (project / "annotator.db").unlink()  # none is needed
    lines = call("suggest", "--list").out.splitlines()
    assert lines[0].split() == ["suggester", "version", "comes", "from"]
    assert any(line.split()[:5] == ["marks", "1", "ours", "2.1", "usable"] for line in lines)
    assert any(line.startswith("rules ") and line.endswith("usable") for line in lines)
    assert any("no endpoint is configured" in line for line in lines)
    found = {x["name"]: x for x in call("suggest", "--list", "--json").json()}
    assert found["bad"] == {"name": "bad", "version": "1", "origin": "ours 2.1", "why": "", "usable": True}
    assert found["endpoint"]["usable"] is False


def test_an_unknown_suggester_and_options_that_do_not_fit(call: Call, project: Path) -> None:
    assert project.is_dir()
    assert "there is no suggester “crf”; there are rules" in call("suggest", "crf").sentence
    for words in (["--name", "x"], ["crf", "--from", "x"], ["--from", "x", "--again"]):
        assert call("suggest", *words).code == Exit.USAGE


# Predictions


@pytest.fixture
def lines(call: Call, project: Path) -> Lines:
    """`lines((path, start, end, {more}), ...)` writes a file of predictions and gives its name."""
    digests = {x["path"]: x["digest"] for x in call("articles", "--json").json()["articles"]}

    def write(*rows: tuple[str, int, int, dict[str, Any]] | str) -> str:
        with (project / "p.jsonl").open("w", encoding="utf-8") as file:
            for row in rows:
                file.write((row if isinstance(row, str) else json.dumps(record(*row))) + "\n")
        return "p.jsonl"

    def record(path: str, start: int, end: int, more: dict[str, Any]) -> dict[str, Any]:
        layer = {"name": "crf", "version": "3"}
        content = [{"start": start, "end": end}]
        return {"layer": layer, "article": {"digest": digests[path]}, "content": content} | more

    return write


def test_any_models_predictions(call: Call, lines: Lines) -> None:
    she = {"speakers": [{"name": "Ana Ruiz", "kind": "person"}], "score": 0.75}
    done = call("suggest", "--from", lines(("b.txt", 9, 14, {}), ("a.txt", 0, 6, she)))
    assert (done.code, done.err) == (0, "crf 3: 2 articles read, 2 proposals (1 new speaker)\n")
    (row,) = (r for r in exported(call, "model crf") if r["content"][0]["text"] == "“Yes,”")
    assert [v["name"] for v in row["speakers"]] == ["Ana Ruiz"]
    assert (row["score"], row["rule"], row["type"]) == (0.75, None, "direct")


def test_a_bad_line_is_named_by_number_and_the_others_are_used(call: Call, lines: Lines) -> None:
    file = lines(
        ("a.txt", 0, 6, {}), "{", ("a.txt", 7, 999, {}), ("a.txt", 0, 6, {"score": 1}),
        ("b.txt", 9, 14, {"topics": [{"code": "0.0"}]}), ("b.txt", 0, 2, {"parent": "x"}),
        ("b.txt", 9, 13, {}),
    )  # fmt: skip
    done = call("suggest", "--from", file)
    assert done.code == Exit.INPUT
    said = done.err.splitlines()
    assert sorted(line.split(": ")[1] for line in said[:5]) == [f"p.jsonl, line {n}" for n in range(2, 7)]
    assert "“0.0” is no label of “topic”" in done.err
    assert said[5:] == [
        "crf 3: 2 articles read, 2 proposals", "5 lines could not be used, each is named above",
    ]  # fmt: skip
    report = call("suggest", "--json", "--from", file).json()
    assert report["lines_refused"] == 5
    assert sorted(x["line"] for x in report["lines"]) == [2, 3, 4, 5, 6]
    assert [(m["layer"]["name"], m["proposals"]) for m in report["models"]] == [("crf", 2)]


def test_a_newer_file_supersedes_an_older_one_and_the_same_one_changes_nothing(
    call: Call, lines: Lines
) -> None:
    file = lines(("a.txt", 0, 6, {}), ("a.txt", 7, 10, {}), ("b.txt", 9, 14, {}))
    call("suggest", "--from", file)
    assert call("suggest", "--from", file).err == "crf 3: 2 articles read, 3 proposals (0 new)\n"
    done = call("suggest", "--model-version", "4", "--from", lines(("a.txt", 0, 6, {})))
    assert done.err.splitlines()[1] == "2 proposals of other versions superseded"
    assert sorted(r["layer"]["version"] for r in exported(call)) == ["3", "4"]


def test_a_file_for_some_articles_alone(call: Call, lines: Lines) -> None:
    file = lines(("a.txt", 0, 6, {}), ("b.txt", 9, 14, {}))
    assert call("suggest", "--from", file, "--article", "b.txt").err == "crf 3: 1 article read, 1 proposal\n"


def test_predictions_from_stdin(call: Call, lines: Lines, monkeypatch: pytest.MonkeyPatch) -> None:
    data = Path(lines(("a.txt", 0, 6, {}), "{")).read_bytes()
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(data)))
    done = call("suggest", "--from", "-", "--name", "mine")
    assert done.code == Exit.INPUT
    assert "the standard input, line 2: this is not JSON" in done.err
    assert "mine 3: 1 article read, 1 proposal" in done.err


def test_files_that_there_are_not_and_files_with_nothing_in_them(call: Call, project: Path) -> None:
    assert "there is no file gone.jsonl" in call("suggest", "--from", "gone.jsonl").sentence
    assert "is a folder" in call("suggest", "--from", str(project)).sentence
    (project / "empty.jsonl").write_text("\n\n")
    assert call("suggest", "--from", "empty.jsonl") == (0, "", "there is no line in the file\n")


def test_the_gold_comes_in_as_a_models_and_goes_out_the_same(call: Call, tmp_path: Path) -> None:
    """Our own export is a file of predictions, with nested quotes, agencies, stances, topics and all."""
    call("init", "p", "--sample")
    assert (tmp_path / "p").is_dir()
    gold = ROOT / "corpus" / "gold.jsonl"
    words = ["suggest", "--from", str(gold), "--name", "gold", "--model-version", "1", "--project", "p"]
    call("ingest", "--project", "p", "--no-suggest", "p/corpus")
    done = call(*words)
    assert (done.code, done.err) == (0, "gold 1: 10 articles read, 176 proposals (68 new speakers)\n")
    out = call("export", "--project", "p", "-", "--layer", "model gold").out
    mine = {key(row): row for row in map(json.loads, out.splitlines())}
    theirs = {key(row): row for row in map(json.loads, gold.read_text("utf-8").splitlines())}
    assert len(mine) == len(theirs) == 176
    assert mine.keys() == theirs.keys()
    for at, row in theirs.items():
        for name in ("sentence", "type", "content", "cue", "source"):
            assert mine[at][name] == row[name]
        for name in ("speakers", "via"):
            assert [v["name"] for v in mine[at][name]] == [v["name"] for v in row[name]]
        assert [without(x) for x in mine[at]["stance"]] == [without(x) for x in row["stance"]]
        assert (mine[at]["parent"] is None, mine[at]["about"] is None) == (
            row["parent"] is None, row["about"] is None,
        )  # fmt: skip


def key(row: dict[str, Any]) -> tuple[Any, ...]:
    return row["article"]["digest"], tuple((s["start"], s["end"]) for s in row["content"])


def without(value: dict[str, Any]) -> dict[str, Any]:
    return {name: x for name, x in value.items() if name != "origin"}
