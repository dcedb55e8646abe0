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
    for block in _blocks(text):
        if len(block) > 1 and _wrapped([words for _, words in block]):
            starts.append(block[0][0])
        else:
            starts.extend([start for start, _ in block])
    ends = [*starts[1:], len(text)]
    starts[:1] = [0]
    return tuple([Span(start, end) for start, end in zip(starts, ends, strict=True) if start < end])


def _blocks(text: str) -> list[list[tuple[int, str]]]:
    """Runs of lines with words: where those begin, and the line without the white space around it."""
    blocks: list[list[tuple[int, str]]] = []
    block: list[tuple[int, str]] = []
    end = 0
    for line in _LINE.findall(text):
        end += len(line)
        if words := line.lstrip():
            block.append((end - len(words), words.rstrip()))
        elif block:
            blocks.append(block)
            block = []
    return [*blocks, block]


def _wrapped(words: Sequence[str]) -> bool:
    """Whether these lines, two or more, are one paragraph that was broken at a column.

    Then every line but the last is so long that the first word of the next would not have fitted, and
    some of them go on in the middle of a sentence.
    """
    width = max(map(len, words))
    pairs = list(pairwise(words))
    full = all(len(a) + 1 + len(b.split(None, 1)[0]) > width for a, b in pairs)
    running = sum(a[-1] not in '.!?…:”"' and b[0].islower() for a, b in pairs)
    return full and _NARROWEST <= width <= _WIDEST and running * 4 >= len(pairs)
