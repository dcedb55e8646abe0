"""annotator status, articles, keys: for people and for programs."""

from dataclasses import replace
from pathlib import Path

import pytest
from rich.cells import cell_len

from annotator.errors import Exit
from annotator.model import Change, Review, ReviewStatus
from annotator.store import Store
from annotator.store.acting import Act
from tests.cli.conftest import Call
from tests.dataset import building as b


def test_status_in_words(call: Call, filled: Path) -> None:
    done = call("status")
    assert (done.code, done.err) == (0, "")
    assert done.out.splitlines() == [
        f"database    {filled / 'annotator.db'}",
        "scheme      news-quotes 1",
        "articles    2 from 3 sources",
        "sentences   5, and 0 of headlines and boilerplate",
        "annotators  ana",
        "",
        "layer             quotes  reviewed",
        "gold adjudicated       1         0  0 %",
        "human ana              4         0  0 %",
        "",
        "suggester  version  proposals",
        "rules      1                1",
    ]


def test_status_as_json(call: Call, filled: Path) -> None:
    report = call("status", "--json").json()
    assert report["project"] == str(filled)
    assert (report["articles"], report["sources"], report["sentences"]) == (2, 3, 5)
    assert (report["annotators"], report["scheme"]["version"]) == (["ana"], "1")
    assert report["layers"][1] == {"kind": "human", "name": "ana", "version": "", "quotes": 4, "reviewed": 0}


def test_what_was_reviewed_is_counted_and_what_was_skipped_is_not(call: Call, filled: Path) -> None:
    with Store(f"sqlite:///{filled / 'annotator.db'}") as store:
        ranges = [sentence.span for sentence in store.sentences(b.MAIN.digest)]
        for span, status in zip(ranges, ("done", "nothing", "skipped"), strict=False):
            b.do(store, Review(b.MAIN.digest, b.ANA, span, ReviewStatus(status)))
    assert "human ana              4         2  40 %" in call("status").out.splitlines()
    first = call("articles", "--as", "ana", "--json").json()["articles"][0]
    assert (first["sentences"], first["reviewed"]) == (4, 2)


def test_a_model_that_proposes_nothing_any_more_is_not_shown(call: Call, filled: Path) -> None:
    with Store(f"sqlite:///{filled / 'annotator.db'}") as store:
        taken = replace(b.NESTED, derived_from=None)
        store.act("ana", Act("by hand", (Change(b.NESTED, taken),)))
        store.act("ana", Act("superseded", (Change(b.PROPOSAL, None),)))
    assert "suggester" not in call("status").out
    layers = call("status", "--json").json()["layers"]
    assert [layer["quotes"] for layer in layers if layer["kind"] == "model"] == [0]


def test_status_of_an_empty_database(call: Call) -> None:
    call("ingest", "nowhere")
    done = call("status")
    assert "articles    0 from 0 sources" in done.out
    assert "layer" not in done.out


def test_articles_of_somebody(call: Call, filled: Path) -> None:
    assert filled.is_dir()
    report = call("articles", "--as", "ana", "--json").json()
    assert report["layer"] == {"kind": "human", "name": "ana", "version": ""}
    assert report["articles"][0] == {
        "number": 1, "digest": b.MAIN.digest, "outlet": "Courier", "date": "2024-05-01", "title": "The wall",
        "author": "Ed", "url": None, "story": "wall", "path": "main.md", "sources": 2, "sentences": 4,
        "reviewed": 0, "quotes": 4,
    }  # fmt: skip


def test_articles_of_whom_the_environment_or_the_login_names(
    call: Call, filled: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert filled.is_dir()
    assert call("articles", "--json").json()["layer"] is None  # zoe is logged in and not at work here
    monkeypatch.setenv("LOGNAME", "ana")
    assert call("articles", "--json").json()["layer"]["name"] == "ana"
    monkeypatch.setenv("ANNOTATOR_NAME", "bob")
    done = call("articles")
    assert (done.code, done.sentence) == (Exit.USAGE, "nobody is called bob here; known are ana")


def test_columns_align_under_wide_characters(call: Call, tmp_path: Path) -> None:
    titles = ("Plain", "速報：首相が辞任", "x" * 100, "한국어 " * 30, "\x1b[31mred\u202e")
    for n, title in enumerate(titles):
        escaped = title.replace("\x1b", "\\e").replace("\u202e", "\\u202e")
        (tmp_path / f"{n}.md").write_text(
            f'---\ntitle: "{escaped}"\n---\nNobody spoke {n}.\n', encoding="utf-8"
        )
    assert call("ingest", ".").code == 0
    done = call("articles")
    lines = done.out.splitlines()
    assert len(lines) == 6
    assert len({cell_len(line) for line in lines}) == 1
    assert not set(done.out) & {"\x1b", "\u202e"}
    assert [cell_len(line.partition("…")[0]) for line in lines if "…" in line] != []


def test_articles_of_an_empty_database(call: Call) -> None:
    call("ingest", "nowhere")
    assert call("articles").out.split() == [
        "no", "digest", "outlet", "date", "title", "sentences", "reviewed", "quotes",
    ]  # fmt: skip


def test_keys_in_words_as_json_and_as_configured(call: Call, tmp_path: Path) -> None:
    (tmp_path / "annotator.toml").write_text('[keys]\nundo = "U"\n')
    done = call("keys", "--json").json()
    assert {"id": "undo", "mode": "read", "keys": ["U"], "says": "Undo"} in done
    assert [line.split()[:2] for line in call("keys").out.splitlines() if line.startswith("undo")] == [
        ["undo", "U"]
    ]
