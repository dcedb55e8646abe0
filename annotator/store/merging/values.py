"""What taking in another database came to."""

from dataclasses import dataclass
from typing import NamedTuple


class Did(NamedTuple):
    """An action, as far as a report needs it; `at` is UTC, and what the clock there said."""

    by: str
    at: str
    says: str


class Conflict(NamedTuple):
    """Two actions changed the same thing, and neither knew of the other.

    `what` it is in words; `id` of a quote, speaker, note or ruling; the digest of the `article`, if it is in
    one. Of a speaker only `fields` are in conflict, of all else the whole. `overruled` stays in the history.
    """

    kind: str
    what: str
    id: str | None
    article: str | None
    fields: tuple[str, ...]
    won: Did
    overruled: Did | None  # None: it was done before this database handed anything out


class Namesakes(NamedTuple):
    """Two entries of the registry with one name: proposed to be merged."""

    name: str
    kept: str
    other: str


@dataclass(frozen=True, slots=True)
class Merged:
    """What one file brought."""

    file: str
    owner: str | None  # whose bundle it is; None: it is no bundle
    events: int = 0  # that were new here
    known: int = 0
    people: tuple[tuple[str, int], ...] = ()  # who did how many of the new ones
    articles: int = 0  # that were new here
    changed: int = 0  # things that are not as they were: quotes, reviews, entries of the registry ...
    conflicts: tuple[Conflict, ...] = ()
    namesakes: tuple[Namesakes, ...] = ()
    ahead: int = 0  # of the new events, those that are dated later than now
    remarks: tuple[str, ...] = ()  # sentences about what else was found
