"""The flags of annotator ingest that are for dumps, and the job that they ask for."""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from annotator.errors import InputError, UsageError

if TYPE_CHECKING:
    from annotator.ingest.bulk.crews import Crew
    from annotator.ingest.bulk.dumps import Dump
    from annotator.ingest.bulk.job import Job

LARGE = 16 * 2**20  # bytes of a .jsonl from which on it is worth to begin other processes
_DAY = re.compile(r"\d{4}-\d\d-\d\d")

Sampled = Annotated[int | None, typer.Option("--sample", metavar="N", min=1, help="Take in N articles.")]
By = Annotated[
    str,
    typer.Option(metavar="FIELDS", help="Its strata: outlet,month or any fields."),
]
Equal = Annotated[bool, typer.Option("--equal", help="As many of each stratum, not its share.")]
Seed = Annotated[int, typer.Option(metavar="N", min=0, help="Another seed, another sample.")]
Quoted = Annotated[bool, typer.Option("--with-quotes", help="Only articles in which the rules see quotes.")]
Where = Annotated[
    list[str] | None,
    typer.Option(metavar="FIELD=WORDS", help="Only where the field is so; * and ? fit anything."),
]
Since = Annotated[str | None, typer.Option(metavar="DAY", help="Only articles of this day or later.")]
Until = Annotated[str | None, typer.Option(metavar="DAY", help="Only articles of this day or earlier.")]
Field = Annotated[
    list[str] | None,
    typer.Option(metavar="THEIRS=OURS", help="Call a field else: body=text; empty drops it."),
]
Map = Annotated[
    str | None,
    typer.Option("--map", metavar="FILE.toml", help='The same in a file: [fields] body = "text".'),
]
NearDuplicates = Annotated[
    str | None,
    typer.Option(metavar="HOW", help="mark, leave-out or ignore those.  [default: mark]"),
]
Strict = Annotated[bool, typer.Option("--strict", help="Take in nothing where anything is wrong.")]
Jobs = Annotated[
    int | None, typer.Option(metavar="N", min=1, help="Processes that read.  [default: all cores]")
]
Cluster = Annotated[
    str | None, typer.Option(metavar="ADDRESS", help="Read on the workers of this Dask scheduler.")
]
Work = Annotated[
    str | None, typer.Option(metavar="DIR", help="Where shards lie; a cluster's workers share it.")
]


@dataclass(frozen=True, slots=True)
class Flags:
    """What was said on the command line about dumps."""

    sample: int | None = None
    by: str = ""
    equal: bool = False
    seed: int = 0
    quoted: bool = False
    where: tuple[str, ...] = ()
    since: str | None = None
    until: str | None = None
    fields: tuple[str, ...] = ()
    map_file: str | None = None
    near: str | None = None
    strict: bool = False
    jobs: int | None = None
    cluster: str | None = None
    work: str | None = None

    @property
    def any(self) -> bool:
        """Whether anything was said: then all that is named are dumps."""
        return self != Flags()

    def are_dumps(self, path: str) -> bool:
        """Whether `path` is read as a dump: where flags say so, by its name, or for its size."""
        from annotator.ingest.bulk.dumps import kind_of

        if self.any:
            if path == "-":
                raise UsageError("these flags are for files of many articles, and - is none; save it first")
            return True
        kind = None if path == "-" or Path(path).is_dir() else kind_of(Path(path))
        if kind == (".jsonl", ""):
            return Path(path).is_file() and Path(path).stat().st_size >= LARGE
        return kind is not None

    def job(self, dumps: list[Dump], rules: bool) -> Job:
        """The job that was asked for. Raises UsageError."""
        from annotator.ingest.bulk.choosing import Near, Wanted
        from annotator.ingest.bulk.drafting import Fields
        from annotator.ingest.bulk.job import Job, Sample
        from annotator.ingest.bulk.tasks import Task

        if not self.sample and (self.by or self.equal or self.seed):
            raise UsageError("--by, --equal and --seed are for a sample; say how many with --sample N")
        wanted = Wanted(
            tuple(_pair("--where", said) for said in self.where),
            _day("--since", self.since),
            _day("--until", self.until),
            self.quoted,
        )
        near = self.near or Near.MARK
        if near not in tuple(Near):
            raise UsageError(f"--near-duplicates {near} is none of {', '.join(Near)}; name one of them")
        by = tuple(name.strip() for name in self.by.split(",") if name.strip())
        sample = Sample(self.sample, self.equal, self.seed) if self.sample else None
        task = Task(Fields(self._fields()), wanted, rules, by, Near(near))
        return Job(tuple(dumps), task, sample, self.strict)

    def _fields(self) -> tuple[tuple[str, str], ...]:
        from annotator.formats.mapping import read_mapping

        found = dict(read_mapping(Path(self.map_file)).fields) if self.map_file else {}
        found |= {theirs.lower(): ours for theirs, ours in (_pair("--field", said) for said in self.fields)}
        return tuple(sorted(found.items()))

    @contextmanager
    def crew(self, folder: Path, dumps: list[Dump]) -> Iterator[Crew]:
        """Who reads. Raises UsageError."""
        from annotator.ingest.bulk import crews

        if self.cluster:
            with crews.cluster(self.cluster, folder) as crew:
                yield crew
            return
        small = sum(one.path.stat().st_size for one in dumps) < LARGE // 64
        with crews.local(self.jobs or (1 if small else crews.cores())) as crew:
            yield crew


def found_dumps(paths: list[str]) -> tuple[list[Dump], list[InputError]]:
    """The dumps that paths name, each once, and what is wrong with others."""
    from annotator.ingest.bulk.dumps import dumps

    good: dict[Path, Dump] = {}
    bad: list[InputError] = []
    for path in paths:
        for one in dumps(Path(path)):
            if isinstance(one, InputError):
                bad.append(one)
            else:
                good.setdefault(one.path.resolve(), one)
    return list(good.values()), bad


def _pair(flag: str, said: str) -> tuple[str, str]:
    name, between, value = said.partition("=")
    if not between or not name.strip():
        raise UsageError(f"{flag} {said} has no “=”; write it as NAME=VALUE")
    return name.strip(), value.strip()


def _day(flag: str, said: str | None) -> str | None:
    from annotator.dataset.dates import iso

    if said is not None and (not _DAY.fullmatch(said) or iso(said) is None):
        raise UsageError(f"{flag} {said} is no day; write it as 2025-03-31")
    return said
