"""annotator import: texts as they are, quotes into a layer, and a sentence for whatever stays out."""

import json
from pathlib import Path
from typing import Any

import pytest

from annotator.errors import Exit
from annotator.model import Layer, LayerKind, Note, Quote
from annotator.store import Store
from tests.cli.conftest import Call

TEXT = "“Der Damm hält,” Orla Venn sagte.\r\nShe said that “it — 🎉 — holds”  and \r\nwent.\r\n"
BROKEN = "“Yes,” said Tam Reeve, “but not now.”\n"


def bound(text: str, id: str, label: str, *parts: str) -> str:
    places = ";".join(f"{text.index(part)} {text.index(part) + len(part)}" for part in parts)
    return f"{id}\t{label} {places}\t{' '.join(parts)}\n"


def event(text: str, content: tuple[str, ...], cue: str, source: str) -> str:
    return (
        bound(text, "T1", "Content", *content)
        + bound(text, "T2", "Cue", cue)
        + bound(text, "T3", "Source", source)
        + bound(text, "T4", "Attribution", cue)
        + "E1\tAttribution:T4 Content:T1 Cue:T2 Source:T3\n"
    )


DAM = event(TEXT, ("“Der Damm hält,”",), "sagte", "Orla Venn")
HOLDS = event(TEXT, ("that “it — 🎉 — holds”",), "said", "She")
NOW = event(BROKEN, ("“Yes,”", "“but not now.”"), "said", "Tam Reeve")


def write(path: Path, text: str) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(text.encode())


@pytest.fixture
def both(tmp_path: Path) -> Path:
    """Two texts beside what was marked in them."""
    write(tmp_path / "in" / "dam.txt", TEXT)
    write(tmp_path / "in" / "dam.ann", DAM)
    write(tmp_path / "in" / "now.txt", BROKEN)
    write(tmp_path / "in" / "now.ann", NOW)
    return tmp_path


@pytest.fixture
def apart(tmp_path: Path) -> Path:
    """A text and two people's work on it, in folders of their own."""
    write(tmp_path / "in" / "text" / "dam.txt", TEXT)
    write(tmp_path / "in" / "attributions" / "dam_b2.ann", HOLDS)
    write(tmp_path / "in" / "attributions" / "dam_a1.ann", DAM)
    return tmp_path


def records(call: Call, *layers: str) -> list[dict[str, Any]]:
    flags = [part for layer in layers or ("human",) for part in ("--layer", layer)]
    done = call("export", "-", "--names", *flags)
    return [json.loads(line) for line in done.out.splitlines()]


def texts(row: dict[str, Any], part: str) -> list[str]:
    return [span["text"] for span in row[part]]


def brat(call: Call, *words: str) -> Any:
    return call("import", "--format", "brat", *words)


@pytest.mark.usefixtures("both")
def test_texts_go_in_as_they_are_and_quotes_into_the_layer(call: Call) -> None:
    done = brat(call, "in", "--layer", "ana")
    assert done == (0, "", "2 quotes imported, in 2 new articles and 0 known\nhuman ana: 2 articles\n")
    rows = {row["article"]["path"]: row for row in records(call)}
    dam, now = rows["in/dam.txt"], rows["in/now.txt"]
    assert (texts(dam, "content"), texts(dam, "cue")) == (["“Der Damm hält,”"], ["sagte"])
    assert texts(dam, "source") == ["Orla Venn"]
    assert texts(now, "content") == ["“Yes,”", "“but not now.”"]
    assert (dam["speakers"], dam["type"], dam["derived_from"]) == ([], "direct", None)
    assert dam["layer"] == {"kind": "human", "name": "ana", "version": ""}


@pytest.mark.usefixtures("both")
def test_offsets_hold_behind_emoji_and_windows_line_ends(call: Call, tmp_path: Path) -> None:
    write(tmp_path / "in" / "dam.ann", bound(TEXT, "T1", "Quote", "went"))
    brat(call, "in/dam.txt", "--layer", "ana")
    (row,) = records(call)
    assert row["content"] == [{"start": TEXT.index("went"), "end": TEXT.index("went") + 4, "text": "went"}]


@pytest.mark.usefixtures("both")
def test_a_second_import_changes_nothing(call: Call) -> None:
    brat(call, "in", "--layer", "ana")
    before = records(call)
    done = brat(call, "in", "--layer", "ana")
    assert "2 quotes imported, in 0 new articles and 2 known" in done.err
    assert records(call) == before


@pytest.mark.usefixtures("apart")
def test_two_folders_and_the_first_of_several_people(call: Call) -> None:
    brat(call, "in", "--layer", "venn", "--kind", "gold")
    (row,) = records(call, "gold")
    assert texts(row, "cue") == ["sagte"]


@pytest.mark.usefixtures("apart")
def test_each_of_several_people_as_a_layer(call: Call) -> None:
    done = brat(call, "in/text", "--attributions", "in/attributions", "--layer", "pair", "--each")
    assert done.err.splitlines()[1:] == ["human pair-a1: 1 article", "human pair-b2: 1 article"]
    assert [texts(row, "cue") for row in records(call, "human pair-b2")] == [["said"]]


@pytest.mark.usefixtures("both")
def test_a_quote_in_a_quote_has_it_as_parent(call: Call, tmp_path: Path) -> None:
    inner = bound(TEXT, "T1", "Quote", "that “it — 🎉 — holds”") + bound(
        TEXT, "T2", "Quote", "it — 🎉 — holds"
    )
    write(tmp_path / "in" / "dam.ann", inner)
    brat(call, "in/dam.txt", "--layer", "ana")
    outer, within = records(call)
    assert (outer["parent"], within["parent"]) == (None, outer["id"])


@pytest.mark.usefixtures("both")
def test_notes_come_along_once_and_labels_if_the_scheme_has_them(call: Call, tmp_path: Path) -> None:
    more = "#1\tAnnotatorNotes E1\twho?\nA1\tDenies T1\nA2\tMood T1 grim\n"
    write(tmp_path / "in" / "dam.ann", DAM + more)
    for _ in range(2):
        done = brat(call, "in/dam.txt", "--layer", "ana")
        assert done.code == 0
        assert "annotator: in/dam.ann: mood grim was left out: The scheme has no field “mood”." in done.err
        assert "1 quote and 1 note imported" in done.err
        assert "1 thing left out, each is named above" in done.err
    (row,) = records(call)
    assert [note["text"] for note in row["notes"]] == ["who?"]
    assert [(x["field"], x["value"]) for x in row["fields"]] == [("denies", "yes")]


@pytest.mark.usefixtures("both")
def test_what_cannot_be_used_is_named_and_the_rest_goes_in(call: Call, tmp_path: Path) -> None:
    write(tmp_path / "in" / "dam.ann", DAM.replace("sagte\n", "sang\n", 1))
    (tmp_path / "in" / "now.ann").write_bytes(b"T1\tQuote 0 6\t\x93Yes,\x94\n")
    write(tmp_path / "in" / "bare.txt", "Nobody spoke.\n")
    write(tmp_path / "in" / "empty.txt", "")
    write(tmp_path / "in" / "empty.ann", "")
    done = brat(call, "in", "--layer", "ana")
    assert done.code == Exit.INPUT
    assert [line for line in done.err.splitlines() if line.startswith("annotator: ")] == [
        "annotator: in/dam.ann:2: the text has “sagte” at 27 32 and not “sang”; it was left out",
        "annotator: in/empty.txt: there is no text in it; write the article into it or leave it out",
        "annotator: in/now.ann: it is not UTF-8; save it so and import it again",
    ]
    assert "1 text without an .ann file left out, the first is in/bare.txt" in done.err
    assert "2 could not be used, each is named above" in done.err
    assert [(texts(row, "source"), texts(row, "cue")) for row in records(call)] == [(["Orla Venn"], [])]


@pytest.mark.usefixtures("both")
def test_what_a_person_marked_is_not_overwritten(call: Call, both: Path) -> None:
    brat(call, "in/dam.txt", "--layer", "ana")
    before = records(call)
    write(both / "in" / "dam.ann", HOLDS)
    done = brat(call, "in/dam.txt", "--layer", "ana")
    assert done.code == Exit.INPUT
    assert "in/dam.ann: human ana has labels there already, which no program changes" in done.err
    assert records(call) == before


@pytest.mark.usefixtures("both")
def test_gold_is_brought_up_to_date(call: Call, both: Path) -> None:
    brat(call, "in/dam.txt", "--layer", "old", "--kind", "gold")
    write(both / "in" / "dam.ann", HOLDS)
    assert brat(call, "in/dam.txt", "--layer", "old", "--kind", "gold").code == 0
    assert [texts(row, "cue") for row in records(call, "gold")] == [["said"]]


@pytest.mark.usefixtures("both")
def test_the_report_as_json(call: Call) -> None:
    report = brat(call, "in", "--layer", "m", "--kind", "model", "--layer-version", "2", "--json").json()
    assert report == {
        "new": 2, "known": 0, "quotes": 2, "notes": 0, "speakers": 0, "repaired": 0,
        "layers": {"model m 2": 2}, "further_answers": 0, "without_annotations": [], "left_out": [],
        "refused": [],
    }  # fmt: skip


@pytest.mark.parametrize(
    ("words", "sentence"),
    [
        (("nowhere", "--layer", "a"), "there is no nowhere; check the name"),
        ((".", "--layer", "a"), "there is no .txt in .; name the folder with the texts, or the files"),
        (("in.ann", "--layer", "a"), "in.ann is no .txt; name the texts"),
        ((".", "--layer", "a", "--attributions", "no"), "there is no folder no; name the one"),
        ((".", "--layer", " "), "names no layer: that takes 1 to 60 printable characters"),
        ((".", "--layer", "a", "--kind", "model"), "a model's layer has a version; name it with"),
        ((".", "--layer", "a", "--layer-version", "1"), "a person's layer has no version"),
        ((".", "--each"), "--each says something of the layer; name it with --layer"),
        ((".", "--layer", "a", "--map", "no.toml"), "no.toml cannot be read (No such file or directory)"),
    ],
)
def test_wrong_words_are_one_sentence(
    call: Call, tmp_path: Path, words: tuple[str, ...], sentence: str
) -> None:
    (tmp_path / "in.ann").touch()
    done = brat(call, *words)
    assert done.code == Exit.USAGE
    assert sentence in done.sentence
    assert not (tmp_path / "annotator.db").exists()


@pytest.mark.usefixtures("both")
def test_a_file_full_of_escapes_reaches_no_terminal_raw(call: Call, tmp_path: Path) -> None:
    write(tmp_path / "in" / "dam.ann", "T1\tQuote 0 3\t\x1b[31mred\n\x1b]0;x\x07\n")
    done = brat(call, "in/dam.txt", "--layer", "ana")
    assert "\x1b" not in done.err
    assert "\x07" not in done.err


@pytest.mark.usefixtures("both")
def test_values_in_the_store_are_sound(call: Call, tmp_path: Path) -> None:
    write(tmp_path / "in" / "dam.ann", DAM + "#1\tAnnotatorNotes E1\twho?\n")
    brat(call, "in/dam.txt", "--layer", "ana")
    with Store(f"sqlite:///{tmp_path / 'annotator.db'}") as store:
        (info,) = store.articles()
        opened = store.open_article(info.digest, Layer(LayerKind.HUMAN, "ana"))
        (quote,), (note,) = opened.quotes, opened.notes
        assert isinstance(quote, Quote)
        assert isinstance(note, Note)
        assert (note.quote, note.span) == (quote.id, quote.content[0])
        assert store.actors() == []  # the program that imported is nobody who annotates
