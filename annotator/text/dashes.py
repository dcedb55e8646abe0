"""Dialogue that a dash opens: a paragraph that begins “— Come in, said Ana.”

News puts such dashes before the items of a list far more often. So only a paragraph counts that says soon
who speaks, and speaks as people do face to face: it asks, calls, is short, or has an I or a you. Paragraphs
beside it that begin with the same dash need only the latter. What dashes part in mid-sentence is left alone.
"""

import re
from collections.abc import Iterator, Sequence

from annotator.model import Span
from annotator.text.mark_roles import UNSEEN
from annotator.text.reporting import VERBS, reports
from annotator.text.wordlist import words

_DASH = re.compile(rf"[\s{UNSEEN}]*([—―]|–(?= ))[ \u00a0]?(?=[^\W\d_])")
_BREAK = re.compile(r"[,?!…]\s+")
_AGAIN = re.compile(r"[.,;:!?]\s*([—―–]) ?(?=[^\W_])")
_VERB_FIRST = re.compile(r"([a-z]{3,20}) (?:(?:the|a|an|his|her|my|our|their) )?[^\W\d_]")
_WORD = re.compile(r"[^\W_]+(?:['’][^\W_]+)*")
_FACE_TO_FACE = words(
    "i me my you your we us our i'm i'll i've i'd you're you'll we're we'll yes no let's don't"
)
_REACH = 240  # code points in which the clause must begin
_BREAKS = 6  # commas and the like that are tried
_SHORT = 8  # words


def dash(text: str, paragraph: Span) -> str:
    """The dash that opens `paragraph`, "" where none does."""
    match = _DASH.match(text, paragraph.start, paragraph.end)
    return match[1] if match else ""


def dialogue(text: str, run: Sequence[Span]) -> list[Span]:
    """What is said, its dash included, in the paragraphs of `run`.

    They follow each other, begin with the same dash and have no quotation marks.
    """
    clauses = [_clause(text, paragraph) for paragraph in run]
    if not any(clauses):
        return []
    found: list[Span] = []
    for paragraph, clause in zip(run, clauses, strict=True):
        found.extend(_said(text, paragraph, clause))
    return found


def _clause(text: str, paragraph: Span) -> Span | None:
    """The clause that says who speaks, to the end of the paragraph."""
    end = min(paragraph.end, paragraph.start + _REACH)
    for tried, match in enumerate(_BREAK.finditer(text, paragraph.start, end)):
        at = match.end()
        if tried == _BREAKS:
            break
        verb = _VERB_FIRST.match(text, at, paragraph.end)
        reported = verb[1] in VERBS if verb else False
        if reported or reports(text, at, paragraph.end, bare=False):
            here = Span(at, paragraph.end)
            return here if _face_to_face(text, Span(paragraph.start, at)) else None
    return None


def _said(text: str, paragraph: Span, clause: Span | None) -> Iterator[Span]:
    sign = dash(text, paragraph)
    start = text.index(sign, paragraph.start)
    if clause is None:
        whole = Span(start, start + len(text[start : paragraph.end].rstrip()))
        if _face_to_face(text, whole):
            yield whole
        return
    yield Span(start, start + len(text[start : clause.start].rstrip()))
    again = re.compile(rf"[.,;:!?]\s*({sign})").search(
        text, clause.start, min(clause.end, clause.start + _REACH)
    )
    if again:
        yield Span(again.start(1), start + len(text[start : paragraph.end].rstrip()))


def _face_to_face(text: str, span: Span) -> bool:
    spoken = _WORD.findall(text, span.start, min(span.end, span.start + _REACH))
    if len(spoken) <= _SHORT or text[span.start : span.end].rstrip()[-1:] in ("?", "!"):
        return True
    return any(word.lower().replace("’", "'") in _FACE_TO_FACE for word in spoken)
