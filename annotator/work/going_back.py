"""Where undo and redo stop: at what the scheme of today no longer has."""

from collections.abc import Iterator, Sequence

from annotator.model import ArticleLabels, Change, Entity, Event, EventKind, Label, Quote
from annotator.scheme import Scheme


def stop(scheme: Scheme, event: Event, changes: Sequence[Change]) -> str | None:
    """Why `event`, done under another scheme, cannot be reversed by `changes`; None where it can.

    Values that were there anyway are no reason: only those that would come back.
    """
    gone = next((words for change in changes for words in _refused(scheme, change)), None)
    if gone is None:
        return None
    verb, key = ("taken back", "undo") if event.kind is not EventKind.UNDO else ("done again", "redo")
    return (
        f"“{event.says}” cannot be {verb}: it would bring back {gone}, which the scheme {scheme.name} "
        f"{scheme.version} refuses; {key} stops here, change it by hand"
    )


def _refused(scheme: Scheme, change: Change) -> Iterator[str]:
    there, back = _labels(change.before), _labels(change.after)
    for label in back:
        if label not in there and scheme.refuse(label) is not None:
            yield _words(label)
    for field in scheme.fields:
        before, after = (sum(x.field == field.name for x in labels) for labels in (there, back))
        if field.max is not None and after > max(field.max, before):
            yield f"{after} values of {field.name}"


def _labels(entity: Entity | None) -> tuple[Label, ...]:
    return entity.labels if isinstance(entity, Quote | ArticleLabels) else ()


def _words(label: Label) -> str:
    return f"{label.field} {label.value}" + (f" towards {label.target}" if label.target else "")
