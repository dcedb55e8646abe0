"""What is said below the article: the quotes of the sentence, the fields of the chosen one, what is open."""

from collections.abc import Iterator

from rich.cells import cell_len, set_cell_size

from annotator.model import Label, Quote, Span
from annotator.scheme import Field, FieldKind
from annotator.tui.lines import Part, Words, cut, words
from annotator.work.marking import Marking
from annotator.work.worklist import Worklist

_ROWS = 3  # quotes listed at a time


def panel(work: Worklist, marking: tuple[str, Marking] | None, width: int, height: int) -> list[Words]:
    """The whole panel as `height` lines of `width` columns."""
    lines = [_title(work, width), *(_marking(*marking) if marking else _quotes(work))]
    return [words(*line, width=width) for line in lines[:height]]


Row = list[Part]


def _line(*parts: Part) -> Row:
    return list(parts)


def _title(work: Worklist, width: int) -> Row:
    review = work.desk.review(work.at)
    region = work.desk.region(work.at)
    says = f"sentence {work.at + 1}"
    if region is not None and region.kind != "body":
        says += f" · {region.kind}"
    elif review is not None:
        says += f" · {review.status}" + (" with an earlier quote" if review.origin == "inherited" else "")
    if topics := work.desk.labels.labels:
        says += " · article about " + _topics(work, topics)
    if note := work.flagged(None):
        says += f" · flag: {note.text}"
    for again in work.desk.asked_again(work.at):
        says += f" · look again: {again.why}"
    return _line((f"── {says} ".ljust(width, "─"), "dim"))


def _marking(what: str, marking: Marking) -> Iterator[Row]:
    text = marking.desk.text
    yield _line((" marking ", "bold"), (what, "bold $accent"), "  ", "extending" if marking.extending else "")
    for n, span in enumerate(marking.spans(), start=1):
        yield _line((f" {n} ", "dim"), _ends(span.of(text)))


def _ends(text: str, most: int = 70) -> str:
    text = " ".join(text.split())
    return text if len(text) <= most else f"{text[: most // 2]} … {text[-most // 2 :]}"


def _quotes(work: Worklist) -> Iterator[Row]:
    here = work.here
    if not here:
        yield _line(("no quote here", "dim"))
        return
    index = next((n for n, q in enumerate(here) if q.id == work.selected), 0)
    first = max(0, min(index - 1, len(here) - _ROWS))
    for quote in here[first : first + _ROWS]:
        yield _quote(work, quote)
    if work.quote is not None:
        yield from _fields(work, work.quote)


def _quote(work: Worklist, quote: Quote) -> Row:
    chosen = quote.id == work.selected
    names = cut(", ".join(work.registry.name(v.speaker) for v in quote.speakers) or "?", 27)
    return _line(
        (f"{'▸' if chosen else ' '}{_number(work, quote):>3} ", "bold" if chosen else ""),
        (f"{work.desk.type_of(quote):<9}", "" if chosen else "dim"),
        (set_cell_size(f"{names} ", max(12, cell_len(names) + 1)), "bold" if chosen else ""),
        (_words(work, quote.content), "" if chosen else "dim"),
    )


def _number(work: Worklist, quote: Quote) -> str:
    return "?" if work.is_proposal(quote) else str(work.desk.number(quote))


def _origin(proposal: Quote) -> str:
    """By whom a quote is proposed, by which rule, and how likely it is to be right."""
    sure = f" {100 * proposal.score:.0f} %" if proposal.score is not None else ""
    return f"{proposal.layer.name}{f' {proposal.rule}' if proposal.rule else ''}{sure}"


def _words(work: Worklist, spans: tuple[Span, ...]) -> str:
    return " … ".join(" ".join(s.of(work.desk.text).split()) for s in spans)


def _fields(work: Worklist, quote: Quote) -> Iterator[Row]:
    said = [("cue", _words(work, quote.cue) or "–"), ("source", _words(work, quote.source) or "–")]
    said += [("via", work.registry.name(v.speaker) + (" ✓" if v.span else "")) for v in quote.via]
    numbers = {"in": quote.parent, "judges": quote.about}
    for word, key in numbers.items():
        if key in work.desk.quotes:
            said.append((word, str(work.desk.number(work.desk.quotes[key]))))
    if work.is_proposal(quote):
        said.append(("proposed by", _origin(quote)))
    yield _pairs(said)
    pairs = list(_said(work, quote))
    if note := work.flagged(quote):
        pairs.append(("flag", note.text))
    yield _pairs(pairs)
    findings = work.findings(quote)
    still = [f.field for f in findings if f.open]
    wrong = [f.sentence for f in findings if not f.open]
    if findings:
        open_ = [f"still to say: {', '.join(still)}"] if still else []
        yield _line("     ", (" · ".join([*open_, *wrong]), "$warning"))


def _said(work: Worklist, quote: Quote) -> Iterator[tuple[str, str]]:
    """(field, what is said in it) for the built-in ones of the scheme and those that have a value."""
    if work.scheme.field("stance") is not None:
        yield "stance", "; ".join(_stance(work, x) for x in quote.said("stance")) or _next_stance(work)
    if work.scheme.field("topic") is not None:
        own = quote.said("topic")
        inherited = " (article)" if not own and work.desk.labels.labels else ""
        yield "topic", (_topics(work, own or work.desk.labels.labels) or "–") + inherited
    for field in work.scheme.fields:
        if not field.builtin and (values := quote.said(field.name)):
            yield field.name, ", ".join(_value(work, field, x) for x in values)


def _next_stance(work: Worklist) -> str:
    """Nothing yet; and towards what a step would be said, for whoever is about to press its digit."""
    target = work.target_for(work.chosen())
    return "–" if target is None else f"– (next: {_target(work, target)})"


def _value(work: Worklist, field: Field, label: Label) -> str:
    if field.kind is FieldKind.ENTITY:
        return work.registry.name(label.value)
    found = field.label(label.value)
    return found.name if found else label.value


def _pairs(pairs: list[tuple[str, str]]) -> Row:
    parts: Row = [("     ", "")]
    for name, value in pairs:
        parts += [(f"{name} ", "dim"), (f"{value}   ", "")]
    return parts


def _stance(work: Worklist, label: Label) -> str:
    if label.target is None:
        return label.value
    return f"{_target(work, label.target)} {'+' if label.value in ('1', '2') else ''}{label.value}"


def _target(work: Worklist, code: str) -> str:
    target = work.scheme.target(code)
    return target.name if target else work.registry.name(code)


def _topics(work: Worklist, labels: tuple[Label, ...]) -> str:
    field = work.scheme.field("topic")
    names = [(field.label(x.value) if field else None) for x in labels]
    return ", ".join(
        f"{x.value} {found.name}" if found else x.value for x, found in zip(labels, names, strict=True)
    )
