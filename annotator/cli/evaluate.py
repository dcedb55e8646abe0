"""annotator evaluate: how well one set of quotes finds another."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, Any

import typer

from annotator.cli.examples import examples
from annotator.cli.report import AsJson

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from annotator.agreement.rates import Rate
    from annotator.agreement.report import Error, Fault, Report
    from annotator.cli.comparing import Comparison

    Errors = Mapping[Fault, Sequence[Error]]

SHOWN = 160  # characters of a quote that an error shows


def register(app: typer.Typer) -> None:
    """Add this group's commands."""
    app.command()(evaluate)


@examples(
    "annotator evaluate --gold 'gold adjudicated' --against 'human ana'",
    "annotator evaluate --gold 'human ana' --against predictions.jsonl",
)
def evaluate(
    ctx: typer.Context,
    gold: Annotated[
        str,
        typer.Option(
            "--gold", metavar="A", help="What is taken for right: a layer as export names it, or FILE.jsonl."
        ),
    ],
    against: Annotated[
        str, typer.Option("--against", metavar="B", help="What is measured: a layer, or FILE.jsonl.")
    ],
    errors: Annotated[
        int, typer.Option("--errors", metavar="N", min=0, help="Show the N worst errors of each kind.")
    ] = 5,
    as_json: AsJson = False,
) -> None:
    """Compare two layers: precision, recall and F1 of what B finds of A.

    Counted are the articles that both looked at: reviewed, hold quotes of, or were filled for; of a file B,
    all that A has. Where a person reviewed only some sentences, quotes that begin elsewhere do not count.
    Quotes are paired so that the overlap (IoU, intersection over union) of their contents is the largest in
    all; a pair is matched from an IoU of 0.5. Every figure is counted over all articles together.
    """
    from annotator.agreement.report import Counting, Worst
    from annotator.agreement.scoring import Compared, joined
    from annotator.cli.comparing import comparison
    from annotator.cli.project import configured
    from annotator.cli.say import out, out_json

    counting, worst = Counting(), Worst(errors)

    def take(article: Compared) -> None:
        rows = joined([article])
        counting.take(rows)
        worst.take(rows)

    found = comparison(configured(ctx), gold, against, take)
    numbers = counting.report(found.articles)
    if as_json:
        out_json(_as_json(found, numbers, worst.found))
        return
    for line in (*_head(found, numbers), *_tables(numbers), *_errors(worst.found)):
        out(line)


def _as_json(found: Comparison, numbers: Report, errors: Errors) -> dict[str, Any]:
    return {
        "gold_layer": found.gold,
        "other_layer": found.other,
        "only_gold": found.only_gold,
        "only_other": found.only_other,
        "set_aside_gold": found.aside_gold,
        "set_aside_other": found.aside_other,
        "speakers_by": "id" if found.by_id else "name",
        **numbers.as_json(),
        "errors": {
            fault.value: [
                {
                    "article": e.article, "start": e.quote.content[0].start, "end": e.quote.content[-1].end,
                    "text": e.words, "beside": e.beside, "iou": e.iou, "rule": e.rule or None,
                }
                for e in some
            ]
            for fault, some in errors.items()
        },
    }  # fmt: skip


def _head(found: Comparison, numbers: Report) -> Iterator[str]:
    """Who is compared, over what, and what does not count."""
    from annotator.cli.say import many, table

    yield from table(
        [
            ("gold", found.gold, many(numbers.gold, "quote")),
            ("against", found.other, many(numbers.other, "quote")),
            ("over", many(numbers.articles, "article"), ""),
        ]
    )
    if found.only_gold or found.only_other:
        yield (
            f"not counted: {many(found.only_gold, 'article')} that only gold looked at, "
            f"{found.only_other:,} that only the other did"
        )
    if found.aside_gold or found.aside_other:
        yield (
            "not counted: in sentences that only one of them reviewed, "
            f"{many(found.aside_gold, 'quote')} of gold and {found.aside_other:,} of the other"
        )


def _tables(numbers: Report) -> Iterator[str]:
    from annotator.agreement.report import NAMES
    from annotator.agreement.scoring import MATCHED
    from annotator.cli.say import table

    def levels(name: str, rates: Sequence[Rate], *before: str) -> tuple[str, ...]:
        return (name, *before, *(share for rate in rates for share in _shares(rate)))

    head = [part for name in NAMES for part in (f"P {name}", f"R {name}", f"F1 {name}")]
    yield ""
    yield from table(
        [
            ("", *head),
            levels("content", numbers.content),
            levels("cue", numbers.cue),
            levels("source", numbers.source),
            levels("cue of matched", numbers.cue_matched),
            levels("source of matched", numbers.source_matched),
        ],
        right=range(1, 10),
    )
    yield ""
    kinds = [
        levels(name, one.content, f"{one.content[0].wanted:,}", f"{one.content[0].found:,}")
        for name, one in numbers.by_type.items()
    ]
    yield from table([("type", "gold", "other", *head), *kinds], right=range(1, 12))
    yield ""
    yield from _speakers(numbers)
    yield ""
    rules = [
        (
            name or "none",
            f"{x.n:,}",
            *(_percent(x.precision(one)) for one in _every_level()),
            _percent(x.mean_score),
        )
        for name, x in numbers.by_rule.items()
    ]
    head = [f"P {name}" for name in NAMES]
    yield from table([("rule", "n", *head, "mean score"), *rules], right=range(1, 6))
    yield ""
    yield f"matched is an IoU of {MATCHED} or more; P precision, R recall, both in per cent"


def _every_level() -> tuple[float, ...]:
    from annotator.agreement.scoring import LEVELS

    return LEVELS


def _speakers(numbers: Report) -> Iterator[str]:
    from annotator.cli.say import table

    rows = [
        ("all", numbers.head, numbers.head_matched, numbers.speaker, numbers.speaker_matched),
        *(
            (name, one.head, one.head_matched, one.speaker, one.speaker_matched)
            for name, one in numbers.by_type.items()
        ),
    ]
    head = ("speaker", "P head", "R head", "R of matched", "P who", "R who", "R of matched")
    yield from table(
        [
            head,
            *(
                (
                    name,
                    _percent(mention.precision), _percent(mention.recall), _percent(mention_matched.recall),
                    _percent(who.precision), _percent(who.recall), _percent(who_matched.recall),
                )
                for name, mention, mention_matched, who, who_matched in rows
            ),
        ],
        right=range(1, 7),
    )  # fmt: skip


def _errors(errors: Errors) -> Iterator[str]:
    from annotator.agreement.report import Fault
    from annotator.cli.say import cut

    words = {
        Fault.FALSE: "not in gold, the surest first",
        Fault.MISSED: "missed, the longest first",
        Fault.APART: "matched and not the same, the worst first",
    }
    for fault, some in errors.items():
        if some:
            yield ""
            yield words[fault]
        for e in some:
            rule = f" by {e.rule}" if e.rule else ""
            yield f"  {e.article} {e.quote.content[0].start}{rule}, IoU {e.iou:.2f}"
            yield f"    {cut(e.words, SHOWN)}"
            if e.beside is not None:
                yield f"    beside: {cut(e.beside, SHOWN)}"


def _shares(rate: Rate) -> tuple[str, str, str]:
    return _percent(rate.precision), _percent(rate.recall), _percent(rate.f1)


def _percent(share: float | None) -> str:
    return "-" if share is None else f"{100 * share:.1f}"
