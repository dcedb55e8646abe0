"""Quotes of which something is still to be said."""

from annotator.model import Quote
from annotator.scheme import Finding
from annotator.store.looking import Spot
from annotator.work.looking import visit
from annotator.work.queue import unfinished
from annotator.work.session import NotNow, Session


def still(work: Session, quote: Quote) -> list[str]:
    """What is missing or wrong in a quote of one's own, in words; empty: nothing is."""
    return list(dict.fromkeys(_words(finding) for finding in work.findings(quote)))


def _words(finding: Finding) -> str:
    return finding.field if finding.open else finding.sentence.rstrip(".")


def next_here(work: Session) -> Quote | None:
    """The next quote of the article that is unfinished: behind the selected one, then round the end."""
    own = [quote for _n, quote in work.desk.numbered()]
    at = work.quote.start if work.quote is not None else work.desk.sentences[work.at].span.start
    places = (n for n, quote in enumerate(own) if quote.id == work.selected)
    first = next(places, sum(quote.start < at for quote in own) - 1) + 1
    return next((quote for quote in own[first:] + own[:first] if work.findings(quote)), None)


def next_unfinished(work: Session) -> str:
    """Go to the next unfinished quote and select it; words for where that is, if elsewhere. Raises NotNow."""
    quote = next_here(work)
    if quote is not None:
        work.go(work.desk.sentence_at(quote.start), quote.id)
        return ""
    if not _elsewhere(work):
        raise NotNow("no quote lacks anything, here or in another article")
    number, articles = work.position
    return f"article {number} of {articles}, "


def _elsewhere(work: Session) -> bool:
    """Go to the first unfinished quote of a later article, round the end; False, and stay, where none is."""
    here = Spot(work.desk.article.digest, "", work.at, work.desk.sentences[work.at].span.start)
    before, wanted, seen = work.selected, work.queue.way.within(unfinished(work.scheme)), {here.article}
    place = Spot(here.article, "", 0, len(work.desk.text))
    # What the database takes for unfinished may hang on a type that only the article tells: look and see.
    while (found := work.store.next_place(wanted, work.layer, place.article, place.offset)) is not None:
        place = found.spot
        if place.article in seen:
            break
        seen.add(place.article)
        visit(work, place, found.quote)
        if work.quote is not None and work.findings(work.quote):
            return True
        if (quote := next_here(work)) is not None:
            work.go(work.desk.sentence_at(quote.start), quote.id)
            return True
        place = Spot(place.article, "", 0, len(work.desk.text))
    if len(seen) > 1:
        visit(work, here, before)
    return False
