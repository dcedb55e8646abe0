"""What the rules over text find: who said what, by which words."""

from dataclasses import dataclass

from annotator.model import Span


@dataclass(frozen=True, slots=True)
class Attribution:
    """One attribution as a rule reads it.

    `rule` is the rule's id ("direct.after", "that", ...), `score` how often what this rule finds is right,
    0 to 1. `via` are mentions of agencies or papers that it came through.
    """

    content: tuple[Span, ...]
    cue: tuple[Span, ...] = ()
    source: tuple[Span, ...] = ()
    rule: str = ""
    score: float = 0.0
    via: tuple[Span, ...] = ()
