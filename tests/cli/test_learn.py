"""annotator learn: learning from a database, proposing with it, and what to label next."""

import json
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

from annotator.cli.main import run
from annotator.errors import Exit
from annotator.model import Layer, LayerKind
from annotator.store import Store
from annotator.suggest.learned import extra, ruled, tagging
from annotator.suggest.learned.weights import MANIFEST
from annotator.text.attribution import Attribution
from tests.cli.conftest import Call
from tests.suggest.learned.taught import UNLABELLED, examples, filled, incoming, needs_extra

LEARNED = Layer(LayerKind.MODEL, "learned", "0001")


@pytest.fixture(scope="module")
def _silent_rules() -> Iterator[None]:
    """Rules that find nothing, so that what is learned beats them."""

    def nothing(*_: object) -> tuple[Attribution, ...]:
        return ()

    with pytest.MonkeyPatch.context() as patched:
        patched.setattr(ruled, "attribute", nothing)
        patched.setitem(tagging._SETTINGS, "max_iterations", 15)  # quicker, and good enough here
        yield


@pytest.fixture(scope="module")
def taught(tmp_path_factory: pytest.TempPathFactory, _silent_rules: None) -> Path:
    """A project in which Ana has labelled and annotator learn has run."""
    folder = tmp_path_factory.mktemp("project")
    filled(f"sqlite:///{folder / 'annotator.db'}").close()
    assert run(["learn", "--parts", "2", "--project", str(folder)]) == Exit.OK
    return folder


@pytest.fixture
def project(taught: Path, tmp_path: Path) -> Path:
    """A copy of it, in the folder in which the test stands."""
    shutil.copytree(taught, tmp_path, dirs_exist_ok=True)
    return tmp_path


def opened(folder: Path) -> Store:
    return Store(f"sqlite:///{folder / 'annotator.db'}")


@needs_extra
def test_learning_writes_weights_and_no_label(taught: Path) -> None:
    manifest = json.loads((taught / "annotator.learned" / "0001" / MANIFEST).read_text("utf-8"))
    assert manifest["quotes"] == sum(len(e.quotes) for e in examples())
    assert "spans" in manifest["serves"]
    assert len(manifest["articles"]) == len(examples())
    with opened(taught) as store:
        assert [str(layer) for layer in store.layers()] == ["human ana"]


@needs_extra
def test_what_serves_proposes(project: Path, call: Call) -> None:
    done = call("suggest", "learned")
    assert done.code == Exit.OK
    with opened(project) as store:
        digest = incoming(UNLABELLED).article.digest
        found = [q for q in store.proposals(digest) if q.layer == LEARNED]
    assert found
    assert {q.rule.split(".")[0] for q in found} == {"learned"}


@needs_extra
def test_the_queue_lists_what_nobody_has_begun(project: Path, call: Call) -> None:
    (row,) = call("learn", "--queue", "--json").json()
    assert row["article"] == incoming(UNLABELLED).article.digest
    assert row["bits_per_sentence"] > 0
    with opened(project) as store:
        assert not store.has_queue()
        kept = call("learn", "--queue", "--json", "--keep")
        assert kept.json() == [row]
        assert store.has_queue()
    shown = call("learn", "--queue")
    assert shown.code == Exit.OK
    assert row["article"][:8] in shown.out


@needs_extra
def test_damaged_weights_are_one_sentence(project: Path, call: Call) -> None:
    weights = project / "annotator.learned" / "0001"
    (weights / "cues.crfsuite").write_bytes(b"x")
    for words in (("suggest", "learned"), ("learn", "--queue")):
        done = call(*words)
        assert done.code == Exit.PROBLEM
        assert "cues.crfsuite is not as it was written" in done.sentence
        assert "run annotator learn again" in done.sentence


@needs_extra
def test_too_little_is_said_in_the_table(tmp_path: Path, call: Call) -> None:
    taken = incoming(UNLABELLED)
    with opened(tmp_path) as store:
        store.add_article(taken.article, taken.sentences, taken.regions, "test")
    done = call("learn")
    assert done.code == Exit.OK
    assert done.out.count("too little") == 6
    assert "nothing was written" in done.err
    assert not (tmp_path / "annotator.learned").exists()
    report = call("learn", "--json").json()
    assert report["version"] is None
    assert [row["serves"] for row in report["table"]] == [False] * 6


def test_nothing_learned_yet_is_one_sentence(tmp_path: Path, call: Call) -> None:
    opened(tmp_path).close()
    assert "annotator learn does it" in call("learn", "--queue").sentence
    assert "annotator learn does it" in call("suggest", "learned").sentence


def test_a_layer_that_nobody_has_is_one_sentence(tmp_path: Path, call: Call) -> None:
    opened(tmp_path).close()
    done = call("learn", "--layer", "zoe")
    assert done.code == Exit.USAGE
    assert "nobody called zoe has labelled anything here" in done.sentence


def test_without_the_extra_the_sentence_names_it(
    tmp_path: Path, call: Call, monkeypatch: pytest.MonkeyPatch
) -> None:
    opened(tmp_path).close()
    monkeypatch.setattr(extra, "_TRAINING", ("no_such_package_of_ours",))
    done = call("learn")
    assert done.code == Exit.PROBLEM
    assert "pip install 'quotation-annotator[learn]'" in done.sentence
