"""annotator learn: what the team has labelled teaches the next proposals."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, Any

import typer

from annotator.cli.examples import examples
from annotator.cli.report import AsJson
from annotator.errors import UsageError

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from annotator.config import Config
    from annotator.model import ArticleInfo, Layer
    from annotator.store import Store
    from annotator.suggest.learned.queue import Body, Doubt
    from annotator.suggest.learned.training import Row
    from annotator.suggest.learned.weights import Weights

TITLE = 40  # columns that a title takes at most
WORDS = 60  # columns that the hardest words take at most
OTHERS = 5_000  # unlabelled articles whose words are read: more say little new and take memory

Layers = Annotated[
    list[str] | None,
    typer.Option("--layer", metavar="NAME", help="Whose labels; may be repeated.  [default: everybody's]"),
]


def register(app: typer.Typer) -> None:
    """Add this group's commands."""
    app.command()(learn)


@examples("annotator learn", "annotator learn --queue --keep")
def learn(
    ctx: typer.Context,
    layer: Layers = None,
    parts: Annotated[
        int, typer.Option("--parts", metavar="N", min=2, max=20, help="Parts of the cross-validation.")
    ] = 5,
    seed: Annotated[int, typer.Option("--seed", metavar="N", min=0, help="Another seed, other parts.")] = 0,
    jobs: Annotated[
        int, typer.Option("--jobs", metavar="N", min=1, max=64, help="Processes side by side.")
    ] = 1,
    queue: Annotated[
        bool,
        typer.Option("--queue", help="Learn nothing: list what nobody has begun, the least certain first."),
    ] = False,
    keep: Annotated[
        bool, typer.Option("--keep", help="With --queue: make it the list that F then q walks over.")
    ] = False,
    as_json: AsJson = False,
) -> None:
    """Learn from what people have labelled, accepted and rejected, and measure it against the rules.

    What beats the rules serves from then on as `annotator suggest learned`. The weights stand in a folder
    beside the database; labels stay as they are. Needs the extra: pip install 'quotation-annotator[learn]'.
    """
    from annotator.cli.project import configured, opened

    config = configured(ctx)
    with opened(config) as store:
        chosen = _layers(store, layer)
        if queue:
            _queue(store, config, chosen, as_json, keep)
        else:
            _learn(store, config, chosen, as_json, parts, seed, jobs)


def _layers(store: Store, names: list[str] | None) -> list[Layer]:
    from annotator.suggest.learned.examples import human_and_gold

    there = human_and_gold(store)
    for name in names or ():
        if name not in (one.name for one in there):
            known = ", ".join(dict.fromkeys(one.name for one in there)) or "none yet"
            raise UsageError(f"nobody called {name} has labelled anything here; there are: {known}")
    return [one for one in there if names is None or one.name in names]


def _learn(
    store: Store, config: Config, layers: Sequence[Layer], as_json: bool, parts: int, seed: int, jobs: int
) -> None:
    from annotator.cli.guidelines import scheme_of
    from annotator.cli.progress import progress
    from annotator.cli.say import out, out_json, say
    from annotator.store.database import utc_now
    from annotator.suggest.learned import extra, weights
    from annotator.suggest.learned.examples import examples
    from annotator.suggest.learned.training import Plan, train

    extra.check()
    scheme = scheme_of(config.folder)
    said = examples(store, layers)
    plan = Plan(parts, seed, jobs)
    with progress("learning", lambda: plan.steps) as bar:
        trained = train(said, list(_words(store, said)), plan, bar.say, step=bar.step)
    version = None
    if trained.spans is not None or trained.others:
        version = weights.save(weights.folder(config), trained, said, scheme.digest, seed, utc_now())
    if as_json:
        out_json({"version": version, "table": [weights.row_json(row) for row in trained.rows]})
    else:
        for line in _table(trained.rows):
            out(line)
    say(_closing(version, trained.rows, weights.folder(config).name))


def _words(store: Store, known: Sequence[Any]) -> Iterator[list[str]]:
    """The words of articles that are no examples."""
    from itertools import islice

    from annotator.text.words import Words

    mine = {example.article.digest for example in known}
    others = sorted(info.digest for info in store.articles() if info.digest not in mine)
    for digest in islice(others, OTHERS):
        yield Words(store.article(digest).text, [s.span for s in store.sentences(digest)]).lower


def _table(rows: Sequence[Row]) -> list[str]:
    from annotator.cli.say import table

    head = ("learned", "articles", "n", "rules F1", "learned F1", "gain (95 %)", "")
    return table([head, *map(_cells, rows)], right=(1, 2, 3, 4))


def _cells(row: Row) -> tuple[str, ...]:
    from annotator.suggest.learned.figures import f1

    start = (row.name, f"{row.articles:,}", f"{row.questions:,}")
    if row.comparison is None:
        return (*start, "", "", "", row.why)
    both = row.comparison
    gain = f"{100 * both.gain:+.1f} ({100 * both.low:+.1f} to {100 * both.high:+.1f})"
    end = "serves" if row.serves else f"stays: {row.rule}"
    return (*start, f"{100 * f1(both.rules):.1f}", f"{100 * f1(both.learned):.1f}", gain, end)


def _closing(version: str | None, rows: Sequence[Row], folder: str) -> str:
    if version is None:
        return "too little is labelled to learn from; nothing was written"
    if not any(row.serves for row in rows):
        return f"{folder}/{version}: nothing beats the rules yet, so the rules go on"
    serving = ", ".join(row.name for row in rows if row.serves)
    return f"{folder}/{version}: {serving} beat the rules; annotator suggest learned proposes with them"


def _queue(store: Store, config: Config, layers: Sequence[Layer], as_json: bool, keep: bool) -> None:
    from annotator.cli.progress import progress, stepping
    from annotator.cli.say import out, out_json, say
    from annotator.suggest.learned.queue import queue
    from annotator.suggest.learned.suggester import NAME
    from annotator.suggest.learned.weights import folder, load
    from annotator.suggest.suggester import Unusable

    weights: Weights = load(folder(config))
    if weights.spans is None:
        raise Unusable(f"{NAME} {weights.version} knows nothing of spans; label more and run annotator learn")
    untouched = {info.digest: info for info in _untouched(store, layers)}
    with progress("reading", lambda: len(untouched)) as bar:
        found = queue(weights.spans, stepping(_bodies(store, untouched), bar))
    if keep:
        store.set_queue([doubt.article for doubt in found])
        say(f"{len(found):,} articles are the lead's list now: F then q walks over it")
    if as_json:
        out_json([_doubt_json(doubt, untouched[doubt.article]) for doubt in found])
        return
    for line in _doubt_lines(store, found, untouched):
        out(line)


def _untouched(store: Store, layers: Sequence[Layer]) -> Iterator[ArticleInfo]:
    """The articles in which none of `layers` has reviewed a sentence or marked a quote."""
    begun: set[str] = set()
    for layer in layers:
        begun.update(info.digest for info in store.articles(layer) if info.reviewed or info.quotes)
    return (info for info in store.articles() if info.digest not in begun)


def _bodies(store: Store, digests: dict[str, ArticleInfo]) -> Iterator[Body]:
    for digest in digests:
        sentences = [sentence.span for sentence in store.sentences(digest)]
        yield store.article(digest), sentences, store.regions(digest)


def _doubt_json(doubt: Doubt, info: ArticleInfo) -> dict[str, Any]:
    return {
        "article": doubt.article, "title": info.source.title, "path": info.source.path,
        "bits_per_sentence": round(doubt.bits, 4), "candidates": doubt.candidates,
        "hardest": [{"start": s.start, "end": s.end} for s in doubt.hardest or ()],
        "chance": round(doubt.chance, 4),
    }  # fmt: skip


def _doubt_lines(store: Store, found: Sequence[Doubt], infos: dict[str, ArticleInfo]) -> list[str]:
    from annotator.cli.say import cut, table

    rows = [("article", "title", "bits", "hardest")]
    for doubt in found:
        text = store.article(doubt.article).text
        hardest = " … ".join(span.of(text) for span in doubt.hardest or ())
        title = infos[doubt.article].source.title or infos[doubt.article].source.path
        rows.append((doubt.article[:8], cut(title, TITLE), f"{doubt.bits:.2f}", cut(hardest, WORDS)))
    return table(rows, right=(2,))
