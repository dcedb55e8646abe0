"""The [[field]] tables of a scheme -> Field."""

import re
from collections.abc import Sequence
from dataclasses import replace

from annotator.scheme.tables import Reader, Table, did_you_mean
from annotator.scheme.values import (
    LISTED,
    STANCE_CODES,
    STEPS,
    Condition,
    Field,
    FieldKind,
    FieldLabel,
    Signs,
)

FIELD_KEYS = (
    "name", "kind", "labels", "key", "required", "when", "inherited", "max", "targets", "accept",
    "propose", "description",
)  # fmt: skip
LABEL_KEYS = ("code", "name", "key", "description", "parent")
_NAME = re.compile(r"[a-z][a-z0-9_]*")
_BUILTIN = {
    "type": FieldKind.CHOICE,
    "speaker": FieldKind.ENTITY,
    "stance": FieldKind.SCALE,
    "topic": FieldKind.MULTI,
}
_TYPES = ("direct", "mixed", "indirect")
_PAIRS = 2  # a quote has at most so many stances


def read_fields(reader: Reader, tables: Sequence[Table], has_targets: bool) -> tuple[Field, ...]:
    """The fields of the scheme; `has_targets`: whether the scheme lists targets at all."""
    read = [(table, _field(table, has_targets)) for table in tables]
    reader.unique([(field.name, (*table.path, "name")) for table, field in read], "name", "fields")
    reader.unique([(field.key, (*table.path, "key")) for table, field in read], "key", "fields")
    by_name = {field.name: field for _, field in read if field.name}
    fields = {id(table): replace(field, when=_when(table, by_name)) for table, field in read}
    _circles(tables, fields)
    return tuple(fields.values())


def _field(table: Table, has_targets: bool) -> Field:
    table.known(FIELD_KEYS)
    name = _name(table)
    kind = _kind(table)
    field = Field(
        name=name,
        kind=kind or FieldKind.TEXT,
        labels=_labels(table, kind),
        key=table.key(),
        required=table.yes("required"),
        inherited=table.yes("inherited"),
        max=_max(table, kind),
        has_targets=table.yes("targets"),
        description=table.text("description"),
        builtin=name in _BUILTIN,
        signs=_signs(table, kind),
        accepted=table.yes("accept") if "accept" in table.values else kind is not FieldKind.SCALE,
    )
    if kind is not None:
        _fits(table, field, has_targets)
        _builtin(table, field)
    return field


def _name(table: Table) -> str:
    name = table.text("name", needed='This field has no name: add name = "...".')
    if name and not _NAME.fullmatch(name):
        table.say("A field's name is written in small letters, digits and _, a letter first.", "name")
        return ""
    return name


def _kind(table: Table) -> FieldKind | None:
    kinds = [kind.value for kind in FieldKind]
    kind = table.text("kind", needed=f"This field has no kind: add kind = one of {', '.join(kinds)}.")
    if kind in kinds:
        return FieldKind(kind)
    if kind:
        near = did_you_mean(kind, kinds)
        ends = near if near != "." else f": it is one of {', '.join(kinds)}."
        table.say(f"“{kind}” is no kind{ends}", "kind")
    return None


def _signs(table: Table, kind: FieldKind | None) -> Signs | None:
    value = table.values.get("propose")
    if value is None:
        return None
    if not isinstance(value, dict):
        table.say('“propose” must be a table: propose = { rules = ["..."], cues = ["..."] }.', "propose")
        return None
    if kind is not FieldKind.FLAG:
        table.say("Only a flag is proposed by its signs: leave “propose” out.", "propose")
    inner = Table(table.reader, value, (*table.path, "propose"))
    inner.known(("rules", "cues"))
    return Signs(inner.words("rules"), inner.words("cues"))


def _max(table: Table, kind: FieldKind | None) -> int | None:
    value = table.values.get("max")
    if value is None:
        if table.values.get("name") == "stance":
            return _PAIRS
        several = kind is FieldKind.MULTI or table.values.get("name") == "speaker"
        return None if several or table.values.get("targets") is True else 1
    if isinstance(value, bool) or not isinstance(value, int) or value < 1:
        table.say("“max” must be a whole number from 1.", "max")
        return 1
    several = kind in (FieldKind.MULTI, FieldKind.ENTITY) or table.values.get("targets") is True
    if kind is not None and not several:
        table.say(f"A field of kind {kind} has one value: leave “max” out.", "max")
    return value


def _labels(table: Table, kind: FieldKind | None) -> tuple[FieldLabel, ...]:
    tables = table.tables("labels")
    if kind is not None and kind not in LISTED:
        if "labels" in table.values:
            table.say(f"A field of kind {kind} has no labels: leave them out.", "labels")
        return ()
    labels = tuple(_label(each) for each in tables)
    if kind is not None and not table.values.get("labels"):
        table.say(f"A field of kind {kind} needs labels.")
    paths = [each.path for each in tables]
    pairs = list(zip(labels, paths, strict=True))
    table.reader.unique([(x.code, (*p, "code")) for x, p in pairs], "code", "labels")
    for parent in dict.fromkeys(x.parent for x in labels):
        siblings = [(x.key, (*p, "key")) for x, p in pairs if x.parent == parent]
        table.reader.unique(siblings, "key", "labels beside it")
    _parents(tables, labels)
    return labels


def _label(table: Table) -> FieldLabel:
    table.known(LABEL_KEYS)
    parent = table.text("parent") or None
    return FieldLabel(table.code(), table.named(), table.key_needed(), table.text("description"), parent)


def _parents(tables: Sequence[Table], labels: Sequence[FieldLabel]) -> None:
    above = {label.code: label.parent for label in labels}
    for table, label in zip(tables, labels, strict=True):
        if label.parent is None:
            continue
        if label.parent not in above:
            near = did_you_mean(label.parent, above)
            table.say(f"The parent “{label.parent}” is no label of this field{near}", "parent")
        elif label.parent == label.code or above[label.parent] is not None:
            table.say(f"The parent “{label.parent}” is no label of the first level; there are two.", "parent")


def _fits(table: Table, field: Field, has_targets: bool) -> None:
    """What does not go together in one field."""
    if field.required and field.kind is FieldKind.FLAG:
        table.say("A flag cannot be required: not setting it says no.", "required")
    if field.has_targets and field.kind not in (FieldKind.CHOICE, FieldKind.SCALE):
        table.say("Only a field of kind choice or scale has targets.", "targets")
    elif field.has_targets and not has_targets:
        table.say("This field has targets, and the scheme lists none: add them at the top.", "targets")


def _builtin(table: Table, field: Field) -> None:
    """The built-in fields have a fixed meaning; their names, keys and descriptions are free."""
    kind = _BUILTIN.get(field.name)
    if kind is None:
        return
    if field.kind is not kind:
        table.say(f"The built-in field “{field.name}” is of kind {kind}.", "kind")
        return
    codes = [label.code for label in field.labels]
    if field.name == "type":
        _codes(table, codes, _TYPES, _TYPES)
    if field.name == "stance":
        _codes(table, codes, STEPS, STANCE_CODES)
        if not field.has_targets:
            table.say("A stance is towards something: add targets = true.")
        if field.max is None or field.max > _PAIRS:
            table.say(f"A quote has at most {_PAIRS} stances: “max” is 1 or {_PAIRS}.", "max")
    if field.name in ("type", "speaker") and field.inherited:
        table.say(f"“{field.name}” cannot be inherited from the article.", "inherited")


def _codes(table: Table, codes: Sequence[str], needed: Sequence[str], allowed: Sequence[str]) -> None:
    missing = [code for code in needed if code not in codes]
    if codes and missing:
        table.say(f"“{table.values['name']}” lacks the label {', '.join(missing)}.", "labels")
    for each in table.tables("labels") if codes else ():
        code = each.values.get("code")
        if isinstance(code, str) and code and code not in allowed:
            each.say(f"“{code}” is none of the labels it may have: {', '.join(allowed)}.", "code")


def _when(table: Table, fields: dict[str, Field]) -> tuple[Condition, ...]:
    when = table.values.get("when", {})
    if not isinstance(when, dict):
        table.say('“when” is a table of conditions: when = { stance = ["none"] }.', "when")
        return ()
    inner = Table(table.reader, when, (*table.path, "when"))
    conditions = []
    for name, value in when.items():
        if name not in fields:
            inner.say(f"“{name}” is no field of the scheme{did_you_mean(name, fields)}", name)
        elif (condition := _condition(inner, fields[name], value)) is not None:
            conditions.append(condition)
    return tuple(conditions)


def _condition(table: Table, field: Field, value: object) -> Condition | None:
    if isinstance(value, bool):
        return Condition(field.name, said=value)
    values = [value] if isinstance(value, str) else value
    if not isinstance(values, list) or not values or not all(isinstance(each, str) for each in values):
        table.say(f"“{field.name}” must be labels, or true (said) or false (not said).", field.name)
        return None
    if field.kind not in LISTED:
        table.say(f"“{field.name}” has no labels: ask for true (said) or false (not said).", field.name)
        return None
    codes = [label.code for label in field.labels]
    for each in values:
        if each not in codes:
            near = did_you_mean(each, codes)
            table.say(f"“{each}” is no label of “{field.name}”{near}", field.name)
    below = [x.code for x in field.labels if x.parent in values]  # asking for "16" asks for "16.1", too
    return Condition(field.name, tuple(dict.fromkeys([*values, *below])))


def _circles(tables: Sequence[Table], fields: dict[int, Field]) -> None:
    waits = {field.name: [c.field for c in field.when] for field in fields.values()}
    for table in tables:
        name = fields[id(table)].name
        seen, ahead = set[str](), list(waits.get(name, ()))
        while ahead:
            step = ahead.pop()
            if step == name:
                table.say(f"“{name}” waits for itself: its conditions form a circle.", "when")
                break
            if step not in seen:
                seen.add(step)
                ahead += waits.get(step, ())
