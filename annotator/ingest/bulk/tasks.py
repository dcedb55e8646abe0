"""What is done with one shard: a file in, a file out. Pure: the same file gives the same, in any process.

These functions, with their arguments, are all that goes to other processes and machines. The file that they
write is there whole or not at all.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from pathlib import Path
from typing import BinaryIO

import orjson

from annotator.disk import replacing
from annotator.errors import InputError
from annotator.ingest.bulk.choosing import Near, Wanted, holds_quotes, stratum
from annotator.ingest.bulk.drafting import Fields, drafted
from annotator.ingest.bulk.packing import packed, unpacked
from annotator.ingest.bulk.raw import Raw, records
from annotator.ingest.incoming import Draft, Incoming, digest, incoming, unusable
from annotator.text.reading import read

ARTICLE, REFUSED, LEFT = b"a", b"!", b"-"  # how the lines of what is read begin


@dataclass(frozen=True, slots=True)
class Task:
    """What to do with records.

    `rules`: the rules read each article; `by`: what its stratum follows from; `near`: who looks for
    near-duplicates needs a sketch of each.
    """

    fields: Fields
    wanted: Wanted
    rules: bool = True
    by: tuple[str, ...] = ()
    near: Near = Near.IGNORE


def read_shard(shard: str, found: str, task: Task) -> None:
    """Read the articles of a shard: a line for each, ready for the database, or why it is none."""
    with open(shard, "rb") as source:
        write_whole(found, (_line(one) for one in _read(source, task)))


def survey_shard(shard: str, found: str, task: Task) -> None:
    """Look at the articles of a shard: a line for each record, in their order.

    It is [digest, stratum]; for what is no article a sentence; for what is not wanted, null.
    """
    with open(shard, "rb") as source:
        write_whole(found, (_looked_at(at, raw, task) for at, raw in records(source)))


def shingle_shard(shard: str, found: str, task: Task) -> None:
    """The runs of five words of each article of a shard, in 64 bits each: [length, ...], then all of them."""
    from annotator.dataset.splitting.shingles import shingles
    from annotator.dataset.splitting.wording import words

    with open(shard, "rb") as source:
        drafts = (drafted(at, raw, task.fields) for at, raw in records(source))
        sets = [shingles(words(one.text)) for one in drafts if isinstance(one, Draft)]
    write_whole(found, [orjson.dumps([len(x) for x in sets]), b"\n", *(x.tobytes() for x in sets)])


def sketch_shard(shard: str, found: str, _task: Task) -> None:
    """The sketches of texts: for a shard of [digest, text], a line [digest, sketch] each."""
    from annotator.ingest.bulk.sketch import runs, sketch

    with open(shard, "rb") as source:
        pairs = (orjson.loads(raw.body) for _, raw in records(source))
        write_whole(found, (orjson.dumps((key, sketch(runs(text)))) + b"\n" for key, text in pairs))


def outcomes(found: BinaryIO) -> Iterator[Incoming | InputError | None]:
    """What `read_shard` wrote, a record after the other; None for one that is not wanted."""
    for line in found:
        kind, rest = line[:1], line[1:-1]
        if kind == ARTICLE:
            yield unpacked(rest)
        else:
            yield InputError(orjson.loads(rest)) if kind == REFUSED else None


def write_whole(path: str, parts: Iterable[bytes]) -> None:
    """Write a file that appears when it is whole."""
    with replacing(Path(path)) as file:
        file.writelines(parts)


def _read(shard: BinaryIO, task: Task) -> Iterator[Incoming | InputError | None]:
    for at, raw in records(shard):
        draft = _wanted(at, raw, task)
        yield _worked_out(draft, task) if isinstance(draft, Draft) else draft


def _wanted(at: str, raw: Raw, task: Task) -> Draft | InputError | None:
    """The article of a record, if it can be one and what is said of it is wanted."""
    draft = drafted(at, raw, task.fields)
    if isinstance(draft, InputError):
        return draft
    return unusable(draft) or (draft if task.wanted.fits(draft.source) else None)


def _worked_out(draft: Draft, task: Task) -> Incoming | InputError | None:
    one = incoming(draft)
    if isinstance(one, InputError):
        return one
    reading = None
    if task.rules or task.wanted.quoted:
        reading = read(one.article.text, one.sentences, one.quotations)
        if task.wanted.quoted and not holds_quotes(one, reading):
            return None
    return replace(one, reading=reading if task.rules else None, sketch=_sketched(one, task))


def _sketched(one: Incoming, task: Task) -> tuple[int, ...]:
    if task.near is Near.IGNORE:
        return ()
    from annotator.ingest.bulk.sketch import runs, sketch

    return sketch(runs(one.article.text))


def _line(one: Incoming | InputError | None) -> bytes:
    if isinstance(one, Incoming):
        return ARTICLE + packed(one) + b"\n"
    return LEFT + b"\n" if one is None else REFUSED + orjson.dumps(str(one)) + b"\n"


def _looked_at(at: str, raw: Raw, task: Task) -> bytes:
    draft = _wanted(at, raw, task)
    if isinstance(draft, Draft) and task.wanted.quoted and _worked_out(draft, task) is None:
        draft = None
    if not isinstance(draft, Draft):
        return orjson.dumps(None if draft is None else str(draft)) + b"\n"
    return orjson.dumps((digest(draft.text), stratum(draft.source, task.by))) + b"\n"
