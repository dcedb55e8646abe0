"""The labels of quotes as columns of agreement, each field by its kind; speakers by name and by entry."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

import numpy as np

from annotator.agreement.arrays import Ints
from annotator.agreement.coefficients.coding import MISSING, Codes
from annotator.agreement.judged import AS_WRITTEN, REGISTRY, Column, Kind, Pairs
from annotator.agreement.stances import sets
from annotator.scheme import Field, FieldKind, Scheme
from annotator.scheme.values import STEPS
from annotator.text.folding import folded

UNKNOWN = "(unknown)"
_GROUPS = (0, 0, 1, 2, 2)  # against, neutral, for: of the five steps


class Registry:
    """Entries of the registry by key: (uid, name, uid of what it was merged into, or its own)."""

    def __init__(self, entries: Mapping[int, tuple[str, str, str]]) -> None:
        names = {uid: name for uid, name, _ in entries.values()}
        self.written = {key: folded(name) for key, (_, name, _) in entries.items()} | {MISSING: UNKNOWN}
        self.meant = {key: root for key, (_, _, root) in entries.items()} | {MISSING: UNKNOWN}
        self.titles = {UNKNOWN: UNKNOWN} | {root: names.get(root, root) for _, _, root in entries.values()}
        self._by_uid = {uid: self.titles[root] for uid, _, root in entries.values()}

    def called(self, word: str) -> str:
        """A target of the scheme as it is; an entry by the name of what it was merged into."""
        return self._by_uid.get(word, word)


def speakers(quote: Ints, speaker: Ints, registry: Registry, count: int) -> dict[str, Column]:
    """Who speaks, from two parallel columns (-1: unknown): by the name of the entry that was chosen, without
    case and accents, and by what that entry was merged into. Several speakers are one label.
    """
    written, these = _whose(quote, speaker, registry.written, count)
    meant, those = _whose(quote, speaker, registry.meant, count)
    names = tuple(" + ".join(x) for x in these)
    titles = tuple(" + ".join(sorted(registry.titles[x] for x in some)) for some in those)
    return {
        AS_WRITTEN: Column(written, names, keys=tuple((len(x), x) for x in these)),
        REGISTRY: Column(meant, titles, keys=tuple((len(x), x) for x in those)),
    }


def _whose(
    quote: Ints, speaker: Ints, names: Mapping[int, str], count: int
) -> tuple[Codes, list[tuple[str, ...]]]:
    """(codes, who they stand for)."""
    keys, place = np.unique(speaker, return_inverse=True)
    called = [names[key] for key in keys.tolist()]
    members = tuple(sorted(set(called)))
    number = {member: n for n, member in enumerate(members)}
    found = sets(quote, np.array([number[x] for x in called], np.int64)[place], members, count)
    return found.codes, [tuple(sorted(x)) for x in found.labels if isinstance(x, frozenset)]


@dataclass(frozen=True)
class Labels:
    """Own labels of quotes, and those of articles: columns with field, value and target as words.

    `cell[quote]` and `handed_cell[row]` name the person and the article, so that one finds the other.
    """

    quote: Ints
    own: Mapping[str, Any]
    cell: Ints
    handed_cell: Ints
    handed: Mapping[str, Any]
    registry: Registry

    def of(self, field: Field) -> tuple[Ints, list[str], list[str | None]]:
        """(quotes, values, targets) of a field in parallel columns, what is inherited included."""
        rows = np.flatnonzero(_is(self.own["field"], field.name))
        quote = self.quote[rows]
        values, targets = self._words(self.own, rows)
        if field.inherited:
            lacking = np.setdiff1d(np.arange(len(self.cell)), quote)
            more = np.flatnonzero(_is(self.handed["field"], field.name))
            more = more[np.argsort(self.handed_cell[more], kind="stable")]
            low, high = (np.searchsorted(self.handed_cell[more], self.cell[lacking], x) for x in _SIDES)
            many = high - low
            here = np.repeat(low - (np.cumsum(many) - many), many) + np.arange(many.sum())
            quote = np.concatenate([quote, np.repeat(lacking, many)])
            other_values, other_targets = self._words(self.handed, more[here])
            values, targets = values + other_values, targets + other_targets
        return quote, values, targets

    @staticmethod
    def _words(columns: Mapping[str, Any], rows: Ints) -> tuple[list[str], list[str | None]]:
        value, target = columns["value"], columns["target"]
        values, targets = np.asarray(value.codes)[rows], np.asarray(target.codes)[rows]
        names = [*target.words, None]  # the last one for -1
        return [value.words[n] for n in values.tolist()], [names[n] for n in targets.tolist()]


_SIDES: tuple[Any, Any] = ("left", "right")


def columns(scheme: Scheme, labels: Labels) -> tuple[dict[str, Column], dict[str, Pairs]]:
    """(a column for each field without targets, pairs for each with) of a scheme; speakers are no labels."""
    found: dict[str, Column] = {}
    pairs: dict[str, Pairs] = {}
    count = len(labels.cell)
    for field in scheme.fields:
        if field.name == "speaker":
            continue
        quote, values, targets = labels.of(field)
        if field.has_targets:
            pairs[field.name] = _pairs(field, quote, values, targets, labels.registry)
            continue
        if field.kind is FieldKind.MULTI:
            known = _known(field, values)
            member = _codes(values, known)
            keys = _keys(field, known)
            several = sets(quote, member.astype(np.int64), known, count)
            found[field.name] = replace(
                several, keys=_keys_of_sets(several, dict(zip(known, keys, strict=True)))
            )
            found[f"{field.name}: first"] = Column(_first(quote, member, count), known, keys=keys)
            continue
        found[field.name] = _single(field, quote, values, count, labels.registry)
    return found, pairs


def _single(field: Field, quote: Ints, values: list[str], count: int, registry: Registry) -> Column:
    if field.kind is FieldKind.FLAG:
        codes = np.zeros(count, np.int32)
        codes[quote] = 1
        return Column(codes, (False, True))
    if field.kind is FieldKind.SCALE:
        steps = tuple(label.code for label in field.labels)
        return Column(_first(quote, _codes(values, steps), count), steps, Kind.ORDINAL)
    if field.kind is FieldKind.TEXT:
        values = [folded(value) for value in values]
    elif field.kind is FieldKind.ENTITY:
        values = [registry.called(value) for value in values]
    known = _known(field, values)
    return Column(_first(quote, _codes(values, known), count), known, keys=_keys(field, known))


def _pairs(
    field: Field, quote: Ints, values: list[str], targets: list[str | None], registry: Registry
) -> Pairs:
    known = _known(field, values)
    meant = {word: registry.called(word) for word in set(targets) if word is not None}
    towards = tuple(sorted(set(meant.values())))
    place = {word: towards.index(meant[word]) for word in meant}
    target = np.array([MISSING if word is None else place[word] for word in targets], np.int64)
    steps: tuple[str, ...] = ()
    if field.kind is FieldKind.SCALE:
        steps = STEPS if field.name == "stance" else tuple(label.code for label in field.labels)
    return Pairs(
        quote, target, _codes(values, known), towards, known, tuple(known.index(step) for step in steps),
        _GROUPS if steps == STEPS else (), known.index("none") if "none" in known else MISSING,
        _keys(field, known),
    )  # fmt: skip


def _known(field: Field, values: list[str]) -> tuple[str, ...]:
    """The labels of a field in their order, and behind them what else was said (under an older scheme)."""
    codes = [label.code for label in field.labels]
    return (*codes, *sorted(set(values) - set(codes)))


def _keys(field: Field, known: Sequence[str]) -> tuple[tuple[int, str], ...]:
    """What labels are ordered by, so that those of the scheme stay in its order."""
    size = len(field.labels)
    return tuple((min(n, size), "" if n < size else label) for n, label in enumerate(known))


def _keys_of_sets(column: Column, keys: Mapping[str, tuple[int, str]]) -> tuple[Any, ...]:
    labels = (x for x in column.labels if isinstance(x, frozenset))
    return tuple((len(x), tuple(sorted(keys[member] for member in x))) for x in labels)


def _codes(values: list[str], known: tuple[str, ...]) -> Codes:
    place = {value: n for n, value in enumerate(known)}
    return np.array([place.get(value, MISSING) for value in values], np.int32)


def _first(quote: Ints, codes: Codes, count: int) -> Codes:
    """For each quote the first of its values."""
    found = np.full(count, MISSING, np.int32)
    found[quote[::-1]] = codes[::-1]
    return found


def _is(words: Any, wanted: str) -> Any:
    right = np.array([*(word == wanted for word in words.words), False])
    return right[np.asarray(words.codes, np.int64)]
