"""The two pages and all that they load: everything comes from this server, nothing from another host."""

from functools import cache
from html import escape
from importlib.resources import files
from pathlib import Path
from string import Template

from annotator.errors import UsageError

_OURS = Path(__file__).with_name("static")
_TYPES = {".css": "text/css", ".js": "text/javascript", ".ttf": "font/ttf"}
_OWN = ("annotator.css", "sign_in.js", "work.js")
_TERMINAL = ("js/textual.js", "css/xterm.css", "fonts/RobotoMono-VariableFont_wght.ttf")  # textual-serve's


def sign_in() -> str:
    """The page that asks for name and password, or takes a link's token out of the address."""
    return _template("sign_in.html").substitute()


def work(name: str, token: str, socket: str) -> str:
    """The page with the screen of `name`, to which alone the websocket at the address `socket` belongs."""
    return _template("work.html").substitute(
        name=escape(name), token=escape(token, quote=True), socket=escape(socket, quote=True)
    )


@cache
def assets() -> dict[str, tuple[Path, str]]:
    """name -> (file, content type) of all that there is under /static/. Raises UsageError."""
    theirs = _terminal()
    found = [_OURS / name for name in _OWN] + [theirs / name for name in _TERMINAL]
    if missing := [file.name for file in found if not file.is_file()]:
        raise UsageError(f"{missing[0]} is missing; install quotation-annotator[serve] again")
    return {file.name: (file, _TYPES[file.suffix]) for file in found}


def _terminal() -> Path:
    """The folder of textual-serve in which the terminal for browsers lies; nothing else of it is used."""
    return Path(str(files("textual_serve"))) / "static"


@cache
def _template(name: str) -> Template:
    return Template((_OURS / name).read_text("utf-8"))
