"""The keys of marking: a selection grows on the article until it is kept."""

from textual import events

from annotator.model import Span
from annotator.tui.labels import LabelKeys
from annotator.work.beginning import begun
from annotator.work.marking import Marking
from annotator.work.seed import NOTHING, Seed
from annotator.work.session import NotNow
from annotator.work.shaping import later_quotation
from annotator.work.worklist import Place

_WORDS = {"content": "the words", "cue": "the cue", "source": "the source", "via": "the agency"}


class MarkKeys(LabelKeys):
    """While `marking` is set, keys move and grow the selection for `place` of a new or the selected quote."""

    marking: Marking | None = None
    place: Place = "content"
    is_new = False
    seed = NOTHING
    _finding = 0  # a letter is awaited, to find it ahead (1) or behind (-1)

    def says_marking(self) -> str:
        """What is being marked, in words."""
        quote = self.work.quote
        which = "a new quote" if self.is_new or quote is None else f"quote {self.work.desk.number(quote)}"
        return f"{_WORDS[self.place]} of {which}"

    def do_mark(self) -> None:
        self.begin_new(NOTHING)

    def begin_new(self, seed: Seed) -> None:
        """Begin to mark the words of a new quote of which `seed` is known."""
        self.seed = seed
        self._begin("content", new=True)

    def do_spans(self, place: Place) -> None:
        self._begin(place, new=False)

    def _begin(self, place: Place, *, new: bool) -> None:
        cue = self.seed.cue if new else ()
        marking = begun(self.work, place, new=new, behind=cue[-1] if cue else None)
        self.is_new, self.place, self.marking = new, place, marking

    @property
    def _now(self) -> Marking:
        assert self.marking is not None, "the keys of marking were pressed while nothing is being marked"
        return self.marking

    def do_snap(self) -> str | None:
        """Marking: snap to quotation marks. Reading: mark what stands in them at once."""
        if self.marking is not None:
            return None if self.marking.snap() else "no quotation marks from here on"
        try:
            quotation = self.work.next_quotation()
        except NotNow:
            # What is not in view is not marked: it is shown first.
            self.work.go(later_quotation(self.work))
            return "here is the next quotation without a quote; q once more marks it"
        self.work.mark([quotation])
        return "marked"

    def do_word(self, by: int) -> None:
        self._now.word(by)

    def do_clause(self, by: int) -> None:
        self._now.clause(by)

    def do_paragraph(self, by: int) -> None:
        self._now.paragraph(by)

    def do_sentence(self, by: int) -> None:
        self._now.next_sentence(by)

    def do_sentence_end(self) -> None:
        self._now.sentence_end()

    def do_sentence_start(self) -> None:
        self._now.sentence_start()

    def do_extend(self) -> None:
        self._now.toggle_extending()

    def do_swap(self) -> None:
        self._now.swap()

    def do_piece(self) -> None:
        self._now.piece()

    def do_cut_piece(self) -> str | None:
        """Cut what is selected out of the pieces; before there are any, go and choose it."""
        if not any(piece.overlaps(self._now.selection) for piece in self._now.pieces):
            self._now.look_inside()
            return "choose what to cut out, and - once more"
        return None if self._now.cut() else "nothing would be left"

    def do_join_piece(self) -> str | None:
        return None if self._now.join() else "there is no other piece"

    def do_drop(self) -> str | None:
        return None if self._now.drop_piece() else self.do_cancel()

    def do_nudge(self, by: int) -> None:
        self._now.nudge(by)

    def do_find(self, by: int) -> str:
        self._finding = by
        return "to the word that begins with …"

    def awaits_letter(self, event: events.Key) -> bool:
        """Whether this key is the letter that `find` waits for; it is followed then."""
        by, self._finding = self._finding, 0
        letter = event.character
        if not by or self.marking is None:
            return False
        if letter is not None and event.is_printable:
            found = self.marking.find(letter, by)
            self.try_to(lambda: None if found else f"no word that begins with {letter} is near")
        else:
            self.try_to(lambda: None)
        return True

    def do_cancel(self) -> str:
        self.marking = None
        return "nothing was changed"

    def do_clear(self) -> str | None:
        if self.is_new:
            return "a new quote needs words"
        self._keep(())
        return f"{_WORDS[self.place]}: none"

    def do_save(self, then: str) -> str | None:
        self._keep(self._now.spans())
        if then == "speaker":
            self.do_speaker(False)
        elif then == "cue":
            self._begin("cue", new=False)
        elif then == "source":
            self._begin("source", new=False)
        return None

    def _keep(self, spans: tuple[Span, ...]) -> None:
        if self.is_new:
            self.work.mark(spans, self.seed)
        else:
            self.work.set_spans(self.place, spans)
        self.marking = None
