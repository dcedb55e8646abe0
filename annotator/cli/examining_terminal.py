"""What annotator doctor looks at: the terminal. Where there is none, nothing is asked."""

import shutil
import subprocess
import sys
from collections.abc import Callable, Iterator, Mapping

from annotator.cli.asking import Asked
from annotator.cli.examining import Finding, look, ok, wrong

SIZE = (80, 24)  # columns, rows: the smallest that the screen promises to work at
SLOW_MS = 100  # an Esc that tmux holds back for longer is felt

# What is written, the columns that it should take, and what it is.
_WIDTHS = (
    ("“", 1, "quotation marks"), ("漢", 2, "wide characters"), ("e\u0301", 1, "combining marks"),
    ("▶✓–»", 4, "the signs of the gutter"),
)  # fmt: skip
_PLAIN = "annotator annotate --plain needs nothing of a terminal"

Run = Callable[[list[str]], str]


def terminal(environ: Mapping[str, str]) -> Iterator[Finding]:
    """The terminal of this program."""
    streams = (sys.stdin, sys.stdout)
    if not all(stream is not None and stream.isatty() for stream in streams):
        yield ok("terminal", "stdin or stdout is none, so nothing was asked of it")
        return
    yield from named(environ)
    yield size(*shutil.get_terminal_size())
    yield from around(environ, run)
    if environ.get("TERM", "dumb") == "dumb":
        return
    import termios

    from annotator.cli.asking import asked

    try:
        with asked(sys.stdin.fileno(), sys.stdout.fileno()) as one:
            sys.stdout.flush()
            found = [*answers(one)]
    except (OSError, termios.error) as problem:
        found = [look("terminal", f"it cannot be asked ({problem})", _PLAIN)]
    yield from found


def named(environ: Mapping[str, str]) -> Iterator[Finding]:
    """What the environment says of the terminal: its name and colours."""
    kind = environ.get("TERM", "")
    if kind in ("", "dumb"):
        yield look(
            "terminal",
            f"TERM is {kind or 'not set'}: no screen can be drawn",
            f"export TERM=xterm-256color, or: {_PLAIN}",
        )
        return
    yield ok("terminal", kind)
    if "NO_COLOR" in environ:
        yield ok("colours", "none, as NO_COLOR asks")
    elif environ.get("COLORTERM", "").lower() in ("truecolor", "24bit"):
        yield ok("colours", "16 million")
    elif kind.endswith("256color"):
        yield ok("colours", "256")
    else:
        yield look(
            "colours", f"{kind} says 16 or fewer", "export TERM=xterm-256color where the terminal has more"
        )


def size(columns: int, rows: int) -> Finding:
    """Whether the screen fits."""
    words = f"{columns} columns, {rows} rows"
    if columns < SIZE[0] or rows < SIZE[1]:
        return look("size", words, f"make it {SIZE[0]} by {SIZE[1]} or larger")
    return ok("size", words)


def around(environ: Mapping[str, str], run: Run) -> Iterator[Finding]:
    """What stands between the program and the terminal: SSH, tmux."""
    if "SSH_CONNECTION" in environ:
        yield ok("ssh", "this runs over SSH")
    if "TMUX" not in environ:
        return
    held = run(["tmux", "show-options", "-sv", "escape-time"])
    if held.isdecimal() and int(held) > SLOW_MS:
        yield look("tmux", f"it holds each Esc back for {held} ms", "set -s escape-time 20 in ~/.tmux.conf")
    else:
        yield ok("tmux", f"it holds Esc back for {held} ms" if held else "this runs in it")
    if run(["tmux", "show-options", "-gv", "mouse"]) == "off":
        yield ok("tmux", "it keeps the mouse from programs; set -g mouse on gives it to them")


def run(words: list[str]) -> str:
    """What a program prints, in one line; empty where it fails."""
    try:
        done = subprocess.run(words, capture_output=True, text=True, timeout=2, check=False)
    except (OSError, subprocess.SubprocessError):
        return ""
    return done.stdout.strip() if done.returncode == 0 else ""


def answers(one: Asked) -> Iterator[Finding]:
    """What the terminal itself says."""
    if one.width("") is None:
        yield look("width", "it does not say where its cursor is, so widths cannot be measured", _PLAIN)
        return
    found = [(what, columns, one.width(text)) for text, columns, what in _WIDTHS]
    unfit = [(what, columns, seen) for what, columns, seen in found if seen != columns]
    for what, columns, seen in unfit:
        if what == _WIDTHS[0][2] and seen == 3:  # its bytes
            yield wrong(
                "width", "it does not take UTF-8", "set it to UTF-8, and LANG to a locale that ends in UTF-8"
            )
            return
        mend = "set ambiguous characters to narrow in its settings, or take another: docs/terminals.md"
        yield look("width", f"{what} take {seen} columns, not {columns}", mend)
    if not unfit:
        yield ok("width", "quotation marks, wide and combining characters take the columns they should")
    mouse = one.mouse()
    yield ok(
        "mouse",
        {
            True: "is reported",
            False: "is not reported; keys do all",
            None: "it does not say whether it reports it",
        }[mouse],
    )
