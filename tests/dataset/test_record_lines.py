"""Lines of a file are found again where they stood."""

from io import BytesIO

from hypothesis import given
from hypothesis import strategies as st

from annotator.dataset.record_lines import Places, numbered

LINES = st.lists(st.sampled_from([b"", b" ", b"\r", b"one", "“zwei”".encode(), b"\x00", b"a\rb", b"\xff"]))


def test_neither_a_byte_order_mark_nor_an_empty_line_is_one() -> None:
    stream = BytesIO(b"\xef\xbb\xbfone\r\n\n  \ntwo")
    assert list(numbered(stream)) == [(3, 1, b"one\r\n"), (12, 4, b"two")]
    assert list(numbered(BytesIO(b"\xef\xbb\xbf\n\xef\xbb\xbfx"))) == [(4, 2, b"\xef\xbb\xbfx")]


@given(LINES, st.booleans(), st.integers(1, 3))
def test_what_is_read_again_is_what_was_there(lines: list[bytes], marked: bool, several: int) -> None:
    stream = BytesIO((b"\xef\xbb\xbf" if marked else b"") + b"\n".join(lines))
    found = list(numbered(stream))
    assert [number for _, number, _ in found] == [n for n, x in enumerate(lines, start=1) if x.strip()]
    places = [Places() for _ in range(several)]
    for offset, number, _ in found:
        places[number % several].add(offset, number)
    assert sum(map(len, places)) == len(found)
    for n, some in enumerate(places):
        said = [(number, line) for _, number, line in found if number % several == n]
        assert list(some.read(stream)) == said
