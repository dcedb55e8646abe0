"""The words of an article that somebody means: by writing them, by the first and last, or by number."""

import re
from collections.abc import Iterable, Iterator, Sequence

from annotator.model import Span
from annotator.text.folding import folded
from annotator.text.tokens import tokens
from annotator.work.desk import Desk
from annotator.work.session import NotNow

FAR = 12  # sentences behind the one in view in which words are looked for
_NUMBERS = re.compile(r"(\d{1,4})(?:\s*[-–]\s*(\d{1,4}))?")
_DOTS = re.compile(r"\s*(?:…|\.\.\.)\s*")
_MARKS = "“”„‟\"«»‹›‘’'`"

Tokens = Sequence[Span]


def meant(desk: Desk, n: int, said: str, *, content: bool = False) -> list[Span]:
    """The spans that `said` means, seen from sentence `n`; several are parted by " + ". Raises NotNow.

    As content, all the words within quotation marks mean the marks, too: they need not be written. Numbers
    mean just what they say.
    """
    return [_meant(desk, n, piece.strip(), content) for piece in said.split(" + ")]


def numbered(desk: Desk, n: int, sentences: int) -> Iterator[str]:
    """The tokens of some sentences from `n` on with the numbers that they have there, a line a sentence."""
    number = 1
    for k in range(n, min(n + sentences, len(desk.sentences))):
        words = desk.tokens(k)
        yield " ".join(f"{number + i} {word.of(desk.text)}" for i, word in enumerate(words))
        number += len(words)


def _meant(desk: Desk, n: int, said: str, content: bool) -> Span:
    if numbers := _NUMBERS.fullmatch(said):
        return _by_number(desk, n, int(numbers[1]), int(numbers[2] or numbers[1]))
    span = _by_words(desk, n, said)
    return _with_marks(desk, span) if content else span


def _by_words(desk: Desk, n: int, said: str) -> Span:
    first, *last = _DOTS.split(said, maxsplit=1)
    if not last or not first or not last[0]:
        return _found(desk, n, said)
    start = _found(desk, n, first, once=False)
    behind = [t for t in _stream(desk, range(desk.sentence_at(start.start), n + FAR)) if t.start >= start.end]
    end = next(iter(_matches(desk.text, behind, last[0])), None)
    if end is None:
        raise NotNow(f"“{last[0]}” does not stand behind “{first}”; # numbers the words")
    return Span(start.start, end.end)


def _by_number(desk: Desk, n: int, first: int, last: int) -> Span:
    words = _stream(desk, range(n, n + FAR))
    if not 1 <= first <= last <= len(words):
        raise NotNow(f"there are no words {first} to {last} from here on; # numbers them")
    return Span(words[first - 1].start, words[last - 1].end)


def _found(desk: Desk, n: int, said: str, *, once: bool = True) -> Span:
    """Where `said` stands: from the sentence in view on, in the first that has it; else in the one before."""
    for area in (range(n, n + FAR), range(n - 1, n)):
        found = list(_matches(desk.text, _stream(desk, area), said))
        near = [span for span in found if desk.sentence_at(span.start) == desk.sentence_at(found[0].start)]
        if len(near) > 1 and once:
            raise NotNow(f"“{said}” stands there {len(near)} times; write more, or numbers: # gives them")
        if near:
            return near[0]
    raise NotNow(f"“{said}” does not stand here; write the words as they are, or numbers: # gives them")


def _with_marks(desk: Desk, span: Span) -> Span:
    """`span` with the marks of each quotation that has all its words in it."""
    for quotation in desk.quotations:
        whole = desk.whole(quotation.span)
        inside = [t for t in _stream(desk, desk.sentences_of(whole)) if whole.contains(t)]
        if whole.overlaps(span) and all(span.contains(t) for t in inside if _is_word(desk.text, t)):
            span = Span(min(span.start, whole.start), max(span.end, whole.end))
    return span


def _stream(desk: Desk, sentences: Iterable[int]) -> Tokens:
    return [t for k in sentences if 0 <= k < len(desk.sentences) for t in desk.tokens(k)]


def _matches(text: str, stream: Tokens, said: str) -> Iterator[Span]:
    """The places of the words of `said`, with those of its signs at the edges that stand there, too."""
    typed = tokens(said)
    inner = [k for k, t in enumerate(typed) if _is_word(said, t)]
    if not inner:
        return
    wanted = [folded(typed[k].of(said)) for k in inner]
    places = [k for k, t in enumerate(stream) if _is_word(text, t)]
    there = [folded(stream[k].of(text)) for k in places]
    before = [t.of(said) for t in reversed(typed[: inner[0]])]
    behind = [t.of(said) for t in typed[inner[-1] + 1 :]]
    for i in range(len(there) - len(wanted) + 1):
        if there[i : i + len(wanted)] == wanted:
            first, last = places[i], places[i + len(wanted) - 1]
            first -= _along(text, list(reversed(stream[:first])), before)
            last += _along(text, stream[last + 1 :], behind)
            yield Span(stream[first].start, stream[last].end)


def _along(text: str, stream: Tokens, signs: Sequence[str]) -> int:
    """How many of `signs` the next tokens are."""
    count = 0
    for token, sign in zip(stream, signs, strict=False):
        if _sign(token.of(text)) != _sign(sign):
            break
        count += 1
    return count


def _sign(sign: str) -> str:
    return '"' if sign in _MARKS else sign


def _is_word(text: str, token: Span) -> bool:
    return text[token.start].isalnum()
