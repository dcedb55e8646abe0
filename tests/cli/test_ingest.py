"""annotator ingest: what is new, what is known, what is refused, and quick where nothing changed."""

import io
import json
import os
import sys
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest

from annotator.errors import Exit
from annotator.ingest import incoming
from annotator.model import Span
from annotator.suggest import plugins
from annotator.suggest.suggester import Given, Suggestion, Unusable
from annotator.text.marks import Quotation, quotations
from tests.cli.conftest import Call, Done
from tests.conftest import ROOT
from tests.suggest import made
from tests.terminal import Pty

TEXT = "“Yes,” she said.\nThen she left.\n"
CORPUS = str(ROOT / "corpus")


@pytest.fixture(autouse=True)
def _rules(monkeypatch: pytest.MonkeyPatch) -> None:
    """Rules that propose what stands in quotation marks: what the true ones find is tested with them."""
    monkeypatch.setitem(plugins.BUILT_IN, plugins.RULES, ("tests.suggest.made", "ByRule"))


def articles(call: Call) -> list[dict[str, object]]:
    found: list[dict[str, object]] = call("articles", "--json").json()["articles"]
    return found


def test_the_sample_corpus_goes_in_and_is_known_the_second_time(call: Call) -> None:
    assert call("ingest", CORPUS) == (0, "", "16 new articles taken in, 119 quotes proposed\n")
    again = call("ingest", CORPUS)
    assert again.err == "0 new articles taken in\n16 articles known already, with nothing new\n"
    assert len(articles(call)) == 16


def test_the_same_text_from_elsewhere_is_a_new_source(call: Call, tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text(TEXT)
    (tmp_path / "b.txt").write_text(TEXT)
    done = call("ingest", "a.txt", "b.txt")
    assert done.err.splitlines() == [
        "1 new article taken in, 1 quote proposed", "1 article known already, 1 new source of it noted",
    ]  # fmt: skip
    (one,) = articles(call)
    assert (one["path"], one["sources"], one["sentences"]) == ("a.txt", 2, 2)


def test_paths_are_kept_from_the_projects_folder(
    call: Call, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    home, away = tmp_path / "home", tmp_path / "away"
    (home / "corpus").mkdir(parents=True)
    away.mkdir()
    (home / "corpus" / "a.txt").write_text(TEXT)
    (away / "b.txt").write_text("Nobody spoke.\n")
    call("ingest", "--project", "home", str(home / "corpus"), "away/b.txt")
    monkeypatch.chdir(home / "corpus")
    again = call("ingest", "--project", "..", "a.txt")
    assert "with nothing new" in again.err
    monkeypatch.chdir(home)
    assert [one["path"] for one in articles(call)] == ["corpus/a.txt", "away/b.txt"]


def test_stdin_is_an_article(call: Call, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(TEXT.encode())))
    assert call("ingest", "-").err == "1 new article taken in, 1 quote proposed\n"
    assert articles(call)[0]["path"] == "-"


def test_each_refused_file_is_a_sentence_and_the_others_go_in(call: Call, tmp_path: Path) -> None:
    (tmp_path / "good.txt").write_text(TEXT)
    (tmp_path / "empty.txt").write_text("")
    (tmp_path / "pic.txt").write_bytes(b"\x89PNG\0\0")
    (tmp_path / "lines.jsonl").write_text('{"text": "Fine."}\n{"text": \n')
    done = call("ingest", ".", "nowhere.txt")
    assert (done.code, done.out) == (Exit.INPUT, "")
    refused = [line for line in done.err.splitlines() if line.startswith("annotator: ")]
    assert [line.split(": ")[1] for line in refused] == [
        "empty.txt", "lines.jsonl:2", "pic.txt", "nowhere.txt",
    ]  # fmt: skip
    assert "2 new articles taken in" in done.err
    assert "4 could not be used, each is named above" in done.err
    assert len(articles(call)) == 2


def test_a_hostile_name_reaches_no_terminal_raw(call: Call, tmp_path: Path) -> None:
    (tmp_path / "a\x1b[31m\nb.txt").write_text("")
    (tmp_path / "c\x1b]0;x\x07.txt").write_bytes(b"caf\xe9 said nothing")
    done = call("ingest", ".")
    assert "\x1b" not in done.err
    assert len([line for line in done.err.splitlines() if line.startswith("annotator: ")]) == 1
    for form in ((), ("--json",)):
        assert not set(call("articles", *form).out) & {"\x1b", "\x07"}


def test_how_a_file_was_read_is_said_where_it_is_not_utf8(call: Call, tmp_path: Path) -> None:
    (tmp_path / "old.txt").write_bytes("“Café,” he said.".encode("cp1252"))
    (tmp_path / "new.txt").write_bytes("\ufeff“Café,” she said.".encode())
    done = call("ingest", "old.txt", "new.txt")
    assert done.err == "2 new articles taken in, 2 quotes proposed\nnot UTF-8 but read as cp1252: old.txt\n"


def test_the_report_as_json(call: Call, tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text(TEXT)
    (tmp_path / "b.txt").write_bytes(TEXT.encode("utf-16"))
    (tmp_path / "c.txt").write_text("")
    done = call("ingest", "--json", ".")
    report = done.json()
    assert done.code == Exit.INPUT
    assert report.pop("refused")[0].startswith("c.txt: ")
    assert report == {
        "new": 1, "known": 1, "new_sources": 1, "encodings": {"utf-16": ["b.txt"]}, "unchanged": False,
        "proposals": 1, "unread": [],
    }  # fmt: skip
    assert call("ingest", "--json", "--no-suggest", ".").json()["proposals"] is None


def test_quiet_says_only_what_went_wrong(call: Call, tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text(TEXT)
    assert call("ingest", "--quiet", "a.txt") == (0, "", "")
    done = call("ingest", "--quiet", "nowhere.txt")
    assert done.code == Exit.INPUT
    assert "nowhere.txt" in done.sentence


# Proposals


def proposals(call: Call) -> list[tuple[str, str]]:
    """(version of the rules, content) of each."""
    rows = map(json.loads, call("export", "-", "--layer", "model").out.splitlines())
    return [(row["layer"]["version"], row["content"][0]["text"]) for row in rows]


def test_the_rules_read_each_new_article_and_no_known_one(call: Call, tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text(TEXT)
    (tmp_path / "b.txt").write_text(TEXT)
    done = call("ingest", "a.txt", "b.txt")
    assert done.err.splitlines()[0] == "1 new article taken in, 1 quote proposed"
    assert proposals(call) == [("test", "“Yes,”")]
    assert "proposed" not in call("ingest", "a.txt", "b.txt").err
    assert "no article is new to it" in call("suggest").err


def test_the_rules_are_silent_where_they_are_told_to_be(call: Call, tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text(TEXT)
    assert call("ingest", "--no-suggest", "a.txt").err == "1 new article taken in\n"
    (tmp_path / "b.txt").write_text("“No,” he said.\n")
    (tmp_path / "annotator.toml").write_text("[suggest]\nrules = false\n")
    assert call("ingest", "b.txt").err == "1 new article taken in\n"
    assert call("status", "--json").json()["layers"] == []
    assert "2 articles read, 2 proposals" in call("suggest").err


def test_an_article_that_defeats_the_rules_is_in_and_named(
    call: Call, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def says(given: Given) -> Suggestion:
        if "No" in given.article.text:
            raise ValueError("no")
        return made.marked(given)

    monkeypatch.setattr(made.ByRule, "says", staticmethod(says))
    (tmp_path / "a.txt").write_text("“No,” he said.\n")
    (tmp_path / "b.txt").write_text(TEXT)
    done = call("ingest", ".")
    assert done.code == Exit.INPUT
    assert done.err.splitlines() == [
        "annotator: a.txt is taken in, but not all of its proposals are: "
        "the suggester rules raised ValueError (no)",
        "2 new articles taken in, 1 quote proposed",
    ]
    assert len(articles(call)) == 2
    assert len(call("suggest", "--json").json()["failed"]) == 1  # it is tried again


def test_a_wrong_proposal_of_the_rules_stays_out_and_is_named(
    call: Call, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def says(given: Given) -> Suggestion:
        good = made.marked(given)
        wrong = replace(good.quotes[0], id="wrong", content=(Span(0, 999),))
        return replace(good, quotes=(*good.quotes, wrong))

    monkeypatch.setattr(made.ByRule, "says", staticmethod(says))
    (tmp_path / "a.txt").write_text(TEXT)
    done = call("ingest", "--json", "a.txt")
    assert (done.code, done.json()["proposals"]) == (Exit.INPUT, 1)
    assert done.json()["unread"] == [
        "a.txt: a proposal is refused: a span reaches beyond the end of the text (0-999)"
    ]


def test_rules_that_cannot_go_on_are_not_asked_again(
    call: Call, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def says(given: Given) -> Suggestion:
        raise Unusable("a list of words is missing")

    monkeypatch.setattr(made.ByRule, "says", staticmethod(says))
    for name in "abc":
        (tmp_path / f"{name}.txt").write_text(f"{TEXT}{name}\n")
    done = call("ingest", ".")
    assert done.err.count("a list of words is missing; no more proposals are made") == 1
    assert "3 new articles taken in\n" in done.err


def test_what_was_read_before_ctrl_c_is_in(
    call: Call, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def found(text: str) -> tuple[Quotation, ...]:
        if "stop" in text:
            raise KeyboardInterrupt
        return quotations(text)

    monkeypatch.setattr(incoming, "quotations", found)
    (tmp_path / "a.txt").write_text(TEXT)
    (tmp_path / "b.txt").write_text("stop\n")
    assert call("ingest", ".").code == Exit.INTERRUPTED
    assert [one["path"] for one in articles(call)] == ["a.txt"]
    assert len(proposals(call)) == 1


# On a terminal


def test_a_bar_is_shown_on_a_terminal_and_complaints_stand_above_it(
    tmp_path: Path, pty: Callable[..., Pty]
) -> None:
    (tmp_path / "a.txt").write_text(TEXT)
    (tmp_path / "b\x1b[31m[bold].txt").write_text("")
    command = [sys.executable, "-m", "annotator", "ingest", "."]
    loud = pty(command, env={"PYTHONPATH": str(ROOT)}, cwd=tmp_path)
    assert loud.wait_end() == Exit.INPUT
    assert b"taking in" in loud.raw
    assert b"2 of 2" in loud.raw
    assert "annotator: b␛[31m[bold].txt: there is no text in it" in loud.screen()
    assert "1 new article taken in" in loud.screen()
    assert "taking in" not in loud.screen()  # the bar is gone when all is done
    quiet = pty([*command, "--quiet"], env={"PYTHONPATH": str(ROOT)}, cwd=tmp_path)
    assert quiet.wait_end() == Exit.INPUT
    assert b"taking in" not in quiet.raw


# --if-changed


def again(call: Call) -> Done:
    return call("ingest", "--if-changed", "news")


@pytest.fixture
def news(tmp_path: Path, call: Call) -> Path:
    """A folder that was taken in and did not change since."""
    folder = tmp_path / "news"
    (folder / "deep").mkdir(parents=True)
    (folder / "deep" / "a.txt").write_text(TEXT)
    assert again(call).err == "1 new article taken in, 1 quote proposed\n"
    assert again(call).err == "nothing changed since the last time\n"
    return folder


def test_an_unchanged_folder_is_not_read(call: Call, news: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def read(*_: object) -> None:
        raise AssertionError(news)

    monkeypatch.setattr("annotator.ingest.read.read", read)
    assert again(call).code == 0
    assert call("ingest", "--if-changed", "--json", "news").json()["unchanged"] is True


def test_a_new_a_changed_and_a_touched_file_are_seen(call: Call, news: Path) -> None:
    (news / "b.txt").write_text("More.\n")
    assert "1 new article" in again(call).err
    (news / "b.txt").write_text("Else.\n")
    assert "1 new article" in again(call).err
    os.utime(news / "deep" / "a.txt", ns=(1, 1))
    assert "0 new articles" in again(call).err
    assert "nothing changed" in again(call).err


def test_what_is_wrong_is_said_until_it_is_mended(call: Call, news: Path) -> None:
    (news / "b.txt").write_text("")
    assert (again(call).code, again(call).code) == (Exit.INPUT, Exit.INPUT)
    (news / "b.txt").unlink()
    assert again(call).code == Exit.OK


def test_another_database_has_not_seen_the_folder(call: Call, news: Path) -> None:
    assert news.exists()
    assert "1 new article" in call("ingest", "--if-changed", "news", "--db", "other.db").err


def test_a_missing_folder_is_a_sentence(call: Call) -> None:
    for _ in range(2):
        done = again(call)
        assert (done.code, "no such file" in done.err) == (Exit.INPUT, True)


def test_stdin_has_no_state(call: Call) -> None:
    assert call("ingest", "--if-changed", "-").code == Exit.USAGE


# The scheme in force


def test_a_changed_scheme_under_its_old_version_is_refused(call: Call, tmp_path: Path) -> None:
    call("init", "p")
    (tmp_path / "p" / "corpus" / "a.txt").write_text(TEXT)
    assert call("ingest", "--project", "p", "p/corpus").code == 0
    scheme = tmp_path / "p" / "guidelines" / "scheme.toml"
    scheme.write_text(scheme.read_text(encoding="utf-8") + "# changed\n", encoding="utf-8")
    done = call("ingest", "--project", "p", "p/corpus")
    assert done.code == Exit.SCHEME
    assert "give it a new version" in done.sentence
    scheme.write_text("name = 3\n")
    broken = call("ingest", "--project", "p", "p/corpus")
    assert broken.code == Exit.SCHEME
    assert "scheme.toml, line 1" in broken.sentence
