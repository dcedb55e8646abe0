"""Every command over the hostile project, in one process; run in a pty by test_commands.py."""

import io
import json
import os
import sys
from collections.abc import Iterator
from pathlib import Path

from tests.hostile.attacks import NAMES, SHORT
from tests.hostile.world import PEOPLE

BEN = PEOPLE[1]
CODES = "codes.json"
TYPED = f"?\nj\nm\nw\nw\nEnter\nc {SHORT}\ns {SHORT}\nl\nstance {SHORT}\n/ {SHORT}\nH\nI\n{SHORT}\nq\n"

# What is run in order; the first words of each are a command.
COMMANDS: tuple[tuple[str, ...], ...] = (
    ("status",), ("status", "--json", "--digest"), ("articles",), ("articles", "--as", BEN),
    ("articles", "--json"), ("keys",), ("pace",), ("pace", "--json"), ("suggest", "--list"), ("suggest",),
    ("evaluate", "--gold", "gold", "--against", f"human {BEN}"),
    ("progress", "--once"), ("progress", "--json"),
    ("agreement", "--resamples", "5"), ("agreement", "--json", "--resamples", "5"),
    ("agreement", "--csv", "--resamples", "5"), ("agreement", "--html", "out.html", "--resamples", "5"),
    ("adjudicate", "--list"), ("adjudicate", "--list", "--json"), ("adjudicate", "--trail", "-"),
    ("feedback", "--as", "ana"), ("feedback", "--as", BEN), ("gold", "--by", "majority"),
    ("snapshot", "one"), ("snapshot",), ("diff", "one", "now", "--all"), ("flags",), ("flags", "--json"),
    ("rulings",), ("rule", "1", f"so it is {SHORT}", "--as", "ana", "--section", "stance"), ("rulings",),
    ("speakers",), ("speakers", "--merges"), ("speakers", "--json"), ("scheme",), ("check",),
    ("check", "--database"), ("doctor",), ("doctor", "--json"), ("annotators",), ("queue", "--as", BEN),
    ("assign", "--overlap", "2", "--dry-run"), ("assign", "--overlap", "2"), ("queue", "--as", BEN, "--json"),
    ("export", "-"), ("export", "out"),
    ("export", "brat", "--format", "brat"), ("export", "conll.txt", "--format", "conll"),
    ("export", "pdnc", "--format", "pdnc"), ("export", "a.jsonl", "--names"), ("schema",),
    ("bundle", BEN, "b.db"), ("merge", "b.db"), ("backup",), ("backup", "--list"), ("restore", "latest"),
    ("upgrade",), ("migrate-db", "b.db", "c.db"),
    ("import", "a.jsonl", "--format", "jsonl", "--layer", "other"), ("learn",), ("ingest", "in"),
    ("annotate", "--plain", "--as", "ana"), ("annotate",), ("practice",), ("demo",),
    ("serve", "--invite", "ana"), ("serve", "--revoke", "ana"), ("check", "--project", "bad"),
    ("keys", "--project", "bad"), ("status", "--project", "bad"), ("init", f"new/{SHORT}"[:80]), (),
)  # fmt: skip
# Without a keyboard; as files and settings are what they are; from SQLite to SQLite.
FAIL = {"annotate", "practice", "demo", "check", "ingest", "scheme", "keys", "status", "migrate-db"}


def every() -> Iterator[tuple[str, ...]]:
    """And each command with an attack as its first word, as an option, and in the global flags."""
    from annotator.cli.main import MODULES

    yield from COMMANDS
    for name in MODULES:
        if name != "init":
            yield name, SHORT
        yield name, f"--{SHORT}"
        yield name, "--help"
    for name in ("status", "backup", "check"):
        yield name, "--db", f"/nowhere/{SHORT}"
        yield name, "--db", f"postgresql+psycopg://u:hunter2@127.0.0.1:1/{SHORT}?password=hunter2"
        yield name, "--db", f"postgresql+psycopg://u:hunter2{SHORT}@[/{SHORT}"
        yield name, "--project", SHORT
    yield (SHORT,)
    for name in NAMES:
        yield "ingest", f"in/{name}.md"


def bad_project(folder: Path) -> None:
    """A project whose settings, scheme and guideline are attacks."""
    (folder / "guidelines").mkdir(parents=True)
    word = json.dumps(SHORT)
    (folder / "annotator.toml").write_text(f"[keys]\n{word} = {word}\n[project]\ndb = {word}\n{word} = 1\n")
    field = f"[[field]]\nid = {word}\nkind = {word}\nlabel = {word}\nkey = {word}\n"
    (folder / "guidelines" / "scheme.toml").write_text(f"name = {word}\nversion = {word}\n{field}")
    (folder / "guidelines" / "guideline.md").write_text(f"# {SHORT}\n\n```example {SHORT}\n{SHORT}\n```\n")


def main() -> None:
    from annotator.cli.main import run
    from scripts.benches.peak_memory import most_memory

    codes = []
    for words in every():
        sys.stdin = io.StringIO(TYPED)
        codes.append((words, run(list(words))))
        sys.stdout.flush()
    said = {"codes": codes, "memory": most_memory()}
    Path(CODES).write_text(json.dumps(said), "utf-8", "surrogatepass")


if __name__ == "__main__":
    os.environ["ANNOTATOR_NAME"] = "ana"
    main()
