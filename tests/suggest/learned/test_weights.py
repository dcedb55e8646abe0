"""Weights beside the database: written whole, refused where they are not as they were written."""

import json
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from annotator.agreement.rates import counted
from annotator.config import Config
from annotator.suggest.learned import weights
from annotator.suggest.learned.figures import compared
from annotator.suggest.learned.linear import Linear
from annotator.suggest.learned.spans import Spans
from annotator.suggest.learned.texts import Texts
from annotator.suggest.learned.training import Row, Trained
from annotator.suggest.learned.weights import MANIFEST, folder, load, save, versions
from annotator.suggest.suggester import Unusable

WORSE, BETTER = [counted(4, 10, 10)] * 9, [counted(8, 10, 10)] * 9
YES_NO = Linear(("0", "1"), (0.25,), {"a": (1.5,)})
MADE = Trained(
    [
        Row("spans", "rules", 9, 90, 9, compared(BETTER, WORSE, 0)),
        Row("marks", "signs", 9, 90, 9, compared(WORSE, BETTER, 0)),
        Row("topic", "commonest value", 2, 20, 9, why="too little"),
    ],
    Spans({"said": "1"}, b"cues", b"spans", YES_NO),
    {"marks": YES_NO, "stance": Texts({"no": 1.5}, YES_NO)},
)


def put(place: Path) -> str:
    return save(place, MADE, (), "scheme", 7, "2031-03-04T00:00:00Z")


def test_what_is_written_is_read_back(tmp_path: Path) -> None:
    assert put(tmp_path / "w") == "0001"
    found = load(tmp_path / "w")
    assert found.version == "0001"
    assert found.serves == {"marks"}
    assert found.spans == MADE.spans
    assert found.others == MADE.others


def test_versions_count_on_and_the_newest_is_used(tmp_path: Path) -> None:
    assert [put(tmp_path), put(tmp_path), put(tmp_path)] == ["0001", "0002", "0003"]
    shutil.rmtree(tmp_path / "0001")
    assert put(tmp_path) == "0004"
    assert versions(tmp_path) == ["0002", "0003", "0004"]
    assert load(tmp_path).version == "0004"
    assert [p.name for p in tmp_path.iterdir() if p.name.startswith(".")] == []


def test_two_who_write_at_once_both_get_a_number(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    put(tmp_path)
    monkeypatch.setattr(weights, "versions", lambda place: [])  # as if the other had not begun
    assert put(tmp_path) == "0002"


def test_the_manifest_says_from_what_and_how_good(tmp_path: Path) -> None:
    put(tmp_path)
    manifest = json.loads((tmp_path / "0001" / MANIFEST).read_text("utf-8"))
    assert manifest["serves"] == ["marks"]
    assert [row["serves"] for row in manifest["table"]] == [False, True, False]
    assert manifest["table"][1]["model"]["f1"] == pytest.approx(0.8)
    assert manifest["table"][2]["why"] == "too little"
    assert manifest["scheme"] == "scheme"


def test_without_weights_the_sentence_says_how_to_get_them(tmp_path: Path) -> None:
    with pytest.raises(Unusable, match="annotator learn"):
        load(tmp_path / "none")


def _flip(place: Path) -> None:
    data = bytearray((place / "cues.crfsuite").read_bytes())
    data[0] ^= 1
    (place / "cues.crfsuite").write_bytes(data)


def _manifest(change: Callable[[dict[str, object]], object]) -> Callable[[Path], None]:
    def apply(place: Path) -> None:
        said = json.loads((place / MANIFEST).read_text("utf-8"))
        change(said)
        (place / MANIFEST).write_text(json.dumps(said), "utf-8")

    return apply


@pytest.mark.parametrize(
    "damage",
    [
        _flip,
        lambda place: (place / "marks.json").unlink(),
        lambda place: (place / "groups.json").write_bytes(b""),
        lambda place: (place / MANIFEST).write_text("{"),
        lambda place: (place / MANIFEST).write_text("[]"),
        lambda place: (place / MANIFEST).write_bytes(b"\xff"),
        _manifest(lambda said: said.update(files={"../../secret": {"size": 1, "sha256": ""}})),
        _manifest(lambda said: said.update(files={})),
        _manifest(lambda said: said.pop("serves")),
        _manifest(lambda said: said.update(serves=["topic"])),
        _manifest(lambda said: said.update(files={"cues.crfsuite": None})),
    ],
)
def test_damage_is_one_sentence_with_the_mend(tmp_path: Path, damage: Callable[[Path], None]) -> None:
    put(tmp_path)
    damage(tmp_path / "0001")
    with pytest.raises(Unusable, match=r"damaged \(.+\); remove that folder or run annotator learn again"):
        load(tmp_path)


@pytest.mark.parametrize("change", [{"format": 2}, {"features": "of another version"}])
def test_weights_of_another_program_are_refused(tmp_path: Path, change: dict[str, object]) -> None:
    put(tmp_path)
    _manifest(lambda said: said.update(change))(tmp_path / "0001")
    with pytest.raises(Unusable, match="another version of the program; run annotator learn again"):
        load(tmp_path)


def test_weights_stand_beside_the_database(tmp_path: Path) -> None:
    own = Config(tmp_path, "sqlite:///x", tmp_path / "data" / "news.db")
    assert folder(own) == tmp_path / "data" / "news.learned"
    server = Config(tmp_path, "postgresql://db/news", None)
    assert folder(server) == tmp_path / "annotator.learned"
