"""annotator serve as a command: who may sign in, what is refused, and how a server ends."""

import os
import re
import signal
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from annotator.cli.main import run
from annotator.errors import Exit
from annotator.store import Store
from annotator.web import extra, secrets
from tests.terminal import Pty
from tests.tui.launch import COMMAND, PLAIN
from tests.web.running import link, project, running
from tests.web.test_site import lives
from tests.web.world import Client, until

Call = Callable[..., tuple[int, str, str]]


@pytest.fixture
def call(tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> Call:
    """`call("--invite", "ana")`: (exit code, stdout, stderr) of annotator serve, where ana is known."""
    monkeypatch.chdir(tmp_path)
    with Store(f"sqlite:///{tmp_path / 'annotator.db'}") as store:
        store.add_actor("ana")

    def one(*words: str, stdin: str = "") -> tuple[int, str, str]:
        with (tmp_path / "typed").open("w+") as typed:
            typed.write(stdin)
            typed.seek(0)
            monkeypatch.setattr("sys.stdin", typed)
            code = run(["serve", *words])
        return code, *capsys.readouterr()

    return one


@pytest.fixture
def store(call: Call, tmp_path: Path) -> Iterator[Store]:
    with Store(f"sqlite:///{tmp_path / 'annotator.db'}") as opened:
        yield opened


def test_an_invitation_is_a_link_on_stdout_that_the_database_cannot_tell(call: Call, store: Store) -> None:
    code, out, err = call("--invite", "ana", "--origin", "HTTPS://Annotate.Example.org:443/", "--days", "3")
    assert code == 0
    found = re.fullmatch(r"https://annotate\.example\.org/#([\w-]{43})\n", out)
    assert found is not None
    assert err == "the personal link of ana, for 3 days; an earlier one holds no longer:\n"
    (kept,) = store.credentials()
    assert (kept.name, kept.kind, kept.hashed) == ("ana", "link", secrets.digest(found[1]))
    assert found[1] not in Path("annotator.db").read_bytes().decode("latin-1")
    assert call("--invite", "ana", "--port", "81")[1].startswith("http://127.0.0.1:81/#")
    assert [one.key for one in store.credentials()] != [kept.key]


def test_a_password_is_read_and_not_kept(call: Call, store: Store) -> None:
    assert call("--password", "ana", stdin="correct horse\n")[0] == 0
    (kept,) = store.credentials("ana")
    assert secrets.is_right("correct horse", kept.hashed)
    code, _, err = call("--password", "ana", stdin="short\n")
    assert (code, err) == (Exit.USAGE, "annotator: a password has 10 to 200 characters; nothing changed\n")
    assert store.credentials("ana") == [kept]


def test_revoking_says_how_much_there_was(call: Call, store: Store) -> None:
    call("--invite", "ana")
    call("--password", "ana", stdin="correct horse\n")
    assert call("--revoke", "ana")[2] == "ana can sign in no more; 2 ways of doing so held\n"
    assert store.credentials() == []


@pytest.mark.parametrize(
    ("words", "sentence"),
    [
        (("--invite", "eve"), "nobody was added; use one of the names ana with --as NAME"),
        (("--revoke", "eve"), "nobody is called eve here"),
        (("--invite", "ana", "--revoke", "ana"), "--invite, --password and --revoke go one at a time"),
        (("--host", "0.0.0.0"), "say what browsers call this server, which listens on 0.0.0.0: --origin"),
        (("--origin", "annotate.example.org"), "is no origin; write it as https://annotate.example.org"),
        (("--origin", "https://a.example/path"), "is no origin"),
        (("--origin", "https://me@a.example"), "is no origin"),
        (("--origin", "https://"), "is no origin"),
        (("--origin", "https://a.example:x"), "is no origin"),
        (("--origin", "ftp://a.example"), "is no origin"),
        (("--host", "192.0.2.1", "--origin", "https://a.example"), "port 8000 of 192.0.2.1 cannot"),
        (("--sessions", "0"), "invalid value for '--sessions'"),
    ],
)  # fmt: skip
def test_wrong_words_are_told_in_a_sentence(
    call: Call, store: Store, words: tuple[str, ...], sentence: str
) -> None:
    code, out, err = call(*words, stdin="n\n")
    assert code in (Exit.USAGE, Exit.STORE)
    assert out.strip() == ""
    assert sentence in err.splitlines()[-1]
    assert store.actors() == ["ana"]


def test_without_the_extra_it_says_how_to_get_it(call: Call, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(extra, "_PACKAGES", ("aiohttp", "nothing_of_this_name"))
    sentence = "annotator: annotator serve needs the extra serve: pip install 'quotation-annotator[serve]'\n"
    assert call()[::2] == (Exit.USAGE, sentence)


async def signed_in(origin: str, address: str) -> Client:
    import aiohttp

    jar = aiohttp.CookieJar(unsafe=True)
    client = Client(aiohttp.ClientSession(origin, cookie_jar=jar), origin)
    assert await client.sign_in(link=address.partition("#")[2]) == 204
    return client


def programs(server: int) -> list[int]:
    """The processes that a server has started."""
    found = []
    for status in Path("/proc").glob("[0-9]*/stat"):
        try:
            words = status.read_text().rpartition(")")[2].split()
        except OSError:
            continue
        if int(words[1]) == server:
            found.append(int(status.parent.name))
    return found


@pytest.mark.skipif(
    not Path("/proc/self/stat").exists(), reason="the system does not list processes in /proc"
)
@pytest.mark.parametrize("sign", [signal.SIGKILL, signal.SIGTERM, signal.SIGINT, signal.SIGHUP])
async def test_no_program_outlives_its_server(tmp_path: Path, sign: signal.Signals) -> None:
    await project(tmp_path)
    async with running(tmp_path) as server:
        client = await signed_in(server.origin, await link(tmp_path))
        screen = await client.screen(columns=80, rows=24)
        await screen.sees("sentence 1/3")
        (program,) = programs(server.process.pid)
        os.kill(server.process.pid, sign)
        assert await server.process.wait() == (-sign if sign is signal.SIGKILL else 0)
        await screen.closed()
        await until(lambda: not lives(program), lambda: f"{program} lives on")
        await screen.close()
        await client.http.close()


async def test_what_a_program_says_before_its_screen_is_seen(tmp_path: Path) -> None:
    """There is nothing to label: the sentence that a terminal would show stands on the page."""
    with Store(f"sqlite:///{tmp_path / 'annotator.db'}") as store:
        store.add_actor("ana")
    async with running(tmp_path) as server:
        client = await signed_in(server.origin, await link(tmp_path))
        page = await client.page()
        screen = await client.screen(page, columns=100, rows=24)
        await screen.sees("annotator: there are no articles yet; take some in with annotator ingest PATH")
        await screen.closed()
        assert "has ended by itself (1)" in (await client.state(page))[1]
        await screen.close()
        await client.http.close()


async def test_the_port_is_free_again_and_another_server_serves(tmp_path: Path) -> None:
    await project(tmp_path)
    for _ in range(2):
        async with running(tmp_path, "--origin", "https://annotate.example.org") as server:
            assert server.origin == "https://annotate.example.org"


def test_a_password_is_asked_twice_and_never_shown(pty: Callable[..., Pty], tmp_path: Path) -> None:
    with Store(f"sqlite:///{tmp_path / 'annotator.db'}") as store:
        store.add_actor("ana")
        terminal = pty([*COMMAND, "serve", "--password", "ana"], env=PLAIN, cwd=tmp_path)
        terminal.wait("Password of ana:")
        terminal.type("correct horse\n")
        terminal.wait("Repeat for confirmation:")
        terminal.type("correct horse\n")
        assert terminal.wait_end() == Exit.OK
        assert b"correct" not in terminal.raw
        (kept,) = store.credentials("ana")
        assert secrets.is_right("correct horse", kept.hashed)
