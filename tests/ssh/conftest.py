"""A real sshd on a free port of this machine, as whoever runs the tests, for one key a person."""

import os
import pwd
import shutil
import socket
import subprocess
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from typing import NamedTuple

import pytest

from scripts.benches import crash_life
from tests.conftest import ROOT, need
from tests.terminal import wait_for
from tests.tui.launch import COMMAND

LINE = 'restrict,pty,command="{command} --project {project} annotate --as {name}" {key}\n'


class Server(NamedTuple):
    """How each person reaches it, and the project that they work in."""

    folder: Path
    project: Path
    port: int

    def command(self, name: str, *words: str, terminal: bool = True) -> list[str]:
        """What a person types, all that could be asked of them answered."""
        return [
            "ssh", "-F", "/dev/null", "-i", str(self.folder / name), "-p", str(self.port),
            "-tt" if terminal else "-T",
            "-o", "IdentitiesOnly=yes", "-o", "BatchMode=yes", "-o", "StrictHostKeyChecking=no",
            "-o", "UserKnownHostsFile=/dev/null", "-o", "LogLevel=ERROR",
            f"{pwd.getpwuid(os.geteuid()).pw_name}@127.0.0.1", *words,
        ]  # fmt: skip


@pytest.fixture
def server(tmp_path: Path) -> Iterator[Server]:
    """The server, with a key each for ana and ben; both are known in the project."""
    sshd = shutil.which("sshd", path=f"{os.environ['PATH']}:/usr/sbin:/usr/local/sbin")
    need("OpenSSH", sshd and shutil.which("ssh-keygen"), "install openssh-server and openssh-client")
    if os.geteuid() == 0:
        Path("/run/sshd").mkdir(mode=0o755, exist_ok=True)  # which the system's own start would make
    found = Server(tmp_path, tmp_path / "project", _free_port())
    found.project.mkdir()
    crash_life.fill(f"sqlite:///{found.project / 'annotator.db'}", found.project)
    log = tmp_path / "log"
    with (
        log.open("w") as out,
        subprocess.Popen(
            [str(sshd), "-D", "-e", "-f", str(_configured(found))],
            stdout=out,
            stderr=out,
            stdin=subprocess.DEVNULL,
        ) as process,
    ):
        try:
            wait_for(lambda: "Server listening" in log.read_text(), 20, log.read_text)
            yield found
        finally:
            process.terminate()


def _free_port() -> int:
    with closing(socket.socket()) as one:
        one.bind(("127.0.0.1", 0))
        return int(one.getsockname()[1])


def _configured(server: Server) -> Path:
    folder = server.folder
    keys = folder / "authorized_keys"
    for name in ("host", "ana", "ben"):
        subprocess.run(["ssh-keygen", "-q", "-t", "ed25519", "-N", "", "-f", folder / name], check=True)
    command = f"env PYTHONPATH={ROOT} {' '.join(COMMAND)}"
    keys.write_text(
        "".join(
            LINE.format(
                command=command,
                project=server.project,
                name=name,
                key=(folder / f"{name}.pub").read_text().strip(),
            )
            for name in ("ana", "ben")
        )
    )
    config = folder / "sshd_config"
    config.write_text(
        f"Port {server.port}\nListenAddress 127.0.0.1\nHostKey {folder / 'host'}\nPidFile none\n"
        f"AuthorizedKeysFile {keys}\nStrictModes no\nUsePAM no\nPasswordAuthentication no\n"
        "KbdInteractiveAuthentication no\nPermitRootLogin forced-commands-only\n"
        "PermitUserEnvironment no\nAcceptEnv NONE\nSubsystem sftp internal-sftp\n"
    )
    return config
