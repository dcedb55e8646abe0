"""What all tests share. The servers and terminals themselves are in postgres.py and terminal.py."""

import os
import shutil
import subprocess
import sys
import uuid
from collections.abc import Callable, Iterator, Mapping, Sequence
from pathlib import Path

import hypothesis
import psycopg
import pytest

from tests import postgres, ready
from tests.terminal import SIZE, UNWANTED, Pty, Tmux

ROOT = Path(__file__).parent.parent
UNDER_CI = bool(os.environ.get("CI"))

# A busy machine is no bug; and CI tries the same examples each time.
hypothesis.settings.register_profile("ours", deadline=None, derandomize=UNDER_CI, max_examples=50)
# Others each time, and twenty times as many (see examples.py): `pytest --hypothesis-profile=long`.
hypothesis.settings.register_profile("long", deadline=None, max_examples=1000)
hypothesis.settings.load_profile("ours")


def need(what: str, found: object, how: str) -> None:
    """Skip this test, with the reason, unless `found`; under CI fail: there all is installed."""
    if found:
        return
    reason = f"needs {what}: {how}"
    if UNDER_CI:
        pytest.fail(reason)
    pytest.skip(reason)


@pytest.fixture(autouse=True)
def _no_settings_of_the_user(monkeypatch: pytest.MonkeyPatch) -> None:
    """No test reads the database, project or terminal that the person running it has set."""
    ours = [name for name in os.environ if name.startswith("ANNOTATOR_") and name != "ANNOTATOR_PG_BINDIR"]
    for name in (*ours, *UNWANTED):
        monkeypatch.delenv(name, raising=False)


@pytest.fixture(scope="session")
def postgres_server() -> Iterator[str]:
    """The URL of a private server's database `postgres`; one a worker, started when first asked for."""
    try:
        with postgres.server(keep_in=postgres.roomy()) as url:
            yield url
    except postgres.NoPostgresError as error:
        how = f"{error}; install the package postgresql, or set ANNOTATOR_PG_BINDIR to its folder of programs"
        need("PostgreSQL", False, how)


@pytest.fixture(scope="session")
def _postgres_admin(postgres_server: str) -> Iterator[psycopg.Connection]:
    with psycopg.connect(postgres_server.replace("+psycopg", ""), autocommit=True) as connection:
        yield connection


@pytest.fixture(scope="session", autouse=True)
def _statements_put_into_words_once() -> Iterator[None]:
    with ready.tables_put_into_words_once(), ready.statements_compiled_once():
        yield


@pytest.fixture(scope="session")
def _postgres_template(postgres_server: str, _postgres_admin: psycopg.Connection) -> str:
    return ready.make_template(postgres_server, _postgres_admin)


@pytest.fixture
def postgres_url(
    postgres_server: str, _postgres_admin: psycopg.Connection, _postgres_template: str
) -> Iterator[str]:
    """The URL of a PostgreSQL database of this test's own: the program's tables, with nothing in them."""
    name = f"t{uuid.uuid4().hex}"
    with ready.copied(postgres_server, _postgres_admin, name, _postgres_template) as url:
        yield url


@pytest.fixture
def empty_postgres_url(postgres_server: str, _postgres_admin: psycopg.Connection) -> Iterator[str]:
    """The same without any table, for what makes them."""
    name = f"t{uuid.uuid4().hex}"
    with ready.copied(postgres_server, _postgres_admin, name, ready.EMPTY) as url:
        yield url


@pytest.fixture
def sqlite_url(tmp_path: Path) -> str:
    """The URL of an SQLite file of this test's own, not there yet."""
    return f"sqlite:///{tmp_path / 'a.db'}"


@pytest.fixture(params=["sqlite", "postgresql"])
def db_url(request: pytest.FixtureRequest) -> str:
    """A database of each kind that the store serves, empty; `-k sqlite` or `-k postgresql` picks one."""
    url: str = request.getfixturevalue({"sqlite": "sqlite_url", "postgresql": "postgres_url"}[request.param])
    return url


@pytest.fixture(params=["sqlite", "postgresql"])
def new_url(request: pytest.FixtureRequest) -> str:
    """The same without any table, for what makes them."""
    name = {"sqlite": "sqlite_url", "postgresql": "empty_postgres_url"}[request.param]
    url: str = request.getfixturevalue(name)
    return url


@pytest.fixture
def pty() -> Iterator[Callable[..., Pty]]:
    """Start programs in a pty: `pty(command, size=(80, 24), env={}, cwd=None)`; they end with the test."""
    opened: list[Pty] = []

    def start(
        command: Sequence[str],
        size: tuple[int, int] = SIZE,
        env: Mapping[str, str] | None = None,
        cwd: Path | None = None,
    ) -> Pty:
        opened.append(Pty(command, size, env, cwd))
        return opened[-1]

    yield start
    for terminal in opened:
        terminal.close()


@pytest.fixture
def tmux() -> Iterator[Callable[..., Tmux]]:
    """The same in a private tmux server."""
    need("tmux", shutil.which("tmux"), "install the package tmux")
    opened: list[Tmux] = []

    def start(
        command: Sequence[str],
        size: tuple[int, int] = SIZE,
        env: Mapping[str, str] | None = None,
        cwd: Path | None = None,
    ) -> Tmux:
        opened.append(Tmux(command, size, env, cwd))
        return opened[-1]

    yield start
    for terminal in opened:
        terminal.close()


@pytest.fixture(scope="session")
def browser() -> str:
    """The command of a headless browser."""
    names = ("chromium", "chromium-browser", "google-chrome")
    found = next(filter(None, map(shutil.which, names)), None)
    need("a browser", found, "install the package chromium")
    return str(found)


Annotator = Callable[..., "subprocess.CompletedProcess[str]"]


@pytest.fixture
def annotator(tmp_path: Path) -> Annotator:
    """Run the command in a process of its own: `annotator("ingest", "a.txt", cwd=, env=, stdin="")`."""

    def run(
        *words: str, cwd: Path | None = None, env: Mapping[str, str] | None = None, stdin: str = ""
    ) -> subprocess.CompletedProcess[str]:
        return subprocess.run(
            [sys.executable, "-m", "annotator", *words],
            cwd=cwd or tmp_path,
            env=os.environ | {"PYTHONPATH": str(ROOT)} | dict(env or {}),
            input=stdin,
            capture_output=True,
            text=True,
            check=False,
            timeout=120,
        )

    return run


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    """scripts/test lints first; that it failed must not scroll away."""
    if os.environ.get("ANNOTATOR_LINT", "0") != "0":
        terminalreporter.write_line("scripts/lint found something: see above the tests.", red=True)
