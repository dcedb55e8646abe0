"""The sheets of finding: type words, see where they stand, choose one of the places."""

from collections.abc import Callable

from textual.content import Content

from annotator.errors import AnnotatorError
from annotator.model import Span
from annotator.store.searching import Found, Hit
from annotator.tui.lines import Part, cut, row
from annotator.tui.prompt import TextLine
from annotator.tui.sheet import CANCEL, Done, Sheet
from annotator.work.finding import Finder, Search

_ROWS = 5  # hits that are shown while one types: the article has to stay in view
_TITLE = 20  # columns of an article's title, at least
_BEFORE = 24  # columns of a sentence before the hit


def _typed(title: str, line: TextLine, news: str, width: int) -> Content:
    words = (f" {line.before}", ("▏", "bold"), line.behind)
    return row((title, "bold $accent"), *words, (news, "dim"), width=width)


def _around(text: str, spans: list[Span], room: int) -> list[Part]:
    """`text` from a little before the first of `spans` on, those in bold, in about `room` columns."""
    start = max(0, spans[0].start - min(_BEFORE, room // 3))
    end = min(len(text), start + 2 * room)
    parts: list[Part] = [("…" if start else "", "dim")]
    at = start
    for span in spans:
        if at <= span.start < end:
            parts += [_flat(text[at : span.start]), (_flat(text[span.start : span.end]), "bold underline")]
            at = span.end
    return [*parts, _flat(text[at:end])]


def _flat(text: str) -> str:
    return "".join(" " if sign.isspace() else sign for sign in text)


Sought = tuple[str, Span | None]  # what was typed, and which hit was chosen; ("", None): the last again


class Find(Sheet[Sought]):
    """Type words: the hits in the article are listed, and `look` shows the chosen one where it stands."""

    def __init__(self, finder: Finder, look: Callable[[Span], None]) -> None:
        self._finder, self._look = finder, look
        self._line = TextLine()
        self._hits: list[Span] = []
        self._at = 0

    @property
    def _typed(self) -> str:
        return self._line.text.strip()

    def lines(self, width: int) -> list[Content]:
        if self._hits:
            news = f"   {self._at + 1} of {len(self._hits)} · enter goes there · down: the next"
        elif self._typed:
            news = "   not in this article · S looks through the corpus"
        else:
            news = f"   enter: “{self._finder.typed}” again" if self._finder.typed else "   ctrl+g cancels"
        first = max(0, min(self._at - 1, len(self._hits) - _ROWS))
        shown = enumerate(self._hits[first : first + _ROWS], start=first)
        return [
            _typed("Find:", self._line, news, width),
            *(self._row(hit, n == self._at, width) for n, hit in shown),
        ]

    def _row(self, hit: Span, chosen: bool, width: int) -> Content:
        number, words, where = self._finder.sentence(hit)
        head = f"{'▸' if chosen else ' '}{number:>4}  "
        return row((head, "bold" if chosen else "dim"), *_around(words, [where], width), width=width)

    def press(self, key: str, character: str | None) -> Done[Sought] | None:
        if key in CANCEL:
            return Done(None)
        if key == "enter":
            if not self._typed:
                return Done(("", None))
            return Done((self._typed, self._hits[self._at])) if self._hits else None
        if key in ("down", "tab", "up") and self._hits:
            self._at = (self._at + (-1 if key == "up" else 1)) % len(self._hits)
        elif self._line.press(key, character):
            self._seek()
        self._show()
        return None

    def paste(self, text: str) -> None:
        self._line.type(text)
        self._seek()
        self._show()

    def _seek(self) -> None:
        self._hits = self._finder.hits(self._typed)
        self._at = self._finder.first(self._hits)

    def _show(self) -> None:
        if self._hits:
            self._look(self._hits[self._at])


class Searching(Sheet[Hit]):
    """Type words, then choose among the sentences of the corpus that hold them: digits mean hits then."""

    def __init__(self, search: Search) -> None:
        self._search = search
        self._line = TextLine()
        self._found: Found | None = None  # None while one types
        self._at = 0
        self._news = ""

    def lines(self, width: int) -> list[Content]:
        if self._found is None:
            last = self._search.typed
            again = f"enter: “{last}” again" if last else "“…”: words that stand together"
            says = (self._news, "$warning") if self._news else (f"{again} · ctrl+g cancels", "dim")
            return [_typed("Search the corpus:", self._line, "", width), row(says, width=width)]
        count = f"   in {self._found.articles:,} article{'' if self._found.articles == 1 else 's'}"
        found = [row((f"“{self._search.typed}”", "bold $accent"), (count, "dim"), width=width)]
        found += [self._row(n, hit, width) for n, hit in enumerate(self._found.hits)]
        if not self._found.hits:
            found.append(row("no sentence here holds them all" if self._found.articles else "nothing found"))
        more = "tab: more · " if self._found.after else ""
        keys = f"1-9 or enter goes there · {more}/ other words · ctrl+g closes"
        return [*found, row((keys, "dim"), width=width)]

    def _row(self, n: int, hit: Hit, width: int) -> Content:
        title = cut(hit.spot.title, max(_TITLE, width // 4))
        head = f"{'▸' if n == self._at else ' '}{n + 1} {title} · {hit.spot.sentence + 1}  "
        words = _around(hit.text, list(hit.spans), width)
        return row((head, "bold" if n == self._at else ""), *words, width=width)

    def press(self, key: str, character: str | None) -> Done[Hit] | None:
        if key in CANCEL:
            return Done(None)
        if self._found is None:
            self._type(key, character)
            return None
        hits = self._found.hits
        if key == "enter" and hits:
            return Done(hits[self._at])
        if character and character in "123456789" and int(character) <= len(hits):
            return Done(hits[int(character) - 1])
        if key in ("down", "j", "up", "k") and hits:
            self._at = (self._at + (1 if key in ("down", "j") else -1)) % len(hits)
        elif key in ("tab", "space", "pagedown"):
            self._show(self._search.more)
        elif key in ("slash", "backspace"):
            self._found = None
        return None

    def _type(self, key: str, character: str | None) -> None:
        if key == "enter":
            typed = self._line.text.strip()
            if typed or not self._search.typed:
                self._show(lambda: self._search.look(typed))
            else:
                self._found, self._at = self._search.found, 0
        elif self._line.press(key, character):
            self._news = ""

    def _show(self, verb: Callable[[], Found]) -> None:
        try:
            self._found, self._at = verb(), 0
        except AnnotatorError as problem:  # the sheet stays open, to be typed in again
            self._found, self._news = None, str(problem)

    def paste(self, text: str) -> None:
        if self._found is None:
            self._line.type(text)
