"""Gold labelled by keyboard in a real terminal, and compared with what comes out; see scripts/replay."""

import sys
import tempfile
import time
from pathlib import Path

from scripts.benches.keying.arms import ARMS, Corpus
from scripts.benches.keying.run import NotGoldError, labelled
from scripts.benches.keying.spans import Marker
from scripts.benches.keying.wanted import read
from scripts.benches.keystrokes import Gold


def main() -> None:
    if len(sys.argv) not in (3, 4) or (len(sys.argv) == 4 and sys.argv[3] not in ARMS):
        raise SystemExit(f"usage: scripts/replay FOLDER GOLD.jsonl [{'|'.join(ARMS)}]")
    gold = Gold(Path(sys.argv[2]).resolve(), Path(sys.argv[1]).resolve())
    stories, lacks = read(gold.gold)
    if lacks:
        print(f"this gold has no {', no '.join(lacks)}", file=sys.stderr)
    began = time.monotonic()
    with tempfile.TemporaryDirectory() as scratch:
        corpus = Corpus(stories, [gold.file(story) for story in stories])
        arm = sys.argv[3] if len(sys.argv) == 4 else "none"
        try:
            keys = labelled(Path(scratch), arm, corpus, Marker())
        except NotGoldError as problem:
            raise SystemExit(f"what came out is not the gold: {problem}") from None
    total = sum(len(story.quotes) for story in stories)
    print(f"{total} of {total} quotes came out as in the gold")
    print(f"{len(keys)} keys ({len(keys) / total:.1f} a quote), {time.monotonic() - began:.1f} s")


if __name__ == "__main__":
    main()
