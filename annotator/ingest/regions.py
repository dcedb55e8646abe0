"""Headlines and boilerplate: lines that are no part of the story. They are marked, never cut.

Precision comes first: a line that is wrongly skipped loses quotes, one that is wrongly shown costs a key. A
line with a quotation in it is left alone unless the file itself says that it is a heading.
"""

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Sequence

from annotator.ingest import furniture
from annotator.model import Region, RegionKind, Span, stripped
from annotator.text.marks import Quotation, covering, starting
from annotator.text.paragraphs import paragraphs

_HEADING = re.compile(r"#{1,6}[ \t]+\S")
_HEADLINE_WORDS = 20
_HEADLINE_LENGTH = 140
_FINAL = ".!?…:;,"


def regions(
    article: str,
    text: str,
    sentences: Sequence[Span],
    quotations: Sequence[Quotation],
    *,
    title: str | None = None,
) -> tuple[Region, ...]:
    """The headline and boilerplate lines of a text, whole, with the white space behind them.

    A line is all of its sentences: what corrects the mark corrects it for all of them.

    `article` is the digest that the regions carry, `title` what the metadata says the headline is.
    """
    ends = [sentence.end for sentence in sentences]
    marked: list[Region] = []
    for line, kind in _lines(text, quotations, title):
        first, last = bisect_right(ends, line.start), bisect_left(ends, line.end)
        marked.append(Region(article, Span(sentences[first].start, sentences[last].end), kind))
    return tuple(marked)


def _lines(
    text: str, quotations: Sequence[Quotation], title: str | None
) -> Iterator[tuple[Span, RegionKind]]:
    """Each paragraph that is headline or boilerplate, without the white space around it."""
    every = [line for paragraph in paragraphs(text) if (line := stripped(paragraph, text))]
    body = 0  # lines of the story itself before this one
    headed = False
    for place, line in enumerate(every):
        words = line.of(text)
        last = place == len(every) - 1
        if _HEADING.match(words) or (title and not body and _same(words, title)):
            headed = True
            yield line, RegionKind.HEADLINE
        elif furniture.matches(words) and not _quoted(quotations, line):
            yield line, RegionKind.BOILERPLATE
        elif not (body or headed or last) and _headline(words) and not _quoted(quotations, line):
            headed = True
            yield line, RegionKind.HEADLINE
        else:
            body += 1


def _quoted(quotations: Sequence[Quotation], line: Span) -> bool:
    """Whether something in a line stands in quotation marks."""
    return bool(covering(quotations, line.start) or starting(quotations, line))


def _headline(words: str) -> bool:
    """Whether a first line looks like a headline: short, no full sentence."""
    short = len(words) <= _HEADLINE_LENGTH and len(words.split()) <= _HEADLINE_WORDS
    return short and words[-1] not in _FINAL and not words[0].islower() and any(map(str.isalpha, words))


def _same(words: str, title: str) -> bool:
    return _folded(words) == _folded(title) != ""


def _folded(words: str) -> str:
    """The letters and numbers of a line alone: outlets differ in marks and case."""
    return "".join(filter(str.isalnum, words.casefold()))
