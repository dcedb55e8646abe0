"""Other tools, each in a virtual environment of its own: what they need must not meet what we need."""

import json
import subprocess
import sys
from pathlib import Path
from typing import Any

HOME = Path(__file__).parents[2] / ".venv-peers"
_APART = Path(__file__).with_name("peers_apart.py")
PINS = {
    "slate": ("slate-nlp==1.1.3",),
    "potato": ("potato-annotation==2.12.1",),
    "numbers": ("krippendorff==0.9.0", "nltk==3.10.4", "pysbd==0.3.4"),
    "textacy": ("textacy==0.13.0",),
}


class MissingPeerError(Exception):
    """A peer that can't be measured here, and why."""


def command(name: str, program: str) -> Path:
    """A program of the environment `name`, which is made where it is not there. Raises MissingPeerError."""
    folder = HOME / name
    done = folder / "installed"
    if not done.exists() or done.read_text() != " ".join(PINS[name]):
        print(f"  installing {', '.join(PINS[name])} ...", file=sys.stderr)
        _make(folder, PINS[name])
        done.write_text(" ".join(PINS[name]))
    return folder / "bin" / program


def _make(folder: Path, pins: tuple[str, ...]) -> None:
    for words in (
        [sys.executable, "-m", "venv", "--clear", str(folder)],
        [str(folder / "bin" / "python"), "-m", "pip", "install", "--quiet", *pins],
    ):
        ran = subprocess.run(words, capture_output=True, text=True)
        if ran.returncode:
            last = (ran.stderr.strip().splitlines() or ["no reason given"])[-1]
            raise MissingPeerError(f"{', '.join(pins)} can't be installed: {last}")


def asked(environment: str, task: dict[str, Any]) -> tuple[float, Any]:
    """(CPU seconds, result) of a task of peers_apart. Raises MissingPeerError where the peer fails."""
    python = command(environment, "python")
    ran = subprocess.run([str(python), str(_APART)], input=json.dumps(task), capture_output=True, text=True)
    if ran.returncode:
        last = (ran.stderr.strip().splitlines() or ["no reason given"])[-1]
        raise MissingPeerError(f"{task['name']} does not run here: {last}")
    answer = json.loads(ran.stdout)
    return answer["seconds"], answer["result"]
