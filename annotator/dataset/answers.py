"""Of all answers that a bundle holds, which is gold and which are people's."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from annotator.dataset.bundle import Bundle
from annotator.dataset.facts import Facts
from annotator.dataset.record import Record
from annotator.errors import UsageError
from annotator.model import ADJUDICATED, LayerKind

Key = tuple[str, str, str]  # kind, name, version of a layer


@dataclass(frozen=True, slots=True)
class GoldRule:
    """Which layer is gold in an article: the first of `order` that said something of it.

    `alone`: there is no gold at all, and one person, whose answers stand for it.
    """

    order: tuple[Key, ...]
    alone: bool = False
    unused: tuple[str, ...] = ()  # gold layers that are there and were not asked for


def gold_rule(facts: Facts, words: Sequence[str]) -> GoldRule:
    """The rule for these facts; `words` name gold layers. Raises UsageError where one names none."""
    layers = [_key(*layer) for layer in facts.of_kind(LayerKind.GOLD)]
    settled = [layer for layer in layers if layer[1] == ADJUDICATED.name]  # an imported one has a version
    chosen = [found for word in words for found in _named(layers, word)]
    order = tuple(dict.fromkeys([*settled, *chosen]))
    people = facts.of_kind(LayerKind.HUMAN)
    if not layers and len(people) == 1:
        return GoldRule((_key(*people[0]),), alone=True)
    return GoldRule(order, unused=tuple(" ".join(filter(None, x)) for x in layers if x not in order))


def _named(layers: Sequence[Key], word: str) -> list[Key]:
    parts = word.replace(":", " ").split()
    if parts[:1] == [LayerKind.GOLD]:
        parts = parts[1:]
    found = [layer for layer in layers if parts and list(layer[1 : 1 + len(parts)]) == parts]
    if not found:
        there = ", ".join(" ".join(filter(None, layer[1:])) for layer in layers) or "none yet"
        raise UsageError(f"there is no gold “{word}”; there are {there}")
    return found


def _key(kind: str, name: str, version: str) -> Key:
    return kind, name, version


def key_of(layer: Record) -> Key:
    """A layer of a record as a key."""
    return layer["kind"], layer["name"], layer["version"]


@dataclass(frozen=True, slots=True)
class Answers:
    """A bundle, sorted. `gold` is None where nobody's answer is gold; `reviewed`: what gold speaks for.

    `seen`: for each person who said something the sentences that they reviewed.
    """

    bundle: Bundle
    gold: Key | None
    quotes: tuple[Record, ...]
    reviewed: frozenset[int]
    seen: dict[str, frozenset[int]]
    marked: dict[str, list[Record]]
    assisted: bool


def answers(bundle: Bundle, rule: GoldRule) -> Answers:
    """Sort a bundle. Gold with quotes and without a single review speaks for the whole article."""
    by_layer: dict[Key, list[Record]] = {}
    same: dict[int, list[Record]] = {}  # by identity: the records of a layer mostly share one object for it
    for record in bundle.records:
        layer = record["layer"]
        mine = same.get(id(layer))
        if mine is None:
            mine = same[id(layer)] = by_layer.setdefault(key_of(layer), [])
        mine.append(record)
    there = {key_of(answer["layer"]): answer for answer in bundle.answers}
    gold = next((key for key in rule.order if key in there), None)
    reviewed: frozenset[int] = frozenset()
    if gold is not None:
        reviewed = frozenset(there[gold]["reviewed"])
        if not reviewed and gold[0] == LayerKind.GOLD and gold in by_layer:
            reviewed = frozenset(n for n, sentence in enumerate(bundle.sentences) if sentence[2])
    people = {key: answer for key, answer in there.items() if key[0] == LayerKind.HUMAN}
    return Answers(
        bundle,
        gold,
        tuple(by_layer.get(gold, ())) if gold is not None else (),
        reviewed,
        _joined((key[1], frozenset(answer["reviewed"])) for key, answer in people.items()),
        _marked((key[1], by_layer.get(key, [])) for key in people),
        any(answer["assisted"] for answer in people.values()),
    )


def _joined(seen: Iterable[tuple[str, frozenset[int]]]) -> dict[str, frozenset[int]]:
    """What each person reviewed; who labels over frozen spans has a layer more for that."""
    found: dict[str, frozenset[int]] = {}
    for person, sentences in seen:
        found[person] = found.get(person, frozenset()) | sentences
    return found


def _marked(marked: Iterable[tuple[str, list[Record]]]) -> dict[str, list[Record]]:
    found: dict[str, list[Record]] = {}
    for person, records in marked:
        found[person] = found[person] + records if person in found else records
    return found
