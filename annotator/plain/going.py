"""The commands of going on, of taking back, and of looking around."""

from annotator.plain import shown
from annotator.plain.marking import Marking
from annotator.work.session import NotNow
from annotator.work.unfinished import next_unfinished


class Going(Marking):
    """Each method is a command."""

    _at_end = False  # the last command finished the article: going on leads to the next

    def do_finish(self) -> str | None:
        if self._at_end and self.work.finished:
            self._at_end = False
            self.work.next_unfinished()
            return None
        return self._went_on(self.work.finish())

    def do_nothing(self) -> str | None:
        return self._went_on(self.work.nothing())

    def do_skip(self) -> str | None:
        return self._went_on(self.work.skip())

    def _went_on(self, more: bool) -> str | None:
        self._at_end = not more
        return None if more else "this article is finished; an empty line goes on to the next"

    def do_accept(self) -> str:
        self.work.accept()
        return "accepted"

    def do_reject(self) -> str | None:
        if not self.work.reject():
            return self._went_on(False)
        return "rejected; u brings it back"

    def do_move(self, by: int, marked_too: bool = False) -> None:
        if not self.work.move(by, marked_too=marked_too):
            raise NotNow("this is the last sentence" if by > 0 else "this is the first sentence")

    def do_article(self, by: int) -> None:
        self.work.move_article(by)

    def do_unfinished(self) -> None:
        self.work.next_unfinished()

    def do_still(self) -> str:
        return next_unfinished(self.work)

    def do_goto(self) -> None:
        said = self.talk.word("Which sentence?")
        if not said.isdecimal() or not 1 <= int(said) <= len(self.work.desk.sentences):
            raise NotNow(f"this article has the sentences 1 to {len(self.work.desk.sentences)}")
        self.work.go(int(said) - 1)

    def do_choose(self) -> None:
        if not self.talk.answered:
            self.work.cycle(1)
            return
        said = self.talk.word()
        if not said.isdecimal() or not 1 <= int(said) <= len(self.work.here):
            raise NotNow(f"there is no quote {said} in this sentence")
        self.work.selected = self.work.here[int(said) - 1].id

    def do_again(self) -> None:
        self.talk.say((*shown.article(self.work), *shown.sentence(self.work)))

    def do_undo(self) -> str:
        says = self.work.undo()
        return f"taken back: {says}" if says else "nothing is left to take back"

    def do_redo(self) -> str:
        says = self.work.redo()
        return f"done again: {says}" if says else "nothing was taken back"
