"""Work for other processes that ends them."""

import os
import signal
from pathlib import Path


def once(name: str, folder: str) -> None:
    """The first who does the job `name` dies of it; the next one writes that it is done."""
    begun = Path(folder, f"{name}.begun")
    if name == "3" and not begun.exists():
        begun.touch()
        os.kill(os.getpid(), signal.SIGKILL)
    with Path(folder, f"{name}.done").open("a") as file:
        file.write("done\n")


def always(_name: str, _folder: str) -> None:
    os.kill(os.getpid(), signal.SIGKILL)
