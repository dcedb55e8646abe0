"""Bytes into text: declared charset, strict UTF-8, Windows-1252, and only then a guess."""

import re

_BOMS = ((b"\xef\xbb\xbf", "utf-8-sig"), (b"\xff\xfe", "utf-16"), (b"\xfe\xff", "utf-16"))

# Charsets of text. Python knows codecs that are none (hex, zip, unicode_escape): no page shall name those.
_TEXTUAL = re.compile(
    r"(?:utf-?(?:8|16|32)(?:-?[bl]e)?|us-ascii|ascii|iso-?8859-?\d\d?|latin-?\d\d?|(?:windows-?|cp)-?\d{3,4}|"
    r"koi8-[rut]|mac-?\w{2,12}|gb2312|gbk|gb18030|big5|shift[_-]jis|euc[_-](?:jp|kr)|iso-2022-jp|tis-620)",
    re.IGNORECASE,
)
_DECLARED = re.compile(
    rb"""<meta[^>]{0,200}?charset\s*=\s*["']?\s*([\w-]{2,20})|<\?xml[^>]{0,100}?encoding=["']([\w-]{2,20})""",
    re.IGNORECASE,
)
# The Web means Windows-1252 when it says these.
_LATIN = ("iso-8859-1", "iso8859-1", "latin1", "latin-1", "ascii", "us-ascii")


def declared(page: bytes) -> str | None:
    """The charset that an HTML page names in its first 2,048 bytes, if it is one of text."""
    match = _DECLARED.search(page[:2048])
    if match is None:
        return None
    return named((match[1] or match[2]).decode("ascii", "replace"))


def named(charset: str | None) -> str | None:
    """The charset that a page or its server means by a name, if it is one of text."""
    name = (charset or "").lower()
    if name in _LATIN:
        return "cp1252"
    return name if _TEXTUAL.fullmatch(name) else None


def decode(data: bytes, charset: str | None = None) -> tuple[str, str] | None:
    """The text and how it was read ("utf-8", "declared koi8-r", "guessed cp1251"); None if it is no text.

    A byte order mark at the start is not part of the text; a second one is. Newlines stay as they are.
    """
    for mark, name in _BOMS:
        if data.startswith(mark) and (text := _strictly(data, name)) is not None:
            return text, name
    if charset not in (None, "utf-8") and (text := _strictly(data, charset)) is not None:
        return text, f"declared {charset}"
    for name in ("utf-8", "cp1252"):
        if (text := _strictly(data, name)) is not None:
            return text, name
    return _guessed(data)


def binary(data: bytes) -> bool:
    """Whether these bytes are no text: NULs that no byte order mark explains, or many other controls."""
    if data.startswith((b"\xff\xfe", b"\xfe\xff")):
        return False
    if b"\0" in data:
        return True
    start = data[:4096]
    controls = len(start) - len(start.translate(None, _CONTROLS))
    return controls * 10 > len(start)


# ESC is none of them: a text about terminals may hold it, and visible() shows it.
_CONTROLS = bytes(code for code in (*range(0x20), 0x7F) if code not in (*b"\t\n\v\f\r", 0x1B))


def _strictly(data: bytes, name: str | None) -> str | None:
    try:
        return data.decode(name or "utf-8")
    except (UnicodeError, LookupError):
        return None


def _guessed(data: bytes) -> tuple[str, str] | None:
    from charset_normalizer import from_bytes

    best = from_bytes(data).best()
    if best is None or (text := _strictly(data, best.encoding)) is None:
        return None
    return text, f"guessed {best.encoding}"
