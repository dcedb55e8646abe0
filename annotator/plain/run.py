"""The talk itself: a command, what came of it, the next."""

from typing import TextIO

from annotator.errors import AnnotatorError
from annotator.plain import shown
from annotator.plain.commands import Command, commands
from annotator.plain.looking import Looking
from annotator.plain.talk import Over, Talk
from annotator.work.session import NotNow
from annotator.work.worklist import Worklist


def run(work: Worklist, source: TextIO, sink: TextIO, *, prompts: bool) -> bool:
    """Talk until somebody leaves or no line is left; whether every command could be done.

    Nothing is written but words and line ends, whatever the terminal; nothing is read but lines.
    """
    return Conversation(work, Talk(source, sink, prompts=prompts)).held()


class Conversation(Looking):
    """One person's commands, one after the other."""

    def __init__(self, work: Worklist, talk: Talk) -> None:
        super().__init__(work, talk)
        self._commands = commands(work.scheme)
        self._left, self._all_done = False, True

    def held(self) -> bool:
        """Talk to the end."""
        self.talk.say(["Commands are letters; ? lists them, Q leaves."])
        self.do_again()
        try:
            while not self._left:
                self._follow(self.talk.command())
        except Over:
            pass
        finally:
            self.work.leave()
        return self._all_done

    def _follow(self, letter: str) -> None:
        before, said = self._place(), tuple(shown.quotes(self.work))
        self.work.active.pulse()
        try:
            news = self._done(letter)
            self.work.watch.look()
        except AnnotatorError as problem:
            news, self._all_done = str(problem), False
        if news:
            self.talk.say([f"{news[0].upper()}{news[1:]}."])
        if self._left:
            return
        if self._place() != before:
            same = self._place()[0] == before[0]
            self.talk.say((*(() if same else shown.article(self.work)), *shown.sentence(self.work)))
        elif (now := tuple(shown.quotes(self.work))) != said:
            self.talk.say(now)

    def _place(self) -> tuple[str, int]:
        return self.work.desk.article.digest, self.work.at

    def _done(self, letter: str) -> str | None:
        command = self._commands.get(letter)
        if command is None:
            raise NotNow(f"there is no command “{letter}”; ? lists them")
        name, *arguments = command.calls
        if name != "finish":
            self.at_end = False
        news: str | None = getattr(self, f"do_{name}")(*arguments)
        return news

    def do_help(self) -> None:
        self.talk.say(_help(command) for letter, command in self._commands.items() if letter != "\t")

    def do_leave(self) -> None:
        self._left = True


def _help(command: Command) -> str:
    call = " ".join(x for x in (command.letter or "an empty line", command.takes) if x)
    return f"{call}: {command.says}"
