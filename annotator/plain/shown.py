"""What is said of the sentence in view and its quotes, in whole lines that can be read aloud."""

from collections.abc import Iterator

from annotator.model import Quote, RegionKind, Span
from annotator.work.unfinished import still
from annotator.work.wording import stance
from annotator.work.worklist import Worklist


def article(work: Worklist) -> Iterator[str]:
    """Which article this is, and how far one is."""
    first = work.desk.article.sources[0]
    number, articles = work.position
    names = (work.pass_says, first.title or first.path, first.outlet, first.date)
    yield f"Article {number} of {articles}: {', '.join(name for name in names if name)}."


def sentence(work: Worklist) -> Iterator[str]:
    """The sentence in view with its neighbours, its quotes, and what is still to say."""
    desk, n = work.desk, work.at
    yield f"Sentence {n + 1} of {len(desk.sentences)}, {desk.reviewed} of {desk.body} done."
    for word, k in (("Before", n - 1), ("Here", n), ("After", n + 1)):
        if 0 <= k < len(desk.sentences):
            yield f"{word}{_state(work, k)}: {words(work, desk.sentences[k].span)}"
    if note := work.flagged(None):
        yield f"Flag: {note.text}"
    for again in desk.asked_again(n):
        yield f"Look again: {again.why}"
    yield from quotes(work)


def quotes(work: Worklist) -> Iterator[str]:
    """The quotes and proposals of the sentence, each a line; more of the chosen one."""
    if not work.here:
        yield "No quote here."
    for number, quote in enumerate(work.here, start=1):
        yield f"{number}. {_quote(work, quote)}"
        if quote.id == work.selected:
            yield from _chosen(work, quote)


def words(work: Worklist, span: Span) -> str:
    """The text of a span on one line."""
    return " ".join(span.of(work.desk.text).split())


def _state(work: Worklist, n: int) -> str:
    region, review = work.desk.region(n), work.desk.review(n)
    if region is not None and region.kind is not RegionKind.BODY:
        return f" ({region.kind})"
    return f" ({'nothing' if review.status == 'nothing' else review.status})" if review is not None else ""


def _quote(work: Worklist, quote: Quote) -> str:
    what = "yours"
    if work.is_proposal(quote):
        rule = f", rule {quote.rule}" if quote.rule else ""
        what = f"proposed by {quote.layer.name} {quote.layer.version}".rstrip() + rule
    chosen = "chosen, " if quote.id == work.selected else ""
    said = " … ".join(words(work, span) for span in quote.content)
    who = ", ".join(work.registry.name(voice.speaker) for voice in quote.speakers)
    return f"{chosen}{what}, {work.desk.type_of(quote)}: {said} Said by: {who or 'not said yet'}."


def _chosen(work: Worklist, quote: Quote) -> Iterator[str]:
    parts = [(name, " … ".join(words(work, s) for s in getattr(quote, name))) for name in ("cue", "source")]
    parts += [("through", work.registry.name(voice.speaker)) for voice in quote.via]
    stances = "; ".join(stance(work.scheme, work.registry, label) for label in quote.said("stance"))
    topics = quote.said("topic")
    inherited = "" if topics or not work.desk.labels.labels else " (of the article)"
    about = ", ".join(topic(work, label.value) for label in topics or work.desk.labels.labels)
    parts += [("stance", stances), ("topic", about + inherited)]
    for field in work.scheme.fields:
        if not field.builtin and (said := quote.said(field.name)):
            parts.append((field.name, ", ".join(label.value for label in said)))
    if note := work.flagged(quote):
        parts.append(("flag", note.text))
    if line := "; ".join(f"{name}: {value}" for name, value in parts if value):
        yield f"   {line}"
    if not work.is_proposal(quote) and (missing := still(work, quote)):
        yield f"   Still to say: {', '.join(missing)}."


def topic(work: Worklist, code: str) -> str:
    """A topic with its name."""
    field = work.scheme.field("topic")
    found = field.label(code) if field else None
    return f"{code} {found.name}" if found else code
