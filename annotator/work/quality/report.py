"""The report at the end of a round, in Markdown."""

from collections.abc import Iterator, Sequence

from annotator.agreement.rates import Rate
from annotator.text.visible import visible
from annotator.work.pace import spell
from annotator.work.quality.telling import NONE, alarms, head, next_step, score
from annotator.work.quality.watching import OfArticle, OfPerson, Overview

_QUALITY = (
    "annotator", "with the rest", "with hidden gold", "found, missed, too many", "labels equal",
    "hidden gold", "accepted, corrected, rejected",
)  # fmt: skip
_SIGNS = {"<": "&lt;", ">": "&gt;", "&": "&amp;", **{sign: f"\\{sign}" for sign in "\\`*_[]|#"}}


def report(some: Overview, name: str) -> Iterator[str]:
    """Lines of Markdown. `name` is the project's."""
    yield f"# {safe(name)}: how the round went"
    yield ""
    yield f"{some.at[:10]} · {head(some)}."
    yield ""
    if (empty := next_step(some)) is not None:
        yield f"{empty[0].upper()}{empty[1:]}."
        return
    yield "## People"
    yield ""
    yield from _table(
        ("annotator", "articles", "finished", "quotes", "active", "sentences an hour", "flags"),
        [
            (
                one.name, f"{one.articles:,}", f"{one.finished:,}", f"{one.quotes:,}", spell(one.seconds),
                NONE if one.pace is None else f"{one.pace:,.0f}", f"{one.flags:,}",
            )
            for one in some.people
        ],
    )  # fmt: skip
    yield from _quality(some)
    yield from _open(some)


def _quality(some: Overview) -> Iterator[str]:
    yield "## Quality"
    yield ""
    yield "Agreement is F1 on where quotes stand, paired from half an overlap; labels are equal or not."
    yield ""
    yield from _table(_QUALITY, [_of_quality(one) for one in some.people])
    said = alarms(some)
    yield "### Alarms"
    yield ""
    yield from [f"- {safe(one)}" for one in said] or ["None."]
    yield ""
    if said:
        yield "An alarm asks somebody to look, and to talk with whom it names; it proves nothing."
        yield ""


def _of_quality(one: OfPerson) -> tuple[str, ...]:
    rate = one.gold.rate if one.gold is not None else Rate()
    fields = one.gold.fields if one.gold is not None else {}
    equal = ", ".join(f"{name} {hit}/{of}" for name, (hit, of) in fields.items())
    found = f"{rate.hits}, {rate.wanted - rate.reached}, {rate.found - rate.hits}" if one.gold else NONE
    return (
        one.name, score(one.rest), score(one.gold), found, equal or NONE,
        f"{one.checks[0]} of {one.checks[1]}", ", ".join(f"{n:,}" for n in one.verdicts),
    )  # fmt: skip


def _open(some: Overview) -> Iterator[str]:
    left = [one for one in some.articles if not one.finished]
    low = sorted((x for x in some.articles if x.agreement is not None), key=lambda x: x.agreement or 0.0)[:10]
    yield "## Articles people agree on least"
    yield ""
    rows = [(f"{x.agreement:.2f}", str(x.number), x.title, ", ".join(n for n, _ in x.people)) for x in low]
    yield from _table(("agreement", "no", "article", "people"), rows)
    yield "## What is left"
    yield ""
    yield from _table(("no", "article", "who has not finished"), [_left(one) for one in left])


def _left(one: OfArticle) -> tuple[str, ...]:
    late = (f"{name} {done}/{one.body}" for name, done in one.people if done < one.body)
    return str(one.number), one.title, ", ".join(late)


def _table(head: Sequence[str], rows: Sequence[Sequence[str]]) -> Iterator[str]:
    if not rows:
        yield "None."
    else:
        yield "| " + " | ".join(head) + " |"
        yield "|" + " --- |" * len(head)
        yield from ("| " + " | ".join(map(safe, row)) + " |" for row in rows)
    yield ""


def safe(text: str) -> str:
    """`text` as it may stand in Markdown: no command to a terminal, no markup, no HTML, one line."""
    return "".join(_SIGNS.get(sign, sign) for sign in visible(text))
