"""Dumps into the database: what other processes read is written by this one, shard after shard.

A shard goes in as one transaction, together with a note of how far that is. So a run that was killed goes on
where it was, and all counts are exact.
"""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from annotator.cli.ingest_near import Sifted, sifting
from annotator.cli.ingest_options import Flags, found_dumps
from annotator.cli.intake import Intake, Taking, from_project
from annotator.cli.progress import Progress
from annotator.cli.say import many
from annotator.config import Config
from annotator.errors import InputError
from annotator.ingest.bulk.passes import Drawn, Passes, draw, workplace
from annotator.ingest.bulk.sieve import OF
from annotator.ingest.bulk.tasks import outcomes
from annotator.store import Arrival, Store, Taken
from annotator.suggest.running import Proposer

FOLDER = ".annotator-shards"  # in the project's; it goes when all is in
HOPELESS = 200  # records, the first ones of a dump, of which none can be used: no others are tried
KEPT = 1_000  # sentences that the report for programs repeats; all were said


@dataclass
class Harvest:
    """What became of the records of some dumps.

    `counts`: new, known, sources, proposals, refused, unread as in Intake, and left (not wanted); of
    near-duplicates those that came in (near) and those that did not (alike).
    """

    counts: Counter[str] = field(default_factory=Counter)
    intake: Intake = field(default_factory=Intake)  # the same, with the first sentences
    resumed: int = 0  # shards that an earlier run had taken in
    drawn: Drawn | None = None
    pairs: list[tuple[str, str]] = field(default_factory=list)  # path, first article; those of this run

    def as_json(self) -> dict[str, Any]:
        """What Intake does not say, for programs."""
        of = self.drawn
        return {
            "records": self.records,
            "left_out": self.counts["left"],
            "refused": self.counts["refused"],
            "near_duplicates": {
                "marked": self.counts["near"],
                "left_out": self.counts["alike"],
                "first": [{"path": path, "of": digest} for path, digest in self.pairs],
            },
            "resumed": self.resumed > 0,
            "sample": of and [{"stratum": name, "of": n, "drawn": k} for name, (n, k) in of.strata.items()],
        }

    @property
    def records(self) -> int:
        """How many records there were, of those that were to be read."""
        return sum(self.counts[name] for name in ("new", "known", "refused", "left", "alike"))

    def as_words(self) -> list[str]:
        """What Intake does not say, for people."""
        left = f", {self.counts['left']:,} of them not wanted" if self.counts["left"] else ""
        lines = [f"{many(self.records, 'record')} of dumps read{left}"]
        if self.drawn is not None:
            of, out = (sum(pair[n] for pair in self.drawn.strata.values()) for n in (0, 1))
            strata = many(len(self.drawn.strata), "stratum", "strata")
            lines.append(f"{out:,} of {many(of, 'article')} drawn, from {strata}; none like another")
        for name, what in (("near", f"marked in the field {OF}"), ("alike", "left out")):
            if count := self.counts[name]:
                lines.append(f"{many(count, 'near-duplicate')} of earlier articles {what}")
        if self.resumed:
            lines.append("it went on where an earlier run had ended; its counts are among these")
        return lines


def harvested(
    store: Store, paths: list[str], flags: Flags, config: Config, bar: Progress, proposer: Proposer | None
) -> Harvest:
    """Take in the dumps that `paths` name, as `flags` say. Raises UsageError, crews.Lost, StoreError."""
    dumps, bad = found_dumps(paths)
    job = flags.job(dumps, rules=proposer is not None)
    if bad and job.strict:
        raise bad[0]
    parent = Path(flags.work).absolute() if flags.work else config.folder / FOLDER
    with workplace(parent, job.digest()[:16]) as folder, flags.crew(folder, dumps) as crew:
        try:
            harvest = take_in_dumps(store, Passes(job, crew, folder), config.folder, bar, proposer)
        except KeyboardInterrupt:
            bar.say("stopped; what was read before is in, and the same command goes on from there")
            raise
    for problem in bad:
        bar.say(f"annotator: {problem}")
    harvest.intake.refused += map(str, bad)
    return harvest


def take_in_dumps(
    store: Store, passes: Passes, project: Path, bar: Progress, proposer: Proposer | None
) -> Harvest:
    """Do a job, or the rest of it. Raises crews.Lost, StoreError; what was taken in before is in then."""
    harvest = Harvest(intake=Intake(proposals=0 if proposer else None))
    job = passes.job
    if job.strict or job.sample is not None:
        _look(passes, bar, harvest)
    unusable = harvest.counts.pop("refused", 0)
    if unusable and job.strict:
        harvest.counts["refused"] = unusable
        _sum_up(harvest)
        return harvest
    if job.sample is not None:
        harvest.drawn = draw(passes, job.sample)
    only = frozenset(harvest.drawn.places) if harvest.drawn else None
    key = f"bulk {job.digest()}"
    state = json.loads(store.fingerprint(key) or "{}")
    harvest.resumed = state.pop("shards", 0)
    harvest.counts.update(state)
    with sifting(store, passes, harvest.resumed, bar) as sifter:
        for number, path in passes.articles(only, harvest.resumed):
            with path.open("rb") as file:
                found = sifter.sift(number, list(outcomes(file)))
            _take_in(store, found, key, number, harvest, project, bar, proposer)
            _check_hope(harvest)
    store.set_fingerprint(key, "")
    harvest.counts["refused"] += unusable if harvest.drawn else 0
    _sum_up(harvest)
    return harvest


def _look(passes: Passes, bar: Progress, harvest: Harvest) -> None:
    """Say of each record that can be no article why. Raises InputError where there is no hope."""
    for place, one in enumerate(passes.survey(), 1):
        if isinstance(one, str):
            bar.say(f"annotator: {one}")
            harvest.counts["refused"] += 1
            harvest.intake.refused += [one] if len(harvest.intake.refused) < KEPT else []
        if place == HOPELESS:
            _check_hope(harvest, place)


def _check_hope(harvest: Harvest, records: int | None = None) -> None:
    """Raises InputError where the first records, which were many, all could not be used."""
    of = harvest.records if records is None else records
    if harvest.counts["refused"] == of >= HOPELESS:
        raise InputError(
            f"none of the first {of:,} records is an article, so the others are not tried; "
            "say which field holds the text with --field THEIRS=text"
        )


def _take_in(
    store: Store,
    found: Sifted,
    key: str,
    number: int,
    harvest: Harvest,
    project: Path,
    bar: Progress,
    proposer: Proposer | None,
) -> None:
    """One shard."""
    taking = Taking(store, project, bar, proposer, float("inf"), float("inf"))
    left = 0
    for one in found.outcomes:
        if one is None:
            left += 1
            bar.step()
        else:
            taking.add(one)
    bar.step(found.counts["alike"])

    so_far = harvest.counts

    def mark(arrivals: Sequence[Arrival], taken: Sequence[Taken]) -> tuple[str, str]:
        nonlocal so_far  # from what was, not from itself: it is asked again where all at once failed
        problems = {"refused": len(taking.intake.refused), "unread": len(taking.intake.unread), "left": left}
        so_far = harvest.counts + _counted(arrivals, taken) + Counter(problems) + found.counts
        return key, json.dumps({"shards": number + 1, **so_far})

    taking.flush(mark)
    harvest.counts = so_far
    _keep(harvest.intake, taking.intake)
    for source, first in found.pairs[: KEPT - len(harvest.pairs)]:
        harvest.pairs.append((from_project(project, source).path, first))


def _counted(arrivals: Sequence[Arrival], taken: Sequence[Taken]) -> Counter[str]:
    found: Counter[str] = Counter()
    for arrival, one in zip(arrivals, taken, strict=True):
        if one.error is not None:
            found["unread" if one.is_new else "refused"] += 1
            if not one.is_new:
                continue
        elif arrival.filling is not None:
            found["proposals"] += len(arrival.filling.quotes)
        found["new" if one.is_new else "known"] += 1
        found["sources"] += 0 if one.is_new else one.sources
    return found


def _keep(kept: Intake, some: Intake) -> None:
    """The first sentences of `some`, too."""
    kept.refused += some.refused[: KEPT - len(kept.refused)]
    kept.unread += some.unread[: KEPT - len(kept.unread)]
    for encoding, names in some.encodings.items():
        there = kept.encodings.setdefault(encoding, [])
        there += names[: KEPT - len(there)]


def _sum_up(harvest: Harvest) -> None:
    counts, intake = harvest.counts, harvest.intake
    intake.new, intake.known, intake.sources = counts["new"], counts["known"], counts["sources"]
    intake.unnamed = counts["refused"] - len(intake.refused)
    if intake.proposals is not None:
        intake.proposals = counts["proposals"]
