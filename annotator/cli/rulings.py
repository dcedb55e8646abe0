"""annotator flags, rule, rulings: what is unclear to the team, and what the lead decides."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, Any

import typer

from annotator.cli.examples import examples
from annotator.cli.people import As
from annotator.cli.report import AsJson
from annotator.errors import UsageError

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from annotator.model import Layer
    from annotator.store.deciding import Raised
    from annotator.work.ruling import Asked

TITLE, WORDS = 28, 60  # columns


def register(app: typer.Typer) -> None:
    """Add this group's commands."""
    for command in (flags, rule, rulings):
        app.command()(command)


@examples("annotator flags --open")
def flags(
    ctx: typer.Context,
    still: Annotated[bool, typer.Option("--open", help="Only those that no ruling answers.")] = False,
    as_json: AsJson = False,
) -> None:
    """List the flags of all annotators, with the number by which annotator rule answers one."""
    from annotator.cli.project import configured, opened
    from annotator.cli.say import cut, out, out_json, table

    with opened(configured(ctx)) as store:
        found = [(n, x) for n, x in enumerate(store.raised(), start=1) if not (still and x.answers)]
        texts = {x.note.article: store.article(x.note.article).text for _, x in found}
    if as_json:
        out_json({"flags": [_flag_json(n, x, texts[x.note.article]) for n, x in found]})
        return
    head = ("", "by", "article", "words", "flag", "ruled")
    rows = [
        (
            str(n), x.note.layer.name, cut(x.title, TITLE),
            cut(" ".join(x.note.span.of(texts[x.note.article]).split()), TITLE), cut(x.note.text, WORDS),
            ", ".join(ruling.section for ruling in x.answers),
        )
        for n, x in found
    ]  # fmt: skip
    for line in table([head, *rows], right=(0,)) if rows else ["no flags"]:
        out(line)


def _flag_json(n: int, x: Raised, text: str) -> dict[str, Any]:
    note = x.note
    return {
        "number": n, "id": note.id, "annotator": note.layer.name, "article": note.article, "title": x.title,
        "start": note.span.start, "end": note.span.end, "words": note.span.of(text), "text": note.text,
        "quote": note.quote, "rulings": [ruling.id for ruling in x.answers],
    }  # fmt: skip


@examples(
    "annotator rule 3 'A denial is an indirect quote.' --section indirect",
    "annotator rule 3 'It is.' --field stance --again all --with stance=mixed",
)
def rule(
    ctx: typer.Context,
    flag: Annotated[
        str, typer.Argument(metavar="FLAG", help="A number as annotator flags lists them; - for none.")
    ],
    text: Annotated[str, typer.Argument(metavar="TEXT", help="What holds from now on.")],
    section: Annotated[
        str | None, typer.Option(metavar="ID", help="Of the guideline: its id, or the heading's beginning.")
    ] = None,
    field: Annotated[
        str | None, typer.Option(metavar="FIELD", help="The section that is for this field of the scheme.")
    ] = None,
    again: Annotated[
        str | None,
        typer.Option(metavar="NAMES", help="Who is to look again: names with commas, or all."),
    ] = None,
    saying: Annotated[
        str | None,
        typer.Option(
            "--with",
            metavar="FIELD=VALUE",
            help="With --again: at all their quotes that say this, too.",
        ),
    ] = None,
    name: As = None,
    dry_run: Annotated[
        bool, typer.Option("--dry-run", help="Say what would be done, and do nothing.")
    ] = False,
) -> None:
    """Answer a flag with a ruling, which all see at its section of the guideline (key g).

    Those who are to look again find the places with the keys F a; finishing the sentence settles it.
    """
    from annotator.cli.guidelines import use_guidelines
    from annotator.cli.people import worker
    from annotator.cli.project import configured, opened
    from annotator.cli.say import many, say
    from annotator.work import ruling as work

    config = configured(ctx)
    about = _section(config.folder, section, field)
    with opened(config) as store:
        scheme = use_guidelines(store, config.folder)
        who = worker(store, name if name is not None else config.name)
        note = None if flag == "-" else work.flag(store.raised(), flag)
        asked = _asked(store.layers(), again, saying)
        if asked.field is not None and scheme.field(asked.field) is None:
            raise UsageError(f"the scheme has no field “{asked.field}”; annotator check lists its faults")
        plan = work.ruled(store, who, about, text, note, asked)
        places = many(len(plan.marks), "place")
        if dry_run:
            say(f"would rule on {about}, and ask for {places} to be looked at again; nothing was changed")
            return
        store.act_all(who, [plan.act])
    say(f"ruled on {about}; {places} to be looked at again; u on the screen of {who} takes it back")


def _section(folder: Path, section: str | None, field: str | None) -> str:
    """What the ruling is on, as it is kept. Raises UsageError."""
    from annotator.cli.guidelines import pages
    from annotator.guideline.ruled import id_of, place_of
    from annotator.guideline.sections import section_for, sections

    if (section is None) == (field is None):
        raise UsageError("say what it is about: --section ID of the guideline, or --field FIELD")
    every = [found for name, text in pages(folder) for found in sections(text, name)]
    at = place_of(every, section) if section is not None else section_for(every, field or "")
    if at is None:
        known = ", ".join(dict.fromkeys(s.names[0] for s in every if s.names)) or "none"
        raise UsageError(f"the guideline has no section for {section or field}; it has {known}")
    return id_of(every[at])


def _asked(layers: Sequence[Layer], again: str | None, saying: str | None) -> Asked:
    from annotator.work.ruling import Asked

    if again is None:
        if saying is not None:
            raise UsageError("--with needs --again: who is to look at these quotes?")
        return Asked()
    people = {layer.name: layer for layer in layers if layer.kind == "human"}
    names = list(people) if again == "all" else [name.strip() for name in again.split(",")]
    if lost := next((name for name in names if name not in people), None):
        raise UsageError(f"{lost} has annotated nothing here; at work were {', '.join(people) or 'nobody'}")
    field, _, value = (saying or "").partition("=")
    return Asked([people[name] for name in names], field or None, value or None)


@examples("annotator rulings")
def rulings(ctx: typer.Context, as_json: AsJson = False) -> None:
    """List the rulings, the oldest first."""
    from annotator.cli.project import configured, opened
    from annotator.cli.say import cut, out, out_json, table

    with opened(configured(ctx)) as store:
        found = store.rulings()
    if as_json:
        rows = [
            {"id": r.id, "by": r.by, "at": at, "section": r.section, "text": r.text, "flag": r.note}
            for r, at in found
        ]
        out_json({"rulings": rows})
        return
    lines = [(at[:10], r.by, r.section, cut(r.text, 2 * WORDS)) for r, at in found]
    for line in table([("day", "by", "section", "ruling"), *lines]) if lines else ["no rulings yet"]:
        out(line)
