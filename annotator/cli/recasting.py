"""annotator speakers rename, part, split, quotes, candidates: mending the registry."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, Any

import typer

from annotator.cli.examples import examples
from annotator.cli.people import As
from annotator.cli.report import AsJson
from annotator.errors import UsageError

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from annotator.dataset.judging.merging import Gain, Gains
    from annotator.model import Merge, Quote, Speaker
    from annotator.store import Store
    from annotator.work.recasting import Plan

EXAMPLES = 5  # quotes that are shown of those that an action touches
WORDS = 48  # columns that a quote takes at most
NAME = 32  # columns of a name

Entry = Annotated[str, typer.Argument(metavar="NAME", help="A name, an alias or the id of an entry.")]
DryRun = Annotated[bool, typer.Option("--dry-run", help="Say what would be done, and do nothing.")]


def register(group: typer.Typer) -> None:
    """Add these commands to annotator speakers."""
    for command in (rename, part, split, quotes, candidates):
        group.command()(command)


@examples("annotator speakers rename Brenn 'Ida Brenn'")
def rename(
    ctx: typer.Context,
    speaker: Entry,
    new: Annotated[str, typer.Argument(metavar="NEW", help="What it is to be called.")],
    drop: Annotated[
        bool, typer.Option("--drop", help="Forget the old name.  [default: it becomes an alias]")
    ] = False,
    name: As = None,
    dry_run: DryRun = False,
) -> None:
    """Call an entry by another name."""
    from annotator.work.recasting import renamed

    _do(ctx, name, dry_run, lambda store, _who: renamed(store.speakers(), speaker, new, keep=not drop))


@examples("annotator speakers part Brenn --dry-run")
def part(ctx: typer.Context, speaker: Entry, name: As = None, dry_run: DryRun = False) -> None:
    """Take back that NAME was merged into another entry; the two stay apart."""
    from annotator.work.recasting import parted

    _do(ctx, name, dry_run, lambda store, who: parted(store.speakers(), speaker, who, store.told_apart()))


@examples("annotator speakers split Brenn --to 'Jon Brenn' --mention 'Mr. Brenn'")
def split(
    ctx: typer.Context,
    speaker: Entry,
    to: Annotated[str, typer.Option(metavar="NAME", help="Who says them; made where nobody is called so.")],
    article: Annotated[
        str | None, typer.Option(metavar="DIGEST", help="Only those of this article; the beginning will do.")
    ] = None,
    mention: Annotated[
        str | None,
        typer.Option(metavar="WORDS", help="Only those whose source is these words, whatever their case."),
    ] = None,
    name: As = None,
    dry_run: DryRun = False,
) -> None:
    """Give some quotes of NAME, of all annotators, to another entry."""
    from annotator.work import recasting as work

    if article is None and mention is None:
        raise UsageError("say which quotes: --article DIGEST, --mention WORDS or both")

    def plan(store: Store, _who: str) -> Plan:
        every = store.speakers()
        said = store.said_by(sorted(work.family(every, work.named(every, speaker))))
        which = work.Which(_digest(store, article) if article else None, mention)
        return work.split(every, speaker, to, which, said, lambda digest: store.article(digest).text)

    _do(ctx, name, dry_run, plan)


def _do(ctx: typer.Context, name: str | None, dry_run: bool, plan_of: Callable[[Store, str], Plan]) -> None:
    from annotator.cli.guidelines import use_guidelines
    from annotator.cli.people import worker
    from annotator.cli.project import configured, opened
    from annotator.cli.say import out, say

    config = configured(ctx)
    with opened(config) as store:
        use_guidelines(store, config.folder)
        who = worker(store, name if name is not None else config.name)
        plan = plan_of(store, who)
        for line in _shown(store, plan.quotes[:EXAMPLES]):
            out(line)
        if len(plan.quotes) > EXAMPLES:
            out(f"… and {len(plan.quotes) - EXAMPLES:,} more")
        if not plan.acts:
            say("that is so already; nothing was changed")
        elif dry_run:
            say(f"would {plan.says}; nothing was changed")
        else:
            store.act_all(who, plan.acts)
            say(f"done: {plan.says}; u on the screen of {who} takes it back")


def _digest(store: Store, beginning: str) -> str:
    found = store.find_articles(beginning)
    if len(found) != 1:
        many = "no article begins" if not found else "several articles begin"
        raise UsageError(f"{many} with “{beginning}”; annotator articles lists their digests")
    return found[0]


@examples("annotator speakers quotes 'Ida Brenn'")
def quotes(ctx: typer.Context, speaker: Entry, as_json: AsJson = False) -> None:
    """List what an entry says, with the words of the text that name the speaker."""
    from annotator.cli.project import configured, opened
    from annotator.cli.say import out, out_json
    from annotator.work.recasting import family, named

    with opened(configured(ctx)) as store:
        every = store.speakers()
        found = store.said_by(sorted(family(every, named(every, speaker))))
        if as_json:
            out_json({"quotes": [_quote_json(store, quote) for quote in found]})
            return
        for line in _shown(store, found) or ["nobody marked a quote of that speaker"]:
            out(line)


def _shown(store: Store, some: Sequence[Quote]) -> list[str]:
    from annotator.cli.say import cut, table

    rows = [
        (x["article"][:12], x["layer"], cut(x["mention"], NAME), cut(x["content"], WORDS))
        for x in (_quote_json(store, quote) for quote in some)
    ]
    return table([("article", "layer", "mention", "quote"), *rows]) if rows else []


def _quote_json(store: Store, quote: Quote) -> dict[str, Any]:
    text = store.article(quote.article).text
    return {
        "id": quote.id,
        "article": quote.article,
        "layer": str(quote.layer),
        "mention": " … ".join(span.of(text) for span in quote.source),
        "content": " … ".join(span.of(text) for span in quote.content),
    }


@examples("annotator speakers candidates --gain --limit 10")
def candidates(
    ctx: typer.Context,
    gain: Annotated[
        bool, typer.Option("--gain", help="Say what each merge would do to agreement on who speaks.")
    ] = False,
    limit: Annotated[int, typer.Option(metavar="N", min=1, help="At most so many.")] = 20,
    as_json: AsJson = False,
) -> None:
    """List entries that may be one, the likeliest first: proposed by programs, or of names much alike.

    With --gain: those first whose merge would raise alpha on speakers (registry entries) most. Merge two with
    annotator speakers merge A B, or remember that they are two with annotator speakers apart A B.
    """
    from annotator.cli.guidelines import use_guidelines
    from annotator.cli.project import configured, opened
    from annotator.cli.say import out, out_json
    from annotator.work.candidates import candidates as candidates_of
    from annotator.work.registry import Registry

    config = configured(ctx)
    with opened(config) as store:
        every = store.speakers()
        found = candidates_of(every, store.merges(), store.told_apart())[:limit]
        gains: Gains | None = None
        if gain:
            from annotator.dataset.judging.merging import Gains

            people = [layer for layer in store.layers() if layer.kind == "human"]
            gains = Gains(store, use_guidelines(store, config.folder), people)
    rows = [(merge, gains.of(merge) if gains is not None else None) for merge in found]
    if gain:
        rows.sort(key=lambda row: -(row[1].more or 0.0) if row[1] is not None else 0.0)
    registry = Registry(every)
    if as_json:
        out_json(_candidates_json(rows, gains, registry))
        return
    for line in _candidates_lines(rows, gains, registry):
        out(line)


def _candidates_lines(
    rows: Sequence[tuple[Merge, Gain | None]], gains: Gains | None, registry: Any
) -> list[str]:
    from annotator.cli.say import cut, table

    if not rows:
        return ["no two entries look like one"]
    head = ["score", "stays", "becomes it", *(["alpha", "gain"] if gains is not None else []), "because"]
    cells = []
    for merge, gain in rows:
        names = [cut(registry.name(id), NAME) for id in (merge.kept, merge.other)]
        more = [] if gain is None else [_figure(gain.after.value), _figure(gain.more, "+.3f")]
        cells.append([f"{merge.score:.2f}", *names, *more, merge.reason])
    lines = table([head, *cells], right=(0, 3, 4) if gains is not None else (0,))
    if gains is None:
        return lines
    why = f" ({gains.before.why})" if gains.before.value is None else ""
    return [f"alpha on speakers (registry) today: {_figure(gains.before.value)}{why}", *lines]


def _figure(value: float | None, form: str = ".3f") -> str:
    return "undefined" if value is None else format(value, form)


def _candidates_json(
    rows: Sequence[tuple[Merge, Gain | None]], gains: Gains | None, registry: Any
) -> dict[str, Any]:
    def entry(id: str) -> dict[str, str]:
        found: Speaker = registry.get(id)
        return {"id": id, "name": found.name}

    return {
        "alpha": gains.before.value if gains is not None else None,
        "candidates": [
            {
                "kept": entry(merge.kept),
                "other": entry(merge.other),
                "score": merge.score,
                "reason": merge.reason,
                "alpha": gain.after.value if gain is not None else None,
                "gain": gain.more if gain is not None else None,
            }
            for merge, gain in rows
        ],
    }
