"""Choosing a speaker: type a part of any name, or press the digit of a row; new ones are made in place."""

from textual.content import Content

from annotator.model import Speaker
from annotator.tui.lines import Part, row
from annotator.tui.prompt import TextLine
from annotator.tui.sheet import CANCEL, Done, Sheet
from annotator.work.registry import Registry

KINDS = {"p": "person", "o": "organisation", "s": "state", "g": "group", "r": "role", "a": "anonymous"}

_KEYS = '1-9 or enter chooses · ? unknown · tab: another name of the row · "7 types a digit · ctrl+g cancels'

# What was chosen: ("known", id), ("alias", id, typed), ("new", name, kind) or ("unknown",).
Picked = tuple[str, ...]


def offers(registry: Registry, typed: str, first: list[Speaker], unknown: bool) -> list[Picked]:
    """The rows for what was typed so far: nine at most, and `unknown` where nothing was typed or a "?"."""
    if typed == "?" and unknown:
        return [("unknown",)]
    name = plain(typed)
    if not name:
        found = list(dict.fromkeys([*first, *registry.find("")]))[:9]
        return [("known", s.id) for s in found] + ([("unknown",)] if unknown else [])
    found = registry.find(name)
    rows: list[Picked] = [("known", s.id) for s in found]
    if registry.exact(name) is None:
        # What was typed is likelier a new name when none begins like it.
        rows.insert(len(rows) if found and registry.begins(found[0], name) else 0, ("new", name))
    return rows[:9] if rows[0][0] == "new" or len(rows) < 10 else [*rows[:8], rows[-1]]


def plain(typed: str) -> str:
    """The name that is typed: a leading quotation mark only says that digits are meant as such."""
    return " ".join(typed.removeprefix('"').split())


class People(Sheet[Picked]):
    """Digits mean people here."""

    def __init__(self, title: str, registry: Registry, first: list[Speaker], unknown: bool = True) -> None:
        self._title, self._registry, self._first, self._unknown = title, registry, first, unknown
        self._line = TextLine()
        self._at = 0
        self._new: str | None = None  # the name whose kind is being asked for

    def _rows(self) -> list[Picked]:
        return offers(self._registry, self._line.text, self._first, self._unknown)

    def lines(self, width: int) -> list[Content]:
        line = self._line
        typed = row((self._title, "bold $accent"), f" {line.before}", ("▏", "bold"), line.behind, width=width)
        if self._new is not None:
            kinds = "   ".join(f"{key} {kind}" for key, kind in KINDS.items())
            return [typed, row("what kind of speaker is this?"), row((kinds, "bold"), width=width)]
        found = [row(self._row(n, picked), width=width) for n, picked in enumerate(self._rows())]
        return [typed, *found, row((_KEYS, "dim"), width=width)]

    def _row(self, n: int, picked: Picked) -> Part:
        return f" {n + 1 if n < 9 else ' '}  {self._words(picked)} ", "reverse" if n == self._at else ""

    def _words(self, picked: Picked) -> str:
        if picked[0] == "unknown":
            return "unknown: the text does not tell"
        if picked[0] == "new":
            return f"new: {picked[1]}"
        speaker = self._registry.get(picked[1])
        assert speaker is not None
        aliases = f"  ({', '.join(speaker.aliases)})" if speaker.aliases else ""
        return f"{speaker.name}  {speaker.kind}{aliases}"

    def paste(self, text: str) -> None:
        if self._new is None:
            self._line.type(text)
            self._at = 0

    def press(self, key: str, character: str | None) -> Done[Picked] | None:
        if key in CANCEL:
            return Done(None)
        if self._new is not None:
            return self._kind(self._new, key)
        rows = self._rows()
        if key in ("down", "up"):
            self._at = (self._at + (1 if key == "down" else -1)) % len(rows)
        elif key in ("enter", "tab"):
            return self._choose(rows, self._at, alias=key == "tab")
        elif character and character in "123456789" and not self._line.text.startswith('"'):
            return self._choose(rows, int(character) - 1, alias=False)
        elif self._line.press(key, character):
            self._at = 0
        return None

    def _choose(self, rows: list[Picked], n: int, *, alias: bool) -> Done[Picked] | None:
        if n >= len(rows):
            return None
        picked, name = rows[n], plain(self._line.text)
        if picked[0] == "new":
            self._new = name
            return None
        return Done(("alias", picked[1], name) if alias and picked[0] == "known" and name else picked)

    def _kind(self, name: str, key: str) -> Done[Picked] | None:
        if key == "backspace":
            self._new = None
        elif kind := ("person" if key == "enter" else KINDS.get(key)):
            return Done(("new", name, kind))
        return None
