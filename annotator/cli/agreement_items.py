"""The worst items, as people read them: the words, and what each person said of them."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from annotator.agreement.worst import Worst

SHOWN = 160  # characters of a quote


def items(worst: Sequence[Worst]) -> Iterator[str]:
    """A few lines for each."""
    from annotator.agreement.worst import PLACE
    from annotator.cli.say import cut

    if worst:
        yield ""
        yield "worst items: the sum of how far apart people are in each field, as a multiple of chance"
    for one in worst:
        parts = ", ".join(f"{name} {far:.2f}" for name, far in one.parts.items())
        yield f"  {one.article[:12]} {one.start}, sentence {one.sentence + 1}: {one.score:.2f} ({parts})"
        yield f"    {cut(one.words, SHOWN)}"
        for person, said in one.said.items():
            words = "; ".join(f"{name}: {label}" for name, label in said.items() if name != PLACE)
            yield f"    {person}: {said[PLACE]}{'; ' if words else ''}{words}"
