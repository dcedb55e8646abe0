"""What a program says of articles, many at a time: the difference to what it said, written in bulk.

The same as many actions would do (and events that can be read like theirs), at a tenth of the cost: what is
there is asked for once, and each table is written with one statement.
"""

from collections.abc import Container, Iterator, Sequence
from dataclasses import dataclass, field

from sqlalchemy import Connection, and_, select

from annotator.errors import StoreError
from annotator.model import Change, Event, EventKind, Layer, LayerKind, Merge, Quote, Review, Speaker
from annotator.store import acting, history, ordering, read, tallying
from annotator.store import tables as t
from annotator.store.bulk import put_quotes, remove_quotes
from annotator.store.cast import Cast
from annotator.store.keys import Keys
from annotator.store.rows import insert
from annotator.store.write import Stamp, apply, chunks, disown, label_words


@dataclass(frozen=True, slots=True)
class Filling:
    """All that a layer says of one article from now on, and what that brings into the registry.

    `speakers` are entries that the quotes may name and the registry may lack; one that it has stays as it is.
    `reviews`, where it has some to say, are all that the layer reviewed there; None: those stay as they are.
    """

    article: str
    quotes: Sequence[Quote]
    speakers: Sequence[Speaker] = ()
    merges: Sequence[Merge] = ()
    reviews: Sequence[Review] | None = None


@dataclass(slots=True)
class _Difference:
    """What a filling changes. `gone` are as they were, `put` as (before, after)."""

    filling: Filling
    put: list[tuple[Quote | None, Quote]] = field(default_factory=list)
    gone: list[Quote] = field(default_factory=list)
    brought: list[Speaker] = field(default_factory=list)
    dropped: list[Speaker] = field(default_factory=list)
    reviewed: list[Change] = field(default_factory=list)

    def changes(self) -> tuple[Change, ...]:
        """In an order in which each can be done after the one before it."""
        return (
            *(Change(None, speaker) for speaker in self.brought),
            *(Change(before, after) for before, after in self.put),
            *(Change(quote, None) for quote in self.gone),
            *(Change(speaker, None) for speaker in self.dropped),
            *self.reviewed,
        )


def fill(
    connection: Connection,
    keys: Keys,
    actor: str,
    layer: Layer,
    fillings: Sequence[Filling],
    says: str,
    stamp: Stamp,
    new: Container[str] = (),
) -> list[Event | None]:
    """Make each filling all that `layer` says of its article; an event for each that changed something.

    The other versions of a model's layer say nothing of these articles any more. `new` are articles that
    came in this transaction: nothing is asked about them. Raises StoreError, also where a filling is not
    sound: nothing of any may be kept then.
    """
    if len({filling.article for filling in fillings}) < len(fillings):
        raise ValueError("an article can be filled once at a time")
    for filling in fillings:
        _check(connection, keys, layer, filling)
    who = acting.made_actor(connection, actor, "program", stamp.at)
    family = _family(connection, keys, layer)
    there = _there(connection, keys, family, [f.article for f in fillings if f.article not in new])
    differences = [_difference(filling, there.get(filling.article, {})) for filling in fillings]
    if layer.kind is LayerKind.HUMAN:
        _check_untouched(layer, differences)
    put = [quote for d in differences for _, quote in d.put]
    brought = [speaker.id for filling in fillings for speaker in filling.speakers]
    cast = Cast(connection, family[layer], [*brought, *named(put)])
    for difference in differences:
        difference.brought = cast.bring(difference.filling.speakers)
    cast.write(list(named(put)))
    # A label's target is looked for nowhere when entries go: what one names stays.
    disown(connection, {word for q in put if q.labels for word in label_words(q.labels) if word})
    remove_quotes(connection, [quote.id for d in differences for quote in d.gone], stamp)
    _put(connection, keys, family[layer], differences, cast, stamp, new)
    _review(connection, keys, family, layer, differences, stamp)
    _drop(cast, differences)
    _note_reading(connection, keys, family, layer, fillings)
    return _append(connection, keys, actor, who, differences, says or f"{layer} reads the article", stamp)


def _check(connection: Connection, keys: Keys, layer: Layer, filling: Filling) -> None:
    """Raises StoreError where quotes are of another article or layer, do not fit, or refer to nothing."""
    length = keys.length(connection, filling.article)
    if any((review.article, review.layer) != (filling.article, layer) for review in filling.reviews or ()):
        raise StoreError(
            f"a review of article {filling.article[:12]} is of another article or layer; report this"
        )
    ids: set[str | None] = {quote.id for quote in filling.quotes}
    others = ids | {None}
    wrong = "" if len(ids) == len(filling.quotes) else "two quotes have one id"
    for quote in filling.quotes:
        if (quote.article, quote.layer) != (filling.article, layer):
            wrong = f"the quote {quote.id} is of another article or layer"
        elif _reach(quote) > length:
            wrong = f"the quote {quote.id} reaches beyond the end of the text"
        elif quote.parent not in others or quote.about not in others:
            wrong = f"the quote {quote.id} stands in, or judges, one that is not there"
        if wrong:
            break
    if wrong:
        raise StoreError(f"what {layer} says of article {filling.article[:12]} cannot be kept: {wrong}")


def _reach(quote: Quote) -> int:
    """Where the last span of a quote ends; those of a role are in order."""
    voices = [v.span.end for v in (*quote.speakers, *quote.via) if v.span]
    return max([spans[-1].end for spans in (quote.content, quote.cue, quote.source) if spans] + voices)


def _family(connection: Connection, keys: Keys, layer: Layer) -> dict[Layer, int]:
    """The layers that speak with one voice: all versions of a model, else just this one."""
    c = t.layer.c
    found = {layer: keys.made_layer(connection, layer)}
    if layer.kind is LayerKind.MODEL:
        same = c.kind == layer.kind, c.name == layer.name
        for version, key in connection.execute(select(c.version, c.id).where(*same)):
            found[Layer(layer.kind, layer.name, version)] = key
    return found


def _there(
    connection: Connection, keys: Keys, family: dict[Layer, int], articles: Sequence[str]
) -> dict[str, dict[str, Quote]]:
    """article -> id -> the quote as it stands."""
    c = t.quote.c
    found: dict[str, dict[str, Quote]] = {}
    for some in chunks([keys.article(connection, digest) for digest in articles]):
        mine = and_(c.article.in_(some), c.layer.in_(family.values()))
        for kept in read.quotes(connection, mine):
            found.setdefault(kept.quote.article, {})[kept.quote.id] = kept.quote
    return found


def _difference(filling: Filling, there: dict[str, Quote]) -> _Difference:
    found = _Difference(filling)
    ids = set()
    for quote in filling.quotes:
        ids.add(quote.id)
        before = there.get(quote.id)
        if before != quote:
            found.put.append((before, quote))
    found.gone = [quote for uid, quote in there.items() if uid not in ids]
    return found


def _check_untouched(layer: Layer, differences: Sequence[_Difference]) -> None:
    if any(d.gone or any(before for before, _ in d.put) for d in differences):
        raise StoreError(f"{layer} has labels there already, which no program changes; name another layer")


def _put(
    connection: Connection,
    keys: Keys,
    layer: int,
    differences: Sequence[_Difference],
    cast: Cast,
    stamp: Stamp,
    new: Container[str],
) -> None:
    asked = [quote.id for d in differences if d.filling.article not in new for _, quote in d.put]
    placed = [
        (quote, article, layer)
        for d in differences
        for article in (keys.article(connection, d.filling.article),)
        for _, quote in d.put
    ]
    put_quotes(connection, placed, asked, cast.keys, stamp)


def _review(
    connection: Connection,
    keys: Keys,
    family: dict[Layer, int],
    layer: Layer,
    differences: Sequence[_Difference],
    stamp: Stamp,
) -> None:
    for difference in differences:
        digest, wanted = difference.filling.article, difference.filling.reviews
        if wanted is None:
            continue
        there = read.reviews(connection, keys.article(connection, digest), digest, family[layer], layer)
        before, after = ({review.span: review for review in some} for some in (there, wanted))
        spans = sorted(before.keys() | after.keys())
        changes = (Change(before.get(span), after.get(span)) for span in spans)
        difference.reviewed = [change for change in changes if change.before != change.after]
        for change in difference.reviewed:
            apply(connection, keys, change, stamp)
        tallying.follow(connection, keys, difference.reviewed)


def _drop(cast: Cast, differences: Sequence[_Difference]) -> None:
    """Entries that only proposals brought go with the last ones to name them."""
    last: dict[str, _Difference] = {}
    for difference in differences:
        before = (quote for quote, _ in difference.put if quote is not None)
        for uid in named([*difference.gone, *before]):
            last[uid] = difference
    for speaker in cast.drop(list(last)):
        last[speaker.id].dropped.append(speaker)


def named(quotes: Sequence[Quote]) -> Iterator[str]:
    """The entries of the registry that quotes name as their voices."""
    for quote in quotes:
        for voice in (*quote.speakers, *quote.via):
            if voice.speaker is not None:
                yield voice.speaker


def _note_reading(
    connection: Connection, keys: Keys, family: dict[Layer, int], layer: Layer, fillings: Sequence[Filling]
) -> None:
    r, mine = t.reading.c, family[layer]
    articles = list(dict.fromkeys(keys.article(connection, filling.article) for filling in fillings))
    for some in chunks(articles):
        connection.execute(t.reading.delete().where(r.layer.in_(family.values()), r.article.in_(some)))
    insert(connection, t.reading, [{"layer": mine, "article": key} for key in articles])


def _append(
    connection: Connection,
    keys: Keys,
    actor: str,
    who: tuple[int, int],
    differences: Sequence[_Difference],
    says: str,
    stamp: Stamp,
) -> list[Event | None]:
    key, seq = who
    events: list[Event | None] = []
    uids = iter(ordering.next_uids(connection, stamp.at, len(differences)))
    for difference in differences:
        changes = difference.changes()
        if not changes:
            events.append(None)
            continue
        seq += 1
        event = Event(
            next(uids), actor, seq, stamp.at, EventKind.DO, says, changes, difference.filling.article,
            scheme=stamp.scheme, guideline=stamp.guideline,
        )  # fmt: skip
        events.append(event)
    history.append(
        connection, key, [(e, keys.article(connection, str(e.article))) for e in events if e is not None]
    )
    return events
