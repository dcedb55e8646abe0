"""annotator bundle and merge, as people call them."""

from pathlib import Path

import pytest

from annotator.model import Change, Layer, LayerKind, Quote, Span, Speaker
from annotator.store import Store
from annotator.store.acting import Act
from tests.cli.conftest import Call

TEXTS = ("“We build it,” Dana Ruiz said. Nobody answered.\n", "The dam holds, Kim Berg said. It rained.\n")


@pytest.fixture
def project(tmp_path: Path, call: Call) -> Path:
    home = tmp_path / "corpus"
    home.mkdir()
    for n, text in enumerate(TEXTS):
        (home / f"{n}.txt").write_text(text)
    assert call("ingest", "corpus").code == 0
    with Store(f"sqlite:///{tmp_path / 'annotator.db'}") as store:
        for name in ("ana", "ben"):
            store.add_actor(name)
    return tmp_path


def work(file: Path, name: str, n: int) -> None:
    """One quote, and a new entry of the registry."""
    with Store(f"sqlite:///{file}") as store:
        digest = next(store.articles()).digest
        layer = Layer(LayerKind.HUMAN, name)
        quote = Quote(f"00000000-0000-4000-8000-{n:012x}", digest, layer, (Span(1, 13),))
        made = Speaker(f"00000000-0000-4000-8000-{n + 50:012x}", "Olle Aster")
        store.act(name, Act("mark a quote", (Change(None, quote), Change(None, made)), digest))


def test_out_and_back(project: Path, call: Call) -> None:
    for n, name in enumerate(("ana", "ben")):
        done = call("bundle", name, f"{name}.db", "--json").json()
        assert (done["owner"], done["articles"], done["quotes"]) == (name, 2, 0)
        assert done["proposals"] > 0
        work(project / f"{name}.db", name, n)
    tried = call("merge", "ana.db", "--dry-run")
    assert tried.code == 0
    assert "ana.db (for ana) would bring 1 new action (ana 1)" in tried.out
    assert not list(project.glob("*before-merge*"))
    done = call("merge", "ben.db", "ana.db", "ben.db", "--json")
    assert (done.code, done.err.count("copy of the database")) == (0, 1)
    found = done.json()
    assert [(one["owner"], one["events"], one["known"]) for one in found["files"]] == [
        ("ben", 2, 0), ("ana", 2, 0), ("ben", 0, 2),
    ]  # fmt: skip
    assert [len(one["namesakes"]) for one in found["files"]] == [0, 1, 0]
    assert found["digest"] == call("status", "--digest", "--json").json()["digest"]
    assert f"digest      {found['digest']['state']}" in call("status", "--digest").out
    assert "Olle Aster" in call("speakers", "--merges").out
    assert "two entries are called" not in call("merge", "ana.db").out


def test_conflicts_are_listed(project: Path, call: Call) -> None:
    work(project / "annotator.db", "ana", 1)
    for name in ("one.db", "two.db"):
        assert call("bundle", "ana", name).code == 0
    for n, name in enumerate(("one.db", "two.db"), 20):
        with Store(f"sqlite:///{project / name}") as store:
            old = next(s for s in store.speakers() if s.name == "Olle Aster")
            new = Speaker(old.id, f"Olle {n}")
            store.act("ana", Act("rename", (Change(old, new),)))
    done = call("merge", "one.db", "two.db")
    assert "1 conflict: the later action holds" in done.out
    assert "speaker “Olle 21” (name): ana's “rename”" in done.out


def test_what_is_wrong_is_one_sentence(project: Path, call: Call) -> None:
    assert "nobody is called zoe here; known are ana, ben" in call("bundle", "zoe").sentence
    assert call("bundle", "ana").code == 0
    assert "there already" in call("bundle", "ana").sentence
    assert "of no article here" in call("bundle", "ana", "b.db", "--article", "zz").sentence
    assert "several digests" in call("bundle", "ana", "b.db", "--article", "").sentence
    assert "cannot be read" in call("merge", "no.db").sentence
    done = call("merge", "no.db", "ana.db")
    assert done.code == 3
    assert "ana.db (for ana) brought 0 new actions" in done.out
    assert "no.db cannot be read" in done.err


def test_some_articles_only(project: Path, call: Call) -> None:
    digest = call("articles", "--json").json()["articles"][1]["digest"]
    assert call("bundle", "ana", "a.db", "--article", digest[:9]).code == 0
    there = call("--db", "a.db", "articles", "--json").json()["articles"]
    assert [one["digest"] for one in there] == [digest]


def test_a_bundle_brings_its_scheme(
    project: Path, call: Call, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from annotator.cli.guidelines import guidelines, use_guidelines

    home = project / "guidelines"
    home.mkdir()
    text = guidelines(project / "nowhere").scheme.read_text().replace('version = "1"', 'version = "7"')
    (home / "scheme.toml").write_text(text)
    assert call("bundle", "ana").code == 0
    laptop = tmp_path / "laptop"
    laptop.mkdir()
    with Store(f"sqlite:///{project / 'ana.db'}") as store:
        assert use_guidelines(store, laptop).version == "7"
    assert (laptop / "guidelines" / "scheme.toml").read_text() == text
