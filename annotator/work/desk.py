"""One article on the desk: all that is known of it, indexed so that a key costs the same in any length.

Nothing here writes to a database; `apply` follows what the store has done, or is about to do.
"""

from bisect import bisect_left, bisect_right, insort
from collections import defaultdict
from collections.abc import Iterable, Iterator
from functools import cached_property

from annotator.model import (
    Again,
    Article,
    ArticleLabels,
    Change,
    Layer,
    Note,
    Quote,
    QuoteType,
    Region,
    RegionKind,
    Review,
    Sentence,
    Span,
    Verdict,
    stripped,
)
from annotator.text.marks import Quotation, quotations
from annotator.text.tokens import tokens
from annotator.text.types import derive_type
from annotator.work.offers import Offers


class Desk:
    """An open article with one layer's work in it."""

    def __init__(self, article: Article, sentences: list[Sentence], layer: Layer) -> None:
        self.article, self.sentences, self.layer = article, sentences, layer
        self.text = article.text
        self.quotes: dict[str, Quote] = {}
        self.notes: dict[str, Note] = {}
        self._again: dict[Span, Again] = {}
        self.labels = ArticleLabels(article.digest, layer)
        self.offers = Offers(self.sentences_of, self.quotes_in)
        self._starts = [s.span.start for s in sentences]
        self._order: list[tuple[int, int, str]] = []
        self._quotes_at: defaultdict[int, set[str]] = defaultdict(set)
        self._reviews: dict[int, Review] = {}
        self._regions: dict[int, Region] = {}
        self._tokens: dict[int, list[Span]] = {}
        self.unaided = False  # no program proposes anything here, in whatever form
        self.reviewed = 0  # body sentences that are done, or have nothing in them

    @cached_property
    def quotations(self) -> tuple[Quotation, ...]:
        """What stands in quotation marks."""
        return quotations(self.text)

    @cached_property
    def words(self) -> list[Span | None]:
        """Each sentence without the white space at its ends."""
        return [stripped(s.span, self.text) for s in self.sentences]

    # Sentences

    def tokens(self, n: int) -> list[Span]:
        """The tokens of sentence `n`, found when first asked for."""
        if n not in self._tokens:
            span = self.sentences[n].span
            self._tokens[n] = tokens(self.text, span.start, span.end)
        return self._tokens[n]

    def whole(self, span: Span) -> Span:
        """`span` with the rest of the tokens that it cuts: a closing mark may be taken for part of a 's."""
        first = next((t for t in self.tokens(self.sentence_at(span.start)) if t.end > span.start), span)
        ahead = reversed(self.tokens(self.sentence_at(span.end - 1)))
        last = next((t for t in ahead if t.start < span.end), span)
        return Span(min(first.start, span.start), max(last.end, span.end))

    def sentence_at(self, offset: int) -> int:
        """The number of the sentence that holds `offset`."""
        return max(0, bisect_right(self._starts, offset) - 1)

    def sentences_of(self, span: Span) -> range:
        """The numbers of the sentences that `span` touches."""
        return range(self.sentence_at(span.start), self.sentence_at(span.end - 1) + 1)

    def region(self, n: int) -> Region | None:
        """The mark on sentence `n`, a correction to body text included."""
        return self._regions.get(n)

    def is_body(self, n: int) -> bool:
        """Whether sentence `n` is to be annotated."""
        region = self._regions.get(n)
        return (region is None or region.kind is RegionKind.BODY) and self.words[n] is not None

    def review(self, n: int) -> Review | None:
        """What the layer says of sentence `n`."""
        return self._reviews.get(n)

    @cached_property
    def body(self) -> int:
        """How many sentences are to be annotated."""
        return sum(map(self.is_body, range(len(self.sentences))))

    def asked_again(self, n: int) -> list[Again]:
        """What one is asked to look at again in sentence `n`, in the order of the text."""
        span = self.sentences[n].span
        return [self._again[place] for place in sorted(self._again) if place.overlaps(span)]

    # Quotes

    def numbered(self) -> Iterator[tuple[int, Quote]]:
        """The quotes in the order of the text, counted from 1."""
        for n, (_start, _end, key) in enumerate(self._order, start=1):
            yield n, self.quotes[key]

    def number(self, quote: Quote) -> int:
        """The quote's place in the order of the text, counted from 1."""
        return bisect_left(self._order, _place(quote)) + 1

    def quotes_in(self, sentences: Iterable[int]) -> list[Quote]:
        """The quotes that have any span in these sentences, in the order of the text."""
        keys = set().union(*(self._quotes_at.get(n, ()) for n in sentences))
        return sorted((self.quotes[key] for key in keys), key=_place)

    def content_in(self, n: int) -> list[Quote]:
        """The quotes whose content touches sentence `n`."""
        span = self.sentences[n].span
        return [q for q in self.quotes_in([n]) if any(s.overlaps(span) for s in q.content)]

    def proposals_in(self, sentences: Iterable[int]) -> list[Quote]:
        """The open proposals that have any span in these sentences, in the order of the text."""
        return sorted(self.offers.inside(sentences), key=_place)

    def proposed_in(self, n: int) -> list[Quote]:
        """The open proposals whose content touches sentence `n`."""
        span = self.sentences[n].span
        return [q for q in self.proposals_in([n]) if any(s.overlaps(span) for s in q.content)]

    def shown_in(self, sentences: Iterable[int]) -> list[Quote]:
        """Quotes and open proposals with any span in these sentences, in the order of the text."""
        some = list(sentences)
        return sorted([*self.quotes_in(some), *self.offers.inside(some)], key=_place)

    def ancestors(self, quote: Quote) -> list[Quote]:
        """The quotes around this one, the nearest first."""
        found: list[Quote] = []
        parent = quote.parent
        while parent in self.quotes and self.quotes[parent] not in found:
            found.append(self.quotes[parent])
            parent = found[-1].parent
        return found

    def children(self, quote: Quote) -> list[Quote]:
        """The quotes that stand directly inside this one."""
        inside = self.sentences_of(Span(quote.start, quote.end))
        return [q for q in self.quotes_in(inside) if q.parent == quote.id]

    def derived_type(self, quote: Quote) -> QuoteType:
        """Direct, mixed or indirect by the quotation marks alone."""
        around = [q.content for q in self.ancestors(quote)]
        return derive_type(self.quotations, quote.content, around, self.text)

    def type_of(self, quote: Quote) -> QuoteType:
        """The type that holds: what was typed, else what the marks say."""
        said = quote.said("type")
        return QuoteType(said[0].value) if said else self.derived_type(quote)

    # Following the store

    def apply(self, change: Change) -> None:
        """Bring one entity to the state that `change` says; others' entities are passed over."""
        some = change.after or change.before
        if getattr(some, "layer", self.layer) != self.layer:
            return  # of the same person, in another layer
        if isinstance(some, Quote):
            self._put_quote(change, some)
        elif isinstance(some, Review):
            self._put_review(some, change.after is None)
        elif isinstance(some, Region):
            self._put_region(some, change.after is None)
        elif isinstance(some, Note):
            self.notes.pop(some.id, None)
            if change.after is not None:
                self.notes[some.id] = some
        elif isinstance(some, Again) and some.article == self.article.digest:
            self._again.pop(some.span, None)
            if change.after is not None:
                self._again[some.span] = some
        elif isinstance(some, Verdict):
            self.offers.judged(some, change.after is None)
        elif isinstance(some, ArticleLabels):
            self.labels = some if change.after is not None else ArticleLabels(self.article.digest, self.layer)

    def _put_quote(self, change: Change, some: Quote) -> None:
        before = self.quotes.pop(some.id, None)
        if before is not None:
            del self._order[bisect_left(self._order, _place(before))]
            for n in self._touched(before):
                self._quotes_at[n].discard(before.id)
        if change.after is not None:
            self.quotes[some.id] = some
            insort(self._order, _place(some))
            for n in self._touched(some):
                self._quotes_at[n].add(some.id)
        if self.offers.all:
            self._renew_offers([q for q in (before, change.after) if isinstance(q, Quote)])

    def _renew_offers(self, quotes: list[Quote]) -> None:
        self.offers.renew({n for quote in quotes for n in self._touched(quote)})

    def _touched(self, quote: Quote) -> set[int]:
        return {n for span in quote.spans() for n in self.sentences_of(span)}

    def _put_review(self, review: Review, gone: bool) -> None:
        for n in self.sentences_of(review.span):
            self._count(n, -1)
            if gone:
                self._reviews.pop(n, None)
            else:
                self._reviews[n] = review
            self._count(n, +1)

    def _put_region(self, region: Region, gone: bool) -> None:
        for n in self.sentences_of(region.span):
            self._count(n, -1)
            if gone:
                self._regions.pop(n, None)
            else:
                self._regions[n] = region
            self._count(n, +1)
        self.__dict__.pop("body", None)

    def _count(self, n: int, by: int) -> None:
        review = self._reviews.get(n)
        if review is not None and review.status != "skipped" and self.is_body(n):
            self.reviewed += by


def _place(quote: Quote) -> tuple[int, int, str]:
    # A quote around another begins no later and ends no earlier: it comes first.
    return (quote.start, -quote.end, quote.id)
