"""How one simulated person sees the quotes of gold: most as they are, some otherwise, some not at all."""

import random
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from uuid import UUID

from annotator.model import Label, Quote, Span, Voice

_STEPS = ("-2", "-1", "0", "1", "2")
_SHORTEST = 5  # tokens of a content of which one may be left out


@dataclass(frozen=True, slots=True)
class Habits:
    """Whose they are, and how often something is otherwise than in gold (0 to 1).

    `others`: how often a speaker, a target or a source is. `reading` and `marking` are the median seconds on
    a sentence and on a quote.
    """

    name: str
    missed: float = 0.0
    edges: float = 0.0
    steps: float = 0.0
    others: float = 0.0
    reading: float = 5.0
    marking: float = 9.0


class Person:
    """Somebody at work; the same name makes the same mistakes every time."""

    def __init__(self, habits: Habits, refuse: Callable[[Label], str | None]) -> None:
        self.habits, self._refuse = habits, refuse
        self.draw = random.Random(habits.name)

    @property
    def name(self) -> str:
        return self.habits.name

    def new_id(self) -> str:
        """An id for something that this person makes."""
        return str(UUID(int=self.draw.getrandbits(128), version=4))

    def takes(self, seconds: float) -> float:
        """How long something takes that takes `seconds` in the median."""
        return seconds * self.draw.lognormvariate(0, 0.5)

    def sees(self, gold: Quote, tokens: Sequence[Span], text: str) -> Quote | None:
        """What this person makes of a quote of gold in the sentence of these tokens; None: it is missed."""
        of = self.habits
        if self.draw.random() < of.missed:
            return None
        ways = (
            (of.edges, lambda quote: self._other_edge(quote, tokens, text)),
            (of.steps, self._other_step),
            (of.others, self._nobody),
            (of.others, self._other_target),
            (of.others, lambda quote: _shorter_source(quote, tokens)),
        )
        quote = gold
        for chance, otherwise in ways:
            if self.draw.random() < chance:
                quote = otherwise(quote)
        return quote

    def _other_edge(self, quote: Quote, tokens: Sequence[Span], text: str) -> Quote:
        """Without the marks around it, without its first small word (“that”), or without its last word."""
        first, *rest = quote.content
        inside = [token for token in tokens if first.contains(token)]
        if len(inside) < _SHORTEST:
            return quote
        start, end = first.start, first.end
        opens, closes = (not inside[n].of(text)[0].isalnum() for n in (0, -1))
        if opens and closes:
            start, end = inside[1].start, inside[-2].end
        elif not closes and (opens or self.draw.random() < 0.3):
            end = inside[-2].end
        elif inside[0].of(text).islower():
            start = inside[1].start
        return replace(quote, content=(Span(start, end), *rest))

    def _other_step(self, quote: Quote) -> Quote:
        """With its first stance a step higher or lower."""
        old = next((x for x in quote.labels if x.value in _STEPS and x.field == "stance"), None)
        if old is None:
            return quote
        at = _STEPS.index(old.value)
        near = [_STEPS[n] for n in (at - 1, at + 1) if 0 <= n < len(_STEPS)]
        return self._with(quote, old, replace(old, value=self.draw.choice(near)))

    def _other_target(self, quote: Quote) -> Quote:
        """With its first stance towards something that is not in the list."""
        old = next((x for x in quote.labels if x.target and x.field == "stance"), None)
        return self._with(quote, old, replace(old, target="other")) if old is not None else quote

    def _with(self, quote: Quote, old: Label, new: Label) -> Quote:
        if self._refuse(new) is not None:
            return quote
        return replace(quote, labels=tuple(new if label is old else label for label in quote.labels))

    def _nobody(self, quote: Quote) -> Quote:
        """By somebody unknown."""
        return replace(quote, speakers=(Voice(None),))


def _shorter_source(quote: Quote, tokens: Sequence[Span]) -> Quote:
    """Without the first word of its source (“the”)."""
    inside = [token for token in tokens for span in quote.source[:1] if span.contains(token)]
    if len(inside) < 2:
        return quote
    return replace(quote, source=(Span(inside[1].start, quote.source[0].end), *quote.source[1:]))
