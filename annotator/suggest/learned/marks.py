"""Whether marks hold somebody's words: learned from which quotations people took for quotes."""

from collections.abc import Iterator, Sequence

from annotator.model import Span
from annotator.suggest.learned.example import Example
from annotator.suggest.learned.linear import Features
from annotator.text.marks import Quotation
from annotator.text.quoted import Use, all_signs, quoted
from annotator.text.words import Words

YES, NO = "1", "0"
_COVERED = 0.9  # share of the marks' stretch that lies within the content of one quote
_BESIDE = 3  # words before and behind the marks


def features(words: Words, found: Sequence[Quotation]) -> list[Features]:
    """For each quotation the signs that the rules weigh, and the words at its ends."""
    signs = all_signs(words, found)
    return [_features(words, one, own) for one, own in zip(found, signs, strict=True)]


def _features(words: Words, one: Quotation, signs: frozenset[str]) -> Features:
    first, behind = words.places(one.span)
    lower, size = words.lower, behind - first
    said = [f"sign={sign}" for sign in sorted(signs)]
    said += [f"before {first - p}={lower[p]}" for p in range(max(0, first - _BESIDE), first)]
    said += [f"behind {p - behind}={lower[p]}" for p in range(behind, min(len(lower), behind + _BESIDE))]
    said += [f"first={lower[p]}" for p in range(first + 1, min(first + 3, behind))]
    said += [f"last={lower[p]}" for p in range(max(first, behind - 3), behind)]
    said += [f"size={min(size, 12)}", f"depth={one.depth}", f"closed={one.closed}", f"mark={one.opening}"]
    return dict.fromkeys(said, 1.0)


def by_rule(words: Words, found: Sequence[Quotation]) -> list[bool]:
    """What the rules hold: for each quotation whether it is somebody's words."""
    return [use is Use.SPEECH for use in quoted(words, found)]


def told(example: Example, words: Words, found: Sequence[Quotation]) -> Iterator[tuple[int, bool]]:
    """(place in `found`, whether it is somebody's words) for the quotations of which people have said it."""
    for place, one in enumerate(found):
        if any(_covers(quote.content, one.span) for quote in example.quotes):
            yield place, True
        elif words.sentence(min(words.at(one.span.start), len(words) - 1)) in example.reviewed:
            yield place, False


def _covers(content: Sequence[Span], span: Span) -> bool:
    shared = sum(max(0, min(s.end, span.end) - max(s.start, span.start)) for s in content)
    return shared >= _COVERED * (span.end - span.start)
