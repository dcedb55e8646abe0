"""A first session with an installed program: what a new user does between installing and a loaded export."""

import json
from collections.abc import Iterator
from pathlib import Path

from scripts.packing import run
from tests.terminal import Pty, environment

WHO = "Mara Lind"
LOADING = """
import sys, annotator
for quote in annotator.open(sys.argv[1]).quotes():
    print(quote["speakers"], quote["content"])
"""


def smoke(commands: Path, folder: Path, version: str) -> Iterator[str]:
    """Work with the program whose commands lie in `commands`, in the empty `folder`; each step as it is done.

    Raises CommandFailedError or AssertionError, with what was said, where a step fails.
    """
    env = environment({"HOME": str(folder), "PATH": "/usr/bin:/bin", "PYTHONPATH": ""})
    project = folder / "project"

    def annotator(*words: str | Path, cwd: Path = folder) -> str:
        return run(commands / "annotator", *words, cwd=cwd, env=env)

    said = annotator("--version")
    assert version in said.split(), f"--version says {said!r}"
    yield f"--version says {version}"
    annotator("init", "--sample", project)
    annotator("ingest", "corpus", cwd=project)
    articles = json.loads(annotator("status", "--json", cwd=project))["articles"]
    assert articles > 1, f"status counts {articles} articles"
    yield f"init --sample and ingest: {articles} articles"
    yield f"the screen: {_marked(commands / 'annotator', project, env)}"
    annotator("export", "out.jsonl", cwd=project)
    yield f"export: {_checked(project / 'out.jsonl')}"
    lines = run(commands / "python", "-c", LOADING, project, cwd=folder, env=env).splitlines()
    assert any(WHO in line for line in lines), f"from Python: {lines}"
    yield f"from Python: annotator.open(…).quotes() gives {len(lines)}"


def _marked(annotator: Path, project: Path, env: dict[str, str]) -> str:
    """Mark one quote with its speaker on the real screen, and leave."""
    program = Pty([str(annotator), "annotate", "--as", "mara"], env=env, cwd=project)
    try:
        program.wait("? keys")
        program.press("q")
        program.wait("marked")
        program.press("w", *WHO, "enter")
        program.wait("what kind of speaker is this?")
        program.press("p")
        program.wait(f"said by {WHO}")
        program.press("Q")
        assert program.wait_end() == 0, program.screen()
    finally:
        program.close()
    return "a quote marked, its speaker said, left with Q"


def _checked(file: Path) -> str:
    """Every record has words, and the one that was marked is there."""
    records = [json.loads(line) for line in file.read_text("utf-8").splitlines()]
    assert all(span["text"] for record in records for span in record["content"])
    names = [speaker["name"] for record in records for speaker in record["speakers"]]
    assert WHO in names, f"{len(records)} records with the speakers {names}"
    return "1 record loads" if len(records) == 1 else f"{len(records)} records load"
