"""CoNLL: a token a line, the text beside it, files of others, and what cannot be read."""

from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from annotator.formats.conll import FORMAT
from annotator.formats.document import Answer, Complaint, Document, Said
from annotator.formats.holding import UNNAMED, losses
from annotator.formats.mapping import Mapping
from annotator.formats.registry import Reading
from annotator.model import Layer, LayerKind, Source, Span
from tests.formats.documents import documents
from tests.formats.round_trip import back, check

TEXT = "“We act,” Marn said.\nNo 🎉."
ANA = Layer(LayerKind.HUMAN, "ana")
QUOTE = Said("q1", (Span(0, 9),), (Span(15, 19),), (Span(10, 14),))
SMALL = Document(TEXT, Source("a.txt"), (Answer(ANA, (QUOTE,)),))
WRITTEN = (
    "# newdoc id = a.txt\n"
    '# text_json = "“We act,” Marn said.\\nNo 🎉."\n'
    '# article = {"path":"a.txt"}\n'
    '# layer = {"kind":"human","name":"ana","version":""}\n'
    "“\t1\tB-Content\nWe\t1\tI-Content\nact\t1\tI-Content\n,\t1\tI-Content\n”\t1\tI-Content\n"
    "Marn\t1\tB-Source\nsaid\t1\tB-Cue\n.\t_\tO\n"
    "\n"
    "No\t_\tO\n🎉\t_\tO\n.\t_\tO\n"
    "\n"
)


def read(path: Path, content: str, mapping: Mapping | None = None) -> tuple[list[Document], list[str]]:
    path.write_bytes(content.encode())
    found = list(FORMAT.read([path], Reading(mapping or Mapping())))
    said = [x.sentence.removeprefix(f"{path}:").strip() for x in found if isinstance(x, Complaint)]
    return [x for x in found if isinstance(x, Document)], said


@given(documents())
@settings(max_examples=60, deadline=None)
def test_what_was_written_is_read_back(document: Document) -> None:
    check(FORMAT, document)


def test_what_is_written(tmp_path: Path) -> None:
    FORMAT.write([SMALL], tmp_path / "a.conll")
    assert (tmp_path / "a.conll").read_bytes().decode() == WRITTEN
    assert read(tmp_path / "b.conll", WRITTEN) == ([SMALL], [])
    assert read(tmp_path / "b.conll", WRITTEN.replace("\n", "\r\n"))[0][0].answers == SMALL.answers


def test_several_documents_several_answers_and_none() -> None:
    some = [
        Document(TEXT, Source("a.txt"), (Answer(ANA, (QUOTE,)), Answer(UNNAMED))),
        Document("No.", Source("b.txt")),
        Document(" ", Source("c.txt"), (Answer(UNNAMED),)),
    ]
    assert back(FORMAT, some) == some


def test_the_smaller_of_two_that_overlap_is_left_out_and_a_content_never_for_a_cue() -> None:
    inner = Said("b", (Span(3, 6),), (Span(10, 19),))
    small = Said("c", (Span(15, 19),), (Span(21, 23),))
    document = Document(TEXT, Source("a.txt"), (Answer(ANA, (QUOTE, inner, small)),))
    (answer,) = FORMAT.held(document).answers
    assert answer.quotes == (
        Said("q1", (Span(0, 9),), (), (Span(10, 14),)),
        Said("c", (Span(15, 19),), (Span(21, 23),)),
    )
    assert dict(losses([document], FORMAT.held).ids) == {"cue": ["q1"], "quotes": ["b"]}


def test_tokens_are_cut_where_spans_are_and_no_sentence_ends_within_one(tmp_path: Path) -> None:
    quote = Said("q1", (Span(6, 22),))
    document = Document(TEXT, Source("a.txt"), (Answer(UNNAMED, (quote,)),))
    FORMAT.write([document], tmp_path / "a.conll")
    rows = (tmp_path / "a.conll").read_text().splitlines()
    assert "ac\t_\tO" in rows
    assert "o\t_\tO" in rows
    assert [row for row in rows if "Content" in row] == [
        "t\t1\tB-Content", ",\t1\tI-Content", "”\t1\tI-Content", "Marn\t1\tI-Content", "said\t1\tI-Content",
        ".\t1\tI-Content", "N\t1\tI-Content",
    ]  # fmt: skip
    assert rows.count("") == 1
    assert back(FORMAT, [document]) == [document]


OTHERS = """\
-DOCSTART- -X- -X- O

" '' B-Quote
Rain `` I-Quote
" '' I-Quote
said VBD B-cue
Orla NNP B-speaker
Venn NNP I-speaker

Snow NN I-Quote
too RB I-Quote

said VBD B-cue
"""


def test_a_file_of_others(tmp_path: Path) -> None:
    (found,), said = read(tmp_path / "x.conll", OTHERS)
    assert found == Document(
        '" Rain " said Orla Venn\nSnow too\nsaid',
        Source("x/1"),
        (
            Answer(
                UNNAMED,
                (Said("q1", (Span(0, 8),), (Span(9, 13),), (Span(14, 23),)), Said("q2", (Span(24, 32),))),
            ),
        ),
    )
    assert said == ["a span of cue stands in a sentence with no content or several; left out"]


def test_other_schemes_of_prefixes_and_other_words(tmp_path: Path) -> None:
    lines = "a\tS-Zitat\nb\tB-Zitat\nc\tE-Zitat\nd\tB-PER\ne\tI-PER\nf\tX\ng\tB-Egal\n"
    mapping = Mapping({"zitat": "content", "egal": ""})
    (found,), said = read(tmp_path / "x.conll", lines, mapping)
    assert [q.content for q in found.answers[0].quotes] == [(Span(0, 1),), (Span(2, 5),)]
    assert said == [
        "“PER” means nothing here, it was left out; --map can say more",
        "“X” means nothing here, it was left out; --map can say more",
    ]


@pytest.mark.parametrize(
    ("old", "new", "says"),
    [
        ("Marn\t1", "Mara\t1", "10: the text does not go on with “Mara”; the document was left out"),
        ('"“We act', "“We act", "2: text_json: this is not JSON ("),
        ('"“We act,” Marn said.\\nNo 🎉."', "7", "2: text_json has to be a text; the document was left out"),
        ('{"kind":"human"', '{"kind":"robot"', "4: there is no kind “robot”; the document was left out"),
        ('{"path":"a.txt"}', "7", "article has to be an object, and is “7”; the document was left out"),
    ],
)
def test_what_is_wrong_is_a_sentence_and_the_rest_is_read(
    tmp_path: Path, old: str, new: str, says: str
) -> None:
    found, said = read(tmp_path / "x.conll", WRITTEN.replace(old, new) + WRITTEN)
    assert found == [SMALL]
    assert len(said) == 1
    assert said[0].startswith(says)


def test_a_file_that_cannot_be_read(tmp_path: Path) -> None:
    (tmp_path / "x.conll").write_bytes(b"\xff\xfe")
    said = list(FORMAT.read([tmp_path / "x.conll", tmp_path / "no"], Reading()))
    assert [type(x) for x in said] == [Complaint, Complaint]
    assert read(tmp_path / "y.conll", "") == ([], [])


@given(st.text('# text_json="newdoc id\t\nBIO-Content layer{}:', max_size=60))
@settings(deadline=None)
def test_nothing_in_a_file_raises(tmp_path_factory: pytest.TempPathFactory, content: str) -> None:
    read(tmp_path_factory.mktemp("any") / "a.conll", content)
