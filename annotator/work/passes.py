"""What one may say in a pass: where quotes are, what they say over frozen spans, or both.

The spans of the labels pass are copies of the adjudicated quotes in a layer of the person's own (team.Pass):
so everybody labels the same quotes, an own quote is what every key works on, and what was marked in the pass
of spans stays what it was. A program makes them when the article is first opened: no undo takes them away.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from uuid import UUID, uuid5

from annotator.model import ADJUDICATED, ArticleLabels, Change, Layer, Quote, Region, Speaker
from annotator.store import Store
from annotator.store.acting import Act, Stale
from annotator.store.team import Pass
from annotator.work.notnow import NotNow

PROGRAM = "labels pass"  # the actor who copies frozen quotes
_FROZEN = UUID("5d2c3a0e-9a38-4c1e-8a63-0f5a7d1c2b44")  # under which the ids of the copies are made

_SPANS_ONLY = "this pass marks where quotes are; who spoke and what they say comes in the pass of labels"
_LABELS_ONLY = "the spans are settled in this pass of labels; f flags what is wrong with them"


def fitted(what: Pass, changes: Iterable[Change]) -> list[Change]:
    """`changes` as the pass has them. Raises NotNow where they say what the pass is not about."""
    if what is Pass.SPANS:
        some = [_spans_alone(change) for change in changes]
        return [x for x in some if not isinstance(x.after, Speaker) or x.before is not None]
    found = list(changes)
    if what is Pass.LABELS:
        for change in found:
            _check_frozen(change)
    return found


def _spans_alone(change: Change) -> Change:
    before, after = change.before, change.after
    if isinstance(after or before, ArticleLabels):
        raise NotNow(_SPANS_ONLY)
    if not isinstance(after, Quote):
        return change
    if before is None:
        return Change(None, bare(after))
    assert isinstance(before, Quote)
    if _says(before) != _says(after):
        raise NotNow(_SPANS_ONLY)
    return change


def bare(quote: Quote) -> Quote:
    """A quote with its spans and nothing that is said of it."""
    return replace(quote, speakers=(), via=(), labels=())


def _says(quote: Quote) -> tuple[object, ...]:
    labels = [(x.field, x.value, x.target) for x in quote.labels]
    return labels, [x.speaker for x in quote.speakers], [(x.speaker, x.span) for x in quote.via]


def _check_frozen(change: Change) -> None:
    before, after = change.before, change.after
    if isinstance(after or before, Region):
        raise NotNow(_LABELS_ONLY)
    if isinstance(after or before, Quote) and _where(before) != _where(after):
        raise NotNow(_LABELS_ONLY)


def _where(quote: object) -> object:
    return (quote.content, quote.cue, quote.source) if isinstance(quote, Quote) else None


# The frozen quotes


def freeze(store: Store, digest: str, layer: Layer) -> bool:
    """Copy the adjudicated quotes of an article into `layer`, unless it has some; whether that was done."""
    changes = [
        Change(None, quote) for quote in _copies(store.open_article(digest, ADJUDICATED).quotes, layer)
    ]
    if not changes or store.open_article(digest, layer).quotes:
        return False
    store.add_actor(PROGRAM, "program")
    try:
        store.act(PROGRAM, Act("freeze the adjudicated quotes", tuple(changes), digest))
    except Stale:  # another session of the same person was first
        return False
    return True


def _copies(quotes: Sequence[Quote], layer: Layer) -> Iterator[Quote]:
    """Each behind the one that it stands in. What it judges is for the person to say."""
    ids = {quote.id: str(uuid5(_FROZEN, f"{layer} {quote.id}")) for quote in quotes}
    for quote in sorted(quotes, key=lambda q: (q.start, -q.end, q.id)):
        yield replace(
            bare(quote), id=ids[quote.id], layer=layer, parent=ids.get(quote.parent or ""), about=None,
            derived_from=quote.id, rule="", score=None,
        )  # fmt: skip
