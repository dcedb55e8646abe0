"""A real annotating process is killed at random moments, again and again: what its screen showed is there.

On SQLite, and on PostgreSQL, whose server lives on. Each project has so many lives, then the next is begun.
"""

import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

from scripts.benches.crash_life import Harm, Lives, fill
from scripts.benches.figures import Figure, Sizes
from scripts.benches.team import databases

KILLS, QUICK_KILLS = 500, 6  # of each database
EACH = 50  # kills of one project
CHECKED = 10  # after so many kills all of the database is looked at


def measure(sizes: Sizes) -> Iterator[Figure]:
    """Goals: nothing lost, nothing half there, and every start that came so far shows where one was."""
    kills = KILLS if sizes.rounds > 1 else QUICK_KILLS
    yield from _figures("SQLite", killed(None, kills))
    with databases(-(-kills // EACH)) as urls:
        if urls:
            yield from _figures("PostgreSQL", killed(urls, kills))


def killed(urls: list[str] | None, kills: int, each: int = EACH) -> Harm:
    """What `kills` kills did, over SQLite files of their own or the empty databases `urls`."""
    harm = Harm()
    for n, begin in enumerate(range(0, kills, each)):
        with tempfile.TemporaryDirectory() as folder:
            url = urls[n] if urls else f"sqlite:///{folder}/annotator.db"
            fill(url, Path(folder))
            lives = Lives(Path(folder), url, seed=n)
            for life in range(1, min(each, kills - begin) + 1):
                lives.live()
                if life % CHECKED == 0:
                    lives.check()
            lives.check()
            harm = harm + lives.harm
        print(f"crash: {harm.lives} kills, {harm.actions} actions", file=sys.stderr)
    return harm


def _figures(where: str, harm: Harm) -> Iterator[Figure]:
    of = f"{harm.lives:,} kills on {where}"
    yield Figure("crash", f"{of}, actions done meanwhile", harm.actions, None, "", "")
    for what, found in (
        ("actions that were shown and are not there", harm.lost),
        ("times that something was half there", harm.half),
        (f"of {harm.resumed + harm.astray:,} starts, elsewhere than where one was", harm.astray),
    ):
        yield Figure("crash", f"{of}: {what}", found, None, "", "", cap=0)
