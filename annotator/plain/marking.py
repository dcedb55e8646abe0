"""The commands of marking: by words, by quotation marks, by the cue."""

from annotator.model import Span
from annotator.plain.labelling import NONE, Labelling
from annotator.plain.shown import words
from annotator.plain.words import meant, numbered
from annotator.text.marks import covering, starting
from annotator.work import pointing
from annotator.work.seed import Seed
from annotator.work.session import NotNow
from annotator.work.steps import Choice, Level
from annotator.work.worklist import Place

_HOW = "Which words? Write them, or the first … the last, or numbers as 3-9; # numbers the words"


class Marking(Labelling):
    """Each method is a command."""

    def do_mark(self) -> str:
        self.work.mark(self._content())
        return "marked"

    def _content(self) -> list[Span]:
        said = self.talk.words(_HOW)
        if not said:
            raise NotNow("nothing was changed")
        return meant(self.work.desk, self.work.at, said, content=True)

    def do_spans(self, place: Place) -> str:
        """The words of the chosen quote in a place, counted and looked for from the sentence in view on."""
        self.work.spans_of(place)
        said = self.talk.words(f"{_HOW}; {NONE} for none")
        if not said:
            raise NotNow("nothing was changed")
        desk, here = self.work.desk, self.work.at
        found = [] if said == NONE else meant(desk, here, said, content=place == "content")
        self.work.set_spans(place, found)
        return f"{place}: {' … '.join(words(self.work, span) for span in found) or 'none'}"

    def do_quotation(self) -> str:
        """Mark what stands in quotation marks: the first that is not marked yet, or by number."""
        number = self.talk.word() if self.talk.answered else ""
        if not number:
            self.work.mark([self.work.next_quotation()])
            return "marked"
        desk, here = self.work.desk, self.work.desk.sentences[self.work.at].span
        around = covering(desk.quotations, here.start)
        found = list(dict.fromkeys((*reversed(around), *starting(desk.quotations, here))))
        if not number.isdecimal() or not 1 <= int(number) <= len(found):
            raise NotNow(f"there is no quotation {number} here; q marks the next one")
        self.work.mark([desk.whole(found[int(number) - 1].span)])
        return "marked"

    def do_point(self) -> str:
        """Choose the verb of the sentence that is a cue; the rules find the rest."""
        places = pointing.hints(self.work)
        verbs = tuple(Choice(key, key, span.of(self.work.desk.text)) for key, span in places.items())
        cue = places[self.talk.choose(Level("Which verb is the cue?", verbs))]
        if pointing.point(self.work, cue) is None:
            self.talk.say(["The rules find nothing said there."])
            self.work.mark(self._content(), Seed((cue,)))
        return "marked by its cue"

    def do_sibling(self) -> str:
        """A new quote with source and speakers of the last one."""
        seed = self.work.like_last()
        self.work.mark(self._content(), seed)
        return "marked"

    def do_numbers(self) -> None:
        said = self.talk.word() if self.talk.answered else "1"
        if not said.isdecimal() or int(said) < 1:
            raise NotNow("# 3 numbers the words of three sentences")
        self.talk.say(numbered(self.work.desk, self.work.at, int(said)))
