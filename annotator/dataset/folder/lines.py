"""The lines of the configs that every folder has: gold quotes, people's judgements, articles."""

from collections.abc import Callable, Iterator, Sequence
from uuid import UUID, uuid5

from annotator.dataset.answers import Answers
from annotator.dataset.folder.columns import Columns
from annotator.dataset.folder.soft import soft
from annotator.dataset.names import Names
from annotator.dataset.record import Record
from annotator.dataset.schema.schemas import source_keys
from annotator.model import LayerKind

# Of a gold quote: the place of a person who marked it, the row of their quote, whether contents are equal.
Judged = tuple[int, int, bool]
LeaveOut = Callable[[Record, str, bool], bool]

_LAYER: Record = {"kind": None, "name": None, "version": None}
_NOTHING: Record = {
    "type": None, "type_origin": None, "cue": [], "source": [], "speakers": [], "via": [], "parent": None,
    "about": None, "derived_from": None, "suggester": {"name": None, "version": None}, "rule": None,
    "score": None, "stance": [], "topics": [], "fields": [], "notes": [],
    "scheme": {"name": "", "version": "", "digest": ""}, "guideline": "", "created": None, "updated": None,
}  # fmt: skip


def quote_lines(
    one: Answers,
    part: str,
    names: Names,
    kept: Sequence[int],
    judged: Sequence[Sequence[Judged]],
    found: Columns,
) -> Iterator[Record]:
    """A line for each gold quote that is `kept` (numbers); `judged`: who marked it, by person."""
    seen = _seen(one, found.people)
    layers = _Layers(names)
    for n in kept:
        quote = one.quotes[n]
        sentence = quote["sentence"]["first"]
        said = [found.said[row] for person, row, _ in judged[n] if sentence in seen[person]]
        yield {
            **quote,
            "layer": layers.called(quote["layer"]),
            "split": part,
            "annotators": sum([sentence in mine for mine in seen]),
            "marked": len(said),
            "soft": soft(said),
        }


class _Layers:
    """Layers of an article's records as the dataset has them; records of a layer mostly share one object."""

    def __init__(self, names: Names) -> None:
        self._names = names
        self._known: dict[int, Record] = {}  # by identity

    def called(self, layer: Record) -> Record:
        known = self._known.get(id(layer))
        if known is None:
            known = self._known[id(layer)] = self._names.layer(layer)
        return known


def _seen(one: Answers, people: Sequence[str]) -> list[frozenset[int]]:
    """The sentences that each of `people` reviewed."""
    nothing: frozenset[int] = frozenset()
    return [one.seen.get(person, nothing) for person in people]


def annotation_lines(
    one: Answers,
    part: str,
    names: Names,
    kept: Sequence[int],
    judged: Sequence[Sequence[Judged]],
    found: Columns,
    leave_out: LeaveOut,
) -> Iterator[Record]:
    """A line for each quote of a person's, by place, then one for each of gold's that they did not mark.

    `leave_out` is asked about each record, its part, and whether it is one with gold that is not kept.
    """
    gold_of = {found.rows[row]["id"]: (n, exact) for n, some in enumerate(judged) for _, row, exact in some}
    here = set(kept)
    layers, human, nothing = _Layers(names), LayerKind.HUMAN.value, (None, None)
    for record in one.bundle.records:
        layer = record["layer"]
        if layer["kind"] != human:
            continue
        n, exact = gold_of.get(record["id"], nothing)
        if leave_out(record, part, n is not None and n not in here):
            continue
        yield {
            **record,
            "layer": layers.called(layer),
            "split": part,
            "judgement": "quote",
            "gold": None if n is None else one.quotes[n]["id"],
            "exact": exact,
        }
    seen = _seen(one, found.people)
    for n in kept:
        quote = one.quotes[n]
        sentence = quote["sentence"]["first"]
        marked = [person for person, _, _ in judged[n]]
        for place, mine in enumerate(seen):
            if sentence in mine and place not in marked:
                yield _unmarked(quote, part, names, found.people[place])


def _unmarked(quote: Record, part: str, names: Names, person: str) -> Record:
    layer = {"kind": LayerKind.HUMAN.value, "name": person, "version": ""}
    return {
        **quote,
        **_NOTHING,
        "id": str(uuid5(UUID(quote["id"]), names.stable(person))),
        "layer": names.layer(layer),
        "article": {**quote["article"], "topics": []},
        "split": part,
        "judgement": "none",
        "gold": quote["id"],
        "exact": None,
    }


def article_line(one: Answers, part: str, names: Names) -> Record:
    """The line of an article."""
    bundle = one.bundle
    reviewed = one.reviewed
    first = bundle.sources[0]
    people = [person for person, sentences in one.seen.items() if sentences]
    gold = _LAYER if one.gold is None else dict(zip(_LAYER, one.gold, strict=True))
    return {
        "schema": "annotator/article/1",
        "digest": bundle.digest,
        "split": part,
        **{key: first.get(key) for key in source_keys()},
        "sources": [{key: x.get(key) for key in source_keys()} for x in bundle.sources],
        "text": bundle.text,
        "sentences": [
            {"start": start, "end": end, "body": body == 1, "reviewed": n in reviewed}
            for n, (start, end, body) in enumerate(bundle.sentences)
        ],
        "gold": gold if one.gold is None else names.layer(gold),
        "annotators": [names.called(person) for person in sorted(people, key=names.number)],
        "assisted": one.assisted,
    }
