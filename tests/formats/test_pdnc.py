"""PDNC: the tables as its readers read them, what is read of the corpus's own, and what is wrong in them."""

import csv
from ast import literal_eval
from pathlib import Path

import pytest
from hypothesis import given, settings

from annotator.formats.document import Answer, Complaint, Document, Named, Said
from annotator.formats.holding import UNNAMED, losses
from annotator.formats.mapping import Mapping
from annotator.formats.pdnc import FORMAT
from annotator.formats.pdnc_table import COLUMNS
from annotator.formats.registry import Reading
from annotator.model import Label, Layer, LayerKind, Source, Span
from tests.formats.documents import documents
from tests.formats.files import ANA, CONTENT, CUE, QUOTE, SOURCE, TEXT, document
from tests.formats.round_trip import check

HEAD = ",".join(f'"{name}"' for name in COLUMNS) + "\n"
NOVEL = 'One\nsaid: "Go, my\nson," he said, "go." And Orla: "No."\n'


@given(documents())
@settings(max_examples=60, deadline=None)
def test_what_is_written_comes_back(made: Document) -> None:
    check(FORMAT, made, ids=True)
    several = {"answers", "quotes"} if len(made.answers) > 1 else set()
    assert set(losses([made], FORMAT.held).counts()) <= several


def table(file: Path) -> list[dict[str, str]]:
    with file.open(encoding="utf-8", newline="") as lines:
        return list(csv.DictReader(lines))


def test_what_stands_where(tmp_path: Path) -> None:
    known = Named("s1", "Marn", aliases=("M. O'M",))
    quotes = (
        Said("q1", (Span(1, 3), Span(4, 8)), (CUE,), (SOURCE,), (known, Named("s2", "Orla")),
             labels=(Label("stance", "1", "ice"),)),
        Said("q2", (CONTENT,), (), (Span(1, 3),), (Named(),)),
        Said("q3", (CONTENT,)),
    )  # fmt: skip
    source = Source("in/a.txt", "Ice", url="https://example.org/a")
    made = Document(TEXT, source, (Answer(Layer(LayerKind.MODEL, "rules", "3"), quotes),))
    FORMAT.write([made], tmp_path / "out")
    folder = tmp_path / "out/data/in%2Fa.txt"
    assert (folder / "novel_text.txt").read_text() == TEXT
    (index,) = table(tmp_path / "out/PDNC-Novel-Index.csv")
    assert index["Novel Title"] == "Ice"
    assert (index["Source"], index["Annotators"]) == ("https://example.org/a", "rules")
    assert index["Folder Name"] == "in%2Fa.txt"
    one, two, three = table(folder / "quotation_info.csv")
    assert list(one)[: len(COLUMNS)] == list(COLUMNS)
    assert [x["quoteID"] for x in (one, two, three)] == ["Q0", "Q1", "Q2"]
    assert one["quoteText"] == "We will"
    assert literal_eval(one["subQuotationList"]) == ["We", "will"]
    assert literal_eval(one["quoteByteSpans"]) == [[1, 3], [4, 8]]
    assert literal_eval(one["mentionTextsList"]) == [[], []]
    assert [x["speaker"] for x in (one, two, three)] == ["Marn", "_unknowable", ""]
    assert [x["quoteType"] for x in (one, two, three)] == ["Explicit", "Anaphoric", "Implicit"]
    assert [x["referringExpression"] for x in (one, two, three)] == ["Marn said", "We", "nan"]
    assert (one["stance"], one["stanceTarget"], one["speakerNo2"]) == ("1", "ice", "Orla")
    people = table(folder / "character_info.csv")
    assert [x["Main Name"] for x in people] == ["Marn", "Orla"]
    assert literal_eval(people[0]["Aliases"]) == {"Marn", "M. O'M"}


def test_files_are_the_same_bytes_each_time(tmp_path: Path) -> None:
    for name in ("one", "two"):
        FORMAT.write([document(QUOTE)], tmp_path / name)
    one, two = (
        [x.read_bytes() for x in sorted((tmp_path / n).rglob("*.*")) if x.is_file()] for n in ("one", "two")
    )
    assert one == two
    assert len(one) == 4


def corpus(folder: Path, *rows: str, text: str = NOVEL, head: str = HEAD) -> Path:
    """A folder of the corpus, as it is published."""
    home = folder / "data" / "TheNovel"
    home.mkdir(parents=True)
    (home / "novel_text.txt").write_text(text, encoding="utf-8")
    (home / "quotation_info.csv").write_text(head + "".join(f"{row}\n" for row in rows), encoding="utf-8")
    return folder


def row(spans: str, parts: str, speaker: str = "Jory Marn", kind: str = "nan", said: str = "nan") -> str:
    quoted = parts.replace('"', '""')
    return f'"Q0","x","{quoted}","{spans}","{speaker}","[]","{kind}","{said}","[[]]","[[]]","[[]]"'


def read(folder: Path, mapping: Mapping | None = None) -> tuple[list[Document], list[str]]:
    found = list(FORMAT.read([folder], Reading(mapping or Mapping())))
    home = str(folder / "data" / "TheNovel" / "quotation_info.csv")
    says = [x.sentence.removeprefix(home) for x in found if isinstance(x, Complaint)]
    return [x for x in found if isinstance(x, Document)], says


def test_a_novel_of_the_corpus(tmp_path: Path) -> None:
    corpus(
        tmp_path,
        row("[[11, 22], [34, 37]]", r"""['Go, my\nson', "go."]"""),
        row("[[49, 52]]", "['No.']", "_unknowable").replace("Q0", "Q1"),
    )
    (tmp_path / "data/TheNovel/character_info.csv").write_text(
        "Character ID,Main Name,Aliases,Gender,Category\n0,Jory Marn,\"{'Jory', 'Jory Marn'}\",M,major\n"
    )
    (tmp_path / "PDNC-Novel-Index.csv").write_text(
        'Novel Title,Source,Annotators,Folder Name\nThe Novel,https://example.org,"Ana, Ben",TheNovel\n'
    )
    found, complaints = read(tmp_path)
    jory = Named(name="Jory Marn", aliases=("Jory",))
    quotes = (
        Said("Q0", (Span(11, 21), Span(34, 37)), speakers=(jory,)),
        Said("Q1", (Span(50, 53),), speakers=(Named(),)),
    )
    source = Source("TheNovel", "The Novel", url="https://example.org")
    assert not complaints
    assert found == [Document(NOVEL, source, (Answer(Layer(LayerKind.HUMAN, "Ana, Ben"), quotes),))]
    assert found[0].repaired == 2


def test_words_may_differ_in_white_space(tmp_path: Path) -> None:
    start = NOVEL.index("Go")
    found, _ = read(corpus(tmp_path, row(f"[[{start}, {start + 11}]]", "['Go, my son,']")))
    assert found[0].answers[0].quotes[0].content == (Span(start, start + 11),)
    assert found[0].repaired == 0


def test_columns_that_are_not_ours_are_counted_or_mapped(tmp_path: Path) -> None:
    start = NOVEL.index("go.")
    rows = [row(f"[[{start}, {start + 3}]]", "['go.']", kind="Anaphoric", said="he said")] * 2
    found, complaints = read(corpus(tmp_path, *rows))
    assert found[0].answers[0].layer == UNNAMED
    assert complaints == [
        ": quoteType has no field here, 2 cells of it were left out; --map can say more",
        ": referringExpression has no field here, 2 cells of it were left out; --map can say more",
    ]
    words = Mapping(fields={"quotetype": "naming", "referringexpression": ""})
    found, complaints = read(tmp_path, words)
    assert found[0].answers[0].quotes[0].labels == (Label("naming", "Anaphoric"),)
    assert not complaints


@pytest.mark.parametrize(
    ("spans", "parts", "complaint"),
    [
        ("[[0, 3]]", "['Two']", "the text has “One” at 0-3 and not “Two”"),
        ("[[0, 9999]]", "", "0-9999 does not lie within the text, which is 55 long"),
        ("[]", "[]", "there are no quoteByteSpans"),
        ("", "", "there are no quoteByteSpans"),
        ("[[0]]", "", "quoteByteSpans has to be pairs of whole numbers, and has “[0]” in it"),
        ("[[0, True]]", "", "quoteByteSpans has to be pairs of whole numbers, and has “[0, True]” in it"),
        ("[3, 4]", "", "quoteByteSpans has to be pairs of whole numbers, and has “3” in it"),
        ("{3: 4}", "", "quoteByteSpans and subQuotationList have to be lists"),
        ("7", "", "quoteByteSpans is no list as Python writes it: “7”"),
        ("[[0, 3]", "", "quoteByteSpans is no list as Python writes it: “[[0, 3]”"),
        ("[print(1)]", "", "quoteByteSpans is no list as Python writes it: “[print(1)]”"),
        ("[" * 400, "", f"quoteByteSpans is no list as Python writes it: “{'[' * 40}…”"),
        (f"[[0, 1{'0' * 5000}]]", "", f"quoteByteSpans is no list as Python writes it: “[[0, 1{'0' * 34}…”"),
    ],
)  # fmt: skip
def test_a_line_that_cannot_be_read_is_left_out(
    tmp_path: Path, spans: str, parts: str, complaint: str
) -> None:
    good = row("[[0, 3]]", "['One']")
    found, complaints = read(corpus(tmp_path, row(spans, parts), good))
    assert [x.content for x in found[0].answers[0].quotes] == [(Span(0, 3),)]
    assert complaints == [f":2: {complaint}; it was left out"]


def test_folders_that_lack_something(tmp_path: Path) -> None:
    (complaint,) = FORMAT.read([tmp_path], Reading())
    assert isinstance(complaint, Complaint)
    assert complaint.sentence == f"{tmp_path}: there is no quotation_info.csv in it; it was left out"
    corpus(tmp_path)
    home = tmp_path / "data" / "TheNovel"
    assert list(FORMAT.read([home], Reading())) == [Document(NOVEL, Source("TheNovel"), (Answer(UNNAMED),))]
    (home / "quotation_info.csv").write_bytes(b"\xff")
    (complaint, found) = FORMAT.read([home / "quotation_info.csv"], Reading())
    assert isinstance(complaint, Complaint)
    assert complaint.sentence == f"{home / 'quotation_info.csv'}: it is not UTF-8; it was left out"
    assert isinstance(found, Document)
    (home / "quotation_info.csv").unlink()
    assert list(FORMAT.read([home], Reading())) == [Document(NOVEL, Source("TheNovel"))]
    (home / "novel_text.txt").write_bytes(b"\xff")
    (complaint,) = FORMAT.read([home], Reading())
    assert isinstance(complaint, Complaint)
    assert complaint.sentence == f"{home / 'novel_text.txt'}: it is not UTF-8; it was left out"
    (home / "quotation_info.csv").write_text(HEAD)
    (home / "novel_text.txt").unlink()
    (complaint,) = FORMAT.read([home], Reading())
    assert isinstance(complaint, Complaint)
    assert "it cannot be read (No such file or directory); the table was left out" in complaint.sentence


def test_who_answered_comes_back(tmp_path: Path) -> None:
    for n, layer in enumerate((ANA, Layer(LayerKind.GOLD, "majority"), Layer(LayerKind.MODEL, "rules", "3"))):
        FORMAT.write([document(QUOTE, layer=layer)], tmp_path / str(n))
        (found,) = FORMAT.read([tmp_path / str(n)], Reading())
        assert isinstance(found, Document)
        assert found.answers == (Answer(layer, (QUOTE,)),)
