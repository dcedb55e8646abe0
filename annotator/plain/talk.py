"""Asking and answering a line at a time: nothing but words goes out, nothing but lines comes in.

What stands behind a command answers the questions that it asks: `t b 5` says at once what `t` would ask for
in two. An answer of several words, as a name, ends at a slash between blanks: `w Ida Brenn / p`.
"""

from collections.abc import Iterable
from typing import TextIO

from annotator.text.visible import visible
from annotator.work.session import NotNow
from annotator.work.steps import Level, Path, Step

_SLASH = " / "


class Over(Exception):
    """No more lines will come."""


class Talk:
    """Lines from `source`, lines to `sink`; `prompts`: somebody sits there and waits for a sign to type."""

    def __init__(self, source: TextIO, sink: TextIO, *, prompts: bool) -> None:
        self._source, self._sink, self.prompts = source, sink, prompts
        self._rest = ""  # of the line with the command

    def say(self, lines: Iterable[str]) -> None:
        """Put out some lines, every character of them visible."""
        self._sink.write("".join(f"{visible(line)}\n" for line in lines))
        self._sink.flush()

    def _line(self) -> str:
        if self.prompts:
            self._sink.write("> ")
            self._sink.flush()
        line = self._source.readline()
        if not line:
            raise Over
        return line.rstrip("\n")

    def command(self) -> str:
        """The next command; what stands behind it answers its questions."""
        line = self._line()
        if line == "\t":
            return line
        word, _, self._rest = line.strip().partition(" ")
        if len(word) > 1 and not (word[0].isalnum() and word[1].isalnum()):  # as in #3, or m“Talks … soon”
            word, self._rest = word[0], f"{word[1:]} {self._rest}"
        self._rest = self._rest.strip()
        return word

    @property
    def answered(self) -> bool:
        """Whether an answer stands behind the command already."""
        return bool(self._rest)

    def word(self, *title: str) -> str:
        """An answer of one word; "" for none."""
        if not self._rest:
            self.say(title)
            return self._line().strip()
        word, _, rest = self._rest.removeprefix("/ ").partition(" ")
        self._rest = rest.strip()
        return word

    def words(self, *title: str) -> str:
        """An answer of any words, up to a slash; "" for none."""
        if not self._rest:
            self.say(title)
            return self._line().strip()
        words, _, self._rest = self._rest.removeprefix("/ ").partition(_SLASH)
        return words.strip()

    def path(self, step: Step) -> Path:
        """A choice at each level that there is."""
        path: Path = ()
        while (level := step(path)) is not None:
            path = (*path, self.choose(level))
        return path

    def choose(self, level: Level) -> str:
        """The code of what is chosen: by its key, its code or its name. Raises NotNow."""
        rows = (": ".join(x for x in (c.key or c.code, c.name, c.description) if x) for c in level.choices)
        said = self.word(level.title, *rows)
        if not said and level.enter is not None:
            return level.enter
        for choice in level.choices:
            if said and said in (choice.key, choice.code):
                return choice.code
        named = [c.code for c in level.choices if said and c.name.casefold().startswith(said.casefold())]
        if len(named) == 1:
            return named[0]
        raise NotNow(f"there is no choice “{said}”; nothing was changed" if said else "nothing was changed")
