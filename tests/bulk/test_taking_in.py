"""Dumps on their way into the database: the same as one article after another, filtered, sampled, resumed."""

import json
import os
import signal
import subprocess
import sys
import time
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest

from annotator.cli.guidelines import scheme_of
from annotator.cli.ingest_bulk import Harvest, take_in_dumps
from annotator.cli.progress import progress
from annotator.errors import Exit, InputError, StoreError
from annotator.ingest.bulk.choosing import Near, Wanted
from annotator.ingest.bulk.crews import Alone, Crew, cluster, local
from annotator.ingest.bulk.drafting import Fields
from annotator.ingest.bulk.dumps import dumps
from annotator.ingest.bulk.job import Job, Sample
from annotator.ingest.bulk.passes import Passes, workplace
from annotator.ingest.bulk.tasks import Task
from annotator.model import Layer, LayerKind
from annotator.store import Store
from annotator.store.remembering import remember
from annotator.suggest.registry import Registry
from annotator.suggest.rules import Rules
from annotator.suggest.running import Proposer
from tests.bulk import dumping
from tests.cli.conftest import Call
from tests.needs import needed

RULES = Layer(LayerKind.MODEL, "rules", "1")
SOME = dumping.rows(250, sentences=3)


NEAR = [row | {"text": row["text"] + "Additional reporting.\n"} for row in SOME[:20]]


def job(*paths: Path, sample: Sample | None = None, strict: bool = False, **wanted: Any) -> Job:
    every = [one for path in paths for one in dumps(path) if not isinstance(one, InputError)]
    task = Task(Fields(), Wanted(**wanted), rules=True, by=("outlet", "month"), near=Near.MARK)
    return Job(tuple(every), task, sample, strict)


def taken(store: Store, one: Job, folder: Path, crew: Crew | None = None) -> Harvest:
    scheme = scheme_of(Path())
    proposer = Proposer(Rules(), scheme, Registry(store.speakers()))
    with workplace(folder / "shards", one.digest()) as place, progress("", lambda: None, shown=False) as bar:
        return take_in_dumps(store, Passes(one, crew or Alone(), place), folder, bar, proposer)


@contextmanager
def opened(url: str) -> Iterator[Store]:
    """A database in which it is always the same moment."""
    with Store(url, now=lambda: "2026-01-01T00:00:00.000Z") as store:
        yield store


def exported(folder: Path, name: str, call: Call) -> bytes:
    """All that the rules say, as a file for others, byte for byte."""
    done = call("export", str(folder / "out.jsonl"), "--layer", "model rules", "--db", str(folder / name))
    assert done.code == Exit.OK, done
    return (folder / "out.jsonl").read_bytes()


def test_all_is_in_as_if_it_came_one_by_one(
    tmp_path: Path, db_url: str, call: Call, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("annotator.store.keys._MOST", 7)  # so that it forgets in the middle of a shard
    plain = dumping.jsonl(tmp_path / "a.jsonl", SOME[:120])
    with opened(db_url) as store:
        harvest = taken(store, job(plain), tmp_path)
        assert (harvest.intake.new, harvest.records) == (120, 120)
        assert store.totals().layers[0].quotes == harvest.intake.proposals
        again = taken(store, job(plain), tmp_path)
        assert (again.intake.new, again.intake.known, again.intake.sources) == (0, 120, 0)
        both = store.totals()
        assert [info.source.path for info in store.articles()] == [f"a.jsonl:{n}" for n in range(1, 121)]
    assert call("ingest", str(plain), "--db", str(tmp_path / "one.db")).code == Exit.OK
    with Store(f"sqlite:///{tmp_path / 'one.db'}") as store:
        assert store.totals() == both
    assert not (tmp_path / "shards").exists()


def test_who_reads_does_not_matter(tmp_path: Path, call: Call) -> None:
    """One process, two, and the workers of a real cluster: the same bytes, though one is killed."""
    needed("distributed")
    path = dumping.jsonl(tmp_path / "a.jsonl.gz", SOME + NEAR)
    work = job(path)
    for name, crew in (("one", None), ("two", 2)):
        with opened(f"sqlite:///{tmp_path / name}.db") as store:
            if crew is None:
                taken(store, work, tmp_path)
                continue
            with local(crew) as hands:
                taken(store, work, tmp_path, hands)
    with Workers(tmp_path, 2) as workers, opened(f"sqlite:///{tmp_path / 'many'}.db") as store:
        with cluster(workers.address, tmp_path) as hands:
            assert hands.hands == 2
            taken(store, work, tmp_path, workers.of_which_one_dies(hands))
        assert workers.killed
    assert exported(tmp_path, "one.db", call) == exported(tmp_path, "two.db", call)
    assert exported(tmp_path, "one.db", call) == exported(tmp_path, "many.db", call)


class Workers:
    """A Dask scheduler and workers, each a process of its own, joined by address."""

    def __init__(self, folder: Path, number: int) -> None:
        self._folder, self._number = folder, number
        self._processes: list[subprocess.Popen[bytes]] = []
        self.address = ""
        self.killed = False

    def __enter__(self) -> "Workers":
        known = self._folder / "scheduler.json"
        self._start("scheduler", "--host", "127.0.0.1", "--port", "0", "--scheduler-file", str(known))
        while not known.exists() or not known.read_text():
            assert self._processes[0].poll() is None
            time.sleep(0.05)
        self.address = json.loads(known.read_text())["address"]
        client = needed("distributed").Client(self.address)
        for _ in range(self._number):
            self._start("worker", self.address, "--nthreads", "1", "--no-nanny", "--host", "127.0.0.1")
        client.wait_for_workers(self._number, timeout=60)
        client.close()
        return self

    def _start(self, *words: str) -> None:
        environment = os.environ | {
            "PYTHONPATH": os.getcwd() if Path("annotator").is_dir() else str(Path(__file__).parents[2]),
            "DASK_DISTRIBUTED__DASHBOARD__ENABLED": "False",
        }
        command = [sys.executable, "-m", "dask", *words, "--no-dashboard"]
        quiet = {"stdout": subprocess.DEVNULL, "stderr": subprocess.DEVNULL}
        self._processes.append(
            subprocess.Popen(command, cwd=self._folder, env=environment, **quiet)  # type: ignore[call-overload]
        )

    def of_which_one_dies(self, crew: Crew) -> Crew:
        """`crew`, of which a worker is killed as soon as the third shard was given to it."""
        workers = self

        class Dying:
            hands = crew.hands
            given = 0

            def submit(self, *words: Any) -> Any:
                future = crew.submit(*words)
                self.given += 1
                if self.given == 3:
                    workers._processes[-1].send_signal(signal.SIGKILL)
                    workers.killed = True
                return future

            def renew(self) -> None:
                crew.renew()

        return Dying()

    def __exit__(self, *_: object) -> None:
        for process in reversed(self._processes):
            process.kill()
            process.wait()


def test_a_run_that_was_killed_goes_on(tmp_path: Path, call: Call, monkeypatch: pytest.MonkeyPatch) -> None:
    """Before a shard is in, and after it is but nobody could say so: counts as if nothing had happened."""
    path = dumping.jsonl(tmp_path / "a.jsonl.gz", [b"{", *SOME[:230], *NEAR, SOME[0]])
    with opened(f"sqlite:///{tmp_path / 'whole.db'}") as store:
        whole = taken(store, job(path), tmp_path)
    assert whole.counts == Counter(
        new=250, known=1, sources=1, refused=1, near=20, proposals=whole.counts["proposals"]
    )
    url = f"sqlite:///{tmp_path / 'cut.db'}"
    real = Store.add_articles
    for when in ("before", "after"):
        calls = iter(range(9))

        def dies(self: Store, *words: Any, when: str = when, calls: Any = calls, **more: Any) -> Any:
            last = next(calls) == 1
            if last and when == "before":
                raise KeyboardInterrupt
            found = real(self, *words, **more)
            if last:
                raise KeyboardInterrupt
            return found

        monkeypatch.setattr(Store, "add_articles", dies)
        with opened(url) as store, pytest.raises(KeyboardInterrupt):
            taken(store, job(path), tmp_path)
    monkeypatch.undo()
    with opened(url) as store:
        rest = taken(store, job(path), tmp_path)
        assert (rest.resumed, rest.counts) == (3, whole.counts)
        assert taken(store, job(path), tmp_path).counts["known"] == 251
    monkeypatch.chdir(tmp_path)
    assert exported(tmp_path, "whole.db", call) == exported(tmp_path, "cut.db", call)


def test_a_shard_that_had_to_be_written_twice_is_counted_once(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    plain = dumping.jsonl(tmp_path / "a.jsonl", SOME[:20])
    failures = [StoreError("not all at once")]

    def once(*args: Any) -> None:
        if failures:
            raise failures.pop()
        remember(*args)

    monkeypatch.setattr("annotator.store.proposing.remember", once)
    with opened(f"sqlite:///{tmp_path / 'a.db'}") as store:
        harvest = taken(store, job(plain), tmp_path)
        assert (failures, harvest.intake.new, harvest.records) == ([], 20, 20)
        assert store.totals().layers[0].quotes == harvest.intake.proposals


def test_a_sample_is_the_same_wherever_it_is_drawn(tmp_path: Path) -> None:
    near = [row | {"text": row["text"] + "Additional reporting by the desk.\n"} for row in SOME[:60]]
    path = dumping.jsonl(tmp_path / "a.jsonl", [*SOME, *near, {"text": "No quote here.", "outlet": "Post"}])
    found = []
    for name in ("a", "b"):
        with opened(f"sqlite:///{tmp_path / name}.db") as store:
            harvest = taken(store, job(path, sample=Sample(40), quoted=True, since="2025-01-01"), tmp_path)
            found.append({info.source.path for info in store.articles()})
            assert harvest.intake.new == 40
            assert harvest.drawn is not None
            there = sum(of for of, _ in harvest.drawn.strata.values())
            assert 100 < there < 310
            assert all(abs(40 * of / there - drawn) < 2 for of, drawn in harvest.drawn.strata.values())
    assert found[0] == found[1]
    numbers = Counter(int(one.rpartition(":")[2]) % 250 for one in found[0])
    assert max(numbers.values()) == 1  # no article and its near-duplicate


def test_the_command(tmp_path: Path, call: Call) -> None:
    dumping.separated(tmp_path / "a.csv", [{"body": r["text"], "outlet": r["outlet"]} for r in SOME[:9]])
    done = call("ingest", "a.csv", "--field", "body=text", "--where", "outlet=h*", "--json")
    assert done.code == Exit.OK, done
    said = done.json()
    assert (said["new"], said["dumps"]["records"], said["dumps"]["left_out"]) == (3, 9, 6)
    drawn = call("ingest", "a.csv", "--sample", "2", "--field", "body=text", "--db", "b.db").err.splitlines()
    assert drawn[:2] == [
        "2 records of dumps read",
        "2 of 9 articles drawn, from 1 stratum; none like another",
    ]
    assert drawn[2].startswith("2 new articles taken in, ")
    assert sorted(path.name for path in tmp_path.iterdir()) == ["a.csv", "annotator.db", "b.db"]


def test_strict_takes_all_or_none(tmp_path: Path, call: Call) -> None:
    dumping.jsonl(tmp_path / "a.jsonl.gz", [SOME[0], {"text": " "}])
    done = call("ingest", "a.jsonl.gz", "--strict")
    assert done.code == Exit.INPUT
    assert "a.jsonl.gz:2: there is no text in it" in done.err
    assert "0 new articles taken in" in done.err
    for flags in ([], ["--sample", "1", "--db", "sampled.db"]):
        loose = call("ingest", "a.jsonl.gz", *flags)
        assert loose.code == Exit.INPUT
        assert "a.jsonl.gz:2: there is no text in it" in loose.err
        assert "1 new article taken in" in loose.err
        assert "1 could not be used, each is named above" in loose.err


def test_a_dump_of_something_else_ends_soon(tmp_path: Path, call: Call) -> None:
    dumping.jsonl(tmp_path / "a.jsonl.gz", [{"body": row["text"]} for row in SOME] * 2)
    for flags in (["--jobs", "1"], ["--sample", "9"]):
        done = call("ingest", "a.jsonl.gz", *flags)
        assert done.code == Exit.INPUT
        *each, last = done.err.splitlines()
        assert len(each) == 200
        assert "none of the first 200 records is an article" in last
        assert "--field THEIRS=text" in last


@pytest.mark.parametrize(
    ("words", "sentence"),
    [
        (("-", "--sample", "3"), "- is none; save it first"),
        (("a.jsonl", "--by", "outlet"), "say how many with --sample N"),
        (("a.jsonl", "--where", "outlet"), "--where outlet has no “=”; write it as NAME=VALUE"),
        (("a.jsonl", "--since", "soon"), "--since soon is no day; write it as 2025-03-31"),
        (("a.jsonl", "--cluster", "tcp://127.0.0.1:9"), "there is no Dask scheduler at tcp://127.0.0.1:9"),
        (("a.jsonl", "--map", "no.toml"), "no.toml cannot be read"),
    ],
)
def test_wrong_words_are_one_sentence(
    tmp_path: Path, call: Call, words: tuple[str, ...], sentence: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    if "--cluster" in words:
        needed("distributed")
        monkeypatch.setattr("annotator.ingest.bulk.crews._PATIENCE", 0.2)
    dumping.jsonl(tmp_path / "a.jsonl", SOME[:1])
    done = call("ingest", *words)
    assert done.code == Exit.USAGE
    assert sentence in done.sentence
    assert not (tmp_path / ".annotator-shards").exists()
