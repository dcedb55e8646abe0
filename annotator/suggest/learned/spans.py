"""The learned reading of an article: what the rules and the models find, each with a confidence."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import cached_property

from annotator.suggest.learned.finding import Finder
from annotator.suggest.learned.linear import Linear
from annotator.suggest.learned.pool import Candidate, candidates, chosen
from annotator.suggest.learned.view import Groups, View
from annotator.text.attribution import Attribution
from annotator.text.marks import Quotation
from annotator.text.words import Words

LEAST = 0.5  # a proposal is shown where it is more likely right than wrong
YES, NO = "1", "0"


@dataclass(frozen=True)
class Spans:
    """`groups` of words, two sequence models as CRFsuite's bytes, and the confidence in what is found."""

    groups: Groups
    cues: bytes
    spans: bytes
    confidence: Linear

    @cached_property
    def finder(self) -> Finder:
        return Finder(self.cues, self.spans)

    def read(
        self, words: Words, found: Sequence[Quotation], ruled: Sequence[Attribution], least: float = LEAST
    ) -> list[Attribution]:
        """The attributions that are likely enough, each with its score; `ruled` are those of the rules."""
        view = View(words, found, self.groups)
        pool = candidates(view, self.finder.find(view), ruled)
        return selected(view, pool, scores(self.confidence, pool), least)


def scores(confidence: Linear, pool: Sequence[Candidate]) -> list[float]:
    """How likely each candidate is right."""
    return [confidence.chances(one.features)[YES] for one in pool]


def selected(
    view: View, pool: Sequence[Candidate], likely: Sequence[float], least: float
) -> list[Attribution]:
    """The likeliest candidates that do not exclude each other, scored, in the order of the text."""
    scored = [replace(one.attribution, score=round(p, 4)) for one, p in zip(pool, likely, strict=True)]
    taken = chosen(view, pool, likely, least)
    return sorted((scored[n] for n in taken), key=_order)


def _order(one: Attribution) -> tuple[int, int]:
    return one.content[0].start, -one.content[-1].end
