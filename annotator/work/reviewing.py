"""What one says of a sentence and of what is proposed in it, and how one goes on from there."""

from collections.abc import Sequence
from itertools import chain

from annotator.agreement.extents import alike
from annotator.model import Change, Quote, Review, ReviewStatus, Verdict, VerdictKind
from annotator.work.session import NotNow, Session

_SAYS = {"done": "finish a sentence", "nothing": "say nothing is here", "skipped": "skip a sentence"}


class Reviewing(Session):
    """The verbs of going on."""

    accepting, rejecting = "accept a proposal", "reject a proposal"
    _stopped: tuple[str, int] | None = None  # (article, sentence) at which going on found something proposed

    # Proposals

    def accept(self) -> None:
        """Take the selected proposal as it is, and stay."""
        quote = self.chosen()
        if not self.is_proposal(quote):
            raise NotNow("this quote is yours already; tab goes to what is proposed")
        self.take(self.accepting, quote)

    def reject(self) -> bool:
        """The selected proposal is wrong; what else is proposed in the sentence is chosen next.

        Where going on had stopped at it, and nothing else is proposed here, one goes on. False: the article
        is finished.
        """
        quote = self.chosen()
        if not self.is_proposal(quote):
            raise NotNow("this quote is yours; D deletes it")
        after, wrong, says = self._proposed_after(quote), self._rejected(quote), self.rejecting
        if not after and self._stopped == self._place():
            return self._review(self._status(), wrong, says)
        self.act(says, wrong)
        self.selected = None
        self.go(self.at, after[0].id if after else None)
        return True

    def _place(self) -> tuple[str, int]:
        return self.desk.article.digest, self.at

    def _rejected(self, proposal: Quote) -> list[Change]:
        article, kind = self.desk.article.digest, VerdictKind.REJECTED
        return [Change(None, Verdict(article, self.layer, proposal.id, kind))]

    def _proposed_after(self, quote: Quote) -> list[Quote]:
        """What else is proposed in the sentence in view, beginning behind `quote` and going round."""
        others = [p for p in self.desk.proposed_in(self.at) if not alike(p.content, quote.content)]
        return sorted(others, key=lambda p: (p.start < quote.start, p.start, -p.end))

    # Sentences

    def finish(self) -> bool:
        """Go on: take the selected proposal, if one is; then to what else is proposed in the sentence.

        Where nothing is, the sentence is done (or has nothing in it), and with it those that its quotes
        cover whole; go to the next to do. False: the article is finished.
        """
        quote = self.quote
        if quote is not None and not self.is_proposal(quote):
            # Of two quotes that were made from one and the like, each is looked at before one goes on.
            after = self._proposed_after(quote)
            if after:
                return self._stop_at(after[0])
        if quote is None or not self.is_proposal(quote):
            return self._review(self._status())
        return self._take_and_go_on(quote)

    def _status(self) -> ReviewStatus:
        return ReviewStatus.DONE if self.desk.content_in(self.at) else ReviewStatus.NOTHING

    def _stop_at(self, proposal: Quote) -> bool:
        self.selected, self._stopped = proposal.id, self._place()
        return True

    def _take_and_go_on(self, proposal: Quote) -> bool:
        after = self._proposed_after(proposal)
        own = self.own(self.chosen())
        if not after:
            return self._review(ReviewStatus.DONE, [Change(None, own)], self.accepting)
        self.act(self.accepting, [Change(None, own)])
        return self._stop_at(after[0])

    def nothing(self) -> bool:
        """There is no quote in this sentence, whatever is proposed; go to the next to do. False: none is."""
        if self.desk.content_in(self.at):
            raise NotNow("this sentence has a quote; delete it first, or say the sentence is done")
        wrong = [change for p in self.desk.proposed_in(self.at) for change in self._rejected(p)]
        return self._review(ReviewStatus.NOTHING, wrong)

    def skip(self) -> bool:
        """Leave this sentence for later; go to the next to do. False: the article is finished."""
        return self._review(ReviewStatus.SKIPPED)

    def _review(self, status: ReviewStatus, also: Sequence[Change] = (), says: str = "") -> bool:
        if not self.desk.is_body(self.at):
            raise NotNow("this sentence is marked as boilerplate or headline; correct the mark first")
        span = self.desk.sentences[self.at].span
        old = self.desk.review(self.at)
        new = Review(self.desk.article.digest, self.layer, span, status)
        changes = list(also)
        if status is not ReviewStatus.SKIPPED:
            changes += [Change(asked, None) for asked in self.desk.asked_again(self.at)]
        if old != new:
            if old is not None and old.span != span:
                changes.append(Change(old, None))
            changes.append(Change(old if old is not None and old.span == span else None, new))
        if changes:
            self.act(says or _SAYS[status], changes)
        return self._next_to_do()

    def _next_to_do(self) -> bool:
        if self.queue.leads_on:
            self.next_unfinished()
            return True
        count = len(self.desk.sentences)
        for n in chain(range(self.at + 1, count), range(self.at)):
            if self.to_do(n):
                self.go(n)
                return True
        return False

    @property
    def finished(self) -> bool:
        """Whether every sentence of the body was reviewed or skipped."""
        return not any(map(self.to_do, range(len(self.desk.sentences))))
