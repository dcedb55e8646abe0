"""Going by what is proposed and by what the rules find: accepting, rejecting, and pointing at a cue."""

from collections.abc import Mapping

from textual.content import Content

from annotator.model import Span
from annotator.tui.lines import row
from annotator.tui.marking import MarkKeys
from annotator.tui.sheet import CANCEL, Done, Sheet
from annotator.work import pointing
from annotator.work.going import Going
from annotator.work.seed import Seed


class Hints(Sheet[Span]):
    """Letters stand in the article; the letter chooses what begins there."""

    def __init__(self, title: str, places: Mapping[str, Span]) -> None:
        self._title, self._places = title, places

    @property
    def shown(self) -> dict[int, str]:
        """Offset -> the letter that stands there."""
        return {place.start: letter for letter, place in self._places.items()}

    def press(self, key: str, character: str | None) -> Done[Span] | None:
        if key in CANCEL:
            return Done(None)
        found = self._places.get(character or "")
        return Done(found) if found is not None else None

    def lines(self, width: int) -> list[Content]:
        return [row((self._title, "bold $accent"), ("   ctrl+g cancels", "dim"), width=width)]


class ProposalKeys(Going, MarkKeys):
    """Each key goes on, judges what is proposed, or has the rules propose more."""

    goes_on = "space"

    def do_point(self) -> None:
        self.ask(Hints("Which verb is the cue? Press its letter.", pointing.hints(self.work)), self._pointed)

    def _pointed(self, cue: Span) -> str:
        if pointing.point(self.work, cue) is not None:
            return "marked by its cue"
        self.begin_new(Seed((cue,)))
        return "the rules find nothing said there: mark the words yourself"

    def do_sibling(self) -> None:
        self.begin_new(self.work.like_last())
