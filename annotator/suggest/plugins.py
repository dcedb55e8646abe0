"""Which suggesters there are: those of the program, and classes that a team plugs in by an entry point."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from importlib import import_module
from importlib.metadata import EntryPoint, entry_points
from typing import Any

from annotator.errors import AnnotatorError, UsageError
from annotator.suggest.suggester import Project, Suggester, Unusable

GROUP = "annotator.suggesters"
RULES = "rules"
LONGEST = 60  # characters of a name or version

# name -> module and class. They are loaded late: one of them may need packages that are not installed.
BUILT_IN = {
    RULES: ("annotator.suggest.rules", "Rules"),
    "learned": ("annotator.suggest.learned", "Learned"),
    "endpoint": ("annotator.suggest.endpoint", "Endpoint"),
}


@dataclass(frozen=True, slots=True)
class Known:
    """A suggester that there is; `why` says why it cannot be used, where it cannot."""

    name: str
    version: str = ""
    origin: str = "built in"
    why: str = ""


def known(project: Project) -> Iterator[Known]:
    """All suggesters: the built-in ones, then the plugins by name."""
    for name in BUILT_IN:
        yield _looked_at(name, "built in", _built_in(name, project))
    for point in _points():
        yield _looked_at(point.name, _origin(point), _plugin(point, project))


def suggester(name: str, project: Project) -> Suggester:
    """The suggester `name`. Raises UsageError where there is none, Unusable where it is not."""
    if name in BUILT_IN:
        return _built_in(name, project)()
    points = _points()
    found = [point for point in points if point.name == name]
    if not found:
        there = ", ".join([*BUILT_IN, *(point.name for point in points)])
        raise UsageError(f"there is no suggester “{name}”; there are {there}")
    if len(found) > 1:
        raise UsageError(
            f"two packages bring a suggester “{name}”: {', '.join(map(_origin, found))}; remove one of them"
        )
    return _plugin(found[0], project)()


def _points() -> list[EntryPoint]:
    return sorted(entry_points(group=GROUP), key=lambda point: (point.name, point.value))


def _origin(point: EntryPoint) -> str:
    return f"{point.dist.name} {point.dist.version}" if point.dist else point.value


def _looked_at(name: str, origin: str, make: Callable[[], Suggester]) -> Known:
    try:
        return Known(name, make().version, origin)
    except AnnotatorError as problem:
        return Known(name, "", origin, str(problem))


def _built_in(name: str, project: Project) -> Callable[[], Suggester]:
    module, attribute = BUILT_IN[name]

    def make() -> Suggester:
        try:
            return _made(getattr(import_module(module), attribute), project)
        except ImportError as problem:
            raise Unusable(
                f"the suggester “{name}” needs the package {problem.name}, which is not installed"
            ) from None

    return make


def _plugin(point: EntryPoint, project: Project) -> Callable[[], Suggester]:
    def make() -> Suggester:
        if point.name in BUILT_IN:
            raise Unusable(f"{point.name} is the program's own; let {_origin(point)} choose another name")
        try:
            made = _made(point.load(), project)
            _check(point.name, made)
        except AnnotatorError:
            raise
        except Exception as problem:  # a team's own code may raise anything
            whose = f"the suggester {point.name} of {_origin(point)}"
            raise Unusable(f"{whose} could not be made: it raised {raised(problem)}") from problem
        return made

    return make


def _made(maker: Any, project: Project) -> Suggester:
    """A suggester of the class `maker`: by its `for_project` where it has one, else without arguments."""
    for_project = getattr(maker, "for_project", None)
    made: Suggester = maker() if for_project is None else for_project(project)
    return made


def _check(name: str, made: Any) -> None:
    """Raises Unusable where `made` is no suggester."""
    if not callable(getattr(made, "suggest", None)):
        raise Unusable(f"the suggester {name} has no method suggest(given)")
    if getattr(made, "name", None) != name:
        own = str(getattr(made, "name", None))[:LONGEST]
        raise Unusable(f"the suggester {name} calls itself {own}; its name has to be that of its entry point")
    version = getattr(made, "version", None)
    if not isinstance(version, str):
        raise Unusable(f"the suggester {name} needs a version, a text")
    check_layer(name, version)


def check_layer(name: str, version: str) -> None:
    """Raises Unusable where a model's layer cannot be called so."""
    for what, word in (("name", name), ("version", version)):
        if not word.strip() or word != word.strip() or len(word) > LONGEST or not word.isprintable():
            raise Unusable(
                f"“{' '.join(word.split())[:LONGEST]}” cannot be a suggester's {what}: it needs 1 to "
                f"{LONGEST} printable characters, without white space at its ends"
            )


def raised(problem: BaseException) -> str:
    """What was raised, in a line: "ValueError (no weights)"."""
    words = " ".join(str(problem).split())
    return f"{type(problem).__name__} ({words[:200]})" if words else type(problem).__name__
