"""What no event speaks of and databases only add to: schemes, guidelines, articles with their sources."""

import re
from typing import NamedTuple

from sqlalchemy import Connection, select

from annotator.errors import StoreError
from annotator.model import Span
from annotator.store import articles, read, tallying
from annotator.store import tables as t
from annotator.store.articles import Arrival
from annotator.store.keys import Keys
from annotator.store.rows import insert
from annotator.store.write import chunks

_BATCH = 100  # articles, whose texts are in memory
_a = t.article.c


class Taken(NamedTuple):
    """How many articles were new here; sentences about what else was found."""

    articles: int
    remarks: list[str]


def take_in(ours: Connection, keys: Keys, theirs: Connection, at: str) -> Taken:
    """Take in what the other database has and this one has not."""
    remarks = _schemes(ours, theirs)
    _guidelines(ours, theirs)
    return _articles(ours, keys, theirs, at, remarks)


def _schemes(ours: Connection, theirs: Connection) -> list[str]:
    remarks = []
    here = {(row.name, row.version): row.digest for row in ours.execute(select(t.scheme))}
    digests = set(here.values())
    for row in theirs.execute(select(t.scheme).order_by(t.scheme.c.digest)).all():
        if row.digest in digests:
            continue
        version = row.version
        if (row.name, version) in here:  # what was done under it says so by its digest: its text must be here
            version = f"{version} ({row.digest[:12]})"
            remarks.append(
                f"the scheme {row.name} {row.version} is another there than here; it is kept as {version}: "
                "give one of them a new version"
            )
        new = {
            "digest": row.digest,
            "name": row.name,
            "version": version,
            "text": row.text,
            "added": row.added,
        }
        ours.execute(t.scheme.insert(), new)
        here[row.name, version] = row.digest
    return remarks


def _guidelines(ours: Connection, theirs: Connection) -> None:
    digests = set(ours.scalars(select(t.guideline.c.digest)))
    for row in theirs.execute(select(t.guideline)).all():
        if row.digest not in digests:
            ours.execute(t.guideline.insert(), dict(row._mapping))


def _articles(ours: Connection, keys: Keys, theirs: Connection, at: str, remarks: list[str]) -> Taken:
    new = 0
    every = list(theirs.scalars(select(_a.id).order_by(_a.number)))
    for some in chunks(every, _BATCH):
        found = articles.several(theirs, some)
        cuts = {
            row.id: row.segmenter
            for row in theirs.execute(select(_a.id, _a.segmenter).where(_a.id.in_(some)))
        }
        here = _segmenters(ours, [found[key].digest for key in some])
        arrivals = []
        for key in some:
            one = found[key]
            spans = [sentence.span for sentence in articles.sentences(theirs, key)]
            regions = read.regions(theirs, key, one.digest)
            arrivals.append(Arrival(one, spans, regions, cuts[key]))
        try:
            added = articles.add(ours, keys, arrivals, at)
        except ValueError as problem:
            raise StoreError(f"an article cannot be kept: {problem}; nothing of it was merged") from problem
        new += sum(is_new for is_new, _ in added)
        for arrival in arrivals:
            before = here.get(arrival.article.digest)
            if before is not None and _number(before) < _number(arrival.segmenter):
                _cut_anew(ours, keys, arrival)
                remarks.append(
                    f"the sentences of article {arrival.article.digest[:12]} are those of "
                    f"{arrival.segmenter} now, no longer those of {before}"
                )
    return Taken(new, remarks)


def _segmenters(connection: Connection, digests: list[str]) -> dict[str, str]:
    rows = connection.execute(select(_a.digest, _a.segmenter).where(_a.digest.in_(digests)))
    return dict(rows.all())


def _number(segmenter: str) -> list[tuple[int, str]]:
    """In the order of versions: “rules 9” comes before “rules 10”."""
    return [(int(word) if word.isdigit() else -1, word) for word in re.findall(r"[0-9]+|[^0-9]+", segmenter)]


def _cut_anew(ours: Connection, keys: Keys, arrival: Arrival) -> None:
    """The newest version's sentences hold, whichever database comes first."""
    _check(arrival.sentences, len(arrival.article.text))
    key = keys.article(ours, arrival.article.digest)
    ours.execute(t.sentence.delete().where(t.sentence.c.article == key))
    rows = [
        {"article": key, "n": n, "start": s.start, "stop": s.end} for n, s in enumerate(arrival.sentences)
    ]
    insert(ours, t.sentence, rows)
    ours.execute(t.article.update().where(_a.id == key).values(segmenter=arrival.segmenter))
    tallying.recount(ours, key)


def _check(sentences: object, length: int) -> None:
    spans = [s for s in sentences if isinstance(s, Span)] if isinstance(sentences, list) else []
    edges = [0, *(s.end for s in spans)]
    if [s.start for s in spans] != edges[:-1] or edges[-1] != length:
        raise StoreError("the sentences of an article leave a gap; nothing of it was merged")
