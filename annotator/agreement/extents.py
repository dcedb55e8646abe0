"""A set of spans as the code points it covers, and how much two such sets share."""

from collections.abc import Sequence

from annotator.model import Span, merged

Extent = tuple[tuple[int, int], ...]
ALIKE = 0.8  # intersection over union of contents from which two quotes are one to a person


def extent(spans: Sequence[Span]) -> Extent:
    """What `spans` cover: intervals in order and apart, so that equal covers are equal values."""
    if len(spans) == 1:
        return ((spans[0].start, spans[0].end),)
    return tuple((span.start, span.end) for span in merged(spans))


def size(one: Extent) -> int:
    """How many code points an extent holds."""
    return sum(end - start for start, end in one)


def shared(one: Extent, other: Extent) -> int:
    """How many code points two extents have in common. Linear in the number of their intervals."""
    total = here = there = 0
    while here < len(one) and there < len(other):
        (a, b), (c, d) = one[here], other[there]
        total += max(0, min(b, d) - max(a, c))
        if b <= d:
            here += 1
        else:
            there += 1
    return total


def iou(one: Sequence[Span], other: Sequence[Span]) -> float:
    """Intersection over union of what two sets of spans cover, 0 to 1; 1 where both are empty.

    (Jaccard 1901; here of sets of code points, so that long spans weigh more.) One minus it is a metric,
    which `pairing` rests on.
    """
    a, b = extent(one), extent(other)
    both = shared(a, b)
    whole = size(a) + size(b) - both
    return both / whole if whole else 1.0


def alike(one: Sequence[Span], other: Sequence[Span]) -> bool:
    """Whether two contents are (nearly) the same words, so that a person would not be asked for both."""
    return iou(one, other) >= ALIKE
