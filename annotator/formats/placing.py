"""Where a foreign file's words are in the text: at its offsets, or else near them if only there."""

from annotator.model import Span

NEAR = 200  # code points before and behind


class Misplaced(ValueError):
    """The words are not at their offsets, nor at one place near them. `str(error)` says so."""


def placed(text: str, start: int, end: int, words: str | None) -> tuple[Span, bool]:
    """(the span, whether it had to be moved) of `words`, said to stand at `start` to `end` (code points).

    Without words the offsets are believed if they lie within the text. Raises Misplaced where the words stand
    neither there nor at exactly one place that begins at most NEAR before or behind.
    """
    if 0 <= start < end <= len(text) and words in (None, text[start:end]):
        return Span(start, end), False
    if words is None:
        raise Misplaced(f"{start}-{end} does not lie within the text, which is {len(text)} long")
    if not words:
        raise Misplaced(f"{start}-{end} is a span without words")
    low = max(0, start - NEAR)
    here = text.find(words, low, min(len(text), max(0, start) + NEAR + len(words)))
    if here < 0:
        there = text[max(0, start) : max(0, end)]
        raise Misplaced(f"the text has {shown(there)} at {start}-{end} and not {shown(words)}")
    if text.find(words, here + 1, min(len(text), max(0, start) + NEAR + len(words))) >= 0:
        raise Misplaced(f"{shown(words)} is not at {start}-{end}, and stands at several places near it")
    return Span(here, here + len(words)), True


def shown(words: str, most: int = 40) -> str:
    """`words` in quotation marks, on one line, cut where they are long."""
    line = " ".join(words.split())
    return f"“{line[:most]}…”" if len(line) > most else f"“{line}”"
