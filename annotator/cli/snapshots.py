"""annotator snapshot, diff: versions of the dataset that stay, and what changed between two."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, Any

import typer

from annotator.cli.examples import examples
from annotator.cli.report import AsJson
from annotator.errors import UsageError

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from contextlib import AbstractContextManager

    from annotator.cli.versions import Version
    from annotator.dataset.bundle import Bundle
    from annotator.dataset.snapshots.differences import Difference, Tally
    from annotator.store import Store
    from annotator.store.snapshots import SnapshotInfo

NOW = "now"  # what the database says at this moment, where a snapshot's name is asked for
LONGEST = 80  # characters of a name
WIDTH = 60  # columns that the words of a quote take at most


def register(app: typer.Typer) -> None:
    """Add this group's commands."""
    app.command()(snapshot)
    app.command()(diff)


@examples("annotator snapshot 2025-06", "annotator snapshot")
def snapshot(
    ctx: typer.Context,
    name: Annotated[str | None, typer.Argument(metavar="[NAME]", help="What the new one is called.")] = None,
    remove: Annotated[bool, typer.Option("--remove", help="Forget the snapshot NAME, for good.")] = False,
    as_json: AsJson = False,
) -> None:
    """Freeze all that people and gold say now, as a version of the dataset; without NAME, list them.

    annotator export DIR --snapshot NAME writes the same bytes for ever, whatever is labelled, merged or
    renamed later; annotator diff NAME tells what changed since.
    """
    from annotator.cli.project import configured, opened
    from annotator.cli.say import many, out, out_json, say

    with opened(configured(ctx)) as store:
        if name is None:
            if remove:
                raise UsageError("name the snapshot to remove: annotator snapshot NAME --remove")
            found = store.snapshots()
            if as_json:
                out_json([_json(one) for one in found])
            else:
                for line in _lines(found):
                    out(line)
        elif remove:
            store.remove_snapshot(name)
            say(f"the snapshot “{name}” is removed")
        else:
            count = _make(store, _tidy(name))
            if as_json:
                out_json(_json(store.snapshot(_tidy(name))))
            say(f"the snapshot “{_tidy(name)}” holds {many(count, 'article')}")


def _make(store: Store, name: str) -> int:
    from annotator.cli.progress import progress
    from annotator.cli.versions import version
    from annotator.dataset.snapshots.freezing import freeze

    with version(store, None) as found, progress("freezing", lambda: found.articles) as bar:
        return freeze(store, name, found.facts, _stepping(found.bundles, bar.step))


def _stepping(found: Iterator[Bundle], step: Callable[[], None]) -> Iterator[Bundle]:
    for one in found:
        yield one
        step()


def _tidy(name: str) -> str:
    tidy = name.strip()
    if not tidy or len(tidy) > LONGEST or not tidy.isprintable() or tidy == NOW:
        raise UsageError(
            f"“{tidy[:LONGEST]}” names no snapshot: take 1 to {LONGEST} printable characters, not “{NOW}”"
        )
    return tidy


@examples("annotator diff 2025-06", "annotator diff 2025-06 2025-09 --all")
def diff(
    ctx: typer.Context,
    old: Annotated[str, typer.Argument(metavar="A", help="A snapshot, or now.")],
    new: Annotated[str, typer.Argument(metavar="[B]", help="A snapshot, or now.")] = NOW,
    every: Annotated[
        bool, typer.Option("--all", help="List every quote that differs, not only counts.")
    ] = False,
    as_json: AsJson = False,
) -> None:
    """Tell what changed from one version of the dataset to another: articles, reviews, quotes."""
    from annotator.cli.project import configured, opened
    from annotator.cli.say import out, out_json
    from annotator.dataset.side_by_side import paired
    from annotator.dataset.snapshots.differences import Tally, differences, summed

    tally = Tally()
    listed: list[Any] = []
    with opened(configured(ctx)) as store, _named(store, old) as one, _named(store, new) as other:
        for found in differences(paired(one.bundles, other.bundles), tally):
            if as_json:
                listed.append(_difference(found))
            elif every:
                for line in _said(found):
                    out(line)
    if as_json:
        out_json({"old": old, "new": new, **summed(tally), "differences": listed})
    else:
        for line in _summary(tally, old, new):
            out(line)


def _named(store: Store, name: str) -> AbstractContextManager[Version]:
    from annotator.cli.versions import version

    return version(store, None if name == NOW else name)


def _json(one: SnapshotInfo) -> dict[str, Any]:
    return {"name": one.name, "at": one.at, "articles": one.articles}


def _lines(found: list[SnapshotInfo]) -> list[str]:
    from annotator.cli.say import many, table

    if not found:
        return ["no snapshot yet; annotator snapshot NAME makes one"]
    return table([(one.name, one.at, many(one.articles, "article")) for one in found], right=(2,))


def _difference(found: Difference) -> dict[str, Any]:
    return {
        "article": found.article, "layer": found.layer, "id": found.id, "what": found.what,
        "parts": [{"part": part, "old": old, "new": new} for part, old, new in found.parts],
    }  # fmt: skip


def _said(found: Difference) -> Iterator[str]:
    from annotator.cli.say import cut

    head = f"{found.article[:12]} {found.layer} {found.id}: {found.what}"
    if found.what != "changed":
        ((_, old, new),) = found.parts
        yield f"{head}: {cut(old or new, WIDTH)}"
        return
    yield head
    for part, old, new in found.parts:
        yield f"    {part}: {cut(old, WIDTH) or '(nothing)'} → {cut(new, WIDTH) or '(nothing)'}"


def _summary(tally: Tally, old: str, new: str) -> Iterator[str]:
    from annotator.cli.say import many, table

    if not tally.any:
        yield f"nothing changed from {old} to {new}: {many(tally.same, 'quote')} and all reviews are the same"
        return
    yield f"from {old} to {new}:"
    for word, digests in (("added", tally.added), ("removed", tally.removed)):
        if digests:
            yield f"{many(len(digests), 'article')} {word}"
    layers = sorted({layer for layer, _ in tally.quotes} | {x for x, n in tally.reviews.items() if n})
    kinds = ("added", "removed", "changed")
    rows: list[tuple[str, ...]] = [("layer", "quotes added", "removed", "changed", "sentences reviewed")]
    rows += [
        (layer, *(f"{tally.quotes[layer, kind]:,}" for kind in kinds), f"{tally.reviews[layer]:+,}")
        for layer in layers
    ]
    yield from table(rows, right=(1, 2, 3, 4))
    if tally.parts:
        parts = ((part, n) for part, n in tally.parts.most_common())
        yield f"what changed in quotes: {', '.join(f'{part} {n:,}' for part, n in parts)}"
    yield f"the same: {many(tally.same, 'quote')}"
