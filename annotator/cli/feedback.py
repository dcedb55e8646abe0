"""annotator feedback: what the lead settled differently from one person."""

from __future__ import annotations

from typing import TYPE_CHECKING

import typer

from annotator.cli.examples import examples
from annotator.cli.people import As
from annotator.cli.report import AsJson
from annotator.errors import UsageError

if TYPE_CHECKING:
    from collections.abc import Sequence

    from annotator.work.adjudication.feedback import Feedback


def register(app: typer.Typer) -> None:
    """Add this group's commands."""
    app.command()(feedback)


@examples("annotator feedback --as ana")
def feedback(ctx: typer.Context, name: As = None, as_json: AsJson = False) -> None:
    """Say which of your quotes the lead changed or rejected, and which you missed.

    On the screen, M shows the same. What you have mended since is left out.
    """
    from annotator.cli.guidelines import scheme_of
    from annotator.cli.people import reader
    from annotator.cli.project import configured, opened
    from annotator.cli.say import out_json
    from annotator.work.adjudication.feedback import feedback as of

    config = configured(ctx)
    with opened(config) as store:
        who = reader(store, name if name is not None else config.name)
        if who is None:
            raise UsageError(f"say whose: --as NAME; known are {', '.join(store.actors()) or 'none yet'}")
        found = of(store, scheme_of(config.folder), who)
    if as_json:
        out_json([_record(one) for one in found])
    else:
        _tell(found, who)


def _tell(found: Sequence[Feedback], who: str) -> None:
    from annotator.cli.say import many, out

    title = ""
    for one in found:
        if one.title != title:
            out(title := one.title)
        out(f"  sentence {one.sentence + 1}: {one.what}{' (new)' if one.new else ''}  {one.words}")
        for x in one.differences:
            out(f"      {x.field}: {x.theirs or 'nothing'} → {x.gold or 'nothing'}")
    quotes = many(len(found), "quote")
    out(f"{quotes} of {who} settled otherwise" if found else f"nothing of {who} was settled otherwise")


def _record(one: Feedback) -> dict[str, object]:
    return {
        "article": one.article, "title": one.title, "sentence": one.sentence, "offset": one.offset,
        "words": one.words, "what": one.what, "quote": one.quote, "gold": one.gold, "at": one.at or None,
        "new": one.new,
        "differences": [{"field": x.field, "theirs": x.theirs, "gold": x.gold} for x in one.differences],
    }  # fmt: skip
