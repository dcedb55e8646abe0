"""annotator merge: what was done without a network comes back."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from annotator.cli.examples import examples
from annotator.cli.report import AsJson
from annotator.cli.speakers import DryRun
from annotator.errors import AnnotatorError, Exit

if TYPE_CHECKING:
    from annotator.store.merging.values import Conflict, Did, Merged

Files = Annotated[
    list[Path], typer.Argument(metavar="FILE...", help="Bundles, or other databases of the project.")
]
BEGINS = "bundle"  # the program whose event begins a bundle: it did nothing
SHOWN = 20  # conflicts, and namesakes, of a file that are listed in words; --json has all


def register(app: typer.Typer) -> None:
    """Add this group's commands."""
    app.command()(merge)


@examples("annotator merge ana.db ben.db --dry-run", "annotator merge ana.db ben.db")
def merge(ctx: typer.Context, files: Files, dry_run: DryRun = False, as_json: AsJson = False) -> None:
    """Take in what was done in bundles: in any order, and as often as you like.

    What two did to the same thing without knowing of each other is listed: the later action holds, the other
    stays in the history. Entries of one name are proposed to be merged: annotator speakers --merges.
    """
    from annotator.cli.progress import followed_by, progress
    from annotator.cli.project import configured, opened
    from annotator.cli.say import complain, out, out_json, say
    from annotator.cli.values import plain

    done: list[Merged] = []
    failed: list[AnnotatorError] = []
    with opened(configured(ctx)) as store:
        copied = False
        for file in files:
            try:
                with progress(f"reading {file.name}", lambda: None) as bar:
                    watch = followed_by(bar, f"taking in {file.name}")
                    merged, copy = store.merge(file, dry_run=dry_run, keep_copy=not copied, watch=watch)
            except AnnotatorError as problem:
                complain(str(problem))
                failed.append(problem)
                continue
            done.append(merged)
            if copy is not None:
                copied = True
                say(f"a copy of the database as it was is {copy}")
        digest = store.digest() if as_json else None
    if as_json:
        state = {"dry_run": dry_run, "files": plain(done)}
        out_json(state | {"digest": digest._asdict() if digest is not None else None})
    else:
        for merged in done:
            for line in _lines(merged, dry_run):
                out(line)
    if failed:
        raise typer.Exit(failed[0].exit_code if not done else Exit.INPUT)


def _lines(merged: Merged, dry_run: bool) -> Iterator[str]:
    from annotator.cli.say import many

    whose = f" (for {merged.owner})" if merged.owner else ""
    would = "would bring" if dry_run else "brought"
    people = [(name, n) for name, n in merged.people if name != BEGINS]
    by = ", ".join(f"{name} {n:,}" for name, n in people)
    actions = many(sum(n for _, n in people), "new action")
    yield (
        f"{merged.file}{whose} {would} {actions}{f' ({by})' if by else ''}, "
        f"{many(merged.articles, 'new article')}; {merged.known:,} were known"
    )
    if merged.ahead:
        ahead = f"{many(merged.ahead, 'action')} {'is' if merged.ahead == 1 else 'are'} dated later than now"
        yield f"  {ahead}: that computer's clock is ahead"
    for remark in merged.remarks:
        yield f"  {remark}"
    if merged.conflicts:
        number = many(len(merged.conflicts), "conflict")
        yield f"  {number}: the later action holds, the other stays in the history"
    for conflict in merged.conflicts[:SHOWN]:
        yield f"    {_conflict(conflict)}"
    if len(merged.conflicts) > SHOWN:
        yield f"    and {len(merged.conflicts) - SHOWN:,} more; --json lists all"
    for same in merged.namesakes[:SHOWN]:
        yield f"  two entries are called {same.name}: annotator speakers --merges asks whether they are one"
    if len(merged.namesakes) > SHOWN:
        yield f"  and {len(merged.namesakes) - SHOWN:,} more of one name"


def _conflict(conflict: Conflict) -> str:
    where = f" in article {conflict.article[:12]}" if conflict.article else ""
    fields = f" ({', '.join(conflict.fields)})" if conflict.fields else ""
    over = _did(conflict.overruled) if conflict.overruled else "what stood there"
    return f"{conflict.kind} “{conflict.what}”{fields}{where}: {_did(conflict.won)} holds over {over}"


def _did(did: Did) -> str:
    return f"{did.by}'s “{did.says}” of {did.at[:16].replace('T', ' ')}"
