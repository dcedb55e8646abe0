"""Run as a program: make the terminal on standard input one's own, and become the program that is named.

A terminal that is a program's own ends it when its other side is closed: by hand, or by the system when the
server dies, however that happens. Only a new process can take a terminal, hence this file.
"""

import fcntl
import os
import sys
import termios

if __name__ == "__main__":
    fcntl.ioctl(0, termios.TIOCSCTTY, 0)
    os.execv(sys.argv[1], sys.argv[1:])
