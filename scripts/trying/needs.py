"""What a block needs besides the program: a command, a package of Python, or the server `postgres`."""

import shutil
import socket
import subprocess
from collections.abc import Collection, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

from tests.postgres import bindirs, server

POSTGRES = "postgres"


def lacking(names: Sequence[str], bin: Path) -> str | None:
    """Why a block that needs all of `names` cannot be run here; None where it can."""
    gone = [name for name in names if not (name == POSTGRES or shutil.which(name) or _imports(name, bin))]
    return f"needs {', '.join(gone)}, which is not here" if gone else None


def _imports(name: str, bin: Path) -> bool:
    if not name.isidentifier():
        return False
    code = f"import importlib.util as u, sys; sys.exit(u.find_spec({name!r}) is None)"
    return subprocess.run((bin / "python", "-c", code), check=False).returncode == 0


@contextmanager
def served(names: Collection[str], env: dict[str, str]) -> Iterator[dict[str, str]]:
    """`env` with what is to be said of the servers that a page needs; they are there as long as it is tried.

    PGHOSTADDR leads every name of a host to the private server, so that a page may call its own as it likes.
    """
    if POSTGRES not in names:
        yield env
        return
    programs = next(path for path in bindirs() if (path / "createdb").is_file())
    port = str(_free_port())
    with server({"listen_addresses": "127.0.0.1", "port": port}):
        where = {"PGHOSTADDR": "127.0.0.1", "PGPORT": port, "PGUSER": "annotator", "PGDATABASE": "postgres"}
        yield env | where | {"PATH": f"{programs}:{env['PATH']}"}


def _free_port() -> int:
    with socket.socket() as one:
        one.bind(("127.0.0.1", 0))
        port: int = one.getsockname()[1]
        return port
