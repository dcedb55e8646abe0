"""People at one database over SSH, each held to one command: the screen in their own name, nothing else."""

import subprocess
from collections.abc import Callable

import pytest

from annotator.errors import Exit
from annotator.model import Layer, LayerKind
from annotator.store import Store
from tests.ssh.conftest import Server
from tests.terminal import Pty, wait_for


def names(server: Server) -> dict[str, int]:
    """How many things each person did."""
    with Store(f"sqlite:///{server.project / 'annotator.db'}") as store:
        return {name: len(store.history(name, 99)) for name in store.actors()}


@pytest.fixture
def start(server: Server, pty: Callable[..., Pty]) -> Callable[..., Pty]:
    """Open a session: `start("ana", "sh")` asks for another command."""
    with Store(f"sqlite:///{server.project / 'annotator.db'}") as store:
        for name in ("ana", "ben"):
            store.add_actor(name)
    return lambda name, *words: pty(server.command(name, *words))


def test_two_people_at_once_each_in_their_own_name(server: Server, start: Callable[..., Pty]) -> None:
    both = {name: start(name) for name in ("ana", "ben")}
    for program in both.values():
        program.wait("sentence 1/")
    both["ana"].press("q")
    both["ben"].press("n")
    both["ana"].wait("marked")
    both["ben"].wait("sentence 2/")
    both["ana"].press("w", "?")
    both["ana"].wait("said by somebody unknown")
    for program in both.values():
        program.press("Q")
        assert program.wait_end() == Exit.OK
    assert names(server) == {"bench": 0, "ana": 2, "ben": 1}
    with Store(f"sqlite:///{server.project / 'annotator.db'}") as store:
        assert set(store.layers()) == {Layer(LayerKind.HUMAN, name) for name in ("ana", "ben")}


ASKED = (
    ["/bin/sh"],
    ["; sh"],
    ["annotator annotate --as ben"],
    ["--", "--as", "ben"],
    ["--", "--db", "other.db"],
)


@pytest.mark.parametrize("words", ASKED)
def test_what_is_asked_for_changes_nothing(
    server: Server, start: Callable[..., Pty], words: list[str]
) -> None:
    program = start("ana", *words)
    program.wait("sentence 1/")
    program.press("n")
    program.wait("sentence 2/")
    program.press("ctrl+c", "ctrl+z", "!", "Q")
    assert program.wait_end() == Exit.OK
    assert names(server) == {"bench": 0, "ana": 1, "ben": 0}


def test_no_terminal_no_file_transfer_and_no_tunnel(server: Server, start: Callable[..., Pty]) -> None:
    for words in (("-s", "sftp"), ("cat", "/etc/passwd")):
        done = subprocess.run(
            server.command("ana", *words, terminal=False),
            input="",
            capture_output=True,
            text=True,
            check=False,
        )
        assert done.returncode == Exit.TERMINAL
        assert done.stdout == ""
        if words[0] != "-s":  # of a subsystem ssh shows no complaint
            assert "annotator annotate needs a terminal to show its screen" in done.stderr
    tunnel = [*server.command("ana", terminal=False)]
    tunnel[1:1] = ["-N", "-o", "ExitOnForwardFailure=yes", "-R", "0:127.0.0.1:1"]
    done = subprocess.run(tunnel, input="", capture_output=True, text=True, check=False, timeout=60)
    assert done.returncode == 255


def test_a_connection_that_is_cut_loses_nothing(server: Server, start: Callable[..., Pty]) -> None:
    program = start("ana")
    program.wait("sentence 1/")
    program.press("q")
    program.wait("marked")
    program.press("j", "j")
    program.wait("sentence 3/")
    program.kill()
    program.wait_end()
    left = list(server.project.glob("*-at-work-*"))
    again = start("ana")
    wait_for(lambda: "sentence" in again.screen() or "(q)?" in again.screen(), 30, again.screen)
    if "(q)?" in again.screen():  # the server had not noticed yet
        again.type("t\n")
    again.wait("done 0/")
    assert names(server)["ana"] == 1
    assert left
    again.press("Q")
    assert again.wait_end() == Exit.OK
