"""Keys tried on a copy of the screen: each with the field that it was pressed for."""

import string
from collections.abc import Callable, Iterable, Iterator, Sequence
from copy import copy
from dataclasses import dataclass, field
from typing import Any

from annotator.model import Quote
from annotator.tui.keynames import key_name
from annotator.tui.sheet import Sheet
from scripts.benches.keying.cast import Cast
from scripts.benches.keying.dry import Dry
from scripts.benches.keying.wanted import Person

Stroke = tuple[str, str]  # key, field
Keys = Sequence[str]


@dataclass
class Attempt:
    """A screen, and the keys that brought it where it is."""

    screen: Dry
    strokes: list[Stroke] = field(default_factory=list)

    def press(self, of: str, *keys: str) -> "Attempt":
        """Press keys for the field `of`."""
        self.screen.press(*keys)
        self.strokes += [(key, of) for key in keys]
        return self

    def fork(self) -> "Attempt":
        """The same once more, to go on in another way."""
        return Attempt(self.screen.fork(), list(self.strokes))

    def take(self, other: "Attempt") -> None:
        """Go on as `other` does."""
        self.screen, self.strokes = other.screen, other.strokes

    @property
    def quote(self) -> Quote:
        """The quote that is selected."""
        return self.screen.work.chosen()

    def first(self, of: str, ways: Iterable[Keys], good: Callable[["Attempt"], bool]) -> bool:
        """Press the first of `ways` after which `good` holds; False, and nothing pressed, where none does."""
        for keys in ways:
            tried = self.fork().press(of, *keys)
            if tried.screen.asked is None and good(tried):
                self.take(tried)
                return True
        return False


def best(tried: Iterable[Attempt]) -> Attempt | None:
    """The one with the fewest keys, the first of several."""
    return min(tried, key=lambda a: len(a.strokes), default=None)


# --- sheets


def choice(screen: Dry, code: str) -> str | None:
    """The key that chooses `code` on the sheet that is open, where it offers that."""
    level = getattr(screen.asked.sheet, "_level", None) if screen.asked else None
    keys = [c.key for c in level.choices if c.code == code] if level else []
    return key_name(keys[0]) if keys and keys[0] else None


def copied(sheet: Sheet[Any]) -> Sheet[Any]:
    """A sheet to try keys on."""
    new = copy(sheet)
    for name, value in vars(sheet).items():
        if isinstance(value, list | dict | set) or type(value).__module__.startswith("annotator.tui."):
            setattr(new, name, copy(value))
    return new


def pick(screen: Dry, cast: Cast, person: Person | None, most: int) -> Keys | None:
    """The fewest keys that choose somebody on the sheet of speakers that is open; None above `most`."""
    assert screen.asked is not None
    found: Keys | None = None
    for typed in sorted(set(_typed(screen, cast, person)), key=lambda word: (len(word), word)):
        if len(typed) >= (most if found is None else len(found)):
            break
        trial = copied(screen.asked.sheet)
        done = [trial.press(key_name(c), c) for c in typed]
        begun = ["space" if c == " " else c for c in typed]
        if any(done):
            ways = [begun] if done[-1] is not None and _is(screen, cast, done[-1].chosen, person) else []
        else:
            ways = [[*begun, *keys] for keys in _chosen(screen, cast, trial, person)]
        found = min([*ways, *filter(None, [found])], key=len, default=None)
    return found


def _typed(screen: Dry, cast: Cast, person: Person | None) -> Iterator[str]:
    """What one may type to find somebody: beginnings of each word of each name, and the name itself."""
    yield ""
    if person is None:
        yield "?"
        return
    for name in cast.names(person, screen.work.registry):
        words = name.split()
        for n in range(len(words)):
            rest = " ".join(words[n:]).lower()
            yield from (rest[:k] for k in range(1, min(len(rest), FIRST) + 1) if rest[k - 1] != " ")
    yield f'"{person.name}' if any(c in string.digits for c in person.name) else person.name


def _chosen(screen: Dry, cast: Cast, sheet: Sheet[Any], person: Person | None) -> Iterator[Keys]:
    """The last keys: a row, and for somebody new what kind of speaker that is."""
    for key in ("enter", *"123456789"):
        trial = copied(sheet)
        done = trial.press(key, key if len(key) == 1 else None)
        if done is not None:
            if _is(screen, cast, done.chosen, person):
                yield [key]
        elif person is not None:
            kind = person.kind[0]
            done = trial.press(kind, kind)
            if done is not None and _is(screen, cast, done.chosen, person, typed=True):
                yield [key, kind]


def _is(
    screen: Dry, cast: Cast, picked: tuple[str, ...] | None, person: Person | None, *, typed: bool = False
) -> bool:
    match picked:
        case ("unknown",):
            return person is None
        case ("known", id):
            entry = screen.work.registry.get(id)
            return person is not None and entry is not None and cast.is_(person, entry)
        case ("new", name, kind):
            return person is not None and cast.may_be(person, name, kind, typed=typed)
    return False


FIRST = 6  # letters of a word that are tried
