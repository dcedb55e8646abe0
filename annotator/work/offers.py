"""The proposals for one article: which of them the annotator has still to judge."""

from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence

from annotator.agreement.extents import alike
from annotator.model import Change, Quote, Span, Verdict, VerdictKind
from annotator.work.judging import verdict

Content = tuple[Span, ...]


class Offers:
    """All that models say of an article, and of it what is open.

    A proposal is open until a verdict is passed on it, and while neither a quote of the annotator's own nor
    anything rejected is (nearly) the same: what was refused does not come back under another name.
    """

    def __init__(
        self, sentences_of: Callable[[Span], range], own: Callable[[Iterable[int]], list[Quote]]
    ) -> None:
        self._sentences_of, self._own = sentences_of, own
        self.all: dict[str, Quote] = {}
        self.open: dict[str, Quote] = {}
        self.verdicts: dict[str, Verdict] = {}
        self._at: defaultdict[int, set[str]] = defaultdict(set)
        self._refused: dict[str, Content] = {}
        self._refused_at: defaultdict[int, set[str]] = defaultdict(set)

    def offer(
        self, proposals: Sequence[Quote], rejected: Sequence[Quote], verdicts: Sequence[Verdict]
    ) -> None:
        """Begin: what is proposed now, what was rejected before, and all that was judged."""
        self.verdicts = {verdict.proposal: verdict for verdict in verdicts}
        for quote in rejected:
            self._refuse(quote)
        for quote in proposals:
            self.all[quote.id] = quote
            for n in self._touched(quote):
                self._at[n].add(quote.id)
        for quote in proposals:
            self._judge(quote)

    def inside(self, sentences: Iterable[int]) -> list[Quote]:
        """The open proposals with any span in these sentences, in no order."""
        keys = set().union(*(self._at.get(n, ()) for n in sentences))
        return [self.open[key] for key in keys if key in self.open]

    def settled_by(self, quote: Quote) -> list[Quote]:
        """The proposals on which a quote of the annotator's own is a verdict; those still made."""
        proposal = self.all.get(quote.derived_from) if quote.derived_from else None
        return [proposal] if proposal is not None else []

    def verdict(self, quote: Quote, proposal: Quote) -> VerdictKind:
        """What was done with `proposal` where `quote` came of it."""
        return verdict(quote, proposal)

    def reached(self, changes: Iterable[Change]) -> list[Change]:
        """Quotes of which something else may hold after these changes, though they are as they were."""
        return []

    def judged(self, verdict: Verdict, gone: bool) -> None:
        """A verdict was passed, or taken back."""
        if gone:
            self.verdicts.pop(verdict.proposal, None)
        else:
            self.verdicts[verdict.proposal] = verdict
        if verdict.proposal in self._refused:
            for n in self._touched_by(self._refused.pop(verdict.proposal)):
                self._refused_at[n].discard(verdict.proposal)
        proposal = self.all.get(verdict.proposal)
        if proposal is not None:
            if not gone and verdict.kind is VerdictKind.REJECTED:
                self._refuse(proposal)
            self.renew(self._touched(proposal))

    def renew(self, sentences: Iterable[int]) -> None:
        """Judge again what is proposed in these sentences, after the quotes in them changed."""
        for key in set().union(*(self._at.get(n, ()) for n in sentences)):
            self._judge(self.all[key])

    def _judge(self, proposal: Quote) -> None:
        if self._waits(proposal):
            self.open[proposal.id] = proposal
        else:
            self.open.pop(proposal.id, None)

    def _waits(self, proposal: Quote) -> bool:
        if proposal.id in self.verdicts:
            return False
        near = list(self._touched_by(proposal.content))
        own = self._own(near)
        refused = set().union(*(self._refused_at.get(n, ()) for n in near))
        known = [quote.content for quote in own] + [self._refused[key] for key in refused]
        came_of_it = any(quote.derived_from == proposal.id for quote in own)
        return not came_of_it and not any(alike(content, proposal.content) for content in known)

    def _refuse(self, quote: Quote) -> None:
        self._refused[quote.id] = quote.content
        for n in self._touched_by(quote.content):
            self._refused_at[n].add(quote.id)

    def _touched(self, quote: Quote) -> set[int]:
        return self._touched_by(quote.spans())

    def _touched_by(self, spans: Iterable[Span]) -> set[int]:
        return {n for span in spans for n in self._sentences_of(span)}
