"""brat standoff: both dialects, what is wrong in a file, and the way there and back."""

from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from annotator.formats.brat import FORMAT, annotations, annotator, held, write
from annotator.formats.brat_reading import Standoff
from annotator.formats.brat_reading import read as read_one
from annotator.formats.document import Answer, Complaint, Document, Named, Said
from annotator.formats.holding import UNNAMED
from annotator.formats.mapping import Mapping
from annotator.formats.registry import Reading
from annotator.model import Label, Layer, LayerKind, Source, Span
from tests.formats.documents import documents
from tests.formats.round_trip import back, check

TEXT = "“We will act,” Marn said. Ruiz, the minister, said that\nthe ice is thin. No."


def t(id: str, label: str, *parts: str, words: str | None = None) -> str:
    """A text-bound line for the first place of each part in TEXT."""
    places = ";".join(f"{TEXT.index(part)} {TEXT.index(part) + len(part)}" for part in parts)
    return f"{id}\t{label} {places}\t{' '.join(parts) if words is None else words}\n"


def spans(*parts: str) -> tuple[Span, ...]:
    return tuple(Span(TEXT.index(part), TEXT.index(part) + len(part)) for part in parts)


def quote_of(
    content: tuple[Span, ...],
    cue: tuple[Span, ...] = (),
    source: tuple[Span, ...] = (),
    **more: object,
) -> Said:
    return Said(None, content, cue, source, **more)  # type: ignore[arg-type]


def read(text: str, lines: str, name: str, mapping: Mapping | None = None) -> Standoff:
    """What is read, without the ids of the quotes."""
    found = read_one(text, lines, name, mapping)
    return replace(found, quotes=tuple(replace(quote, id=None) for quote in found.quotes))


def both(lines: str) -> tuple[tuple[Said, ...], tuple[str, ...]]:
    """Quotes and complaints."""
    found = read(TEXT, lines, "a.ann")
    return found.quotes, found.complaints


ACT, THIN = "“We will act,”", "that\nthe ice is thin"
GENERIC = (
    t("T1", "Quote", ACT)
    + t("T2", "Speaker", "Marn")
    + t("T3", "Says", "said")
    + "E1\tSays:T3 Content:T1 Source:T2\n"
)


def test_the_generic_dialect_as_an_event() -> None:
    assert both(GENERIC) == ((quote_of(spans(ACT), spans("said"), spans("Marn")),), ())


def test_the_generic_dialect_as_a_relation() -> None:
    lines = t("T1", "Quote", ACT) + t("T2", "Speaker", "Marn") + "R1\tsaid_by Arg1:T1 Arg2:T2\n"
    assert read(TEXT, lines, "a.ann").quotes == (quote_of(spans(ACT), (), spans("Marn")),)


def test_a_relation_adds_to_the_event_of_its_quote() -> None:
    lines = GENERIC.replace(" Source:T2", "") + "R1\tsaid_by Arg1:T1 Arg2:T2\n"
    assert read(TEXT, lines, "a.ann").quotes == (quote_of(spans(ACT), spans("said"), spans("Marn")),)


def test_a_quote_that_nothing_refers_to_is_one() -> None:
    assert read(TEXT, t("T1", "Quote", ACT), "a.ann").quotes == (quote_of(spans(ACT)),)


def test_attributes_references_and_notes() -> None:
    lines = (
        GENERIC
        + "A1\tStance T1 support\nA2\tDenies E1\nN1\tReference T2 Wikidata:Q7\tJory Marn\n"
        + "#1\tAnnotatorNotes T1\tunclear who\n#2\tAnnotatorNotes E1\tlook again\n"
    )
    (quote,) = read(TEXT, lines, "a.ann").quotes
    assert set(quote.labels) == {Label("stance", "support"), Label("denies", "yes")}
    assert quote.speakers == (Named(name="Jory Marn", wikidata="Q7"),)
    assert set(quote.notes) == {"unclear who", "look again"}


def test_polnears_dialect() -> None:
    lines = (
        t("T1", "Source", "Ruiz, the minister,")
        + t("T2", "Cue", "said")
        + t("T3", "Content", THIN)
        + t("T4", "Attribution", "said")
        + t("T5", "Content", "No")
        + "E1\tAttribution:T4 Content:T3 Content2:T5 Cue:T2 Source:T1\n"
        + "#1\tAnnotatorNotes T4\tis this one?\n"
    )
    expected = quote_of(
        spans(THIN, "No"), spans("said"), spans("Ruiz, the minister,"), notes=("is this one?",)
    )
    assert both(lines) == ((expected,), ())


def test_a_trigger_of_attribution_is_no_cue_and_a_source_may_be_missing() -> None:
    lines = t("T1", "Content", ACT) + t("T4", "Attribution-no-source", "said")
    assert both(lines + "E1\tAttribution-no-source:T4 Content:T1\n") == ((quote_of(spans(ACT)),), ())


def test_an_event_without_content_is_left_out_and_said() -> None:
    lines = t("T1", "Source", "Marn") + t("T2", "Attribution", "said") + "E1\tAttribution:T2 Source:T1\n"
    assert both(lines) == (
        (),
        ("a.ann:3: E1 has no content that could be read; it was left out",),
    )


def test_words_that_go_on_in_the_next_line() -> None:
    whole = t("T1", "Content", THIN)
    assert whole.count("\n") == 2
    flat = t("T1", "Content", THIN, words=THIN.replace("\n", " "))
    for lines in (whole, flat):
        assert both(lines + "\n") == ((quote_of(spans(THIN)),), ())


def test_discontinuous_and_overlapping_spans() -> None:
    assert read(TEXT, t("T1", "Quote", ACT, "No"), "a.ann").quotes[0].content == spans(ACT, "No")
    lines = t("T1", "Content", ACT) + t("T2", "Content", "act,” Marn")
    lines += t("T3", "Attribution", "said") + "E1\tAttribution:T3 Content2:T2 Content:T1\n"
    assert read(TEXT, lines, "a.ann").quotes[0].content == (Span(0, TEXT.index(" said")),)


def test_a_mismatch_costs_its_line_and_not_the_file() -> None:
    lines = GENERIC.replace("Speaker 15 19\tMarn", "Speaker 15 19\tOrla")
    found = read(TEXT, lines, "a.ann")
    assert found.quotes == (quote_of(spans(ACT), spans("said")),)
    assert found.complaints == ("a.ann:2: the text has “Marn” at 15 19 and not “Orla”; it was left out",)


@pytest.mark.parametrize(
    ("line", "complaint"),
    [
        ("T9 Quote 0 4 words", "1: this is no line of brat standoff, it was left out"),
        (
            "T9\tQuote 0\twords",
            "1: T9 has no label and offsets, as “Quote 0 14” behind a tab; it was left out",
        ),
        (
            "T9\tQuote 5 5\t",
            f"1: 5 5 does not lie within the text, which ends at {len(TEXT)}; it was left out",
        ),
        ("T9\tQuote 70 99\tx", f"1: 70 99 does not lie within the text, which ends at {len(TEXT)}; it was"),
        ("T9\tDiscard 0 3\t“We", "1: “Discard” means nothing here, it was left out"),
        ("E9\tSays:T3", "1: E9 has no content that could be read; it was left out"),
        ("E9\tSays:T3 Content:T7 Source:T1", "1: there is no T7 to be a content; it was left out"),
        ("E9\t", "1: E9 has no content that could be read; it was left out"),
        ("R9\tsaid_by Arg1:T7 Arg2:T8", "1: Arg1 of R9 names no quote; it was left out"),
        ("R9\t", "1: “” means nothing here, it was left out"),
        ("A9\tStance T9 support", "1: A9 is about T9, no part of a quote; it was left out"),
        ("N9\t", "1: N9 is about nothing, no part of a quote; it was left out"),
        ("R9\tinside Arg1:T1 Arg2:T1", "1: R9 does not name two quotes; it was left out"),
        ("T9\tSays 20 24\tsaid", "1: T9 belongs to no quote; it was left out"),
        ("*\tEquiv T1 T2", "1: “Equiv” means nothing here, it was left out"),
        ("nonsense", "1: this is no line of brat standoff, it was left out"),
    ],
)
def test_what_cannot_be_read_is_said_with_its_line(line: str, complaint: str) -> None:
    found = read(TEXT, f"{line}\n", "a.ann")
    assert found.quotes == ()
    assert found.complaints[0].startswith(f"a.ann:{complaint}")


def test_a_label_that_means_nothing_is_said_once_and_what_names_it_not_again() -> None:
    lines = t("T1", "Discuss", "No") + t("T2", "Discuss", "ice") + "A1\tSure T1\n"
    assert read(TEXT, lines, "a.ann").complaints == (
        "a.ann:1: “Discuss” means nothing here, it was left out (and 1 more such lines)",
    )


def test_a_line_behind_a_good_one_that_is_nothing_leaves_the_good_one() -> None:
    found = read(TEXT, t("T1", "Quote", ACT) + "nonsense\n" + t("T2", "Quote", "No"), "a.ann")
    assert len(found.quotes) == 2
    assert found.complaints == ("a.ann:2: this is no line of brat standoff, it was left out",)


def test_windows_line_ends() -> None:
    assert read(TEXT, GENERIC.replace("\n", "\r\n"), "a.ann") == read(TEXT, GENERIC, "a.ann")


def test_what_is_written() -> None:
    quote = quote_of(
        spans(ACT, "No"),
        spans("said"),
        spans("Marn"),
        speakers=(Named("7-a", "Jory Marn", wikidata="Q7"), Named(name="Ina"), Named()),
        labels=(Label("stance", "-1"),),
        notes=("so\nso",),
    )
    other = replace(quote_of(spans(THIN), source=spans("Ruiz")), id="b", about="a")
    assert write(TEXT, [replace(quote, id="a"), other], Layer(LayerKind.GOLD, "by rule", "2")) == (
        "#1\tLayer text\tgold\tby rule\t2\n"
        "T1\tQuote 0 14;73 75\t“We will act,” No\nT2\tSpeaker 15 19\tMarn\nT3\tSays 20 24\tsaid\n"
        "E1\tSays:T3 Content:T1 Source:T2\nA1\tStance T1 -1\n"
        "N1\tReference T2 Registry:7-a\tJory Marn\nN2\tReference T2 Wikidata:Q7\tJory Marn\n"
        "N3\tReference T2 Name:-\tIna\nN4\tReference T2 Name:-\t\n"
        "#2\tAnnotatorNotes T1\tso so\n"
        "T4\tQuote 51 55;56 71\tthat the ice is thin\nT5\tSpeaker 26 30\tRuiz\n"
        "R1\tsaid_by Arg1:T4 Arg2:T5\nR2\tabout Arg1:T4 Arg2:T1\n"
    )


@given(documents())
@settings(max_examples=60, deadline=None)
def test_what_was_written_is_read_back(document: Document) -> None:
    check(FORMAT, document)


def test_several_documents_in_a_folder_and_names_that_are_no_files() -> None:
    names = ("a.txt", "/a.txt", "../b/c.txt", "d.md", "..", "a_human+ben.txt")
    ana, ben = (Answer(Layer(LayerKind.HUMAN, name), (quote_of(spans(ACT)),)) for name in ("ana", "ben"))
    some = [Document(TEXT, Source(name), (ana, ben)) for name in names]
    found = back(FORMAT, some)
    assert sorted(x.name for x in found) == [
        "a.txt", "a_human+ben~2.txt", "a~2.txt", "b/c.txt", "d.md.txt", "text.txt",
    ]  # fmt: skip
    assert {len(x.answers) for x in found} == {2}


def test_what_brat_shows_of_spans_over_several_lines() -> None:
    text = "\nOne\r\n\r\ntwo\nthree"
    quote = Said("a", (Span(0, 12), Span(12, 17)), (Span(0, 1),))
    document = Document(text, Source("a.txt"), (Answer(UNNAMED, (quote,)),))
    (kept,) = held(document).answers[0].quotes
    assert (kept.content, kept.cue) == ((Span(1, 17),), ())
    assert write(text, [quote]) == "T1\tQuote 1 4;8 11;12 17\tOne two three\n"


def test_the_same_documents_are_the_same_bytes(tmp_path: Path) -> None:
    quote = quote_of(spans(ACT), spans("said"), labels=(Label("stance", "1"), Label("denied", "yes")))
    document = Document(TEXT, Source("a.txt"), (Answer(UNNAMED, (quote,)),))
    for name in ("one", "other"):
        FORMAT.write([document], tmp_path / name)
    assert (tmp_path / "one" / "a.ann").read_bytes() == (tmp_path / "other" / "a.ann").read_bytes()


def test_the_first_answer_is_where_brat_looks(tmp_path: Path) -> None:
    ana, gold = Layer(LayerKind.HUMAN, "ana"), Layer(LayerKind.GOLD, "adjudicated")
    answers = tuple(Answer(layer, (quote_of(spans(ACT)),)) for layer in (ana, gold))
    FORMAT.write([Document(TEXT, Source("x/a.txt"), answers)], tmp_path / "out")
    assert sorted(p.name for p in (tmp_path / "out" / "x").iterdir()) == [
        "a.ann", "a.txt", "a_gold+adjudicated.ann",
    ]  # fmt: skip
    assert (tmp_path / "out" / "x" / "a.txt").read_bytes() == TEXT.encode()


def folder(path: Path, **files: str) -> list[Document | Complaint]:
    for name, content in files.items():
        (path / name.replace("__", ".")).write_bytes(content.encode())
    return list(FORMAT.read([path], Reading()))


def test_layers_of_a_folder(tmp_path: Path) -> None:
    (found,) = folder(tmp_path, a__txt=TEXT, a__ann="", a_b2__ann=GENERIC)
    assert isinstance(found, Document)
    assert [(a.layer, len(a.quotes)) for a in found.answers] == [
        (UNNAMED, 0),
        (Layer(LayerKind.HUMAN, "b2"), 1),
    ]
    (first,) = FORMAT.read([tmp_path], Reading(each=False))
    assert isinstance(first, Document)
    assert first.answers == (Answer(UNNAMED),)


def test_a_text_that_nobody_marked_has_no_answers(tmp_path: Path) -> None:
    (found,) = folder(tmp_path, a__txt=TEXT)
    assert found == Document(TEXT, Source("a.txt"))


def test_words_near_by_are_found_and_counted() -> None:
    found = read(TEXT, GENERIC.replace("Speaker 15 19", "Speaker 16 20"), "a.ann")
    assert (found.quotes[0].source, found.repaired, found.complaints) == (spans("Marn"), 1, ())


def test_words_of_another_language() -> None:
    lines = t("T1", "Zitat", ACT) + t("T2", "Wer", "Marn") + t("T3", "Egal", "No")
    lines += "R1\tvon Arg1:T1 Arg2:T2\nA1\tHaltung T1 dafür\nA2\tSonst T1 x\n"
    mapping = Mapping(
        {"zitat": "content", "wer": "source", "von": "source", "egal": ""},
        {"haltung": "stance", "sonst": ""}, {"stance": {"dafür": "1"}}, {"stance": "dam"},
    )  # fmt: skip
    found = read(TEXT, lines, "a.ann", mapping)
    assert found.complaints == ()
    assert found.quotes == (quote_of(spans(ACT), (), spans("Marn"), labels=(Label("stance", "1", "dam"),)),)


def test_quotes_in_and_about_others() -> None:
    lines = t("T1", "Quote", ACT) + t("T2", "Quote", "No") + "R1\tinside Arg1:T2 Arg2:T1\n"
    one, other = read_one(TEXT, lines + "R2\tabout Arg1:T1 Arg2:T2\n", "a.ann").quotes
    assert (one.about, other.parent) == (other.id, one.id)


@given(st.lists(st.text("TER1#AN*\t ;:0129QuoteSays\n“", max_size=30) | st.sampled_from(GENERIC.split("\n"))))
def test_nothing_in_a_file_raises(lines: list[str]) -> None:
    for quote in read(TEXT, "\n".join(lines), "a.ann").quotes:
        assert all(span.end <= len(TEXT) for span in (*quote.content, *quote.cue, *quote.source))


def test_which_files_belong_to_a_text(tmp_path: Path) -> None:
    for name in ("a_x1.ann", "a_b2.ann", "a_b_c.ann", "a.ann", "z_1.ann", "a_b.txt"):
        (tmp_path / name).touch()
    texts = [Path("text/a.txt"), Path("text/a_b.txt"), Path("text/q.txt")]
    found = annotations(texts, tmp_path)
    assert {text.stem: [file.name for file in files] for text, files in found.items()} == {
        "a": ["a.ann", "a_b2.ann", "a_x1.ann"],
        "a_b": ["a_b_c.ann"],
        "q": [],
    }
    assert [annotator(texts[0], file) for file in found[texts[0]]] == ["", "b2", "x1"]
