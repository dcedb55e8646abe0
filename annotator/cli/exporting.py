"""From the flags of annotator export to a dataset folder, and what is said of it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

import typer

from annotator.cli.versions import Version, version
from annotator.errors import UsageError

if TYPE_CHECKING:
    from annotator.dataset.folder.parts import Parts
    from annotator.dataset.folder.writing import Summary
    from annotator.dataset.splitting.policy import Policy
    from annotator.dataset.views.tasks import Task
    from annotator.store import Store

_LEAKS = 5  # that are named on the screen; the card has all that the audit names


@dataclass(frozen=True, slots=True)
class Asked:
    """What was said on the command line."""

    names: bool = False
    gold: Sequence[str] = ()
    split: str = "group"
    shares: str = "80,10,10"
    salt: str = "annotator"
    dates: str | None = None
    test_unassisted: bool = False
    task: Sequence[str] = ()
    snapshot: str | None = None
    compress: str | None = None
    parquet: bool = False
    title: str | None = None
    license: str | None = None


def export_folder(ctx: typer.Context, to: Path, asked: Asked) -> None:
    """Write the folder. Raises UsageError, and AnnotatorError where it cannot be written."""
    from annotator.cli.progress import progress
    from annotator.cli.project import configured, opened
    from annotator.dataset.folder.options import UNSAID
    from annotator.dataset.folder.writing import write_folder

    options, policy, tasks = _options(asked), _policy(asked), _tasks(asked.task)
    rejected = any(task.rejected for task in tasks)
    with opened(configured(ctx)) as store, version(store, asked.snapshot, rejected) as found:
        parts = _parts(store, policy, found)
        with progress("exporting", lambda: found.articles) as bar:
            done = write_folder(to, found.bundles, found.facts, parts, options, tasks, bar.step)
    _tell(to, done, options.license == UNSAID)


def _options(asked: Asked) -> Any:
    from annotator.dataset.folder.options import COMPRESSIONS, Options

    if asked.compress is not None and asked.compress not in COMPRESSIONS:
        raise UsageError(f"--compress is {' or '.join(COMPRESSIONS)}, not “{asked.compress}”")
    said = {"title": asked.title, "license": asked.license}
    for name, word in said.items():
        if word is not None and not (word.strip() and word.isprintable()):
            raise UsageError(f"--{name} needs words, in one line")
    return Options(
        asked.names, tuple(asked.gold), asked.compress, asked.parquet,
        **{name: word.strip() for name, word in said.items() if word is not None},
    )  # fmt: skip


def _policy(asked: Asked) -> Policy | None:
    """None: everything goes to train."""
    from annotator.dataset.splitting.policy import By, Policy

    if asked.split == "none":
        return None
    known = {str(by) for by in By if by is not By.FILE}
    by, file = (By(asked.split), None) if asked.split in known else (By.FILE, Path(asked.split))
    if file is not None and not file.is_file():
        raise UsageError(f"--split is {', '.join(sorted(known))}, none or a file; there is no file {file}")
    dates = tuple(word.strip() for word in asked.dates.split(",")) if asked.dates else None
    if dates is not None and len(dates) != 2:
        raise UsageError("--dates needs two days, as in 2026-01-01,2026-03-01")
    return Policy(by, _shares(asked.shares), asked.salt, dates, file, asked.test_unassisted)


def _shares(word: str) -> tuple[int, int, int]:
    try:
        train, validation, test = (int(part) for part in word.split(","))
    except ValueError:
        raise UsageError(f"--shares needs three whole percentages, as in 80,10,10, not “{word}”") from None
    return train, validation, test


def _tasks(words: Sequence[str]) -> list[Task]:
    from annotator.dataset.views.tasks import TASKS

    for word in words:
        if word not in TASKS:
            raise UsageError(f"there is no task “{word}”; there are {', '.join(TASKS)}")
    return [TASKS[word] for word in dict.fromkeys(words)]


def _parts(store: Store, policy: Policy | None, found: Version) -> Parts:
    """Where each article goes."""
    from annotator.dataset.folder.parts import Whole
    from annotator.dataset.splitting.splits import Splits

    if policy is None:
        return Whole()
    with found.another() as bundles:
        return Splits.of(store, policy, bundles, found.digests)


def _tell(to: Path, done: Summary, unlicensed: bool) -> None:
    """What was written, what was not, and what leaks; on stderr."""
    from annotator.cli.say import many, say
    from annotator.dataset.schema.schemas import PARTS

    counts = done.counts
    parts = [f"{part} {many(counts.in_part(part), 'quote')}" for part in counts.used(PARTS)]
    say(f"{many(counts.quotes.total(), 'gold quote')} of {many(counts.articles.total(), 'article')} in {to}")
    if parts:
        say(f"split ({done.split.get('plan')}): {', '.join(parts)}")
    for why, some in counts.told_excluded().items():
        say(f"left out: {', '.join(f'{n:,} {what}' for what, n in some.items())}: {why}")
    if done.rule.unused:
        say(f"not used: {', '.join(done.rule.unused)}; --gold NAME takes it where nothing is adjudicated")
    for warning in done.split.get("warnings") or ():
        say(f"warning: {warning}")
    for leak in done.audit[:_LEAKS]:
        say(f"leak: {leak['kind']} in {' and '.join(leak['parts'])}: {leak['what']}")
    if len(done.audit) > _LEAKS:
        say(f"… and {many(len(done.audit) - _LEAKS, 'more leak')}; README.md names them")
    fill = "; give it a licence (--license) before you publish it" if unlicensed else ""
    say(f"{to / 'README.md'} is the card{fill}")
