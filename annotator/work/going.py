"""Going on, judging and taking back, in the words that every face says of it."""

from typing import ClassVar

from annotator.work.session import NotNow
from annotator.work.worklist import Worklist


class Going:
    """The commands of a face that need nothing but its worklist: each does it and returns the news.

    `at_end`: the last command finished the article, so that going on leads to the next; any other command
    ends that.
    """

    work: Worklist
    goes_on: ClassVar[str]  # what one presses or types to go on
    at_end = False

    def do_finish(self) -> str | None:
        if self.at_end and self.work.finished:
            self.at_end = False
            self.work.next_unfinished()
            return None
        return self._went_on(self.work.finish())

    def do_nothing(self) -> str | None:
        return self._went_on(self.work.nothing())

    def do_skip(self) -> str | None:
        return self._went_on(self.work.skip())

    def _went_on(self, more: bool) -> str | None:
        self.at_end = not more
        return None if more else f"this article is finished: {self.goes_on} goes on to the next"

    def do_accept(self) -> str:
        self.work.accept()
        return "accepted"

    def do_reject(self) -> str:
        return self._went_on(self.work.reject()) or "rejected; u brings it back"

    def do_move(self, by: int, marked_too: bool = False) -> None:
        if not self.work.move(by, marked_too=marked_too):
            raise NotNow("this is the last sentence" if by > 0 else "this is the first sentence")

    def do_article(self, by: int) -> None:
        self.work.move_article(by)

    def do_unfinished(self) -> None:
        self.work.next_unfinished()

    def do_undo(self) -> str:
        says = self.work.undo()
        return f"taken back: {says}" if says else "nothing is left to take back"

    def do_redo(self) -> str:
        says = self.work.redo()
        return f"done again: {says}" if says else "nothing was taken back"
