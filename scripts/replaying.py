"""Gold marked by keyboard in a real terminal, and compared with what comes out; see scripts/replay."""

import json
import subprocess
import sys
import tempfile
import time
from collections import defaultdict
from collections.abc import Iterable
from pathlib import Path
from typing import Any

import pexpect

from annotator.cli.guidelines import use_guidelines
from annotator.model import Span
from annotator.store import Store
from annotator.text.folding import folded
from annotator.work.worklist import Worklist
from tests.typist import Said, Typist, raw

Record = dict[str, Any]
ANNOTATOR = [sys.executable, "-m", "annotator"]
WHO = "replay"
AT_ONCE = 100  # keys sent before the terminal is read again


def main() -> None:
    if len(sys.argv) != 3:
        raise SystemExit("usage: scripts/replay FOLDER GOLD.jsonl")
    folder, gold = (Path(word).resolve() for word in sys.argv[1:])
    wanted = by_file(json.loads(line) for line in gold.read_text("utf-8").splitlines())
    with tempfile.TemporaryDirectory() as scratch:
        planned, played = (project(Path(scratch, name), folder, wanted) for name in ("planned", "played"))
        keys = plan(planned, wanted)
        began = time.monotonic()
        play(played, keys)
        seconds = time.monotonic() - began
        out = Path(scratch, "out.jsonl")
        run(played, "export", str(out))
        found = [json.loads(line) for line in out.read_text("utf-8").splitlines()]
    report(wanted, found, len(keys), seconds)


def by_file(records: Iterable[Record]) -> dict[str, list[Record]]:
    """Name of the text's file -> its quotes, as flat records."""
    found: dict[str, list[Record]] = defaultdict(list)
    for record in records:
        flat = record if "doc" in record else flattened(record)
        found[Path(flat["doc"]).name].append(flat)
    return dict(sorted(found.items()))


def flattened(record: Record) -> Record:
    """A line of the export in the flat form. What that form lacks (stance, topics, fields) is left out."""

    def span(items: list[Record]) -> list[int] | None:
        return [items[0]["start"], items[0]["end"]] if items else None

    return {
        "doc": record["article"]["path"],
        "content": [[s["start"], s["end"], s["text"]] for s in record["content"]],
        "cue_span": span(record["cue"]),
        "speaker_span": span(record["source"]),
        "speaker": ";".join(s["name"] for s in record["speakers"] if s["name"]) or None,
        "via": ";".join(v["name"] for v in record["via"]) or None,
        "type": record["type"],
    }


def names(said: str | None) -> list[str]:
    return [name.strip() for name in said.split(";")] if said else []


def said(record: Record) -> Said:
    return Said(
        content=tuple(Span(start, end) for start, end, _ in record["content"]),
        cue=(Span(*record["cue_span"]),) if record["cue_span"] else (),
        source=(Span(*record["speaker_span"]),) if record["speaker_span"] else (),
        speakers=tuple((name, "person") for name in names(record["speaker"])) or ((None, "person"),),
        via=tuple((name, "organisation", None) for name in names(record.get("via"))),
    )


def run(project: Path, *words: str) -> None:
    subprocess.run([*ANNOTATOR, "--project", str(project), *words], check=True)


def project(at: Path, folder: Path, wanted: Iterable[str]) -> Path:
    run(at.parent, "init", str(at))
    run(at, "ingest", *(str(folder / name) for name in wanted))
    return at


def plan(project: Path, wanted: dict[str, list[Record]]) -> list[str]:
    """The keys that mark all quotes, found on a project of the planner's own."""
    store = Store(f"sqlite:///{project / 'annotator.db'}")
    store.add_actor(WHO)
    typist = Typist(Worklist(store, WHO, use_guidelines(store, project)))
    keys: list[str] = []
    for n, records in enumerate(wanted.values()):
        if n:
            typist.work.move_article(1)
            keys.append("]")
        for record in records:
            keys += typist.quote(said(record))
        keys += typist.finish()
    store.close()
    return keys


def play(project: Path, keys: list[str]) -> None:
    """Press `keys` in a terminal of 80 columns and 24 rows, and leave."""
    words = [*ANNOTATOR, "--project", str(project), "annotate", "--as", WHO]
    terminal = pexpect.spawn(words[0], words[1:], dimensions=(24, 80), encoding=None, timeout=60)
    terminal.delaybeforesend = None
    terminal.expect(b"space done")
    for n in range(0, len(keys), AT_ONCE):
        terminal.send(raw(keys[n : n + AT_ONCE]).encode())
        terminal.expect([pexpect.TIMEOUT], timeout=0.01)  # read what was painted, or the screen stands still
    terminal.send(b"Q")
    terminal.expect(pexpect.EOF)
    terminal.close()
    if terminal.exitstatus:
        raise SystemExit(f"the program ended with {terminal.exitstatus}")


def report(wanted: dict[str, list[Record]], found: list[Record], keys: int, seconds: float) -> None:
    """What of each quote came out as it is in the gold."""
    by_content = {
        (Path(r["article"]["path"]).name, tuple((s["start"], s["end"]) for s in r["content"])): r
        for r in found
    }
    wrong = 0
    for name, records in wanted.items():
        for record in records:
            spans = tuple((start, end) for start, end, _ in record["content"])
            other = by_content.get((name, spans))
            if other is None or flat(record) != flat(flattened(other)) or not parent_fits(other, by_content):
                wrong += 1
                print("differs:", flat(record), flat(flattened(other)) if other else "missing")
    total = sum(map(len, wanted.values()))
    print(f"{total - wrong} of {total} quotes came out as in the gold; {len(found)} exported")
    print(f"{keys} keys ({keys / total:.1f} a quote), {seconds:.1f} s in the terminal")
    raise SystemExit(1 if wrong or len(found) != total else 0)


def flat(record: Record) -> tuple[Any, ...]:
    keys = ("content", "cue_span", "speaker_span", "type")
    # An entry that the registry has is taken for a name that differs in case or accents only.
    people = (names(record["speaker"]), names(record.get("via")))
    return (*(record[key] for key in keys), *([folded(name) for name in some] for some in people))


def parent_fits(record: Record, others: dict[Any, Record]) -> bool:
    """The parent is the smallest other quote of the article of which one span holds all of this one."""
    start, end = record["content"][0]["start"], record["content"][-1]["end"]
    around = [
        o
        for o in others.values()
        if o["id"] != record["id"]
        and o["article"]["digest"] == record["article"]["digest"]
        and any(s["start"] <= start and end <= s["end"] for s in o["content"])
    ]
    size = {o["id"]: sum(s["end"] - s["start"] for s in o["content"]) for o in around}
    return bool(record["parent"] == (min(size, key=lambda key: size[key]) if size else None))


if __name__ == "__main__":
    main()
