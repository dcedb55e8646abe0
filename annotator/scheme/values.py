"""The scheme as frozen values, and what it says of labels: which are refused, which fields are still open."""

import hashlib
import re
from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import NamedTuple

from annotator.model import Label, QuoteType

FLAG_VALUE = "yes"
STEPS = ("-2", "-1", "0", "1", "2")
STANCE_CODES = (*STEPS, "mixed", "unclear", "none")
_UUID = re.compile(r"[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}")


class FieldKind(StrEnum):
    """CHOICE: one label. SCALE: one of labels in order. MULTI: several, the first is primary.
    ENTITY: an entry of the registry. TEXT: free words. FLAG: said or not."""

    CHOICE = "choice"
    SCALE = "scale"
    MULTI = "multi"
    ENTITY = "entity"
    TEXT = "text"
    FLAG = "flag"


LISTED = (FieldKind.CHOICE, FieldKind.SCALE, FieldKind.MULTI)


class Complaint(NamedTuple):
    """What is wrong in a file of guidelines/, and in which line (counted from 1)."""

    line: int
    sentence: str

    def __str__(self) -> str:
        return f"line {self.line}: {self.sentence}"


class Target(NamedTuple):
    """What a stance may be towards; `key` is the one character that chooses it."""

    code: str
    name: str
    key: str
    description: str = ""


class FieldLabel(NamedTuple):
    """A value that a field may take; `parent` is the code of the label above it in a list of two levels."""

    code: str
    name: str
    key: str
    description: str = ""
    parent: str | None = None


class Condition(NamedTuple):
    """Field `field` has one of `values`; with no values: anything (`said`) or nothing (not `said`)."""

    field: str
    values: tuple[str, ...] = ()
    said: bool = True

    def holds(self, values: Sequence[str]) -> bool:
        """Whether it does for a quote whose field has `values`."""
        return any(v in self.values for v in values) if self.values else bool(values) is self.said

    def __str__(self) -> str:
        if self.values:
            return f"“{self.field}” is {' or '.join(self.values)}"
        return f"“{self.field}” is {'said' if self.said else 'not said'}"


class Signs(NamedTuple):
    """By what the rules tell that a flag is to be proposed: rules of theirs, and verbs of the cue."""

    rules: frozenset[str] = frozenset()
    cues: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class Field:
    """One thing that is said of a quote. `max` counts its labels; None: as many as one likes."""

    name: str
    kind: FieldKind
    labels: tuple[FieldLabel, ...] = ()
    key: str | None = None
    required: bool = False
    when: tuple[Condition, ...] = ()
    inherited: bool = False
    max: int | None = 1
    has_targets: bool = False
    description: str = ""
    builtin: bool = False
    signs: Signs | None = None
    accepted: bool = True  # with a proposal, unseen; otherwise a person says it with a key of its own

    def label(self, code: str) -> FieldLabel | None:
        """The label with this code."""
        return next((label for label in self.labels if label.code == code), None)

    def children(self, parent: str | None = None) -> tuple[FieldLabel, ...]:
        """The labels right below `parent`, in their order; those of the first level for None."""
        return tuple(label for label in self.labels if label.parent == parent)


class Finding(NamedTuple):
    """What is still to be mended in the labels of a quote. `open`: a required field has no value yet."""

    field: str
    sentence: str
    open: bool = False

    def __str__(self) -> str:
        return self.sentence


@dataclass(frozen=True, slots=True)
class Scheme:
    """What a team says of each quote. `text` is the file verbatim, `digest` the sha256 of its bytes."""

    name: str
    version: str
    digest: str
    text: str
    targets: tuple[Target, ...]
    fields: tuple[Field, ...]
    description: str = ""

    def field(self, name: str) -> Field | None:
        """The field with this name; any may be left out of a scheme, a built-in one, too."""
        return next((field for field in self.fields if field.name == name), None)

    def target(self, code: str) -> Target | None:
        """The target of the project's list with this code."""
        return next((target for target in self.targets if target.code == code), None)

    def refuse(self, label: Label) -> str | None:
        """Why this label is not valid by itself, as a sentence; None when it is."""
        field = self.field(label.field)
        if field is None:
            return f"The scheme has no field “{label.field}”."
        if field.name == "speaker":
            return "The speakers of a quote are voices, not labels."
        return _refuse_value(field, label.value) or self._refuse_target(field, label)

    def check(
        self, labels: Sequence[Label], speakers_said: bool, type: QuoteType, inherited: Sequence[Label] = ()
    ) -> list[Finding]:
        """All that keeps a quote from being complete, in the order of the scheme.

        `type` is the derived one (a label of field `type` overrides it); `inherited` are the labels of the
        article, which count for the fields that are inherited unless the quote has its own.
        """
        said = _Said(labels, speakers_said, type, inherited)
        findings = [Finding(x.field, why) for x in labels if (why := self.refuse(x)) is not None]
        for field in self.fields:
            own = [label for label in labels if label.field == field.name]
            findings += [Finding(field.name, why) for why in _clashes(field, own)]
            asked = self._asked(field, said)
            if own and not asked:
                findings.append(Finding(field.name, f"“{field.name}” is only said where {_both(field)}."))
            elif field.required and asked and not said.values(field):
                findings.append(Finding(field.name, f"“{field.name}” is still open.", open=True))
        return findings

    def asked(
        self,
        field: Field,
        labels: Sequence[Label],
        speakers_said: bool,
        type: QuoteType,
        inherited: Sequence[Label] = (),
    ) -> bool:
        """Whether all conditions (`when`) of `field` hold for a quote with these labels; as for `check`."""
        return self._asked(field, _Said(labels, speakers_said, type, inherited))

    def _asked(self, field: Field, said: "_Said") -> bool:
        others = ((condition, self.field(condition.field)) for condition in field.when)
        return all(other is not None and condition.holds(said.values(other)) for condition, other in others)

    def _refuse_target(self, field: Field, label: Label) -> str | None:
        free = not field.has_targets or (field.name == "stance" and label.value == "none")
        if label.target is None:
            return None if free else f"“{field.name}” {label.value} needs a target: towards what?"
        if free:
            return f"“{field.name}” {label.value} takes no target."
        if self.target(label.target) is None and not _UUID.fullmatch(label.target):
            return f"“{label.target}” is no target of the scheme and no entry of the registry."
        return None


class _Said(NamedTuple):
    """What is known of one quote."""

    labels: Sequence[Label]
    speakers: bool
    type: QuoteType
    inherited: Sequence[Label]

    def values(self, field: Field) -> list[str]:
        """The quote's own values of `field`, else the derived type or what the article hands down."""
        own = [label.value for label in self.labels if label.field == field.name]
        if field.name == "speaker":
            return ["said"] if self.speakers else []
        if field.name == "type":
            return own or [self.type.value]
        if own or not field.inherited:
            return own
        return [label.value for label in self.inherited if label.field == field.name]


def content_digest(text: str) -> str:
    """sha256, in hex, of the bytes of `text`: what the database remembers of a scheme or a guideline.

    `text` is the file decoded as it is: reading it with universal newlines would change its bytes.
    """
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()


def _refuse_value(field: Field, value: str) -> str | None:
    if field.kind in LISTED:
        return None if field.label(value) else f"“{value}” is no label of “{field.name}”."
    if field.kind is FieldKind.FLAG:
        return None if value == FLAG_VALUE else f"“{field.name}” is a flag: {FLAG_VALUE}, or nothing."
    return None if value.strip() else f"“{field.name}” is empty."


def _clashes(field: Field, labels: Sequence[Label]) -> list[str]:
    """What is wrong with the labels of one field taken together."""
    found = []
    if field.max is not None and len(labels) > field.max:
        found.append(f"“{field.name}” takes at most {field.max}, and {len(labels)} are said.")
    chosen = [label.target if field.has_targets else label.value for label in labels]
    if len(set(chosen)) < len(chosen):
        found.append(f"“{field.name}” says the same {'target' if field.has_targets else 'value'} twice.")
    if field.name == "stance" and len(labels) > 1 and any(label.value == "none" for label in labels):
        found.append("“stance” none stands alone: it says that there is no attitude.")
    return found


def _both(field: Field) -> str:
    return " and ".join(str(condition) for condition in field.when)
