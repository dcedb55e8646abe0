"""Choosing a speaker, a mode of its own: digits mean people here. New ones are made in place."""

from textual.content import Content

from annotator.model import SpeakerKind
from annotator.tui.lines import Part, row
from annotator.tui.prompt import TextLine
from annotator.tui.sheet import CANCEL, Done, Sheet
from annotator.work.naming import is_pronoun, likely_kind
from annotator.work.people import Picked
from annotator.work.whom import ROWS, Whom, named

KINDS = {"p": "person", "o": "organisation", "s": "state", "g": "group", "r": "role", "a": "anonymous"}

_MODE = " PEOPLE "
_DIGITS = f"1-{ROWS} mean people here"
_KINDS_MODE = "letters mean kinds here"


class People(Sheet[Picked]):
    """Type a part of any name, or press the digit of a row."""

    def __init__(self, title: str, whom: Whom) -> None:
        self._title, self._whom = title, whom
        self._line = TextLine()
        self._at = 0
        self._new: str | None = None  # the name whose kind is being asked for
        self._news = ""
        self._found: tuple[str, list[Picked]] | None = None  # the rows, and for what was typed

    @property
    def _typed(self) -> str:
        return self._line.text

    def _rows(self) -> list[Picked]:
        if self._found is None or self._found[0] != self._typed:
            self._found = self._typed, self._whom.rows(self._typed)
        return self._found[1]

    # Showing

    def lines(self, width: int) -> list[Content]:
        line = self._line
        says = _DIGITS if self._new is None else _KINDS_MODE
        title: list[Part] = [(_MODE, "bold reverse $accent"), (f" {self._title}", "bold $accent")]
        typed = row(*title, f" {line.before}", ("▏", "bold"), line.behind, (f"   {says}", "dim"), width=width)
        if self._new is not None:
            return [typed, *self._kinds(self._new, width)]
        rows = self._rows()
        found = [row(self._row(n, picked), width=width) for n, picked in enumerate(rows)]
        foot = (self._news, "$warning") if self._news else (self._keys(), "dim")
        return [typed, *found, row(foot, width=width)]

    def _kinds(self, name: str, width: int) -> list[Content]:
        kinds = "   ".join(f"{key} {kind}" for key, kind in KINDS.items())
        likely = f"what kind of speaker is this?   enter: {likely_kind(name)} · backspace: back to the name"
        return [row(likely, width=width), row((kinds, "bold"), width=width)]

    def _row(self, n: int, picked: Picked) -> Part:
        key = "?" if picked == ("unknown",) else str(n + 1) if n < ROWS and picked[0] != "same" else " "
        return f" {key}  {self._whom.says(picked)} ", "reverse" if n == self._at else ""

    def _keys(self) -> str:
        if not self._typed:
            same = "= as the last quote · 'n as quote n · " if self._whom.same else ""
            return f"enter chooses · {same}type a name · ctrl+g cancels"
        if named(self._typed) and any(row[0] == "known" for row in self._rows()):
            return 'enter chooses · tab: and what was typed is another name of it · "7 types 7'
        return 'enter chooses · "7 types 7 · ctrl+g cancels'

    # Answering

    def paste(self, text: str) -> None:
        if self._new is None:
            self._line.type(text)
            self._at = 0

    def press(self, key: str, character: str | None) -> Done[Picked] | None:
        self._news = ""
        if key in CANCEL:
            return Done(None)
        if self._new is not None:
            return self._kind(self._new, key)
        if not self._typed and character in ("?", "="):
            return self._sign(character)
        rows = self._rows()
        if key in ("down", "up"):
            self._at = (self._at + (1 if key == "down" else -1)) % max(1, len(rows))
        elif key in ("enter", "tab"):
            return self._choose(rows, self._at, alias=key == "tab")
        elif character and character in "123456789" and self._typed[:1] not in ('"', "#", "'"):
            return self._choose(rows, int(character) - 1, alias=False)
        elif self._line.press(key, character):
            self._at = 0
        return None

    def _sign(self, sign: str) -> Done[Picked] | None:
        if sign == "?" and self._whom.unknown:
            return Done(("unknown",))
        if sign == "=" and self._whom.same is not None:
            return Done(("same", ""))
        self._news = "an entry of the registry is needed here"
        return None

    def _choose(self, rows: list[Picked], n: int, *, alias: bool) -> Done[Picked] | None:
        if n >= len(rows):
            return None
        picked, name = rows[n], named(self._typed)
        if picked[0] == "new" and len(picked) == 2:
            self._new = name
            return None
        if not (alias and picked[0] == "known" and name):
            return Done(picked)
        if is_pronoun(name):
            self._news = f"“{name}” is a pronoun and no name: enter says whom it means here"
            return None
        return Done(("alias", picked[1], name))

    def _kind(self, name: str, key: str) -> Done[Picked] | None:
        if key == "backspace":
            self._new = None
        elif kind := (str(likely_kind(name)) if key == "enter" else KINDS.get(key)):
            return Done(("new", name, str(SpeakerKind(kind))))
        return None
