"""The commands of looking around, beside those that every face has."""

from annotator.plain import shown
from annotator.plain.marking import Marking
from annotator.work.going import Going
from annotator.work.session import NotNow
from annotator.work.unfinished import next_unfinished


class Looking(Going, Marking):
    """Each method is a command."""

    goes_on = "an empty line"

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
