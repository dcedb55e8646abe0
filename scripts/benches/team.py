"""A team at work on one database, beside plain sqlite3 and plain psycopg that save the same.

Every member is a process of its own with a store open. About once a second each saves through the store and,
half a second apart, in whichever order, the same rows by hand into a second database: both meet the same
disk, the same load, and as many others who save at that moment. Afterwards every save is read back.
"""

import json
import math
import subprocess
import sys
import tempfile
from collections.abc import Iterator, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import asdict
from time import monotonic
from typing import Any, NamedTuple

from scripts.benches.figures import Figure, Sizes, middle
from scripts.benches.team_member import Done, Job
from scripts.benches.team_saves import fill, kept


class Much(NamedTuple):
    """People at work on each database and for how long; hammering processes and how often each saves."""

    sqlite: int
    postgres: int
    seconds: int
    hammers: int
    blows: int


FULL, QUICK = Much(16, 32, 60, 8, 200), Much(4, 4, 2, 2, 10)
MOST = 3  # times the p99 of the peer
SOON = 1.0  # seconds until all begin


def measure(sizes: Sizes) -> Iterator[Figure]:
    """Goals: a p99 of at most 3 times the peer's, and nothing lost, however many save at once."""
    much = FULL if sizes.rounds > 1 else QUICK
    with tempfile.TemporaryDirectory() as folder:
        urls = [f"sqlite:///{folder}/{name}.db" for name in ("ours", "peer", "hammer")]
        yield from _measured("SQLite", much.sqlite, much, urls, "plain sqlite3")
    with databases(3) as urls:
        if urls:
            yield from _measured("PostgreSQL", much.postgres, much, urls, "plain psycopg")


def _measured(where: str, members: int, much: Much, urls: Sequence[str], peer: str) -> Iterator[Figure]:
    ours, by_hand, hammer = urls
    yield from _at_work(where, members, much.seconds, (ours, by_hand), peer)
    yield from _hammering(where, much.hammers, much.blows, hammer)


def _at_work(where: str, members: int, seconds: int, urls: tuple[str, str], peer: str) -> Iterator[Figure]:
    ours, by_hand = urls
    for url in urls:
        fill(url, members)
    costs = _together([Job(n, ours, seconds, 1.0, by_hand) for n in range(members)])
    mine, theirs = (_joined(dones) for dones in zip(*costs, strict=True))
    what = f"a save on {where}, {members} people once a second"
    yield Figure("team", f"{what}, p99", p99(mine.wall), p99(theirs.wall), peer, "ms", most=MOST)
    yield Figure("team", f"{what}, median", middle(mine.wall), middle(theirs.wall), peer, "ms")
    yield Figure("team", f"{what}, CPU, median", middle(mine.cpu), middle(theirs.cpu), peer, "ms")
    yield from _kept(f"of {members * seconds:,} such saves", members * seconds, ours, members, mine)


def _hammering(where: str, hammers: int, blows: int, url: str) -> Iterator[Figure]:
    fill(url, hammers)
    hammered = _joined(done for (done,) in _together([Job(n, url, blows, 0.0) for n in range(hammers)]))
    what = f"of {hammers * blows:,} saves of {hammers} hammering processes on {where}"
    yield from _kept(what, hammers * blows, url, hammers, hammered)
    yield Figure("team", f"one {what}, p99", p99(hammered.wall), None, "", "ms")


def _kept(what: str, saves: int, url: str, members: int, done: Done) -> Iterator[Figure]:
    yield _none(f"{what}, not there afterwards", saves - sum(kept(url, members)))
    yield _none(f"{what}, refused", len(done.refused))
    for sentence in dict.fromkeys(done.refused):
        print(f"refused: {sentence}", file=sys.stderr)


def _none(what: str, found: int) -> Figure:
    return Figure("team", what, found, None, "", "", cap=0)


def p99(values: Sequence[float]) -> float:
    """The smallest value that at least 99 % of `values` do not exceed (nearest rank)."""
    return sorted(values)[math.ceil(0.99 * len(values)) - 1]


def _together(jobs: Sequence[Job]) -> list[list[Done]]:
    """Have each job done by a process of its own, all at once; what each of its arms cost."""
    with ExitStack() as running:
        members = [running.enter_context(_started(job)) for job in jobs]
        for member in members:
            if member.stdout.readline() != "ready\n":
                raise RuntimeError("a member of the team did not start")
        begin = monotonic() + SOON
        for member in members:
            member.stdin.write(f"{begin}\n")
            member.stdin.flush()
        return [[Done(**done) for done in json.loads(member.stdout.read())] for member in members]


@contextmanager
def _started(job: Job) -> Iterator[Any]:
    command = [sys.executable, "-m", "scripts.benches.team_member", json.dumps(asdict(job))]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as member:
        try:
            yield member
        finally:
            member.kill()


def _joined(dones: Any) -> Done:
    """What all members' saves cost."""
    joined = Done()
    for done in dones:
        joined.wall += done.wall
        joined.cpu += done.cpu
        joined.refused += done.refused
    return joined


@contextmanager
def databases(n: int) -> Iterator[list[str]]:
    """The addresses of empty databases on a private server that keeps what it is given; else none."""
    try:
        from tests import postgres  # the server that the tests start
    except ImportError as missing:
        print(f"no PostgreSQL is measured: {missing.name} is missing; run scripts/test once", file=sys.stderr)
        yield []
        return
    with ExitStack() as running:
        try:
            url = running.enter_context(postgres.server(DURABLE))
        except postgres.NoPostgresError as problem:
            print(f"no PostgreSQL is measured: {problem}", file=sys.stderr)
            yield []
            return
        import psycopg

        with psycopg.connect(url.replace("+psycopg", ""), autocommit=True) as admin:
            for k in range(n):
                admin.execute(f"CREATE DATABASE team{k}".encode())
        yield [url.replace("/postgres?", f"/team{k}?") for k in range(n)]


# Other than the tests', what is committed is on disk; each member has three connections.
DURABLE = {
    "fsync": "on", "full_page_writes": "on", "synchronous_commit": "on", "max_connections": "200",
    "shared_buffers": "128MB",
}  # fmt: skip
