"""scripts/bench: that each benchmark runs and says what it found; not how fast anything is."""

import json
import os
import subprocess
import sys
from collections.abc import Callable, Iterator
from itertools import pairwise
from pathlib import Path
from types import SimpleNamespace

import pytest

from annotator.store import Store
from annotator.text.sentences import sentences
from scripts.benches import __main__ as command
from scripts.benches import filler, ingest, keys, memory, news, prose, start
from scripts.benches.figures import Figure, Sizes, middle, p95, table
from scripts.benches.terminal import NoAnswerError, Terminal
from tests.conftest import ROOT

TINY = Sizes(1, 1, short=20, long=24, rounds=1, articles=2, letters=10_000, stories=1, corpus=140)


def run(*words: str) -> "subprocess.CompletedProcess[str]":
    return subprocess.run(
        [sys.executable, "-m", "scripts.benches", *words],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
    )


# --- the benchmarks


def test_the_command_prints_a_figure_its_floor_the_ratio_and_the_goal() -> None:
    done = run("help", "--quick", "--json")
    assert done.returncode == 0, done.stderr
    found = json.loads(done.stdout)
    assert found["machine"]["python"] == "{}.{}.{}".format(*sys.version_info)
    time, loaded = found["figures"]
    assert time["ratio"] == pytest.approx(time["ours"] / time["beside"])
    assert (time["peer"], time["goal"]) == ("python -c pass", "≤ 8×")
    assert (loaded["ours"], loaded["met"]) == (0, True)


def test_a_name_that_is_no_benchmark_is_said() -> None:
    done = run("kees")
    assert (done.returncode, done.stdout) == (2, "")
    assert done.stderr.endswith(f"there is no benchmark kees; there are {', '.join(command.BENCHES)}\n")


def measured(measure: Callable[[Sizes], Iterator[Figure]]) -> list[Figure]:
    found = list(measure(TINY))
    assert all(x.ours > 0 for x in found if x.unit)
    assert all(x.ratio for x in found if x.peer)
    assert [x.what for x in found if x.cap == 0 and not x.met] == []
    return found


def test_start_measures() -> None:
    assert [x.goal for x in measured(start.measure)] == ["≤ 1.5×", "", ""]


def test_ingest_measures_every_kind_of_article_beside_nupunkt_where_that_is(
    monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(ingest, "ROUNDS", 1)
    for module in (None, SimpleNamespace(sent_spans=str.split)):
        monkeypatch.setitem(sys.modules, "nupunkt", module)
        found = list(ingest.measure(TINY))
        assert [x.peer for x in found[:2]] == (["nupunkt"] * 2 if module else [""] * 2)
        assert found[0].goal == "≤ 10×"
        assert ("pip install nupunkt" in capfd.readouterr().err) is (module is None)
        slopes = [x for x in found if x.cap == 1.05]
        assert [x.what.split(", ")[1] for x in slopes] == [name.split(", ")[0] for name in news.SLOW]
        assert all(x.ours > 0 for x in found)


@pytest.mark.parametrize(("power", "pairs"), [(1, [(1, 2), (10, 20), (100, 200)]), (2, [(3, 9), (30, 900)])])
def test_the_slope_is_the_power(power: float, pairs: list[tuple[int, float]]) -> None:
    assert ingest.slope(pairs) == pytest.approx(power)


def test_invented_news_is_as_long_as_asked_for_and_the_same_again() -> None:
    assert news.articles(2, 5, seed=3) == news.articles(2, 5, seed=3) != news.articles(2, 5, seed=4)
    for name, make in news.SLOW.items():
        for letters in (1_000, 20_000):
            assert 0.7 < len(make(letters)) / letters < 1.4, name


def test_keys_looks_at_every_kind_of_key() -> None:
    found = {name for action in keys.ACTIONS for _key, name in action.cycle}
    assert found == {
        "next sentence",
        "next word, marking",
        "stance",
        "mark a quote",
        "undo",
        "sentence is done",
        "stance of a proposal",
        "accept and go on",
    }


def test_keys_compares_articles_and_corpora_and_weighs_scrolling() -> None:
    found = measured(keys.measure)
    beside = {x.peer: x.goal for x in found if x.what.startswith("stance of a proposal: ")}
    assert beside["20 sentences"] == beside["corpus of 100"] == "≤ 1.2×"
    scrolling = [x for x in found if "scrolling: to the terminal" in x.what]
    assert all(x.goal == "≤ 1.5×" and x.beside and x.beside > 1000 for x in scrolling)


def test_memory_measures_commands_on_copies_of_two_projects() -> None:
    (found,) = measured(memory.measure)
    assert (found.what, found.peer, found.goal, found.unit) == ("diff: 200 sentences", "100", "≤ 1.1×", "MB")


def test_a_large_corpus_is_as_large_as_was_asked_for_and_has_proposals() -> None:
    with Store("sqlite://") as store:
        filler.fill(store, 45)
        infos = list(store.articles())
        assert [info.body for info in infos] == [20, 20, 5]
        assert [len(store.proposals(info.digest)) for info in infos] == [5, 5, 2]


def test_other_gold_needs_its_articles() -> None:
    done = run("keystrokes", "--gold", "gold.jsonl")
    assert (done.returncode, done.stdout) == (2, "")
    assert done.stderr.endswith("--gold and --articles go together\n")


def test_a_program_that_ends_is_said_and_one_that_answers_is_heard() -> None:
    ends = [sys.executable, "-c", "print('so far')"]
    with Terminal(ends) as terminal, pytest.raises(NoAnswerError, match="has ended; its last: b'so far"):
        terminal.until(b"never")
    with Terminal(["cat"]) as terminal:
        assert terminal.press("x").raw == b"x"


# --- prose


def test_prose_is_the_same_for_the_same_seed_and_has_the_sentences_that_it_says() -> None:
    one = prose.article(300)
    assert one == prose.article(300)
    assert one.text != prose.article(300, seed=1).text
    found = [span.of(one.text).strip() for span in sentences(one.text)]
    assert found == [said.span.of(one.text) for said in one.sentences]


def test_prose_says_where_its_quotes_stand() -> None:
    one = prose.article(30)
    for said in one.sentences:
        words = [span.of(one.text) for span in (*said.content, said.cue, said.source)]
        assert all(w == w.strip() and w in said.span.of(one.text) for w in words)
        assert said.source.of(one.text).startswith(said.speaker)
        spans = sorted([*said.content, said.cue, said.source])
        assert all(a.end <= b.start for a, b in pairwise(spans))
    direct = [said.content[0].of(one.text) for said in one.sentences if said.is_direct]
    assert len(direct) == 10
    assert all(words[0] == "“" and words[-1] == "”" for words in direct)


def test_a_corpus_has_as_many_sentences_as_were_asked_for() -> None:
    articles = list(prose.corpus(45, each=20))
    assert [len(one.sentences) for one in articles] == [20, 20, 5]
    assert len({one.text for one in articles}) == 3


# --- figures


def test_statistics() -> None:
    values = [float(n) for n in range(1, 101)]
    assert (middle(values), p95(values), p95([3.0, 1.0])) == (50.5, 95, 3)


def test_the_table_says_what_was_met() -> None:
    met = Figure("a", "one", 2.0, 1.0, "floor", "ms", most=2)
    missed = Figure("a", "two", 3000.5, 1.0, "floor", "bytes", cap=3000)
    free = Figure("a", "three", 1234, None, "", "")
    assert list(table([met, missed, free]))[2:] == [
        "| a | one | 2 ms | 1 ms, floor | 2.00× | ≤ 2× | yes |",
        "| a | two | 3,000 bytes | 1 bytes, floor | 3000.50× | ≤ 3,000 bytes | **no** |",
        "| a | three | 1,234 |  |  |  |  |",
    ]


def test_the_table_goes_between_its_marks(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    page = tmp_path / "benchmarks.md"
    page.write_text(f"before\n{command.BEGIN}old\n{command.END}after\n", encoding="utf-8")
    monkeypatch.setattr(command, "DOCS", page)
    for _ in range(2):
        command.write_docs([Figure("a", "one", 2.0, 1.0, "floor", "ms")])
    text = page.read_text(encoding="utf-8")
    assert text.startswith(f"before\n{command.BEGIN}")
    assert text.endswith(f"{command.END}after\n")
    assert text.count("| a | one |") == 1
    assert "old" not in text


def test_the_page_has_its_marks() -> None:
    text = command.DOCS.read_text(encoding="utf-8")
    assert text.index(command.BEGIN) < text.index(command.END)


def test_scripts_bench_is_a_command() -> None:
    assert os.access(ROOT / "scripts" / "bench", os.X_OK)
