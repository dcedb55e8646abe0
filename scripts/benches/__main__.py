"""The command line of scripts/bench."""

import argparse
import json
import sys
from collections.abc import Callable, Iterator, Sequence
from functools import partial
from pathlib import Path

from scripts.benches import (
    agreement,
    bulk,
    crash,
    export,
    help,
    ingest,
    keys,
    keystrokes,
    memory,
    peers,
    scale,
    start,
    team,
)
from scripts.benches.figures import FULL, QUICK, Figure, Sizes, machine, table

DOCS = Path(__file__).parents[2] / "docs" / "benchmarks.md"
BEGIN, END = "<!-- table: scripts/bench --docs -->\n", "<!-- end of the table -->\n"

BENCHES: dict[str, Callable[[Sizes], Iterator[Figure]]] = {
    "help": help.measure,
    "start": start.measure,
    "keys": keys.measure,
    "keystrokes": keystrokes.measure,
    "ingest": ingest.measure,
    "bulk": bulk.measure,
    "agreement": agreement.measure,
    "export": export.measure,
    "team": team.measure,
    "crash": crash.measure,
    "scale": scale.measure,
    "memory": memory.measure,
    "peers": peers.measure,
}


def main(words: Sequence[str]) -> None:
    """Run what is named (all, where nothing is) and print what was found."""
    parser = _parser()
    said = parser.parse_args(words)
    if unknown := [name for name in said.names if name not in BENCHES]:
        parser.error(f"there is no benchmark {unknown[0]}; there are {', '.join(BENCHES)}")
    benches = dict(BENCHES)
    if said.gold or said.articles:
        if not (said.gold and said.articles):
            parser.error("--gold and --articles go together")
        gold = keystrokes.Gold(Path(said.gold), Path(said.articles))
        benches["keystrokes"] = partial(keystrokes.measure, gold=gold)
    found: list[Figure] = []
    for name in said.names or benches:
        print(f"{name} ...", file=sys.stderr)
        found += benches[name](QUICK if said.quick else FULL)
    if said.json:
        json.dump({"machine": machine(), "figures": [x.as_json() for x in found]}, sys.stdout, indent=1)
        print()
    else:
        print("\n".join(table(found)))
    if said.docs:
        write_docs(found)


def write_docs(found: Sequence[Figure]) -> None:
    """Put the rows of these figures into the table in docs/benchmarks.md; those of other benchmarks stay."""
    before, _, rest = DOCS.read_text(encoding="utf-8").partition(BEGIN)
    written, _, after = rest.partition(END)
    facts = " · ".join(f"{name} {value}" for name, value in machine().items())
    lines = "\n".join([facts, "", *replaced(written.splitlines(), list(table(found)))])
    DOCS.write_text(f"{before}{BEGIN}\n{lines}\n\n{END}{after}", encoding="utf-8")


def replaced(written: Sequence[str], new: Sequence[str]) -> Iterator[str]:
    """The lines of the table `new`, and the rows that `written` has for benchmarks that were not run."""
    run = dict.fromkeys(map(_bench, new[2:]))
    kept = [row for row in written if _bench(row) in BENCHES.keys() - run.keys()]
    yield from new[:2]
    for name in dict.fromkeys((*BENCHES, *run)):
        yield from (row for row in (*new[2:], *kept) if _bench(row) == name)


def _bench(row: str) -> str:
    """The first cell of a row; "" where a line is none."""
    return row.split("|")[1].strip() if row.startswith("|") else ""


def _parser() -> argparse.ArgumentParser:
    known = ", ".join(BENCHES)
    parser = argparse.ArgumentParser("scripts/bench", description="Measure, each beside its floor or peer.")
    add = parser.add_argument
    add("names", nargs="*", metavar="NAME", help=f"one of {known}; all, where none is named")
    add("--json", action="store_true", help="the figures for programs")
    add("--quick", action="store_true", help="few rounds: whether it works, not how fast it is")
    add("--gold", metavar="FILE.jsonl", help="keystrokes: other gold than that of the sample corpus")
    add("--articles", metavar="FOLDER", help="with --gold: where the files are that it names")
    add("--docs", action="store_true", help="write the table into docs/benchmarks.md, too")
    return parser


if __name__ == "__main__":
    main(sys.argv[1:])
