"""annotator serve: the screen on a web page, and who may sign in there."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING, Annotated

import typer

from annotator.cli.examples import examples
from annotator.cli.say import complain, many, one_line, out, say
from annotator.errors import AnnotatorError, Exit, UsageError

if TYPE_CHECKING:
    import socket

    from annotator.config import Config
    from annotator.store import Store
    from annotator.web.guard import Origins

DAYS = 30
LOOPBACK = ("127.0.0.1", "::1", "localhost")


def register(app: typer.Typer) -> None:
    """Add this group's command."""
    app.command()(serve)


@examples("annotator serve --invite ana", "annotator serve --host 0.0.0.0 --origin https://news.example.org")
def serve(
    ctx: typer.Context,
    host: Annotated[
        str, typer.Option("--host", metavar="ADDRESS", help="The address to listen on.")
    ] = "127.0.0.1",
    port: Annotated[
        int, typer.Option("--port", metavar="N", min=0, max=65535, help="The port; 0 takes a free one.")
    ] = 8000,
    origin: Annotated[
        str | None,
        typer.Option("--origin", metavar="URL", help="What browsers call this server, behind a proxy."),
    ] = None,
    programs: Annotated[
        int,
        typer.Option("--sessions", metavar="N", min=1, max=1000, help="How many people may work at once."),
    ] = 20,
    invite: Annotated[
        str | None, typer.Option("--invite", metavar="NAME", help="Print a personal link for NAME, and end.")
    ] = None,
    days: Annotated[
        int, typer.Option("--days", metavar="N", min=1, max=3650, help="How long a link holds.")
    ] = DAYS,
    password: Annotated[
        str | None, typer.Option("--password", metavar="NAME", help="Ask for a password of NAME's, and end.")
    ] = None,
    revoke: Annotated[
        str | None, typer.Option("--revoke", metavar="NAME", help="Take back all that NAME has, and end.")
    ] = None,
) -> int:
    """Show the annotation screen on a web page, to those who may sign in."""
    from annotator.cli.project import configured, opened
    from annotator.web.extra import check

    if sum(word is not None for word in (invite, password, revoke)) > 1:
        raise UsageError("--invite, --password and --revoke go one at a time")
    check()
    config = configured(ctx)
    with opened(config) as store:
        if invite is not None:
            _invite(store, invite, days, _origins(host, port, origin).known[0])
        elif password is not None:
            _password(store, password)
        elif revoke is not None:
            held = store.revoke_credentials(revoke)
            say(f"{revoke} can sign in no more; {many(held, 'way')} of doing so held")
        else:
            _serve(config, store, (host, port, origin), programs)
    return Exit.OK


def _invite(store: Store, said: str, days: int, origin: str) -> None:
    """The link goes to stdout, and nowhere else: the database has only what tells it."""
    from annotator.cli.people import worker
    from annotator.web import secrets

    name, token = worker(store, said), secrets.token()
    store.add_credential(name, "link", secrets.digest(token), days)
    say(f"the personal link of {name}, for {many(days, 'day')}; an earlier one holds no longer:")
    out(f"{origin}/#{token}")


def _password(store: Store, said: str) -> None:
    from annotator.cli.people import worker
    from annotator.web import secrets

    name = worker(store, said)
    given = _read_password(name)
    if not secrets.SHORTEST <= len(given) <= secrets.LONGEST:
        raise UsageError(
            f"a password has {secrets.SHORTEST} to {secrets.LONGEST} characters; nothing changed"
        )
    store.add_credential(name, "password", secrets.hashed(given))
    say(f"{name} signs in with this password; an earlier one holds no longer")


def _read_password(name: str) -> str:
    """Typed twice and not shown; one line where a script gives it."""
    if sys.stdin is None:
        raise UsageError("a password needs an input, which is closed")
    if not sys.stdin.isatty():
        return sys.stdin.readline().rstrip("\r\n")
    asked = one_line(f"Password of {name}")
    return str(typer.prompt(asked, hide_input=True, confirmation_prompt=True, err=True))


def _serve(config: Config, store: Store, where: tuple[str, int, str | None], programs: int) -> None:
    import asyncio
    import os
    import time

    from annotator.web.limits import Limits
    from annotator.web.programs import Programs
    from annotator.web.server import serve as serve_until_told
    from annotator.web.site import Site

    host, port, origin = where
    _origins(host, port, origin)  # what is wrong with the words comes before what is wrong with the port
    with _listening(host, port) as listening:
        origins = _origins(host, listening.getsockname()[1], origin)
        if not origins.secure and host not in LOOPBACK:
            say("warning: without https everybody on the way can read and change what is sent")
        if not store.credentials():
            say("nobody may sign in yet; annotator serve --invite NAME prints a personal link")
        say(f"serving at {origins.known[0]} (Ctrl-C ends it)")

        async def run() -> None:
            runs = Programs(config.folder.resolve(), config.database, dict(os.environ))
            site = Site(store, runs, Limits(programs=programs), time.monotonic, _tell)
            await serve_until_told(site, origins, listening)

        asyncio.run(run())


def _tell(problem: Exception) -> None:
    """What went wrong in the server, in one line; a defect is kept whole in a file."""
    if isinstance(problem, AnnotatorError | OSError):
        complain(str(problem))
        return
    from annotator.cli.crash import kept

    complain(f"this is a defect of the program ({type(problem).__name__}); {kept(problem, sys.argv[1:])}")


def _listening(host: str, port: int) -> socket.socket:
    """A socket that listens there. Raises UsageError."""
    import socket

    try:
        family = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)[0][0]
        return socket.create_server((host, port), family=family)
    except OSError as problem:
        raise UsageError(
            f"port {port} of {host} cannot be listened on ({problem.strerror}); name others: --port, --host"
        ) from None


def _origins(host: str, port: int, said: str | None) -> Origins:
    """Under which addresses browsers know the server. Raises UsageError."""
    from urllib.parse import urlsplit

    from annotator.web.guard import Origins

    if said is None:
        if host not in LOOPBACK:
            raise UsageError(
                f"say what browsers call this server, which listens on {host}: --origin https://..."
            )
        names = dict.fromkeys([f"[{host}]" if ":" in host else host, "127.0.0.1", "localhost", "[::1]"])
        return Origins(tuple(f"http://{name}{'' if port == 80 else f':{port}'}" for name in names))
    try:
        parts = urlsplit(said.strip().rstrip("/").lower())
        usual = {"http": 80, "https": 443}[parts.scheme]
        bare = parts.netloc.removesuffix(f":{usual}") if parts.port == usual else parts.netloc
    except (KeyError, ValueError):
        bare = ""
    if not bare or "@" in bare or parts.path or parts.query or parts.fragment:
        raise UsageError(f"“{said}” is no origin; write it as https://annotate.example.org, without a path")
    return Origins((f"{parts.scheme}://{bare}",), proxied=True)
