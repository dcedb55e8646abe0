"""The parts by themselves: waits that grow, secrets, the modes of a terminal, and the pages."""

import re
from itertools import pairwise
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from annotator.web import pages, secrets, throttle
from annotator.web.guard import Origins
from annotator.web.modes import RESET, Modes
from annotator.web.programs import Programs
from annotator.web.throttle import Bucket, Throttle
from tests.web.world import Clock

# Waits


def test_failures_are_counted_by_key_and_forgotten_in_time(monkeypatch: pytest.MonkeyPatch) -> None:
    clock = Clock()
    waits = Throttle(1, 8.0, clock)
    assert waits.attempt("a") == 0
    assert waits.attempt("a") == 1.0
    assert waits.attempt("b") == 0
    for expected in (1.0, 2.0, 4.0, 8.0, 8.0):
        assert waits.attempt("a") == expected
        clock.now += expected
        assert waits.attempt("a") == 0
    clock.now += throttle.FORGOTTEN + 1
    assert waits.attempt("a") == 0
    clock.now += 1.0
    assert waits.attempt("a") == 0


def test_only_so_many_keys_are_remembered(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(throttle, "MOST", 3)
    waits = Throttle(1, 8.0, Clock())
    for key in "abcd":
        assert waits.attempt(key) == 0
    assert [key for key in "bcda" if waits.attempt(key)] == ["b", "c", "d"]


@given(st.lists(st.floats(0, 5), max_size=200))
def test_a_bucket_gives_no_more_than_its_rate_has_it(pauses: list[float]) -> None:
    clock = Clock()
    bucket = Bucket(2.0, 5.0, clock)
    taken = 0
    for pause in pauses:
        clock.now += pause
        taken += bucket.take()
    assert taken <= 5 + 2 * sum(pauses) + 1e-6
    clock.now += 2.5
    assert all(bucket.take() for _ in range(5))


# Secrets


def test_tokens_are_long_and_never_the_same() -> None:
    tokens = {secrets.token() for _ in range(1000)}
    assert len(tokens) == 1000
    assert all(re.fullmatch(r"[\w-]{43}", token) for token in tokens)  # 256 bits, 6 in each character


@given(st.text(), st.text())
def test_a_digest_tells_one_text(a: str, b: str) -> None:
    assert secrets.same(secrets.digest(a), secrets.digest(b)) == (a == b)


def test_a_password_is_kept_as_argon2id_and_never_twice_the_same() -> None:
    one, two = secrets.hashed("correct horse"), secrets.hashed("correct horse")
    assert one.startswith("$argon2id$v=19$m=65536,")
    assert one != two
    assert all(secrets.is_right("correct horse", kept) for kept in (one, two))
    assert not secrets.is_right("correct hors", one)
    assert not secrets.is_right("correct horse", None)
    assert not secrets.is_right("correct horse", "damaged")
    assert not secrets.is_right("x" * (secrets.LONGEST + 1), secrets.hashed("x" * (secrets.LONGEST + 1)))


# The terminal's modes

WRITTEN = st.lists(
    st.sampled_from(
        [b"\x1b[?1049h", b"\x1b[?25l", b"\x1b[?25h", b"\x1b[?1000;1006h", b"\x1b[?2026h", b"\x1b[?2026l",
         b"words", b"\x1b[1;1H", b"\x1b[?2026$p", b"\x1b", b"\x1b[?", b"\x1b]22;default\x07", b"\xe2\x80"]
    ), max_size=30,
)  # fmt: skip


@given(WRITTEN, st.lists(st.integers(0, 300)))
def test_where_the_output_is_cut_does_not_matter(pieces: list[bytes], cuts: list[int]) -> None:
    data = b"".join(pieces)
    whole, cut = Modes(), Modes()
    whole.feed(data)
    places = sorted({0, len(data), *(min(place, len(data)) for place in cuts)})
    for start, end in pairwise(places):
        cut.feed(data[start:end])
    assert cut.again() == whole.again()


def test_the_last_word_on_a_mode_holds() -> None:
    modes = Modes()
    modes.feed(b"\x1b[?1049h\x1b[?25lwords\x1b[?1000;1006h\x1b[?2026h\x1b[?25h")
    assert modes.again() == RESET + b"\x1b[?1049h\x1b[?1000h\x1b[?1006h\x1b[?25h"


# Pages and programs


def test_pages_load_nothing_from_another_host_and_hold_no_script() -> None:
    for page in (pages.sign_in(), pages.work("ana", "t", "ws://127.0.0.1/ws/t")):
        named = re.findall(r'(?:src|href|action)="([^"]*)"', page)
        assert named
        assert all(address.startswith("/static/") for address in named)
        assert {address.removeprefix("/static/") for address in named} <= set(pages.assets())
        assert re.findall(r"<script(?![^>]* src=)", page) == []
        assert re.findall(r"\son\w+=", page) == []
        assert "style=" not in page


def test_what_is_handed_out_names_no_other_host() -> None:
    for name in ("annotator.css", "sign_in.js", "work.js"):
        text = pages.assets()[name][0].read_text("utf-8")
        assert re.findall(r"\w+://", text) == []
        assert "import" not in text


def test_the_address_of_the_database_is_in_no_command_line(tmp_path: Path) -> None:
    secret = "postgresql+psycopg://me:secret@host/db"
    programs = Programs(tmp_path, secret, {"ANNOTATOR_NAME": "eve", "TMUX": "x", "PATH": "/bin"})
    command = programs.command("-x; rm")
    assert command[1:] == [
        "-m",
        "annotator",
        "--project",
        str(tmp_path),
        "annotate",
        "--as=-x; rm",
        "--take-over",
    ]
    said = programs.variables()
    assert said["ANNOTATOR_DB"] == secret
    assert said.keys() == {"ANNOTATOR_DB", "PATH", "TERM", "COLORTERM"}
    assert "secret" not in " ".join(command)


def test_by_tls_the_cookie_is_bound_to_the_host() -> None:
    secure = Origins(("https://annotate.example.org",))
    assert (secure.secure, secure.cookie) == (True, "__Host-annotator")
    assert "wss://annotate.example.org" in secure.headers()["Content-Security-Policy"]
    assert "Strict-Transport-Security" in secure.headers()
    plain = Origins(("http://127.0.0.1:8000", "http://localhost:8000"))
    assert (plain.secure, plain.cookie) == (False, "annotator-8000")
    assert plain.hosts == {"127.0.0.1:8000", "localhost:8000"}
    assert "Strict-Transport-Security" not in plain.headers()
