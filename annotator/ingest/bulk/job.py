"""What is to be done with some dumps: the same words over the same files are the same job, and go on."""

import json
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from hashlib import sha256

from annotator.ingest.bulk.cutting import BYTES, RECORDS
from annotator.ingest.bulk.dumps import Dump
from annotator.ingest.bulk.tasks import Task
from annotator.ingest.incoming import LIMIT


@dataclass(frozen=True, slots=True)
class Sample:
    """So many articles, as strata have shares or (`equal`) the same of each; another `seed`, other ones."""

    size: int
    equal: bool = False
    seed: int = 0


@dataclass(frozen=True, slots=True)
class Job:
    """`strict`: where a record cannot be used, none is. `limit`: bytes of a record."""

    dumps: tuple[Dump, ...]
    task: Task
    sample: Sample | None = None
    strict: bool = False
    limit: int = LIMIT

    def digest(self) -> str:
        """The job in 32 hex digits: other files, changed ones or another wish are another job."""
        from annotator import __version__

        states = [(one.name, *_state(one)) for one in self.dumps]
        wish = asdict(self.task), self.sample and asdict(self.sample), self.limit, RECORDS, BYTES, __version__
        return sha256(json.dumps([states, wish]).encode()).hexdigest()[:32]


def _state(dump: Dump) -> Sequence[int]:
    found = dump.path.stat()
    return found.st_size, found.st_mtime_ns
