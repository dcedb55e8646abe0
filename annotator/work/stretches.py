"""Clauses and paragraphs as the tokens with which they begin and end: how far one key of marking goes.

Clauses are told by punctuation and by the words that lead them; no grammar.
"""

from bisect import bisect_left, bisect_right
from collections.abc import Iterator

from annotator.model import Span
from annotator.text.paragraphs import paragraphs
from annotator.text.wordlist import words
from annotator.work.desk import Desk
from annotator.work.edges import Signs

_BREAKS = frozenset(",;:—–―(…")
_DASHES = frozenset("—–―(…")
_LEADS = words("that because although though while whereas if unless when where whether why how since until")
_JOINERS = words("and but or nor so yet")
_SUBJECTS = words("he she they it we i you who this these those there that")


def clause_starts(desk: Desk, n: int) -> list[Span]:
    """The first token of each clause of sentence `n`; its opening marks come first."""
    return [token for token, _ in _clauses(desk, n)]


def clause_ends(desk: Desk, n: int) -> list[Span]:
    """The last word of each clause of sentence `n`, or a mark that closes behind it; then its last token."""
    found = [token for _, token in _clauses(desk, n)]
    return found if found[-1:] == desk.tokens(n)[-1:] else [*found, *desk.tokens(n)[-1:]]


def _clauses(desk: Desk, n: int) -> list[tuple[Span, Span]]:
    signs, tokens = Signs(desk, n), desk.tokens(n)
    spoken = [place for place, _ in signs.words()]
    if not spoken:
        return []
    leads = [k for k in range(1, len(spoken)) if _begins(desk, tokens, spoken, k)]
    found: list[tuple[Span, Span]] = []
    for first, behind in zip([0, *leads], [*leads, len(spoken)], strict=True):
        opening = list(signs.before(spoken[first]))
        closing = [t for t in signs.behind(spoken[behind - 1]) if signs.closes(t)]
        start = opening[-1] if opening else tokens[spoken[first]]
        found.append((start, closing[-1] if closing else tokens[spoken[behind - 1]]))
    return found


def _begins(desk: Desk, tokens: list[Span], spoken: list[int], k: int) -> bool:
    """Whether a clause begins with the word at `spoken[k]`."""
    before, at = spoken[k - 1], spoken[k]
    between = desk.text[tokens[before].end : tokens[at].start]
    if between.strip() == "-" or any(sign in _BREAKS for sign in between):
        return any(sign.isspace() or sign in _DASHES for sign in between)  # but 1,400 and 10:30
    word = tokens[at].of(desk.text).lower()
    if word in _JOINERS and k + 1 < len(spoken):
        return tokens[spoken[k + 1]].of(desk.text).lower() in _SUBJECTS
    lead = tokens[before].of(desk.text).lower()
    return word in _LEADS and not (lead in _JOINERS and _begins(desk, tokens, spoken, k - 1))


def paragraph_tokens(desk: Desk, at: int, by: int, *, ends: bool) -> Iterator[Span]:
    """The first or the last token of each paragraph, from the one that holds `at` on or back."""
    every = paragraphs(desk.text)
    here = bisect_right(every, at, key=lambda p: p.start) - 1
    for n in range(max(0, here), len(every)) if by > 0 else range(here, -1, -1):
        token = _last(desk, every[n]) if ends else _first(desk, every[n])
        if token is not None:
            yield token


def _first(desk: Desk, paragraph: Span) -> Span | None:
    for n in desk.sentences_of(paragraph):
        tokens = desk.tokens(n)
        at = bisect_left(tokens, paragraph.start, key=lambda t: t.start)
        if at < len(tokens):
            return tokens[at] if tokens[at].start < paragraph.end else None
    return None


def _last(desk: Desk, paragraph: Span) -> Span | None:
    for n in reversed(desk.sentences_of(paragraph)):
        tokens = desk.tokens(n)
        at = bisect_right(tokens, paragraph.end, key=lambda t: t.end) - 1
        if at >= 0:
            return tokens[at] if tokens[at].end > paragraph.start else None
    return None
