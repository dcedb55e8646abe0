"""A small program on a terminal, in place of the screen: it draws whose it is, how large, and what was typed.

`Q` and Ctrl-Q leave, `x` ends with 3, `!` writes a megabyte; after `~` it reads no more, after `h` it does
not heed the end of its terminal either.
"""

import os
import signal
import sys
import termios
import time
import tty

typed = ""


def draw(*_: object) -> None:
    columns, rows = os.get_terminal_size(0)
    body = [f"name={sys.argv[1]}", f"size={columns}x{rows}", f"typed={typed}", f"pid={os.getpid()}"]
    lines = [*body, *[""] * (rows - 1 - len(body)), "last row"]
    drawn = "".join(f"\x1b[{n};1H\x1b[2K{line}" for n, line in enumerate(lines, start=1))
    os.write(1, drawn.encode())


if __name__ == "__main__":
    tty.setraw(0, termios.TCSANOW)
    os.write(1, b"\x1b[?1049h\x1b[?25l\x1b[?1002h")
    signal.signal(signal.SIGWINCH, draw)
    draw()
    while keys := os.read(0, 1024).decode():
        for key in keys:
            if key in "Q\x11":
                os.write(1, b"\x1b[?1049lleft")
                sys.exit(0)
            if key == "x":
                sys.exit(3)
            if key in "~h":
                draw()
                if key == "h":
                    signal.signal(signal.SIGHUP, signal.SIG_IGN)
                while True:
                    time.sleep(60)
            if key == "!":
                os.write(1, b"." * 1_000_000)
            typed += key
        draw()
