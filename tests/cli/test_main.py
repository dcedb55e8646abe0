"""The command as a whole: quick, plain in its complaints, and never a traceback."""

import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
import typer

import annotator
from annotator.cli import main
from annotator.cli.main import MODULES, called, command_line, hoisted
from annotator.errors import Exit, UsageError
from tests.cli.conftest import Call
from tests.conftest import ROOT, Annotator

HEAVY = {
    "textual",
    "sqlalchemy",
    "numpy",
    "rich",
    "yaml",
    "orjson",
    "jsonlines",
    "alembic",
    "nupunkt",
    "rapidfuzz",
}
COMMANDS = (
    "annotate",
    "articles",
    "check",
    "export",
    "ingest",
    "init",
    "keys",
    "schema",
    "status",
    "upgrade",
)


def imported(*words: str) -> set[str]:
    """The packages that a fresh interpreter has imported after `annotator WORDS`."""
    code = (
        "import sys\nfrom annotator.cli.main import run\n"
        f"code = run({list(words)!r})\nprint(code, *sys.modules, file=sys.stderr)"
    )
    done = subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=True)
    code_of, *modules = done.stderr.split()
    assert code_of == "0"
    return {name.partition(".")[0] for name in modules}


@pytest.mark.parametrize("words", [("--help",), ("--version",), ("ingest", "--help"), ("annotate", "--help")])
def test_help_imports_nothing_heavy(words: tuple[str, ...]) -> None:
    assert "typer" in imported(*words)
    assert not imported(*words) & HEAVY


def test_help_names_every_command(call: Call) -> None:
    done = call("--help")
    assert done.code == Exit.OK
    assert set(COMMANDS) <= set(done.out.partition("Annotators:")[2].partition("Options:")[0].split())
    assert done.err == ""


def test_without_a_command_help_is_narration(call: Call) -> None:
    done = call()
    assert (done.code, done.out) == (Exit.USAGE, "")
    assert "Annotators:" in done.err


def test_version(call: Call) -> None:
    assert call("--version") == (0, f"annotator {annotator.__version__}\n", "")


@pytest.mark.parametrize(
    ("words", "says"),
    [
        (("nonsense",), "no such command 'nonsense'"),
        (("status", "--nonsense"), "no such option: --nonsense"),
        (("status", "--nonsense\x1b[31m"), "no such option: --nonsense"),
        (("export",), "missing argument 'DIR|OUT.jsonl'; see annotator export --help"),
        (("ingest",), "missing argument 'PATH...'; see annotator ingest --help"),
        (("status", "more"), "(more); see annotator status --help"),
        (("annotate", "--as"), "--as"),
        (("status", "--db"), "--db needs a value"),
        (("--project", "nowhere", "status"), "annotator init"),
        (("status", "--db="), "--db needs the name"),
    ],
)
def test_wrong_words_are_one_sentence(call: Call, words: tuple[str, ...], says: str) -> None:
    done = call(*words)
    assert done.code == Exit.USAGE
    assert says in done.sentence
    assert "\x1b" not in done.sentence


def commands(name: str) -> set[str]:
    """The commands that are put together where `name` is called."""
    made: Any = typer.main.get_command(command_line(name))
    return set(made.commands)


def test_a_command_is_put_together_without_the_others() -> None:
    assert commands("") == set(MODULES)
    assert commands("annotate") == {"annotate"}
    assert all(name in commands(name) for name in MODULES)


@pytest.mark.parametrize(
    ("words", "command"),
    [
        (["--db", "status", "--project=x", "annotate", "export"], "annotate"),
        (["--help", "annotate"], ""),
        (["--project"], ""),
        (["nonsense", "annotate"], ""),
        ([], ""),
    ],
)
def test_the_command_among_words(words: list[str], command: str) -> None:
    assert called(words) == command


def test_global_flags_may_stand_anywhere() -> None:
    assert hoisted(["export", "a", "--db", "x", "--project=y"]) == ["--db", "x", "--project=y", "export", "a"]
    assert hoisted(["ingest", "--", "--db", "x"]) == ["ingest", "--", "--db", "x"]
    with pytest.raises(UsageError, match="--project needs a value"):
        hoisted(["status", "--project"])


def test_a_database_that_is_none_is_a_sentence(call: Call, tmp_path: Path) -> None:
    assert "annotator ingest PATH makes it" in call("status").sentence
    (tmp_path / "annotator.db").write_text("these are words, and not a few of them " * 100)
    done = call("status")
    assert done.code == Exit.STORE
    assert "not a database" in done.sentence or "is not a database of this program" in done.sentence
    assert call("status", "--db", "nonsense://x").code == Exit.STORE


# What nobody foresaw


def broken() -> None:
    raise ZeroDivisionError("postgresql://me:secret@host/x is “broken”")


@pytest.fixture
def defect(monkeypatch: pytest.MonkeyPatch) -> None:
    app = typer.Typer(rich_markup_mode=None, pretty_exceptions_enable=False)
    app.callback()(lambda: None)
    app.command("break")(broken)
    monkeypatch.setattr(main, "command_line", lambda _name: app)


@pytest.mark.usefixtures("defect")
def test_a_defect_is_a_sentence_and_its_traceback_is_kept_in_the_project(call: Call, tmp_path: Path) -> None:
    (tmp_path / "annotator.toml").write_text("")
    for _ in range(2):
        done = call("break")
        assert done.code == Exit.PROBLEM
        assert done.sentence.startswith("this is a defect of the program (ZeroDivisionError)")
    log = tmp_path / "annotator-error.log"
    assert str(log) in done.sentence
    kept = log.read_text(encoding="utf-8")
    assert kept.count("Traceback (most recent call last)") == 2
    assert "is “broken”" in kept
    assert "secret" not in kept


@pytest.mark.usefixtures("defect")
def test_where_there_is_no_project_the_traceback_goes_to_the_systems_folder(
    call: Call, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "temp").mkdir()
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path / "temp"))
    done = call("break")
    (log,) = (tmp_path / "temp").iterdir()
    assert str(log) in done.sentence
    assert "Traceback" in log.read_text(encoding="utf-8")
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path / "nowhere"))
    assert "could not be kept" in call("break").sentence


def test_ctrl_c_is_quiet(call: Call, monkeypatch: pytest.MonkeyPatch) -> None:
    def interrupted(*_: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr("annotator.config.load", interrupted)
    assert call("status") == (Exit.INTERRUPTED, "", "")


# The process itself


def test_module_and_exit_code(annotator: Annotator) -> None:
    done = annotator("status")
    assert (done.returncode, done.stdout) == (Exit.STORE, "")
    assert done.stderr.startswith("annotator: there is no database")


def shell(words: str, folder: Path) -> "subprocess.CompletedProcess[str]":
    """Run `annotator WORDS` through a shell that redirects its streams."""
    return subprocess.run(
        f"{sys.executable} -m annotator {words}",
        shell=True,
        cwd=folder,
        env=os.environ | {"PYTHONPATH": str(ROOT)},
        capture_output=True,
        text=True,
        check=False,
        timeout=60,
    )


def test_a_reader_that_goes_away_is_no_error(filled: Path) -> None:
    done = shell("export - | head -c 10", filled)
    assert done.stdout == '{"schema":'
    assert "Broken" not in done.stderr
    assert "Traceback" not in done.stderr


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="needs /dev/full, which only Linux has")
@pytest.mark.parametrize("words", ["export -", "status", "schema"])
def test_output_that_cannot_be_written_is_a_sentence(filled: Path, words: str) -> None:
    done = shell(f"{words} >/dev/full", filled)
    assert done.returncode == Exit.PROBLEM
    last = done.stderr.splitlines()[-1]
    assert last.startswith("annotator: the output could not be read or written (No space left on device)")
    assert not (filled / "annotator-error.log").exists()


@pytest.mark.parametrize(
    ("words", "code"),
    [
        ("status >&-", Exit.OK),
        ("export - >&-", Exit.USAGE),
        ("annotate <&- >&-", Exit.TERMINAL),
        ("ingest . <&-", Exit.INPUT),
    ],
)
def test_closed_streams_are_no_defect(filled: Path, words: str, code: Exit) -> None:
    done = shell(words, filled)
    assert (done.returncode, "defect" in done.stderr) == (code, False)


def test_a_poor_locale_does_not_end_a_report(annotator: Annotator, tmp_path: Path) -> None:
    (tmp_path / "“x”.txt").write_text("Nobody spoke.\n", encoding="utf-8")
    poor = {"PYTHONIOENCODING": "latin-1:strict", "PYTHONUTF8": "0"}
    assert annotator("ingest", ".", env=poor).returncode == 0
    done = annotator("articles", env=poor)
    assert (done.returncode, done.stderr) == (0, "")
    assert r"\u201cx\u201d.txt" in done.stdout
