"""annotator doctor: what it says of good and of bad installations, databases, disks and terminals."""

import os
import pty
import sqlite3
import sys
import termios
from collections.abc import Iterator
from contextlib import closing
from datetime import UTC, datetime
from pathlib import Path
from subprocess import CompletedProcess
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from annotator.cli import examining, examining_database, examining_disk, examining_terminal
from annotator.cli.asking import Asked, asked
from annotator.cli.examining import Finding, Verdict, fits, packages, parsed, release, surroundings
from annotator.errors import Exit
from annotator.store.upgrade import head
from tests.cli.conftest import Call
from tests.conftest import ROOT
from tests.terminal import Pty

OK, LOOK, WRONG = Verdict


def verdicts(found: Iterator[Finding]) -> dict[str, Verdict]:
    """The worst that is said of each thing; whatever is not ok has a mend."""
    worst: dict[str, Verdict] = {}
    for one in found:
        assert bool(one.mend) == (one.verdict is not OK), one
        worst[one.about] = max(worst.get(one.about, OK), one.verdict, key=list(Verdict).index)
    return worst


# The command


def test_where_nothing_is_wrong(call: Call, filled: Path) -> None:
    (filled / "annotator.db").chmod(0o660)
    done = call("doctor")
    assert done.code == Exit.OK
    assert not [line for line in done.out.splitlines() if line.startswith("wrong")]
    assert "stdin or stdout is none" in done.out
    as_json = call("doctor", "--json")
    assert [one["about"] for one in as_json.json()] == [line[6:19].strip() for line in done.out.splitlines()]
    assert {one["about"]: one["verdict"] for one in as_json.json()}["database"] == OK
    assert set(os.listdir(filled)) == {"annotator.db"}  # nothing is left of what was tried


def test_what_is_wrong_is_a_line_and_a_code(call: Call, tmp_path: Path) -> None:
    done = call("doctor", "--project", "nowhere")
    assert done.code == Exit.PROBLEM
    assert "wrong project      there is no folder" in done.out
    assert "annotator init" in done.out
    assert "1 thing wrong" in done.err
    (tmp_path / "annotator.db").write_text("these are words " * 100)
    assert "wrong database" in call("doctor").out
    assert "look  database     there is none at" in call("doctor", "--db", "other.db").out
    secret = call("doctor", "--db", "postgresql://me:hunter2@[/x?password=hunter2")
    assert secret.code == Exit.PROBLEM
    assert "hunter2" not in secret.out


# The installation


def test_packages_that_are_missing_too_old_or_too_new() -> None:
    lines = (
        "a>=2.1",
        "b<0.29,>=0.28",
        "c[x]>=3; extra == 'learn'",
        'd>=1; extra == "html"',
        "quotation-annotator[html]",
    )
    needed = [one for line in lines if (one := parsed(line))]
    assert [one.name for one in needed] == ["a", "b", "c", "d"]
    good = {"a": "2.1", "b": "0.28.4", "c": "3.0"}
    assert set(verdicts(packages(needed, good.get)).values()) == {OK}
    said = [one.sentence for one in packages(needed, good.get)]
    assert said[-1].startswith("learn; not installed: ")
    assert verdicts(packages(needed, (good | {"b": "0.29.0"}).get))["packages"] is WRONG
    assert verdicts(packages(needed, (good | {"c": "2.9"}).get))["packages"] is LOOK
    assert verdicts(packages(needed, {"a": "2.1"}.get))["packages"] is WRONG
    assert not fits("2.0.99", needed[0])
    assert examining.python((3, 11, 0)).verdict is OK
    assert examining.python((3, 99, 0)).verdict is LOOK


@given(
    st.lists(st.integers(0, 99), min_size=1, max_size=4), st.sampled_from(["", "rc1", ".dev3", "+local.1"])
)
def test_a_release_is_its_numbers(numbers: list[int], rest: str) -> None:
    assert release(".".join(map(str, numbers)) + rest) == release(".".join(map(str, [*numbers, 0])))


def test_locale_and_clock() -> None:
    good = datetime(2031, 3, 4, tzinfo=UTC)
    assert verdicts(surroundings("UTF-8", good)) == {"locale": OK, "clock": OK}
    assert verdicts(surroundings("ANSI_X3.4-1968", datetime(1970, 1, 1, tzinfo=UTC))) == {
        "locale": LOOK,
        "clock": WRONG,
    }


# The database


def test_databases_that_are_not_as_they_should_be(filled: Path) -> None:
    file = filled / "annotator.db"

    def changed(*statements: str) -> dict[str, Verdict]:
        with closing(sqlite3.connect(file, isolation_level=None)) as database:
            for statement in statements:
                database.execute(statement)
        return verdicts(examining_database.database(file))

    file.chmod(0o664)
    assert changed()["rights"] is LOOK
    file.chmod(0o660)
    assert set(changed().values()) == {OK}
    assert examining_database.newest() == head()
    assert changed("UPDATE alembic_version SET version_num = '0001'")["database"] is LOOK
    assert changed("UPDATE alembic_version SET version_num = '9999'")["database"] is WRONG
    assert changed("PRAGMA journal_mode=DELETE")["journal"] is LOOK
    assert changed("DROP TABLE alembic_version")["database"] is WRONG


def test_a_damaged_database(filled: Path) -> None:
    file = filled / "annotator.db"
    with closing(sqlite3.connect(file)) as database:
        database.execute("PRAGMA journal_mode=DELETE")
        assert (
            "looks at everything" in examining_database.damage(database, -1.0).sentence
            or file.stat().st_size < 10**6
        )
    data = bytearray(file.read_bytes())
    data[8192 : len(data) // 2] = os.urandom(len(data) // 2 - 8192)
    file.write_bytes(data)
    found = verdicts(examining_database.contents(file))
    assert WRONG in found.values()


def test_what_was_done_in_the_future(filled: Path) -> None:
    with closing(sqlite3.connect(filled / "annotator.db")) as database:
        (last,) = database.execute("SELECT max(at) FROM event").fetchone()
        assert last
        assert not list(examining_database.ahead(database, datetime.now(UTC)))
        (one,) = examining_database.ahead(database, datetime(2001, 1, 1, tzinfo=UTC))
        assert one.verdict is LOOK


def test_a_server(postgres_url: str) -> None:
    assert examining_database.server(postgres_url).verdict is OK
    away = examining_database.server("postgresql+psycopg://me:hunter2@127.0.0.1:1/news")
    assert away.verdict is WRONG
    assert "hunter2" not in str(away)


# The disk


def test_disks_that_are_not_as_they_should_be(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    good = verdicts(examining_disk.folder(tmp_path))
    assert set(good.values()) <= {OK, LOOK}
    assert examining_disk.room(tmp_path, 10**6).verdict is WRONG
    assert examining_disk.room(tmp_path, 10**8).verdict is LOOK
    table = tmp_path / "mountinfo"
    home = str(tmp_path).replace(" ", "\\040")
    table.write_text(
        f"1 0 0:1 / / rw - ext4 /dev/a rw\n2 1 0:2 / {home} rw - nfs4 host:/x rw\n"
        "3 1 0:3 / /elsewhere rw - tmpfs t rw\n"
    )
    assert examining_disk.file_system(tmp_path, table) == "nfs4"
    assert examining_disk.file_system(Path("/"), table) == "ext4"
    assert examining_disk.file_system(tmp_path, tmp_path / "none") == ""
    monkeypatch.setattr(examining_disk, "file_system", lambda _: "fuse.sshfs")
    assert verdicts(examining_disk.folder(tmp_path))["file system"] is LOOK
    monkeypatch.setattr("subprocess.run", lambda *_, **__: CompletedProcess([], 0))
    assert examining_disk.locks(tmp_path).verdict is WRONG  # the other one got it, too
    monkeypatch.setattr("os.access", lambda *_: False)
    assert verdicts(examining_disk.folder(tmp_path)) == {"folder": WRONG}


# The terminal


class Says(Asked):
    """A terminal that takes as many columns for a text as it is told."""

    def __init__(self, widths: dict[str, int | None], mouse: bool | None = None) -> None:
        self._widths, self._mouse = widths, mouse

    def width(self, text: str) -> int | None:
        return self._widths.get(text, {"": 0, "漢": 2, "▶✓–»": 4}.get(text, 1))

    def mouse(self) -> bool | None:
        return self._mouse


@pytest.mark.parametrize(
    ("widths", "verdict"),
    [
        ({}, OK),
        ({"": None}, LOOK),
        ({"“": 2}, LOOK),
        ({"“": 3}, WRONG),
        ({"e\u0301": 2}, LOOK),
        ({"漢": None}, LOOK),
    ],
)
def test_widths(widths: dict[str, int | None], verdict: Verdict) -> None:
    assert verdicts(examining_terminal.answers(Says(widths)))["width"] is verdict


def test_names_sizes_and_what_is_around() -> None:
    named = examining_terminal.named
    assert verdicts(named({})) == verdicts(named({"TERM": "dumb"})) == {"terminal": LOOK}
    assert verdicts(named({"TERM": "vt100"})) == {"terminal": OK, "colours": LOOK}
    for environ in (
        {"TERM": "xterm-256color"},
        {"TERM": "x", "COLORTERM": "truecolor"},
        {"TERM": "x", "NO_COLOR": ""},
    ):
        assert verdicts(named(environ)) == {"terminal": OK, "colours": OK}
    assert examining_terminal.size(80, 24).verdict is OK
    assert examining_terminal.size(79, 24).verdict is LOOK
    around = examining_terminal.around
    assert not list(around({}, lambda _: "never"))
    inside = {"TMUX": "x", "SSH_CONNECTION": "x"}
    assert verdicts(around(inside, lambda _: "500")) == {"ssh": OK, "tmux": LOOK}
    assert verdicts(around(inside, lambda words: "off" if "mouse" in words else "20")) == {
        "ssh": OK,
        "tmux": OK,
    }
    assert examining_terminal.run(["there-is-no-such-program"]) == ""


def test_a_terminal_that_is_silent_or_answers_is_left_as_it_was() -> None:
    ours, its = pty.openpty()
    try:
        before = termios.tcgetattr(its)
        with asked(its, its, patience=0.01) as one:
            assert one.width("“") is None
            assert one.mouse() is None
        with asked(its, its) as one:
            os.write(ours, b"typed ahead\x1b[7;3R")
            assert one.width("“x") == 2
            os.write(ours, b"\x1b[?1006;2$y\x1b[1;1R")
            assert one.mouse() is True
        assert termios.tcgetattr(its) == before
    finally:
        os.close(ours)
        os.close(its)


def test_in_a_real_terminal(tmp_path: Path) -> None:
    program = [sys.executable, "-m", "annotator", "doctor"]
    terminal: Any = Pty(program, size=(120, 40), env={"PYTHONPATH": str(ROOT)}, cwd=tmp_path)
    try:
        terminal._screen.write_process_input = terminal.type  # pyte's: where the cursor is
        assert terminal.wait_end() == Exit.OK
        screen = terminal.screen()
        assert "ok    width        quotation marks, wide and combining characters" in screen
        assert "ok    size         120 columns, 40 rows" in screen
        assert "[" not in screen.partition("nothing is wrong")[2]  # no answer is left for the shell
    finally:
        terminal.close()
