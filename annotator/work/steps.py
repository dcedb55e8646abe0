"""The levels of choosing: what is offered at each step, from the scheme and the worklist; for any face."""

from collections.abc import Callable
from typing import NamedTuple

from annotator.model import Quote
from annotator.scheme import Field, FieldKind, Scheme
from annotator.work.desk import Desk


class Choice(NamedTuple):
    """What may be chosen. An empty key: by arrows only."""

    code: str
    key: str
    name: str
    description: str = ""


class Level(NamedTuple):
    """One step of choosing; `enter` is what the enter key chooses before any arrow was pressed."""

    title: str
    choices: tuple[Choice, ...]
    enter: str | None = None


Path = tuple[str, ...]
Step = Callable[[Path], Level | None]

REGISTRY = "@"  # a target from the registry is chosen in a sheet of its own


def targets(scheme: Scheme, last: str | None = None) -> Step:
    """(target, stance), or (REGISTRY,). The `last` target stands first, and enter chooses it."""
    listed = sorted(scheme.targets, key=lambda target: target.code != last)
    again = scheme.target(last) if last is not None else None
    title = f"Stance towards what?   enter: {again.name}, as before" if again else "Stance towards what?"
    first = tuple(Choice(t.code, t.key, t.name, t.description) for t in listed)
    other = Choice(REGISTRY, "@", "A speaker of the registry", "Somebody who is not on the list.")

    def step(path: Path) -> Level | None:
        if not path:
            return Level(title, (*first, other), enter=again.code if again else None)
        if len(path) == 1 and path[0] != REGISTRY:
            found = scheme.target(path[0])
            return steps_of(scheme, found.name if found else path[0])
        return None

    return step


def steps_of(scheme: Scheme, towards: str) -> Level:
    """The steps of the stance scale but `none`, which is towards nothing."""
    field = scheme.field("stance")
    labels = [x for x in field.labels if x.code != "none"] if field else []
    return Level(
        f"Stance towards {towards}?", tuple(Choice(x.code, x.key, x.name, x.description) for x in labels)
    )


def topics(scheme: Scheme) -> Step:
    """(major,) or (major, code): a second key chooses below the major, enter the major itself."""
    field = scheme.field("topic")

    def step(path: Path) -> Level | None:
        if field is None or len(path) > 1:
            return None
        if not path:
            return Level("Topic?", _labels(field, None))
        below = _labels(field, path[0])
        name = found.name if (found := field.label(path[0])) else path[0]
        itself = Choice(path[0], "", f"{name}, as a whole")
        return Level(f"{path[0]} {name}?", (*below, itself), enter=path[0]) if below else None

    return step


def values(field: Field) -> Level:
    """The labels of a field, and nothing at all."""
    return Level(
        f"{field.name}?", (*_labels(field, None), Choice("", "-", "nothing", "Take the value away."))
    )


def _labels(field: Field, parent: str | None) -> tuple[Choice, ...]:
    return tuple(Choice(x.code, x.key, x.name, x.description) for x in field.children(parent))


def fields(asked: list[Field]) -> Step:
    """(field,) for flags, texts and entities, (field, value) for those with labels."""
    by_name = {f.name: f for f in asked}

    def step(path: Path) -> Level | None:
        if not path:
            choices = (Choice(f.name, f.key or "", f.name, f.description) for f in asked)
            return Level("Which field?", tuple(choices))
        field = by_name[path[0]]
        listed = field.kind in (FieldKind.CHOICE, FieldKind.SCALE, FieldKind.MULTI)
        return values(field) if listed and len(path) == 1 else None

    return step


def quotes(desk: Desk, judge: Quote) -> Step:
    """(id of a quote near `judge`,), or ("",) for none."""
    n = desk.sentence_at(judge.start)
    near = desk.quotes_in(range(max(0, n - 3), min(len(desk.sentences), n + 3)))
    others = [q for q in near if q.id != judge.id][:9]

    def step(path: Path) -> Level | None:
        if path:
            return None
        choices = [
            Choice(q.id, str(k), f"quote {desk.number(q)}", " ".join(q.content[0].of(desk.text).split()))
            for k, q in enumerate(others, start=1)
        ]
        return Level("Which quote does it judge?", (*choices, Choice("", "0", "none", "It judges no quote.")))

    return step
