"""Bytes into text, and which way was taken."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from annotator.ingest.charset import binary, declared, decode

WORDS = "“Élan” — café"
UNDEFINED = b"\x81\x8d\x8f\x90\x9d"  # no characters in Windows-1252


@pytest.mark.parametrize(
    ("data", "charset", "expected"),
    [
        (WORDS.encode(), None, (WORDS, "utf-8")),
        (WORDS.encode("utf-8-sig"), None, (WORDS, "utf-8-sig")),
        (("\ufeff" + WORDS).encode("utf-8-sig"), None, ("\ufeff" + WORDS, "utf-8-sig")),
        (WORDS.encode("utf-16"), None, (WORDS, "utf-16")),
        (WORDS.encode("cp1252"), None, (WORDS, "cp1252")),
        ("Мир".encode("koi8-r"), "koi8-r", ("Мир", "declared koi8-r")),
        (WORDS.encode(), "utf-8", (WORDS, "utf-8")),
        (WORDS.encode(), "ascii", (WORDS, "utf-8")),
        (WORDS.encode(), "no-such", (WORDS, "utf-8")),
        (b"", None, ("", "utf-8")),
        (b"a\r\nb\rc\n", None, ("a\r\nb\rc\n", "utf-8")),
    ],
)
def test_the_order_of_trying(data: bytes, charset: str | None, expected: tuple[str, str]) -> None:
    assert decode(data, charset) == expected


def test_a_guess_comes_last_and_is_called_one() -> None:
    text = "Привет, мир! Сегодня хороший день, и мы идём гулять по городу вместе с друзьями. " * 3
    data = text.encode("cp1251") + UNDEFINED
    found = decode(data)
    assert found is not None
    assert found[1].startswith("guessed ")


@given(st.binary())
def test_any_bytes_are_decoded_or_refused(data: bytes) -> None:
    found = decode(data)
    assert found is None or isinstance(found[0], str)


@pytest.mark.parametrize(
    ("page", "expected"),
    [
        (b'<meta charset="UTF-8">', "utf-8"),
        (b"<META http-equiv=x content='text/html; charset=koi8-r'>", "koi8-r"),
        (b'<?xml version="1.0" encoding="windows-1251"?>', "windows-1251"),
        (b"<meta charset=iso-8859-1>", "cp1252"),
        (b"<meta charset=rot13>", None),
        (b"<meta charset=unicode_escape>", None),
        (b"<meta charset=utf-7>", None),
        (b"<p>charset=utf-8</p>", None),
        (b" " * 3000 + b"<meta charset=utf-8>", None),
    ],
)
def test_what_a_page_declares(page: bytes, expected: str | None) -> None:
    assert declared(page) == expected


@pytest.mark.parametrize(
    ("data", "expected"),
    [
        (b"%PDF-1.7\n\x00\x01", True),
        (b"\x01\x02\x03\x04text", True),
        ("a".encode("utf-16"), False),
        (b"a\x1b[31mb\x1b[0m", False),
        (WORDS.encode("cp1252"), False),
        (b"", False),
    ],
)
def test_binary(data: bytes, expected: bool) -> None:
    assert binary(data) is expected
