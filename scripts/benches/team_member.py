"""One member of a measured team, a process of its own: `python -m scripts.benches.team_member JSON`.

It saves once in each place, which is not measured (the first save of a process compiles its statements), says
that it is ready, waits for a line with the moment of the monotonic clock at which all begin, saves, and says
in one line of JSON what it cost.
"""

import json
import random
import sys
from dataclasses import asdict, dataclass, field
from time import monotonic, perf_counter, sleep, thread_time

from annotator.errors import StoreError
from scripts.benches.team_saves import Ours, Saving, plain


@dataclass(frozen=True, slots=True)
class Job:
    """Who, where, and how much: so many saves, each `every` seconds (0: as fast as it goes).

    Where there is a `peer`, a second database, each save is done there by hand, too, half that time apart.
    """

    member: int
    url: str
    saves: int
    every: float
    peer: str = ""


@dataclass(slots=True)
class Done:
    """Of each save the milliseconds on the clock and of CPU; what was refused, in the store's own words."""

    wall: list[float] = field(default_factory=list)
    cpu: list[float] = field(default_factory=list)
    refused: list[str] = field(default_factory=list)

    def timed(self, saving: Saving, n: int) -> None:
        began, used = perf_counter(), thread_time()
        try:
            saving.save(n)
        except StoreError as problem:
            self.refused.append(str(problem))
            return
        self.wall.append((perf_counter() - began) * 1000)
        self.cpu.append((thread_time() - used) * 1000)


def work(job: Job, arms: list[tuple[Saving, Done]], at: float) -> None:
    """Save as the job says from moment `at` on, in each of `arms`, a part of a second apart, in any order."""
    chance = random.Random(job.member)
    for n in range(job.saves):
        begin = at + job.every * (n + chance.random() / len(arms))
        for k, (saving, done) in enumerate(chance.sample(arms, len(arms))):
            sleep(max(0.0, begin + k * job.every / len(arms) - monotonic()))
            done.timed(saving, n)


def main(words: str) -> None:
    job = Job(**json.loads(words))
    arms: list[tuple[Saving, Done]] = [(Ours(job.url, job.member), Done())]
    if job.peer:
        arms.append((plain(job.peer, job.member), Done()))
    for saving, _ in arms:
        saving.save(job.saves)
    print("ready", flush=True)
    work(job, arms, float(sys.stdin.readline()))
    for saving, _ in arms:
        saving.close()
    print(json.dumps([asdict(done) for _, done in arms]))


if __name__ == "__main__":
    main(sys.argv[1])
