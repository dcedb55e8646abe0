"""Quotation marks: which belong together, and what becomes of those that do not."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from annotator.model import Span
from annotator.text.marks import DEPTH, covering, quotations, snap, starting
from tests.text.samples import hostile


def quoted(text: str) -> list[str]:
    return [q.span.of(text) for q in quotations(text)]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("“We left,” he said. “We stay.”", ["“We left,”", "“We stay.”"]),
        ('"We left," he said. "We stay."', ['"We left,"', '"We stay."']),
        ("‘We left,’ he said.", ["‘We left,’"]),
        ("'We left,' he said.", ["'We left,'"]),
        ("„Wir gehen“, sagte er. ‚So‘.", ["„Wir gehen“", "‚So‘"]),
        ("«Non», dit-il. « Oui », dit-elle.", ["«Non»", "« Oui »"]),
        ("»Nein«, sagte er. ›So‹.", ["»Nein«", "›So‹"]),
        ("”Nej,” sa han. ”Jo.”", ["”Nej,”", "”Jo.”"]),
        ("»Ei», hän sanoi. »Joo.»", ["»Ei»", "»Joo.»"]),
        ("``We left,'' he said. ''We stay.''", ["``We left,''", "''We stay.''"]),
        ("「はい」と『本』", ["「はい」", "『本』"]),
        ('He said:"We left."Then', ['"We left."']),
        ("“We left,\" he said.", ["“We left,\""]),
        ("“We left.“ Then he went.", ["“We left.“"]),
        ("—“We left—” he said—“and came—back”—and", ["“We left—”", "“and came—back”"]),
        ("“...and left...” he said", ["“...and left...”"]),
        ('("We left") ["x"]', ['"We left"', '"x"']),
        ("“ We left, ” he said", ["“ We left, ”"]),
        ("' We left , ' he said . ' They did n't . '", ["' We left , '", "' They did n't . '"]),
        ('He spoke of"the long way home."Then he left.', ['"the long way home."']),
        ("\u202a”We left,” he said. \u200b“We stay.”", ["”We left,”", "“We stay.”"]),
    ],
)  # fmt: skip
def test_pairs(text: str, expected: list[str]) -> None:
    assert quoted(text) == expected
    assert all(q.closed and q.depth == 0 and q.parent is None for q in quotations(text))


@pytest.mark.parametrize(
    "text",
    [
        "It’s the ministers’ vote, isn't it?",
        "rock ’n’ roll, rock 'n' roll, 'tis, ’90s and '90s",
        "He is 6'2\" tall and 5' 3\" wide.",
        "The dogs' bowl, doin' nothin' much",
        "Hawai‘i and O’Hara",
        "THE SLAVE 'S TALE and the old man 's tale, he 'll see, the boys ' club",
        'A 27"monitor',
        '“”, "" and “ ”',
        "‘‘‘ “““",
        "A lone ' and a closing ” or ’ or » or 」",
    ],
)
def test_no_quotation(text: str) -> None:
    assert quoted(text) == []


@pytest.mark.parametrize(
    "text",
    [
        "“He told me, ‘I won’t,’ and left,” Marn said.",
        "\"He told me, 'I won't,' and left,\" Marn said.",
        '"He told me, "I won’t," and left," Marn said.',
        "‘He told me, “I won’t,” and left,’ Marn said.",
        "« He told me, “I won’t,” and left », Marn said.",
        "“He told me, ‘I won’t.’ ” Marn said.",
    ],
)
def test_one_within_another(text: str) -> None:
    outer, inner = quotations(text)
    assert (outer.depth, outer.parent, inner.depth, inner.parent) == (0, None, 1, 0)
    assert outer.closed
    assert inner.closed
    assert outer.span.contains(inner.span)
    assert inner.inner is not None
    assert inner.inner.of(text).startswith("I won")


def test_a_plural_possessive_closes_nothing_where_a_sure_closing_mark_follows() -> None:
    assert quoted("‘The ministers’ vote was no,’ he said.") == ["‘The ministers’ vote was no,’"]
    assert quoted("both ‘ministers’ and ‘lords’ left") == ["‘ministers’", "‘lords’"]


def test_a_quotation_goes_on_where_the_next_paragraph_repeats_its_mark() -> None:
    text = "“One.\n\n“Two.\n\n“Three,” he said. “Four.”"
    first, second = quotations(text)
    assert first.span.of(text) == "“One.\n\n“Two.\n\n“Three,”"
    assert first.reopened == (7, 14)
    assert second.span.of(text) == "“Four.”"
    assert quoted('"One.\n"Two," he said.') == ['"One.\n"Two,"']
    assert quoted("“‘One.\n“‘Two,’ he said,” she said.") == ["“‘One.\n“‘Two,’ he said,”", "‘One.\n“‘Two,’"]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("“We must get\nout of here,” he said.", ["“We must get\nout of here,”"]),
        ('"We must get\n\nout," he said.', ['"We must get\n\nout,"']),
        ("“We must get\nout of here, he said.", ["“We must get"]),
        ("“We must get.\nout of here,” he said.", ["“We must get."]),
        ("“We must get\nOut of here,” he said.", ["“We must get"]),
    ],
)
def test_a_quotation_goes_on_over_a_line_break_in_mid_sentence_where_it_closes_next(
    text: str, expected: list[str]
) -> None:
    assert quoted(text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("He said “we left.  \n\nThen they stayed.", ["“we left."]),
        ("“One, he said.\n\nTwo.\n\n“Three,” he said.", ["“One, he said.", "“Three,”"]),
        ("“One, he said.\n“Two,” she said.", ["“One, he said.", "“Two,”"]),
        ("“One, said Ana Ruiz.\n“Two,” she said.", ["“One, said Ana Ruiz.", "“Two,”"]),
        ("“One. “Two,” Marn said.\n“Three,” she said.", ["“One. “Two,” Marn said.", "“Two,”", "“Three,”"]),
        ("“One, he said. “Two,” she said.\nThree.", ["“One, he said. “Two,” she said.", "“Two,”"]),
        ("“One ‘two,” he said.", ["“One ‘two,”", "‘two,"]),
        ("“One.\n‘Two,’ he said.", ["“One.", "‘Two,’"]),
        ('a "b" and "c', ['"b"', '"c']),
    ],
)
def test_an_unclosed_mark_reaches_to_the_end_of_its_paragraph(text: str, expected: list[str]) -> None:
    assert quoted(text) == expected


def test_of_three_single_marks_the_first_closes_what_is_inside() -> None:
    assert quoted("''He said 'no,''' she said. ''Oh.''") == ["''He said 'no,'''", "'no,'", "''Oh.''"]


def test_depth_is_bounded() -> None:
    found = quotations("“a ‘b " * 20)
    assert max(q.depth for q in found) == DEPTH - 1


SNAP = "He “one” and “two ‘three’ four” left.\nThen “five” went."


@pytest.mark.parametrize(
    ("at", "expected"),
    [
        (SNAP.index("one"), "“one”"),
        (SNAP.index("“one"), "“one”"),
        (SNAP.index("and"), "“two ‘three’ four”"),
        (SNAP.index("three"), "‘three’"),
        (SNAP.index("four"), "“two ‘three’ four”"),
        (SNAP.index("left"), "“five”"),
        (SNAP.index("went"), None),
    ],
)
def test_snap_takes_the_one_around_else_the_next(at: int, expected: str | None) -> None:
    span = snap(quotations(SNAP), at)
    assert (span and span.of(SNAP)) == expected


def test_snap_can_be_kept_within_a_paragraph() -> None:
    assert snap(quotations(SNAP), SNAP.index("left"), SNAP.index("\n")) is None
    assert snap((), 5) is None


@given(hostile, st.integers(0, 60))
def test_anything_at_all(text: str, at: int) -> None:
    found = quotations(text)
    assert [q.span.start for q in found] == sorted({q.span.start for q in found})
    for n, q in enumerate(found):
        assert q.span.end <= len(text)
        assert text.startswith(q.opening, q.span.start)
        assert q.span.of(text).endswith(q.closing)
        assert 0 <= q.depth < DEPTH
        for other in found[n + 1 :]:
            assert not q.span.overlaps(other.span) or q.span.contains(other.span)
        around = [p for p in found if p.span.start <= q.span.start < p.span.end and p is not q]
        assert q.depth == len(around)
        assert q.parent is None or found[q.parent] is around[-1]
    here = [q for q in found if q.span.start <= at < q.span.end]
    assert covering(found, at) == here[::-1]
    assert list(starting(found, Span(at, at + 5))) == [q for q in found if at <= q.span.start < at + 5]


@given(hostile)
def test_a_mark_never_reaches_beyond_a_paragraph_that_does_not_repeat_it(text: str) -> None:
    whole = f"{text}\n\nPlain words.\n\n“Two,” he said."
    plain = whole.index("\n\nPlain words.")
    assert all(q.span.end <= plain or q.span.start > plain for q in quotations(whole))
