"""annotator status, articles, keys: what there is and how far one is."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, Any

import typer

from annotator.cli.examples import examples
from annotator.cli.people import As

if TYPE_CHECKING:
    from annotator.model import ArticleInfo, Layer
    from annotator.scheme import Scheme
    from annotator.store.articles import Totals

AsJson = Annotated[bool, typer.Option("--json", help="Print one JSON object instead of words.")]
TITLE = 60  # columns that a title takes at most


def register(app: typer.Typer) -> None:
    """Add this group's commands."""
    app.command()(status)
    app.command()(articles)
    app.command()(keys)


@examples("annotator status", "annotator status --json")
def status(
    ctx: typer.Context,
    as_json: AsJson = False,
    digest: Annotated[
        bool,
        typer.Option("--digest", help="Also one number of all that is said: equal databases have the same."),
    ] = False,
) -> None:
    """Say how much there is, and how far everybody is."""
    from annotator.cli.guidelines import scheme_of
    from annotator.cli.project import configured, opened
    from annotator.cli.say import out, out_json

    config = configured(ctx)
    scheme = scheme_of(config.folder)
    with opened(config) as store:
        totals, people, name = store.totals(), store.actors(), store.name
        found = store.digest() if digest else None
    if as_json:
        more = {"digest": found._asdict()} if found is not None else {}
        out_json(
            {"project": str(config.folder), "database": name, **_as_json(totals, people, scheme), **more}
        )
        return
    for line in _as_words(totals, people, scheme, name):
        out(line)
    if found is not None:
        out(f"digest      {found.state}")


def _as_json(totals: Totals, people: list[str], scheme: Scheme) -> dict[str, Any]:
    return {
        "scheme": {"name": scheme.name, "version": scheme.version, "digest": scheme.digest},
        "articles": totals.articles,
        "sources": totals.sources,
        "sentences": totals.body,
        "sentences_marked": totals.sentences - totals.body,
        "annotators": people,
        "layers": [
            {**_layer(done.layer), "quotes": done.quotes, "reviewed": done.reviewed} for done in totals.layers
        ],
    }


def _layer(layer: Layer) -> dict[str, str]:
    return {"kind": layer.kind, "name": layer.name, "version": layer.version}


def _as_words(totals: Totals, people: list[str], scheme: Scheme, name: str) -> list[str]:
    from annotator.cli.say import many, table

    marked = totals.sentences - totals.body
    lines = table(
        [
            ("database", name),
            ("scheme", f"{scheme.name} {scheme.version}"),
            ("articles", f"{totals.articles:,} from {many(totals.sources, 'source')}"),
            ("sentences", f"{totals.body:,}, and {marked:,} of headlines and boilerplate"),
            ("annotators", ", ".join(people) or "nobody yet"),
        ]
    )
    at_work = [done for done in totals.layers if done.layer.kind != "model"]
    if at_work:
        head = ("layer", "quotes", "reviewed", "")
        rows = [
            (str(done.layer), f"{done.quotes:,}", f"{done.reviewed:,}", _share(done.reviewed, totals.body))
            for done in at_work
        ]
        lines += ["", *table([head, *rows], right=(1, 2, 3))]
    return lines + _proposals(totals)


def _proposals(totals: Totals) -> list[str]:
    """The models that propose something; a version that is superseded has nothing left to show."""
    from annotator.cli.say import table

    models = [x for x in totals.layers if x.layer.kind == "model" and x.quotes]
    rows = [(done.layer.name, done.layer.version, f"{done.quotes:,}") for done in models]
    return ["", *table([("suggester", "version", "proposals"), *rows], right=(2,))] if rows else []


def _share(part: int, whole: int) -> str:
    return f"{100 * part // whole} %" if whole else ""


@examples("annotator articles", "annotator articles --as ana")
def articles(
    ctx: typer.Context,
    name: As = None,
    as_json: AsJson = False,
) -> None:
    """List the articles, and how far one is in each."""
    from annotator.cli.people import reader
    from annotator.cli.project import configured, opened
    from annotator.cli.say import out, out_json
    from annotator.model import Layer, LayerKind

    config = configured(ctx)
    with opened(config) as store:
        who = reader(store, name or config.name)
        layer = Layer(LayerKind.HUMAN, who) if who else None
        infos = list(store.articles(layer))
    if as_json:
        rows = [_article_json(n, info) for n, info in enumerate(infos, start=1)]
        out_json({"layer": _layer(layer) if layer else None, "articles": rows})
        return
    for line in _article_table(infos):
        out(line)


def _article_json(n: int, info: ArticleInfo) -> dict[str, Any]:
    s = info.source
    return {
        "number": n, "digest": info.digest, "outlet": s.outlet, "date": s.date, "title": s.title,
        "author": s.author, "url": s.url, "story": s.story, "path": s.path, "sources": info.sources,
        "sentences": info.body, "reviewed": info.reviewed, "quotes": info.quotes,
    }  # fmt: skip


def _article_table(infos: list[ArticleInfo]) -> list[str]:
    from annotator.cli.say import cut, table

    head = ("no", "digest", "outlet", "date", "title", "sentences", "reviewed", "quotes")
    rows = [
        (
            str(n), i.digest[:12], cut(i.source.outlet or "", 24), cut(i.source.date or "", 16),
            cut(i.source.title or i.source.path, TITLE), f"{i.body:,}", f"{i.reviewed:,}", f"{i.quotes:,}",
        )
        for n, i in enumerate(infos, start=1)
    ]  # fmt: skip
    return table([head, *rows], right=(0, 5, 6, 7))


@examples("annotator keys")
def keys(ctx: typer.Context, as_json: AsJson = False) -> None:
    """List the commands of the screen and their keys.

    The ids are for the table [keys] in annotator.toml.
    """
    from annotator.cli.guidelines import scheme_of
    from annotator.cli.project import configured
    from annotator.cli.say import out, out_json, table
    from annotator.tui.commands import commands
    from annotator.tui.keynames import shown

    config = configured(ctx)
    every = commands(scheme_of(config.folder), config.keys)
    if as_json:
        out_json([{"id": c.id, "mode": c.mode, "keys": list(c.keys), "says": c.says} for c in every])
        return
    rows = [(c.id, " ".join(shown(key) for key in c.keys), c.mode, c.says) for c in every]
    for line in table([("id", "keys", "while", "does"), *rows]):
        out(line)
