"""WebAnno TSV: what is written where, what is read of others' files, and what is wrong in them."""

from pathlib import Path

import pytest
from hypothesis import given, settings

from annotator.formats.document import Answer, Complaint, Document, Named, Said
from annotator.formats.holding import UNNAMED, losses
from annotator.formats.mapping import Mapping
from annotator.formats.registry import Reading
from annotator.formats.webanno import FORMAT
from annotator.model import ADJUDICATED, Label, Layer, LayerKind, Source, Span, SpeakerKind
from tests.formats.documents import documents
from tests.formats.files import ANA, CONTENT, CUE, QUOTE, SOURCE, TEXT, document, taken
from tests.formats.round_trip import check

HEADER = "#FORMAT=WebAnno TSV 3.3\n"
# The worked example as a project with layers of its own would have it.
FOREIGN = (
    HEADER + "#T_SP=webanno.custom.Passage|value|Haltung\n"
    "#T_RL=webanno.custom.Belongs|label|BT_webanno.custom.Passage\n\n\n"
    '#Text="We will act," Marn said.\n'
    '1-1\t0-1\t"\tZitat[1]\tpro[1]\t_\t_\t\n'
    "1-2\t1-3\tWe\tZitat[1]\tpro[1]\t_\t_\t\n"
    "1-3\t4-8\twill\tZitat[1]\tpro[1]\t_\t_\t\n"
    '1-4\t9-14\tact,"\tZitat[1]\tpro[1]\t_\t_\t\n'
    "1-5\t15-19\tMarn\tSprecher\t*\tsagt\t1-1[1_0]\t\n"
    "1-6\t20-25\tsaid.\t_\t_\t_\t_\t\n"
    "1-6.1\t20-24\tsaid\tVerb\t*\tgesagt\t1-1[1_0]\t\n"
)
WORDS = Mapping(
    {"zitat": "content", "sprecher": "source", "verb": "cue", "sagt": "source", "gesagt": "cue"},
    {"haltung": "stance"},
    {"stance": {"pro": "1"}},
)


def spans(layers: str, *rows: str, text: str = TEXT) -> str:
    """A file of one sentence."""
    return f"{HEADER}{layers}\n\n\n#Text={text}\n" + "".join(f"{row}\t\n" for row in rows)


@given(documents())
@settings(max_examples=60, deadline=None)
def test_what_is_written_comes_back(made: Document) -> None:
    check(FORMAT, made, ids=True)
    assert set(losses([made], FORMAT.held).counts()) <= {f"article: {x}" for x in ("title", "outlet", "date")}


def test_what_stands_where(tmp_path: Path) -> None:
    quote = Said(
        "q1", (Span(2, 9),), (Span(15, 17),), (), (Named("s1", "Marn", SpeakerKind.PERSON, ("M. M.",)),),
        labels=(Label("stance", "1", "ice"), Label("topic", "2.1"), Label("topic", "3")), notes=("a|b_",),
    )  # fmt: skip
    made = document(quote, text="😀 Ice\tmelts\r\nsays Marn.")
    FORMAT.write([made], tmp_path / "out")
    assert (tmp_path / "out/annotation/a.txt/ana.tsv").read_bytes().decode() == (
        "#FORMAT=WebAnno TSV 3.3\n"
        "#T_SP=webanno.custom.Quote|role|id|stance|stanceTarget|topic|topicNo2|speaker|speakerId|speakerKind"
        "|speakerAlias|note\n"
        "#T_RL=webanno.custom.QuoteLink|role|BT_webanno.custom.Quote\n"
        "\n\n"
        "#Text=😀 Ice\\tmelts\\r\n#Text=\n"
        "1-1\t0-2\t😀\t" + "_\t" * 13 + "\n"
        "1-2\t3-6\tIce\tcontent[1]\tq1[1]\t1[1]\tice[1]\t2.1[1]\t3[1]\tMarn[1]\ts1[1]\tperson[1]\tM. M.[1]"
        "\ta\\|b\\_[1]\t_\t_\t\n"
        "1-3\t7-12\tmelts\t" + "_\t" * 13 + "\n"
        "1-3.1\t7-10\tmel\tcontent[1]\tq1[1]\t1[1]\tice[1]\t2.1[1]\t3[1]\tMarn[1]\ts1[1]\tperson[1]\tM. M.[1]"
        "\ta\\|b\\_[1]\t_\t_\t\n"
        "\n"
        "#Text=says Marn.\n"
        "2-1\t14-18\tsays\t" + "_\t" * 13 + "\n"
        "2-1.1\t16-18\tys\tcue[2]\t" + "*[2]\t" * 10 + "cued\\_by\t1-2[1_2]\t\n"
        "2-2\t19-23\tMarn\t" + "_\t" * 13 + "\n"
        "2-3\t23-24\t.\t" + "_\t" * 13 + "\n"
    )


def test_white_space_is_a_token_only_where_a_mark_needs_it(tmp_path: Path) -> None:
    made = document(Said("q1", (Span(4, 7),)), text=" ab \r\n cd")
    FORMAT.write([made], tmp_path / "out")
    lines = (tmp_path / "out/annotation/a.txt/ana.tsv").read_bytes().decode().splitlines()
    forms = [line.split("\t")[:3] for line in lines if line[:1].isdecimal()]
    assert forms == [
        ["1-1", "0-1", " "], ["1-2", "1-3", "ab"], ["1-3", "3-6", " \\r\\n"], ["1-3.1", "4-6", "\\r\\n"],
        ["2-1", "6-7", " "], ["2-2", "7-9", "cd"],
    ]  # fmt: skip


def test_the_sentences_are_those_of_the_document(tmp_path: Path) -> None:
    made = Document("One. Two.", Source("a.txt"), (), (Span(0, 5), Span(5, 9)))
    FORMAT.write([made], tmp_path / "out")
    file = tmp_path / "out/annotation/a.txt/INITIAL_CAS.tsv"
    assert [x for x in file.read_text().splitlines() if x.startswith("#Text=")] == [
        "#Text=One. ",
        "#Text=Two.",
    ]
    assert list(FORMAT.read([tmp_path / "out"], Reading())) == [Document("One. Two.", Source("a.txt"))]


def test_each_answer_has_a_file_as_an_exported_project_has_it(tmp_path: Path) -> None:
    layers = (
        ANA, Layer(LayerKind.HUMAN, "J/D. é+1 "), Layer(LayerKind.HUMAN, "CURATION_USER"), ADJUDICATED,
        Layer(LayerKind.GOLD, "majority"), Layer(LayerKind.MODEL, "rules", "3.1"),
    )  # fmt: skip
    made = Document(TEXT, Source("in/a.txt"), tuple(Answer(x, (QUOTE,)) for x in layers))
    FORMAT.write([made], tmp_path / "out")
    files = sorted(str(x.relative_to(tmp_path / "out")) for x in (tmp_path / "out").rglob("*.tsv"))
    assert files == [
        "annotation/in%2Fa.txt/J%2FD. é%2B1%20.tsv",
        "annotation/in%2Fa.txt/ana.tsv",
        "annotation/in%2Fa.txt/gold+majority+.tsv",
        "annotation/in%2Fa.txt/human+CURATION_USER+.tsv",
        "annotation/in%2Fa.txt/model+rules+3.1.tsv",
        "curation/in%2Fa.txt/CURATION_USER.tsv",
    ]
    (found,) = FORMAT.read([tmp_path / "out"], Reading())
    assert isinstance(found, Document)
    assert found.source.path == "in/a.txt"
    assert {answer.layer for answer in found.answers} == set(layers)


def test_files_are_the_same_bytes_each_time(tmp_path: Path) -> None:
    made = document(QUOTE, Said("q2", (Span(1, 3),), parent="q1", about="q1"))
    for name in ("one", "two"):
        FORMAT.write([made], tmp_path / name)
    one, two = ([x.read_bytes() for x in sorted((tmp_path / name).rglob("*.tsv"))] for name in ("one", "two"))
    assert one == two


def test_layers_of_another_project(tmp_path: Path) -> None:
    found, complaints = taken(FORMAT, tmp_path / "doc.tsv", FOREIGN, WORDS)
    quote = Said("q1", (CONTENT,), (CUE,), (SOURCE,), labels=(Label("stance", "1"),))
    assert found == [Document(TEXT, Source("doc"), (Answer(UNNAMED, (quote,)),))]
    assert not complaints


def test_layers_named_as_what_they_mean(tmp_path: Path) -> None:
    content = spans(
        "#T_SP=webanno.custom.Cue\n#T_SP=webanno.custom.Quote\n#T_RL=webanno.custom.CuedBy|BT_webanno.custom.Quote",
        '1-1\t0-14\t"We will act,"\t_\t*\t_',
        "1-2\t20-24\tsaid\t*\t_\t_",
    )
    found, complaints = taken(FORMAT, tmp_path / "doc.tsv", content)
    assert found[0].answers == (Answer(UNNAMED, (Said("q1", (CONTENT,)),)),)
    assert complaints == [": the cue “said” belongs to no quote; it was left out"]


def test_links_that_a_feature_holds(tmp_path: Path) -> None:
    layer = "webanno.custom.Quote"
    content = spans(
        f"#T_SP={layer}|ROLE_{layer}:who_{layer}WhoLink|webanno.custom.Speaker\n#T_SP=webanno.custom.Speaker|value",
        '1-1\t0-14\t"We will act,"\tsaid\\_by;said\\_by\t1-2;1-3[4]\t_',
        "1-2\t15-19\tMarn\t_\t_\t*",
        "1-3\t20-24\tsaid\t_\t_\t*[4]",
    )
    found, complaints = taken(FORMAT, tmp_path / "doc.tsv", content)
    assert found[0].answers[0].quotes == (Said("q1", (CONTENT,), (), (SOURCE, CUE)),)
    assert not complaints


def test_stacked_marks_and_their_relations(tmp_path: Path) -> None:
    layer = "webanno.custom.Quote"
    content = spans(
        f"#T_SP={layer}|role|note\n#T_RL=webanno.custom.L|role|BT_{layer}",
        '1-1\t0-14\t"We will act,"\tquote[1]|quote[2]\ta\\]b[1]|c[2]\t_\t_',
        "1-2\t15-19\tMarn\tspeaker[3]|speaker[4]\t*[3]|*[4]\tsaid\\_by|said\\_by\t1-1[1_3]|1-1[2_4]",
        "1-3\t20-24\tsaid\tspeaker[4]\t*[4]\t_\t_",
    )
    found, complaints = taken(FORMAT, tmp_path / "doc.tsv", content)
    assert found[0].answers[0].quotes == (
        Said("q1", (CONTENT,), (), (SOURCE,), notes=("a]b",)),
        Said("q2", (CONTENT,), (), (Span(15, 24),), notes=("c",)),
    )
    assert not complaints


def test_analysis_is_passed_over_and_what_is_strange_is_said_once(tmp_path: Path) -> None:
    core = "de.tudarmstadt.ukp.dkpro.core.api"
    content = spans(
        f"#T_SP={core}.lexmorph.type.pos.POS|PosValue\n#T_SP=webanno.custom.Mood|value\n"
        f"#T_CH={core}.coref.type.CoreferenceLink|referenceType|referenceRelation\n"
        f"#T_RL={core}.syntax.type.dependency.Dependency|DependencyType|BT_{core}.lexmorph.type.pos.POS",
        '1-0\t0-1\t"\t_\t_\t_\t_\t_\t_',
        "1-1\t15-19\tMarn\tNNP\tgrim\tpr[1]\tcoref->1-1\tnsubj\t1-2",
        "1-2\t20-24\tsaid\tVBD\tgrim\t_\t_\t_\t_",
    )
    found, complaints = taken(FORMAT, tmp_path / "doc.tsv", content)
    assert found == [Document(TEXT, Source("doc"), (Answer(UNNAMED, ()),))]
    assert complaints == [
        ": “CoreferenceLink” means nothing here, it was left out; --map can say more",
        ": “grim” means nothing here, 2 of them were left out; --map can say more",
    ]


def test_text_is_put_together_as_its_offsets_say(tmp_path: Path) -> None:
    """Two sentences with nothing between them, then three blanks; a line end within one; units of UTF-16."""
    content = (
        HEADER + "#T_SP=webanno.custom.Quote|value\n\n\n"
        "#Sentence.id=s1\n#Text=😀 a\\\\b\n1-1\t0-2\t😀\t_\t\n1-2\t3-6\ta\\b\t_\t\n\n"
        "#Text=c\\td\n#Text=\\re\n2-1\t6-7\tc\t*[1]\t\n2-2\t8-9\td\t*[1]\t\n2-3\t11-12\te\t_\t\n\n"
        "#Text=f\n3-1\t15-16\tf\t*\t\n"
    )
    for ends in ("\n", "\r\n"):
        found, complaints = taken(FORMAT, tmp_path / "doc.tsv", "\ufeff" + content.replace("\n", ends))
        assert found[0].text == "😀 a\\bc\td\n\re\n  f"
        assert [x.content for x in found[0].answers[0].quotes] == [(Span(5, 8),), (Span(14, 15),)]
        assert not complaints


def test_a_mark_stands_where_its_words_are(tmp_path: Path) -> None:
    layer = "#T_SP=webanno.custom.Quote|value"
    found, complaints = taken(
        FORMAT, tmp_path / "doc.tsv", spans(layer, '1-1\t0-1\t"\t_', "1-2\t16-20\tMarn\t*")
    )
    assert found[0].answers[0].quotes == (Said("q1", (SOURCE,)),)
    assert found[0].repaired == 1
    assert not complaints
    found, complaints = taken(
        FORMAT, tmp_path / "doc.tsv", spans(layer, '1-1\t0-1\t"\t_', "1-2\t16-20\tOrla\t*")
    )
    assert found[0].answers[0].quotes == ()
    assert complaints == [":7: the text has “arn” at 16-20 and not “Orla”; what is marked there was left out"]


@pytest.mark.parametrize(
    ("row", "complaint"),
    [
        ("nonsense", ":8: this is no line of WebAnno TSV; it was left out"),
        ("1-2\t4-3", ":8: this is no line of WebAnno TSV; it was left out"),
        (
            "1-2\t99-100\tx\tcue\t_\t_",
            ":8: the text has “” at 99-100 and not “x”; what is marked there was left out",
        ),
        ("1-2\t1-3\tWe\t*", ":8: 3 columns should follow the token; its marks were left out"),
        (
            "1-2\t1-3\tWe\tcontent\tsaid\\_by\t1-9",
            ":8: the relation “said_by” leads to no mark; it was left out",
        ),
        ("1-2\t1-3\tWe\tmood\t_\t_", ": “mood” means nothing here, it was left out; --map can say more"),
    ],
)  # fmt: skip
def test_what_cannot_be_read_is_said(tmp_path: Path, row: str, complaint: str) -> None:
    layers = "#T_SP=webanno.custom.Mark|value\n#T_RL=webanno.custom.L|role|BT_webanno.custom.Mark"
    content = spans(layers, '1-1\t0-1\t"\t_\t_\t_').removesuffix("\n") + f"\n{row}\n"
    found, complaints = taken(FORMAT, tmp_path / "doc.tsv", content)
    assert [x.text for x in found] == [TEXT]
    assert complaints == [complaint]


@pytest.mark.parametrize(
    ("value", "complaint"),
    [
        ("stanceTarget\tice", "stance has a target and no value"),
        ("score\t2", "score has to be a number from 0 to 1, and is “2”"),
        ("speakerKind\tghost", "there is no kind “ghost”"),
        ("viaBegin\t0", "end has to be a whole number, and is “”"),
    ],
)
def test_values_that_cannot_be(tmp_path: Path, value: str, complaint: str) -> None:
    name, cell = value.split("\t")
    content = spans(f"#T_SP=webanno.custom.Quote|role|{name}", f"1-1\t1-3\tWe\tcontent\t{cell}")
    found, complaints = taken(FORMAT, tmp_path / "doc.tsv", content)
    del found
    assert complaints[-1].endswith(f"{complaint}; it was left out")


@pytest.mark.parametrize(
    ("content", "complaint"),
    [
        (b"", ": its first line does not say that it is WebAnno TSV 3; export it as that; it was left out"),
        (b"#FORMAT=WebAnno TSV 3.3\n\n\n", ": there is no text in it; it was left out"),
        (b"#FORMAT=WebAnno TSV 3.3\n\xff", ": it is not UTF-8; it was left out"),
        (
            b"#FORMAT=WebAnno TSV 3.3\n\n\n#Text=ab\n1-1\t0-2\tab\n\n#Text=c\n2-1\t1-2\tc\n",
            ": the sentence of line 8 cannot start at 1: the text before it is 3 long, in UTF-16 units; "
            "it was left out",
        ),
        (
            b"#FORMAT=WebAnno TSV 3.3\n\n\n#Text=ab\n1-1\t99999999999-99999999999\tab\n",
            ": the sentence of line 5 cannot start at 99999999999: the text before it is 0 long, "
            "in UTF-16 units; it was left out",
        ),
    ],
)
def test_files_that_cannot_be_used(tmp_path: Path, content: bytes, complaint: str) -> None:
    assert taken(FORMAT, tmp_path / "doc.tsv", content) == ([], [complaint])


def test_names_that_a_folder_cannot_tell_apart(tmp_path: Path) -> None:
    """As on a system where letters have no case; here the same name stands for that."""
    FORMAT.write([document(QUOTE), document(text=TEXT[:-1])], tmp_path / "out")
    found = {x.name: x for x in FORMAT.read([tmp_path / "out"], Reading()) if isinstance(x, Document)}
    assert {name: x.text for name, x in found.items()} == {"a.txt": TEXT, "a~2.txt": TEXT[:-1]}


def test_files_of_one_text_that_differ_and_folders_without_any(tmp_path: Path) -> None:
    folder = tmp_path / "annotation" / "a.txt"
    folder.mkdir(parents=True)
    (folder / "ana.tsv").write_text(FOREIGN)
    (folder / "ben.tsv").write_text(FOREIGN.replace("said", "told"))
    (folder / "cai.tsv").write_text(FOREIGN)
    complaint, found = FORMAT.read([tmp_path], Reading(WORDS))
    assert isinstance(complaint, Complaint)
    assert complaint.sentence == f"{folder / 'ben.tsv'}: its text is not that of ana.tsv; it was left out"
    assert isinstance(found, Document)
    assert [answer.layer.name for answer in found.answers] == ["ana", "cai"]
    (tmp_path / "none").mkdir()
    (complaint,) = FORMAT.read([tmp_path / "none"], Reading())
    assert isinstance(complaint, Complaint)
    assert complaint.sentence == f"{tmp_path / 'none'}: there is no .tsv in it; it was left out"
    (complaint,) = FORMAT.read([tmp_path / "gone.tsv"], Reading())
    assert isinstance(complaint, Complaint)
    assert "it cannot be read (No such file or directory)" in complaint.sentence
