"""Finding and going: words in the article, words in the corpus, sentence and article by number. No screen."""

import re
from bisect import bisect_left
from dataclasses import dataclass

from annotator.model import Span
from annotator.store.filtering import Filter, Kind
from annotator.store.looking import Spot
from annotator.store.searching import Found
from annotator.text.seeking import Folded
from annotator.work import queue as queues
from annotator.work.looking import visit
from annotator.work.queue import PLAIN
from annotator.work.session import NotNow, Session
from annotator.work.steps import Path

_DIGEST = re.compile("[0-9a-f]{4,64}")


class Finder:
    """Finds what is typed in the article on the desk, and remembers it."""

    def __init__(self, work: Session) -> None:
        self._work = work
        self.typed = ""  # what was looked for last
        self._hit: tuple[str, Span] | None = None  # in which article, and where
        self._folded: tuple[str, Folded] | None = None  # of which article

    def hits(self, typed: str) -> list[Span]:
        """Where `typed` stands in the article, in order."""
        article = self._work.desk.article
        if self._folded is None or self._folded[0] != article.digest:
            self._folded = article.digest, Folded(article.text)
        return list(self._folded[1].find(typed))

    def first(self, hits: list[Span]) -> int:
        """Which of `hits` is the first from the sentence in view on, round the end."""
        return self._from(hits, self._work.desk.sentences[self._work.at].span.start)

    def _from(self, hits: list[Span], offset: int) -> int:
        n = bisect_left(hits, offset, key=lambda hit: hit.start)
        return n if n < len(hits) else 0

    def sentence(self, hit: Span) -> tuple[int, str, Span]:
        """(the number of the sentence that a hit begins in, counted from 1, its text, the hit in it)."""
        desk = self._work.desk
        n = desk.sentence_at(hit.start)
        span = desk.sentences[n].span
        return n + 1, span.of(desk.text), Span(hit.start - span.start, min(hit.end, span.end) - span.start)

    def go(self, typed: str, hit: Span) -> str:
        """Go to a hit; news of it."""
        self.typed = typed
        self._hit = self._work.desk.article.digest, hit
        self._work.go(self._work.desk.sentence_at(hit.start))
        hits = self.hits(typed)
        return f"“{typed}”: {hits.index(hit) + 1} of {len(hits)}; / and enter goes to the next"

    def again(self) -> str:
        """Go to the next hit of what was looked for last, round the end; news of it."""
        if not self.typed:
            raise NotNow("nothing was looked for yet; type some words")
        hits = self.hits(self.typed)
        if not hits:
            raise NotNow(f"“{self.typed}” is not in this article; S looks through the corpus")
        now = self.here()
        return self.go(self.typed, hits[self._from(hits, now.end) if now else self.first(hits)])

    def here(self) -> Span | None:
        """The hit that was gone to, as long as its sentence is in view."""
        if self._hit is None or self._hit[0] != self._work.desk.article.digest:
            return None
        hit = self._hit[1]
        return hit if self._work.desk.sentence_at(hit.start) == self._work.at else None

    def show(self, spot: Spot, hit: Span) -> None:
        """Take a place that was found otherwise for a hit."""
        self._hit = spot.article, hit


class Search:
    """Finds what is typed in the corpus, and remembers it."""

    def __init__(self, work: Session) -> None:
        self._work = work
        self.typed = ""  # what was looked for last
        self.found = Found((), 0, None)

    def look(self, typed: str) -> Found:
        """The first page of hits. Raises NotNow where nothing is typed that could be looked for."""
        if not any(sign.isalnum() for sign in typed):
            raise NotNow("type some words to look for")
        self.found = self._work.store.search(typed)
        self.typed = typed
        return self.found

    def more(self) -> Found:
        """The next page, or the first one again behind the last."""
        self.found = self._work.store.search(self.typed, self.found.after or (0, 0))
        return self.found


@dataclass(slots=True)
class Going:
    """Going elsewhere, and back."""

    work: Session
    _before: tuple[str, int] | None = None  # article and offset of where one was

    def keep(self) -> None:
        """What is in view now is where back leads to."""
        desk = self.work.desk
        self._before = desk.article.digest, desk.sentences[self.work.at].span.start

    def visit(self, spot: Spot) -> None:
        """Go to a place; back leads here."""
        self.keep()
        visit(self.work, spot)

    def to(self, typed: str) -> None:
        """`12`: a sentence of this article. `a3`: an article. Else: how a digest begins. Nothing: back.

        Raises NotNow where there is no such place.
        """
        said = typed.strip().lower()
        if not said:
            self._back()
        elif said.isdecimal():
            self._sentence(int(said))
        elif digest := self._article(said):
            self.keep()
            self.work.enter(digest)
        else:
            raise NotNow(f"“{typed.strip()}” is no place: write 12 for a sentence, a3 for an article")

    def _back(self) -> None:
        if self._before is None:
            raise NotNow("you have gone nowhere yet: write 12 for a sentence, a3 for an article")
        digest, offset = self._before
        self.visit(Spot(digest, "", 0, offset))

    def _sentence(self, number: int) -> None:
        count = len(self.work.desk.sentences)
        if not 1 <= number <= count:
            raise NotNow(f"this article has the sentences 1 to {count}")
        self.keep()
        self.work.go(number - 1)

    def _article(self, said: str) -> str | None:
        store = self.work.store
        number = said[1:]
        if said[0] == "a" and number.isdecimal():
            if found := self.work.queue.way.at(min(int(number), 2**31 - 1)):
                return found
            if len(said) < 4 or not store.find_articles(said):
                raise NotNow(f"there are the articles a1 to a{self.work.position[1]}")
        if not _DIGEST.fullmatch(said):
            return None
        digests = store.find_articles(said)
        if len(digests) > 1:
            raise NotNow(f"several digests begin with {said}; write more of it")
        if not digests:
            raise NotNow(f"no article has a digest that begins with {said}")
        return digests[0]


# The queue


def narrow(work: Session, path: Path) -> str:
    """Walk over what was chosen of `queue.choices`, from the sentence in view on; news of it."""
    if path[0] == queues.OFF:
        work.queue.turn_off()
        return "everything again"
    if path[0] == queues.TOPIC:
        return narrow_to(work, *queues.of_topic(work.scheme, path[-1]))
    kind, says, short = PLAIN[path[0]]
    one = queues.unfinished(work.scheme) if kind is Kind.UNFINISHED else Filter(kind)
    return narrow_to(work, one, says, short)


def narrow_to(work: Session, some: Filter, says: str, short: str) -> str:
    """Walk over what a filter leaves; news of it. Raises NotNow where that is nothing."""
    desk = work.desk
    stop = work.queue.turn_on(some, says, short, desk.article.digest, desk.sentences[work.at].span.start)
    if stop is None:
        raise NotNow(f"there are no {says}")
    work.follow_queue(stop)
    return f"{says}: {work.queue.size()}; }} next, F 0 everything again"
