"""A change of the scheme: what becomes of the labels that say what it no longer has.

The person edits guidelines/scheme.toml and gives it a new version; then each code that went is mapped to one
that came. Nothing of the history is rewritten: what was said before stays in its events.
"""

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from annotator.model import ArticleLabels, Change, Label, LayerKind, Quote
from annotator.scheme import Scheme
from annotator.store import Store
from annotator.store.recoding import Used
from annotator.work.ruling import Place, again, places_of
from annotator.work.session import NotNow

TARGET = "target"  # stands for a field where the codes are those of targets
ACTOR = "scheme change"


@dataclass(frozen=True, slots=True)
class Mapping:
    """The codes `old` of a field become `into`: one code, or (split) several among which people choose.

    Without `old` it is the field itself that gets the name `into`.
    """

    field: str
    old: tuple[str, ...]
    into: tuple[str, ...]

    @property
    def splits(self) -> bool:
        return len(self.into) > 1

    @property
    def says(self) -> str:
        """What is done, in words."""
        old, new = ", ".join(self.old), ", ".join(self.into)
        if not self.old:
            return f"rename the field {self.field} to {new}"
        if self.splits or len(self.old) > 1:
            return f"{'split' if self.splits else 'merge'} {self.field} {old} into {new}"
        return f"rename {self.field} {old} to {new}"


@dataclass(frozen=True, slots=True)
class Plan:
    """What a mapping does. `marks` of the changes are places to be looked at again."""

    mapping: Mapping
    changes: tuple[Change, ...]
    marks: tuple[Change, ...]

    def counts(self) -> Counter[tuple[str, str]]:
        """(layer, "quotes" or "articles") -> how many of them change."""
        found: Counter[tuple[str, str]] = Counter()
        for change in self.changes:
            if isinstance(change.before, Quote | ArticleLabels):
                what = "quotes" if isinstance(change.before, Quote) else "articles"
                found[str(change.before.layer), what] += 1
        return found


def refused(scheme: Scheme, used: Sequence[Used]) -> list[tuple[Used, str]]:
    """What is said somewhere and the scheme refuses, each with its reason."""
    reasons = ((one, scheme.refuse(one.label)) for one in used)
    return [(one, why) for one, why in reasons if why is not None]


def check(scheme: Scheme, mapping: Mapping) -> None:
    """Raises NotNow where the scheme of today has not what labels become, or has still what they were."""
    known = _codes(scheme, mapping)
    edit = "edit guidelines/scheme.toml, give it a new version, and run this again"
    for code in mapping.into:
        if code not in known:
            raise NotNow(f"the scheme {scheme.version} has no {_named(mapping, code)}; {edit}")
    for code in mapping.old or (mapping.field,):
        if code in known and code not in mapping.into:
            raise NotNow(f"the scheme {scheme.version} still has {_named(mapping, code)}; {edit}")


def _codes(scheme: Scheme, mapping: Mapping) -> set[str]:
    if not mapping.old:
        return {field.name for field in scheme.fields}
    if mapping.field == TARGET:
        return {target.code for target in scheme.targets}
    field = scheme.field(mapping.field)
    if field is None:
        raise NotNow(f"the scheme {scheme.version} has no field {mapping.field}")
    if not field.labels:
        raise NotNow(f"the field {mapping.field} has no list of codes that could be mapped")
    return {label.code for label in field.labels}


def _named(mapping: Mapping, code: str) -> str:
    return f"{mapping.field} {code}" if mapping.old else f"field {code}"


def plan(store: Store, scheme: Scheme, mapping: Mapping) -> Plan:
    """What is to be done; nothing is. Raises NotNow where the scheme does not fit."""
    check(scheme, mapping)
    quotes, articles = store.saying(None if mapping.field == TARGET else mapping.field, mapping.old)
    changes: list[Change] = []
    looked: list[Quote | ArticleLabels] = []
    every: list[Quote | ArticleLabels] = [*quotes, *articles]
    for said in every:
        labels, unclear = recoded(said.labels, mapping)
        if labels != said.labels:
            after = replace(said, labels=labels)
            gone = isinstance(after, ArticleLabels) and not labels
            changes.append(Change(said, None if gone else after))
        if (unclear or mapping.splits) and said.layer.kind is LayerKind.HUMAN:
            looked.append(said)
    why = f"{mapping.says}: say which holds" if mapping.splits else f"{mapping.says}: two values are one now"
    return Plan(mapping, tuple(changes), tuple(again(store, _places(store, looked), why)))


def recoded(labels: Sequence[Label], mapping: Mapping) -> tuple[tuple[Label, ...], bool]:
    """(labels as they become, whether two of them are in each other's way now)."""
    found: list[tuple[Label, bool]] = []  # each with whether it is another than it was
    unclear = False
    for label in labels:
        new = _recoded(label, mapping)
        if new is None:
            continue
        place = new.field, new.target
        beside = [x for x, moved in found if (x.field, x.target) == place and (moved or new != label)]
        if any(x.value == new.value for x in beside):
            continue
        unclear = unclear or (new.target is not None and bool(beside))
        found.append((new, new != label))
    return tuple(label for label, _ in found), unclear


def _recoded(label: Label, mapping: Mapping) -> Label | None:
    if not mapping.old:
        return replace(label, field=mapping.into[0]) if label.field == mapping.field else label
    is_target = mapping.field == TARGET
    if not is_target and label.field != mapping.field:
        return label
    code = label.target if is_target else label.value
    if code not in mapping.old or (mapping.splits and code in mapping.into):
        return label
    if mapping.splits:
        return None
    return replace(label, target=mapping.into[0]) if is_target else replace(label, value=mapping.into[0])


def _places(store: Store, some: Sequence[Quote | ArticleLabels]) -> Iterator[Place]:
    yield from places_of(store, [said for said in some if isinstance(said, Quote)])
    for said in some:
        if isinstance(said, ArticleLabels):
            yield said.layer, said.article, store.sentences(said.article)[0].span, None


def migrate(store: Store, who: str, scheme: Scheme, planned: Plan) -> int:
    """Do it; how many articles it changed."""
    says = f"{who}: {planned.mapping.says} (scheme {scheme.name} {scheme.version})"
    return len(store.rewrite(ACTOR, says, [*planned.changes, *planned.marks]))
