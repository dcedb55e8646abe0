"""The lines of the configs that every folder has: gold quotes, people's judgements, articles."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
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


@dataclass(frozen=True)
class Lines:
    """The lines of one article's quotes, of which `kept` (numbers of gold's) go into `part`.

    `judged`: for each of gold's who marked it, by person, as rows of `found`.
    """

    one: Answers
    part: str
    names: Names
    kept: Sequence[int]
    judged: Sequence[Sequence[Judged]]
    found: Columns

    def quotes(self) -> Iterator[Record]:
        """A line for each gold quote that is kept."""
        layers, seen, rows = _Layers(self.names), self._seen, self.found.said
        for n in self.kept:
            quote = self.one.quotes[n]
            sentence = quote["sentence"]["first"]
            said = [rows[row] for person, row, _ in self.judged[n] if sentence in seen[person]]
            yield {
                **quote,
                "layer": layers.called(quote["layer"]),
                "split": self.part,
                "annotators": sum([sentence in mine for mine in seen]),
                "marked": len(said),
                "soft": soft(said),
            }

    def annotations(self, leave_out: LeaveOut) -> Iterator[Record]:
        """A line for each quote of a person's, by place, then one for each of gold's that they did not mark.

        `leave_out` is asked about each record, its part, and whether it is one with gold that is not kept.
        """
        rows = self.found.rows
        gold_of = {
            rows[row]["id"]: (n, exact) for n, some in enumerate(self.judged) for _, row, exact in some
        }
        here = set(self.kept)
        layers, human, nothing = _Layers(self.names), LayerKind.HUMAN.value, (None, None)
        for record in self.one.bundle.records:
            layer = record["layer"]
            if layer["kind"] != human:
                continue
            n, exact = gold_of.get(record["id"], nothing)
            if leave_out(record, self.part, n is not None and n not in here):
                continue
            yield {
                **record,
                "layer": layers.called(layer),
                "split": self.part,
                "judgement": "quote",
                "gold": None if n is None else self.one.quotes[n]["id"],
                "exact": exact,
            }
        yield from self._missed()

    def _missed(self) -> Iterator[Record]:
        """A line for each person who reviewed the sentence of a quote and did not mark it."""
        for n in self.kept:
            quote = self.one.quotes[n]
            sentence = quote["sentence"]["first"]
            marked = [person for person, _, _ in self.judged[n]]
            for place, mine in enumerate(self._seen):
                if sentence in mine and place not in marked:
                    yield _unmarked(quote, self.part, self.names, self.found.people[place])

    @cached_property
    def _seen(self) -> list[frozenset[int]]:
        """The sentences that each person reviewed."""
        nothing: frozenset[int] = frozenset()
        return [self.one.seen.get(person, nothing) for person in self.found.people]


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
