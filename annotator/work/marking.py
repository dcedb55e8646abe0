"""Marking a span by keyboard: a word cursor that can be extended, pieces for broken content. No screen."""

from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Iterator, Sequence
from itertools import takewhile

from annotator.model import Span, merged
from annotator.text.marks import covering, snap
from annotator.work.desk import Desk
from annotator.work.pieces import without
from annotator.work.stretches import clause_ends, clause_starts, paragraph_tokens

_FAR = 12  # sentences that a search for a word's first letter looks through


class Marking:
    """A selection under way: from `anchor` to `head`, each a token (or part of one), and pieces before it."""

    def __init__(self, desk: Desk, at: int, pieces: Sequence[Span] = ()) -> None:
        self.desk = desk
        self.pieces = list(pieces)
        self.extending = False
        self.head = self.anchor = self._token_from(at)
        if pieces:
            self._select(self.pieces.pop())
            self.extending = True

    @property
    def selection(self) -> Span:
        """What is selected now, without the pieces before."""
        return Span(min(self.anchor.start, self.head.start), max(self.anchor.end, self.head.end))

    def spans(self) -> tuple[Span, ...]:
        """All that is marked, in order."""
        return merged([*self.pieces, self.selection])

    @property
    def sentence(self) -> int:
        """The sentence that the cursor is in."""
        return self.desk.sentence_at(self.head.start)

    # Moving

    def word(self, by: int) -> None:
        """The next or previous token."""
        self._move_to(self._after(self.head) if by > 0 else self._before(self.head))

    def sentence_end(self) -> None:
        """The last word of the sentence; again: its last token; again: those of the next sentence."""
        for n in range(self.sentence, len(self.desk.sentences)):
            tokens = self.desk.tokens(n)
            words = [t for t in tokens if t.of(self.desk.text)[0].isalnum()]
            ends = [*words[-1:], *tokens[-1:]]
            for token in ends:
                if token.end > self.selection.end:
                    self._move_to(token)
                    return

    def sentence_start(self) -> None:
        """The first word of the sentence; again: that of the sentence before."""
        for n in range(self.sentence, -1, -1):
            first = next(iter(self.desk.tokens(n)), None)
            if first is not None and first.start < self.head.start:
                self._move_to(first)
                return

    def next_sentence(self, by: int) -> None:
        """The first word of the next or previous sentence; its whole, when the selection is extended."""
        n = self.sentence + by
        while 0 <= n < len(self.desk.sentences) and not self.desk.tokens(n):
            n += by
        if 0 <= n < len(self.desk.sentences):
            self._move_to(self.desk.tokens(n)[-1 if self.extending and by > 0 else 0])

    def clause(self, by: int) -> None:
        """The next clause's first word, or one's own or the one before's; extending, to a clause's end."""
        numbers = range(self.sentence, len(self.desk.sentences)) if by > 0 else range(self.sentence, -1, -1)

        def tokens(ends: bool) -> Iterator[Span]:
            for n in numbers:
                found = clause_ends(self.desk, n) if ends else clause_starts(self.desk, n)
                yield from found if by > 0 else reversed(found)

        self._stretch(by, tokens(False), tokens(True))

    def paragraph(self, by: int) -> None:
        """The next paragraph's first word, or one's own or the one before's; extending, to its end."""
        at = self.head.start
        starts = paragraph_tokens(self.desk, at, by, ends=False)
        self._stretch(by, starts, paragraph_tokens(self.desk, at, by, ends=True))

    def _stretch(self, by: int, starts: Iterable[Span], ends: Iterable[Span]) -> None:
        """Move over stretches of text, given the tokens with which they start and end, the nearest first."""
        head, anchor = self.head, self.anchor
        if not self.extending:
            near = (t for t in starts if (t.start > head.start if by > 0 else t.start < head.start))
            self._move_to(next(near, None))
        elif by > 0 and head.start >= anchor.start:
            self._move_to(next((t for t in ends if t.end > head.end), None))
        elif by < 0 and head.start <= anchor.start:
            self._move_to(next((t for t in starts if t.start < head.start), None))
        elif by > 0:  # what was drawn to the left gets smaller
            within = takewhile(lambda t: t.start < anchor.start, starts)
            self._move_to(next((t for t in within if t.start > head.start), anchor))
        else:
            within = takewhile(lambda t: t.end > anchor.end, ends)
            self._move_to(next((t for t in within if t.end < head.end), anchor))

    def find(self, letter: str, by: int) -> bool:
        """The next or previous token that begins with `letter`; False where none is near."""
        for token in self._tokens(by):
            if token.of(self.desk.text)[0].casefold() == letter.casefold():
                self._move_to(token)
                return True
        return False

    def _tokens(self, by: int) -> Iterator[Span]:
        if by > 0:
            for n in range(self.sentence, min(self.sentence + _FAR, len(self.desk.sentences))):
                yield from (t for t in self.desk.tokens(n) if t.start >= self.head.end)
        else:
            for n in range(self.sentence, max(-1, self.sentence - _FAR), -1):
                yield from (t for t in reversed(self.desk.tokens(n)) if t.end <= self.head.start)

    def _move_to(self, token: Span | None) -> None:
        if token is None:
            return
        self.head = token
        if not self.extending:
            self.anchor = token

    # The selection

    def toggle_extending(self) -> None:
        """Let the cursor drag the selection's end along, or move alone."""
        self.extending = not self.extending
        if not self.extending:
            self.anchor = self.head

    def swap(self) -> None:
        """Go to the other end of the selection."""
        self.anchor, self.head = self.head, self.anchor
        self.extending = True

    def snap(self) -> bool:
        """The quotation around the cursor, else the next; again: the one around that, else the next."""
        marks = self.desk.quotations
        now = self.selection
        around = [self.desk.whole(q.span) for q in covering(marks, now.start)]
        wider = [span for span in around if span.contains(now) and span != now]
        found = wider[0] if wider else snap(marks, now.end if now in around else now.start)
        if found is None:
            return False
        self._select(self.desk.whole(found))
        self.extending = True
        return True

    def put(self, at: int) -> None:
        """The cursor on the word at offset `at`, and nothing else selected."""
        self.extending = False
        self._move_to(self._token_from(at))

    def select(self, span: Span) -> None:
        """Just these words, beside the pieces kept."""
        self._select(span)
        self.extending = True

    def piece(self) -> None:
        """Keep the selection as a piece of broken content, and begin another behind it."""
        self.pieces = list(merged([*self.pieces, self.selection]))
        self.extending = False
        self._move_to(self._after(self.selection))
        self.anchor = self.head

    def drop_piece(self) -> bool:
        """Take the last piece away and select it again; False where there is none."""
        if not self.pieces:
            return False
        self._select(self.pieces.pop())
        self.extending = True
        return True

    def cut(self) -> bool:
        """Take the selection out of the pieces kept; False where nothing of them would go, or be left."""
        left = without(self.desk.text, merged(self.pieces), [self.selection])
        if not left or left == merged(self.pieces):
            return False
        self.pieces = list(left)
        return self.drop_piece()

    def look_inside(self) -> None:
        """Keep the selection and go to its second clause, to choose what is cut out of it."""
        whole = self.selection
        self.pieces = list(merged([*self.pieces, whole]))
        self.extending = False
        sentences = self.desk.sentences_of(whole)
        starts = (t for n in sentences for t in clause_starts(self.desk, n) if whole.contains(t))
        self._move_to(next((t for t in starts if t.start > whole.start), self._token_from(whole.start)))

    def join(self) -> bool:
        """Make the nearest piece and the selection one, with all between them; False where there is none."""
        now = self.selection
        near = min(self.pieces, key=lambda s: max(s.start - now.end, now.start - s.end), default=None)
        if near is None:
            return False
        self.pieces.remove(near)
        self._select(Span(min(near.start, now.start), max(near.end, now.end)))
        self.extending = True
        return True

    def nudge(self, by: int) -> None:
        """Move the selection's end by one character, for words that run together."""
        now = self.selection
        end = now.end + by
        if now.start < end <= len(self.desk.text):
            self._select(Span(now.start, end))
            self.extending = True

    def _select(self, span: Span) -> None:
        first, last = self._token_from(span.start), self._token_to(span.end)
        self.anchor = Span(span.start, min(max(first.end, span.start + 1), span.end))
        self.head = Span(max(min(last.start, span.end - 1), span.start), span.end)

    # Tokens around an offset

    def _token_from(self, at: int) -> Span:
        """The token at `at`, else the first one after it, else the last of the article."""
        for n in range(self.desk.sentence_at(at), len(self.desk.sentences)):
            tokens = self.desk.tokens(n)
            index = bisect_right(tokens, at, key=lambda t: t.end)
            if index < len(tokens):
                return tokens[index]
        return self._token_to(len(self.desk.text))

    def _token_to(self, end: int) -> Span:
        """The token that holds the character before `end`, else the last one before it, else the first."""
        for n in range(self.desk.sentence_at(max(0, end - 1)), -1, -1):
            tokens = self.desk.tokens(n)
            index = bisect_left(tokens, end, key=lambda t: t.start) - 1
            if index >= 0:
                return tokens[index]
        every = (token for n in range(len(self.desk.sentences)) for token in self.desk.tokens(n))
        return next(every, Span(0, 1))  # no token at all: nothing that ingest lets in

    def _after(self, token: Span) -> Span | None:
        found = self._token_from(token.end) if token.end < len(self.desk.text) else None
        return found if found is not None and found.start >= token.end else None

    def _before(self, token: Span) -> Span | None:
        found = self._token_to(token.start) if token.start > 0 else None
        return found if found is not None and found.end <= token.start else None
