"""Paragraphs: where a sentence always ends, and a quotation that was left open too."""

import re
from collections.abc import Sequence
from functools import lru_cache
from itertools import pairwise

from annotator.model import Span

_LINE = re.compile(r"[^\n\r\v\f\x85\u2028\u2029]*(?:\r\n|[\n\r\v\f\x85\u2028\u2029]|\Z)")
# Columns between which text was broken by an editor rather than by its author.
_NARROWEST, _WIDEST = 40, 120


def lines(text: str) -> list[Span]:
    """The lines of `text`, each with its line break, without a gap."""
    return [Span(*m.span()) for m in _LINE.finditer(text) if m.end() > m.start()]


@lru_cache(maxsize=2)  # marks, sentences and regions of an article ask one after another
def paragraphs(text: str) -> tuple[Span, ...]:
    """The paragraphs of `text`, without a gap; white space belongs to the one before, or to the first.

    Every line is a paragraph, as news text has it, except where lines were broken at a column.
    """
    starts: list[int] = []
    for block in _blocks(text, lines(text)):
        for piece in block[:1] if _wrapped(text, block) else block:
            if words := piece.of(text).lstrip():
                starts.append(piece.end - len(words))
    ends = [*starts[1:], len(text)]
    starts[:1] = [0]
    return tuple(Span(start, end) for start, end in zip(starts, ends, strict=True) if start < end)


def _blocks(text: str, every: Sequence[Span]) -> list[list[Span]]:
    """Runs of lines with words; each line of nothing but white space is a run of its own."""
    blocks: list[list[Span]] = []
    open_block = False
    for line in every:
        empty = not line.of(text).strip()
        if open_block and not empty:
            blocks[-1].append(line)
        else:
            blocks.append([line])
        open_block = not empty
    return blocks


def _wrapped(text: str, block: Sequence[Span]) -> bool:
    """Whether these lines are one paragraph that was broken at a column.

    Then every line but the last is so long that the first word of the next would not have fitted, and
    some of them go on in the middle of a sentence.
    """
    if len(block) < 2:
        return False
    words = [line.of(text).strip() for line in block]
    width = max(map(len, words))
    pairs = list(pairwise(words))
    full = all(len(a) + 1 + len(b.split(None, 1)[0]) > width for a, b in pairs)
    running = sum(a[-1] not in '.!?…:”"' and b[0].islower() for a, b in pairs)
    return full and _NARROWEST <= width <= _WIDEST and running * 4 >= len(pairs)
