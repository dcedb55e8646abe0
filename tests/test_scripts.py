"""scripts/ and .ci/: the search for a Python, the set-up and its short ways, what is passed on to whom.

Everything around the scripts is a stand-in that notes how it was called, so that no test installs
anything; the one marked `fresh` does it for real.
"""

import os
import re
import shutil
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import IO

import pytest

from tests.conftest import ROOT, UNDER_CI
from tests.terminal import wait_for

SCRIPTS = [
    *(p for p in sorted((ROOT / "scripts").iterdir()) if p.is_file() and b"bash" in p.read_bytes()[:40]),
    ROOT / ".ci/run",
]
TOOLS = ("bash", "cat", "cksum", "cp", "dirname", "env", "ls", "mkdir", "readlink", "rm", "sh")

# Says what the probe asks for, makes environments of the stand-ins below, and is Python in all else.
PYTHON = """#!/bin/sh
case "$*" in
*_base_executable*) echo "$0" ;;
"-m venv "*)
    echo "venv $3" >>"$LOG"
    mkdir -p "$3/bin" && : >"$3/pyvenv.cfg" && cp "$STANDINS/venv-python" "$3/bin/python" ;;
*) exec "$REAL_PYTHON" "$@" ;;
esac
"""
VENV_PYTHON = """#!/bin/sh
case "$*" in
*" install "*)
    echo "pip $*" >>"$LOG"
    [ ! -e "${PIP_WAITS:-}" ] || cat "$PIP_WAITS"
    [ -z "${PIP_ENDS:-}" ] || eval "$PIP_ENDS"
    for tool in annotator ruff mypy lint-imports; do cp "$STANDINS/tool" "${0%/*}/$tool"; done ;;
"-m pytest"*) echo "$*" >>"$LOG"; echo "== 1 passed in 0.1s =="; exit "${PYTEST_STATUS:-0}" ;;
esac
"""
TOOL = """#!/bin/sh
echo "${0##*/} $*" >>"$LOG"
[ "${0##*/} $1" != "${FAILS:-}" ] || exit "$STATUS"
"""


@dataclass
class Checkout:
    """A copy of the scripts in a folder of its own, a PATH with nothing but the tools they may use."""

    root: Path
    path: Path
    log: Path
    env: dict[str, str] = field(default_factory=dict)

    def run(self, script: str | Path, *words: str, cwd: Path | None = None, **env: str) -> "Done":
        return subprocess.run(
            [self.root / script, *words],
            cwd=cwd or self.root,
            env=self.env | env,
            capture_output=True,
            text=True,
            check=False,
            stdin=subprocess.DEVNULL,
        )

    @contextmanager
    def started(self, script: str, errors: IO[str], **env: str) -> "Iterator[subprocess.Popen[str]]":
        words = [str(self.root / script), "status"]
        with subprocess.Popen(words, cwd=self.root, env=self.env | env, text=True, stderr=errors) as process:
            try:
                yield process
            finally:
                process.kill()

    def python(self, text: str, name: str = "python3", folder: Path | None = None) -> None:
        command = (folder or self.path) / name
        command.write_text(text)
        command.chmod(0o755)

    def noted(self) -> list[str]:
        """What was called since last asked."""
        lines = self.log.read_text().splitlines() if self.log.exists() else []
        self.log.unlink(missing_ok=True)
        return lines


Done = subprocess.CompletedProcess[str]


@pytest.fixture
def checkout(tmp_path: Path) -> Checkout:
    root, path, standins = tmp_path / "check out", tmp_path / "bin", tmp_path / "standins"
    for folder in (root, path, standins):
        folder.mkdir()
    shutil.copytree(ROOT / "scripts", root / "scripts")
    shutil.copytree(ROOT / ".ci", root / ".ci")
    for name in (
        "pyproject.toml",
        "requirements.lock",
        "requirements-test.lock",
        "requirements-readers.lock",
        "requirements-docs.lock",
    ):
        (root / name).write_text("as it was\n")
    for tool in TOOLS:
        found = shutil.which(tool)
        assert found, f"no {tool} here"
        (path / tool).symlink_to(found)
    log = tmp_path / "log"
    env = {"PATH": str(path), "LOG": str(log), "STANDINS": str(standins), "REAL_PYTHON": sys.executable}
    made = Checkout(root, path, log, env)
    made.python(VENV_PYTHON, "venv-python", standins)
    made.python(TOOL, "tool", standins)
    return made


@pytest.fixture
def ready(checkout: Checkout) -> Checkout:
    """After a first run, with no Python left on PATH."""
    checkout.python(PYTHON)
    assert checkout.run("scripts/annotate", "--version").returncode == 0
    checkout.noted()
    (checkout.path / "python3").unlink()
    return checkout


# --- the scripts themselves


@pytest.mark.parametrize("script", SCRIPTS, ids=lambda p: p.name)
def test_bash_can_read_it(script: Path) -> None:
    done = subprocess.run(["bash", "-n", script], capture_output=True, text=True, check=False)
    assert (done.returncode, done.stderr) == (0, "")


@pytest.mark.parametrize("script", SCRIPTS, ids=lambda p: p.name)
def test_it_uses_nothing_that_bash_3_2_or_macos_lacks(script: Path) -> None:
    newer = r"""declare\ -[Agn] | local\ -n | mapfile | readarray | coproc | \|& | &>> | ;;& | ;&
        | \$\{\w+(,|\^) | \$\{\w+@ | EPOCH | wait\ -n | readlink\ -f | realpath\ | sha256sum | sed\ -i"""
    text = re.sub(r"(?m)(^|\s)#.*$", "", script.read_text())
    assert re.findall(newer, text, re.VERBOSE) == []


# --- the search for a Python


def find_python(checkout: Checkout, *folders: Path) -> Done:
    path = ":".join(map(str, (*folders, checkout.path)))
    code = 'root=$1; . "$1/scripts/lib.sh"; find_python'
    return subprocess.run(
        ["bash", "-c", code, "sh", checkout.root],
        env=checkout.env | {"PATH": path},
        capture_output=True, text=True, check=False,
    )  # fmt: skip


def real(before: str = "pass") -> str:
    """A Python on PATH that is ours, changed by the code `before`."""
    return f'#!/bin/sh\nexec {sys.executable} -c "import sys; {before}; exec(sys.argv[1])" "$2"\n'


def test_no_python_is_one_sentence_that_names_the_packages(checkout: Checkout) -> None:
    for script in ("scripts/annotate", "scripts/test", "scripts/lint"):
        done = checkout.run(script)
        assert done.returncode == 1
        assert re.fullmatch(
            r"annotator: there is no Python 3\.11 to 3\.14 here: .*python3-venv.*\n", done.stderr
        )


def test_a_python_without_venv_is_one_sentence_that_names_the_package(checkout: Checkout) -> None:
    checkout.python(real("sys.modules['ensurepip'] = None"), "python3.11")
    done = find_python(checkout)
    assert (done.returncode, done.stdout) == (1, "")
    assert re.fullmatch(
        r"annotator: \S+/python3\.11 cannot make .* the package python3-venv .*\n", done.stderr
    )


@pytest.mark.parametrize(
    "unfit",
    [
        "#!/bin/sh\necho not this version >&2; exit 127\n",  # what a version manager leaves on PATH
        real("sys.version_info = (3, 10, 4)"),
        real("sys.version_info = (3, 15, 0)"),
        real("sys.modules['ensurepip'] = None"),
        real("sys.modules['sqlite3'] = None"),
    ],
)
def test_the_next_python_on_path_is_asked(checkout: Checkout, tmp_path: Path, unfit: str) -> None:
    first = tmp_path / "first"
    first.mkdir()
    checkout.python(unfit, "python3.11", first)
    assert find_python(checkout, first).returncode == 1
    checkout.python(real(), "python3.11")
    done = find_python(checkout, first)
    assert (done.returncode, done.stderr) == (0, "")
    assert Path(done.stdout.strip()).is_file()


# --- setting up


def test_the_first_run_installs_what_is_pinned_and_the_second_starts_no_python(checkout: Checkout) -> None:
    checkout.python(PYTHON)
    assert checkout.run("scripts/annotate", "status", "--json").returncode == 0
    venv, lock = checkout.root / ".venv", checkout.root / "requirements.lock"
    made, pins, itself, called = checkout.noted()
    assert made == f"venv {venv}"
    assert pins.endswith(f"install --require-hashes -r {lock}")
    assert itself.endswith(f"install --no-deps --no-build-isolation -e {checkout.root}")
    assert called == "annotator status --json"

    (checkout.path / "python3").unlink()
    done = checkout.run("scripts/annotate", "status", "two words")
    assert (done.returncode, done.stderr) == (0, "")
    assert checkout.noted() == ["annotator status two words"]


def test_it_works_from_anywhere_and_through_a_link(ready: Checkout, tmp_path: Path) -> None:
    (tmp_path / "elsewhere").mkdir()
    (tmp_path / "elsewhere" / "link").symlink_to("../again")
    (tmp_path / "again").symlink_to(ready.root / "scripts" / "annotate")
    done = ready.run(tmp_path / "elsewhere" / "link", "status", cwd=Path("/"))
    assert (done.returncode, ready.noted()) == (0, ["annotator status"])


def test_another_folder_can_be_named(checkout: Checkout, tmp_path: Path) -> None:
    checkout.python(PYTHON)
    done = checkout.run("scripts/annotate", "status", cwd=tmp_path, ANNOTATOR_VENV="my env/")
    assert done.returncode == 0
    assert checkout.noted()[0] == f"venv {tmp_path}/my env"
    assert not (checkout.root / ".venv").exists()


@pytest.mark.parametrize("letter", ["mother.txt", "pyvenv.cfg"])
def test_a_folder_that_is_something_else_is_left_alone(
    checkout: Checkout, tmp_path: Path, letter: str
) -> None:
    checkout.python(PYTHON)
    (tmp_path / "letters").mkdir()
    (tmp_path / "letters" / letter).write_text("Dear")
    done = checkout.run("scripts/annotate", "status", ANNOTATOR_VENV=str(tmp_path / "letters"))
    assert done.returncode == 1
    (sentence,) = done.stderr.splitlines()
    assert sentence.endswith("is not ours to clear: remove it, or name another folder in ANNOTATOR_VENV.")
    assert (tmp_path / "letters" / letter).read_text() == "Dear"


def test_a_checkout_that_was_moved_is_set_up_anew(ready: Checkout, tmp_path: Path) -> None:
    ready.python(PYTHON)
    ready.root = ready.root.rename(tmp_path / "moved")
    assert ready.run("scripts/annotate", "status").returncode == 0
    assert ready.noted()[0] == f"venv {tmp_path}/moved/.venv"


@pytest.mark.parametrize("name", ["requirements.lock", "pyproject.toml"])
def test_a_change_is_installed_and_the_folder_kept(ready: Checkout, name: str) -> None:
    ready.python(PYTHON)
    (ready.root / name).write_text("changed\n")
    assert ready.run("scripts/annotate", "status").returncode == 0
    assert [line.split()[0] for line in ready.noted()] == ["pip", "pip", "annotator"]


def test_what_the_tests_installed_serves_the_screen_too_but_not_the_other_way(ready: Checkout) -> None:
    ready.python(PYTHON)
    assert ready.run("scripts/test", "-k", "store").returncode == 0
    assert f"-r {ready.root}/requirements-test.lock" in ready.noted()[0]
    (ready.root / ".venv" / "core.stamp").unlink()
    assert ready.run("scripts/annotate", "status").returncode == 0
    assert ready.noted() == ["annotator status"]


def test_ci_installs_those_who_are_to_read_our_files_and_they_serve_for_all(ready: Checkout) -> None:
    ready.python(PYTHON)
    assert ready.run("scripts/test", "-k", "store", CI="true").returncode == 0
    installed = [line for line in ready.noted() if "-r " in line]
    assert f"-r {ready.root}/requirements-readers.lock" in installed[0]
    assert f"-r {ready.root}/requirements-docs.lock" in installed[1]
    (ready.root / ".venv" / "core.stamp").unlink()
    assert ready.run("scripts/test", "-k", "store").returncode == 0
    assert ready.run("scripts/annotate", "status").returncode == 0
    assert not [line for line in ready.noted() if line.startswith("pip")]


@pytest.mark.parametrize("end", ["kill -9 $$", "echo no network >&2; exit 1"])
def test_an_installation_cut_short_is_said_and_made_anew(checkout: Checkout, end: str) -> None:
    checkout.python(PYTHON)
    done = checkout.run("scripts/annotate", "status", PIP_ENDS=end)
    assert done.returncode == 1
    *before, sentence = done.stderr.splitlines()
    assert sentence.startswith("annotator: the packages could not be installed into ")
    assert ("no network" in before) is ("network" in end)
    checkout.noted()
    assert checkout.run("scripts/annotate", "status").returncode == 0
    assert [line.split()[0] for line in checkout.noted()] == ["venv", "pip", "pip", "annotator"]


def test_a_python_that_has_gone_is_replaced(ready: Checkout) -> None:
    ready.python(PYTHON)
    python = ready.root / ".venv" / "bin" / "python"
    python.unlink()
    python.symlink_to("/nowhere/python3.11")
    assert ready.run("scripts/annotate", "status").returncode == 0
    assert ready.noted()[0].startswith("venv ")


def test_two_first_runs_at_once_install_once(checkout: Checkout, tmp_path: Path) -> None:
    checkout.python(PYTHON)
    gate, said = tmp_path / "gate", tmp_path / "said"
    os.mkfifo(gate)  # pip stands still until this is opened and closed
    with (
        said.open("a") as errors,
        checkout.started("scripts/annotate", errors, PIP_WAITS=str(gate)) as first,
        checkout.started("scripts/annotate", errors, PIP_WAITS=str(gate)) as second,
    ):
        wait_for(lambda: "waiting for another set-up" in said.read_text(), 20, said.read_text)
        with gate.open("w"):
            gate.unlink()
        assert (first.wait(20), second.wait(20)) == (0, 0), said.read_text()
    noted = checkout.noted()
    assert sorted(line.split()[0] for line in noted) == ["annotator", "annotator", "pip", "pip", "venv"]


# --- what annotate and test do then


def test_annotate_takes_in_the_corpus_and_opens_the_screen(ready: Checkout) -> None:
    assert ready.run("scripts/annotate").returncode == 0
    assert ready.noted() == [
        f"annotator ingest --if-changed --quiet {ready.root}/corpus",
        "annotator annotate",
    ]
    assert ready.run("scripts/annotate", ANNOTATOR_PROJECT="/mine").returncode == 0
    assert ready.noted()[0] == "annotator ingest --if-changed --quiet /mine/corpus"


@pytest.mark.parametrize(("status", "opens"), [("3", True), ("5", False)])
def test_one_bad_file_does_not_stop_work_but_a_bad_database_does(
    ready: Checkout, status: str, opens: bool
) -> None:
    done = ready.run("scripts/annotate", FAILS="annotator ingest", STATUS=status)
    assert ("annotator annotate" in ready.noted()) is opens
    assert done.returncode == (0 if opens else int(status))


def test_annotate_without_a_terminal_says_so_in_one_sentence(ready: Checkout, tmp_path: Path) -> None:
    project = tmp_path / "project"
    (project / "corpus").mkdir(parents=True)
    (project / "corpus" / "a.txt").write_text("“We will go,” said Ana Ruiz. Nobody else spoke.\n")
    shutil.copytree(ROOT / "guidelines", project / "guidelines")
    command = f'#!/bin/sh\nPYTHONPATH="{ROOT}" exec {sys.executable} -m annotator "$@"\n'
    ready.python(command, "annotator", ready.root / ".venv" / "bin")
    done = ready.run("scripts/annotate", cwd=project, ANNOTATOR_PROJECT=str(project), HOME=str(tmp_path))
    assert done.returncode == 6, done.stderr
    assert done.stdout == ""
    assert re.fullmatch(r"annotator: [^\n]*terminal[^\n]*\n", done.stderr), done.stderr


@pytest.fixture
def tests_ready(ready: Checkout) -> Checkout:
    ready.python(PYTHON)
    assert ready.run("scripts/test", "-q").returncode == 0
    ready.noted()
    return ready


def test_test_lints_and_then_tests_and_ends_with_the_summary(tests_ready: Checkout) -> None:
    done = tests_ready.run("scripts/test")
    assert done.returncode == 0
    assert [line.split()[0] for line in tests_ready.noted()] == ["ruff", "ruff", "mypy", "lint-imports", "-m"]
    assert done.stdout.splitlines()[-1] == "== 1 passed in 0.1s =="


def test_test_passes_its_arguments_on_to_pytest_alone(tests_ready: Checkout) -> None:
    tests_ready.run("scripts/test", "-k", "store or text")
    assert tests_ready.noted() == ["-m pytest -k store or text"]


@pytest.mark.parametrize("fails", ["ruff check", "ruff format", "mypy --strict", "lint-imports --no-logo"])
def test_test_fails_with_lint_and_still_tests(tests_ready: Checkout, fails: str) -> None:
    done = tests_ready.run("scripts/test", FAILS=fails, STATUS="1")
    assert done.returncode == 1
    assert len(tests_ready.noted()) == 5
    assert f"lint: {fails.split()[0]}" in done.stderr


def test_test_fails_with_pytest(tests_ready: Checkout) -> None:
    assert tests_ready.run("scripts/test", PYTEST_STATUS="2").returncode == 2


@pytest.mark.parametrize("apt_status", [0, 100])
def test_ci_installs_what_is_missing_as_root_and_goes_on_without(
    tests_ready: Checkout, apt_status: int
) -> None:
    tests_ready.python("#!/bin/sh\necho 0\n", "id")
    tests_ready.python(f'#!/bin/sh\necho "apt-get $*" >>"$LOG"\nexit {apt_status}\n', "apt-get")
    for there in ("tmux", "ssh", "sshd", "mandoc", "groff"):
        tests_ready.python("#!/bin/sh\n", there)
    assert tests_ready.run(".ci/run").returncode == 0
    update, *rest = tests_ready.noted()
    assert update == "apt-get update -qq"
    if apt_status == 0:
        assert rest.pop(0) == "apt-get install -qq -y --no-install-recommends chromium"
    assert rest[-1] == "-m pytest"


# --- for real


@pytest.mark.fresh
@pytest.mark.skipif(
    not (UNDER_CI or os.environ.get("ANNOTATOR_FRESH")),
    reason="half a minute, from the package index: always under CI, elsewhere with ANNOTATOR_FRESH=1",
)
def test_annotate_is_a_first_act(tmp_path: Path) -> None:
    leave = shutil.ignore_patterns(".git", ".venv*", ".*_cache", "__pycache__", "*.db*")
    shutil.copytree(ROOT, tmp_path / "clone", ignore=leave)
    done = subprocess.run(
        [tmp_path / "clone" / "scripts" / "annotate"],
        cwd=tmp_path, stdin=subprocess.DEVNULL, capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert done.returncode == 6, done.stderr
    making, installing, sentence = done.stderr.splitlines()
    assert (making[:25], installing[:21]) == ("annotator: making a virtu", "annotator: installing")
    assert "terminal" in sentence
    assert (tmp_path / "clone" / "annotator.db").is_file()
