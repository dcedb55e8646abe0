"""brat standoff: both dialects, what is wrong in a file, and the way there and back."""

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from annotator.formats.brat import BratQuote, annotations, annotator, read, write
from annotator.model import Label, Span

TEXT = "“We will act,” Marn said. Ruiz, the minister, said that\nthe ice is thin. No."


def t(id: str, label: str, *parts: str, words: str | None = None) -> str:
    """A text-bound line for the first place of each part in TEXT."""
    places = ";".join(f"{TEXT.index(part)} {TEXT.index(part) + len(part)}" for part in parts)
    return f"{id}\t{label} {places}\t{' '.join(parts) if words is None else words}\n"


def spans(*parts: str) -> tuple[Span, ...]:
    return tuple(Span(TEXT.index(part), TEXT.index(part) + len(part)) for part in parts)


def both(lines: str) -> tuple[tuple[BratQuote, ...], tuple[str, ...]]:
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
    assert both(GENERIC) == ((BratQuote(spans(ACT), spans("said"), spans("Marn")),), ())


def test_the_generic_dialect_as_a_relation() -> None:
    lines = t("T1", "Quote", ACT) + t("T2", "Speaker", "Marn") + "R1\tsaid_by Arg1:T1 Arg2:T2\n"
    assert read(TEXT, lines, "a.ann").quotes == (BratQuote(spans(ACT), (), spans("Marn")),)


def test_a_relation_adds_to_the_event_of_its_quote() -> None:
    lines = GENERIC.replace(" Source:T2", "") + "R1\tsaid_by Arg1:T1 Arg2:T2\n"
    assert read(TEXT, lines, "a.ann").quotes == (BratQuote(spans(ACT), spans("said"), spans("Marn")),)


def test_a_quote_that_nothing_refers_to_is_one() -> None:
    assert read(TEXT, t("T1", "Quote", ACT), "a.ann").quotes == (BratQuote(spans(ACT)),)


def test_attributes_references_and_notes() -> None:
    lines = (
        GENERIC
        + "A1\tStance T1 support\nA2\tDenies E1\nN1\tReference T2 Wikidata:Q7\tJory Marn\n"
        + "#1\tAnnotatorNotes T1\tunclear who\n#2\tAnnotatorNotes E1\tlook again\n"
    )
    (quote,) = read(TEXT, lines, "a.ann").quotes
    assert set(quote.labels) == {Label("stance", "support"), Label("denies", "yes")}
    assert quote.references == (("Wikidata:Q7", "Jory Marn"),)
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
    expected = BratQuote(
        spans(THIN, "No"), spans("said"), spans("Ruiz, the minister,"), notes=("is this one?",)
    )
    assert both(lines) == ((expected,), ())


def test_a_trigger_of_attribution_is_no_cue_and_a_source_may_be_missing() -> None:
    lines = t("T1", "Content", ACT) + t("T4", "Attribution-no-source", "said")
    assert both(lines + "E1\tAttribution-no-source:T4 Content:T1\n") == ((BratQuote(spans(ACT)),), ())


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
        assert both(lines + "\n") == ((BratQuote(spans(THIN)),), ())


def test_discontinuous_and_overlapping_spans() -> None:
    assert read(TEXT, t("T1", "Quote", ACT, "No"), "a.ann").quotes[0].content == spans(ACT, "No")
    lines = t("T1", "Content", ACT) + t("T2", "Content", "act,” Marn")
    lines += t("T3", "Attribution", "said") + "E1\tAttribution:T3 Content2:T2 Content:T1\n"
    assert read(TEXT, lines, "a.ann").quotes[0].content == (Span(0, TEXT.index(" said")),)


def test_a_mismatch_costs_its_line_and_not_the_file() -> None:
    lines = GENERIC.replace("Speaker 15 19\tMarn", "Speaker 15 19\tOrla")
    found = read(TEXT, lines, "a.ann")
    assert found.quotes == (BratQuote(spans(ACT), spans("said")),)
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
    quote = BratQuote(
        spans(ACT, "No"),
        spans("said"),
        spans("Marn"),
        (Label("stance", "-1"),),
        (("Q7", "Marn"),),
        ("so\nso",),
    )
    assert write(TEXT, [quote, BratQuote(spans(THIN), source=spans("Ruiz"))]) == (
        "T1\tQuote 0 14;73 75\t“We will act,” No\nT2\tSpeaker 15 19\tMarn\nT3\tSays 20 24\tsaid\n"
        "E1\tSays:T3 Content:T1 Source:T2\nA1\tStance T1 -1\nN1\tReference T2 Q7\tMarn\n"
        "#1\tAnnotatorNotes T1\tso so\n"
        "T4\tQuote 51 71\tthat the ice is thin\nT5\tSpeaker 26 30\tRuiz\nR1\tsaid_by Arg1:T4 Arg2:T5\n"
    )


WORDS = st.text("ab c’“é\n\t🎉", min_size=40, max_size=40)
PLACES = st.lists(st.integers(0, 40), min_size=2, max_size=6, unique=True).map(
    lambda cuts: tuple(Span(a, b) for a, b in zip(sorted(cuts)[::2], sorted(cuts)[1::2], strict=False))
)
NONE = st.just(())
LINE = st.text("ab :é", max_size=9)
QUOTES = st.builds(
    BratQuote,
    PLACES,
    PLACES | NONE,
    PLACES | NONE,
    st.lists(st.builds(Label, st.sampled_from(("stance", "denies")), st.text("ab2-", min_size=1)), max_size=2)
    .map(tuple),
    st.lists(st.tuples(st.text("aQ7:", min_size=1), LINE), max_size=2).map(tuple),
    st.lists(LINE, max_size=2).map(tuple),
)  # fmt: skip


@given(WORDS, st.lists(QUOTES, max_size=5))
def test_what_was_written_is_read_back(text: str, quotes: list[BratQuote]) -> None:
    found = read(text, write(text, quotes), "a.ann")
    assert found.complaints == ()
    assert sorted(map(repr, found.quotes)) == sorted(map(repr, quotes))


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
