"""An article's sentences. Why these rules and no library: docs/decisions/sentences.md."""

import re
from collections.abc import Iterator, Sequence
from itertools import pairwise

from annotator.model import Span
from annotator.text.abbreviations import STARTERS, Stop, stop_after
from annotator.text.marks import Quotation, quotations
from annotator.text.paragraphs import paragraphs
from annotator.text.reporting import reports
from annotator.text.tokens import glued

# Stored with the sentences that it made: other rules, other number.
SEGMENTER = "rules 1"

_STOPS = re.compile(r"[.!?…。！？؟।]+(?:(?<=[.…]) \.(?= ?\.)(?: ?\.)+)?")
_WIDE = "。！？"  # these need no space after them
_AFTER = re.compile(r"[)\]}]|[ \u00a0]?\[\d{1,3}\]")  # what closes or annotates a sentence behind its stop
_LOOSE = "”’»"  # closing marks that no quotation claims
_PLAIN = re.compile(r" [0-9A-Za-z]")  # behind most stops: nothing closes there, and no picture stands there
_PICTURE = re.compile("[\U0001f000-\U0001faff\u2600-\u27bf\ufe0f\u200d]+")
_LEAD = re.compile(r"[\s(\[{–—•*¿¡\-]*")  # what may stand before the first word
_FIRST = re.compile(r"[^\W\d_]\.(?= )|[^\W_]+(?:['’][^\W_]+)?")  # a word, or an initial with its stop
_LONGEST, _LONGEST_BEFORE = 20, 30  # code points that are looked at: of a word, of the one before it
_BEFORE = re.compile(rf"(?:(\S{{1,{_LONGEST_BEFORE}}})\s+)?([^\s\-–—/(\[“”\"‘]{{1,{_LONGEST}}})\Z")
_REACH = 60  # code points in which the first word must begin
_BRAND = re.compile(r"[a-z]{1,2}[A-Z]")  # iPhone, eBay
_ITEM = re.compile(r"\s*\(?(?:\d{1,3}|[A-Za-z])\Z")  # the number of a list's item


def sentences(text: str, found: Sequence[Quotation] | None = None) -> tuple[Span, ...]:
    """The sentences of `text`, in order and without a gap; `found` are its quotations if they are known.

    White space belongs to the sentence before it, at the beginning to the first. A paragraph's end always
    ends one. A text of nothing but white space is one sentence, an empty text none. Linear.
    """
    splitter = _Splitter(text, quotations(text) if found is None else found)
    ends = [0]
    for paragraph in paragraphs(text):
        ends.extend(splitter.ends(paragraph))
        ends.append(paragraph.end)
    return tuple(Span(a, b) for a, b in pairwise(ends) if a < b)


class _Splitter:
    """The rules over one text. Offsets everywhere; a sentence's end is where the next one begins."""

    def __init__(self, text: str, found: Sequence[Quotation]) -> None:
        self.text = text
        self.opening = {q.span.start: len(q.opening) for q in found}
        self.opening.update((at, len(q.opening)) for q in found for at in q.reopened)
        self.closing = {q.span.end - len(q.closing): len(q.closing) for q in found if q.closing}

    def ends(self, paragraph: Span) -> Iterator[int]:
        """The ends of sentences inside `paragraph`, its own end left out."""
        text, behind, end = self.text, paragraph.start, paragraph.end
        last = behind + len(text[behind:end].rstrip())
        for stop in _STOPS.finditer(text, behind, last):
            at = stop.end()
            if at == last:
                return
            if stop.start() < behind:
                continue
            if _PLAIN.match(text, at, end):
                after, quoted, begin = at, False, at + 1
            else:
                after, quoted = self._closers(at, end)
                begin = self._skip_space(after, end)
            if begin < end and self._splits(stop, after, begin, quoted, behind, end):
                behind = begin
                yield begin

    def _closers(self, at: int, end: int) -> tuple[int, bool]:
        """Where the marks, brackets and pictures behind a stop end, and whether a quotation closes there."""
        quoted = False
        while at < end:
            spaced = at + (self.text[at] in " \u00a0\u202f")
            if spaced in self.closing:
                at, quoted = spaced + self.closing[spaced], True
            elif match := _AFTER.match(self.text, at, end):
                at = match.end()
            elif picture := _PICTURE.match(self.text, spaced, end):
                at = picture.end()
            elif self.text[at] in _LOOSE and at not in self.opening:
                at, quoted = at + 1, True
            else:
                break
        return at, quoted

    def _splits(
        self, stop: re.Match[str], after: int, begin: int, quoted: bool, behind: int, end: int
    ) -> bool:
        sign = stop[0]
        if sign[-1] in _WIDE:
            return True
        if begin == after:
            return self._splits_unspaced(stop, after)
        first, opened = self._first(begin, end)
        if not first or (first[0].islower() and not _BRAND.match(first)):
            return False
        if quoted and reports(self.text, begin, end, bare=sign == "."):
            return False
        if sign == "." and not quoted:
            return self._ends(stop.start(), first, opened, behind)
        return True

    def _splits_unspaced(self, stop: re.Match[str], after: int) -> bool:
        """Sentences glued together: "ended.Then", "ended.”Then", "ended.“Then"."""
        text = self.text
        if after in self.opening:
            return not self.text[stop.start() - 1 : stop.start()].isupper()
        if after > stop.end():
            return text[after].isupper()
        word = text[max(0, stop.start() - 20) : stop.start()].rsplit(None, 1)[-1:]
        if stop[0] == "." and not glued(text, stop.start()):
            return False
        address = bool(word) and any(sign in word[0] for sign in "/@:.")
        return stop[0] in ".?!" and text[after].isupper() and not address

    def _ends(self, stop: int, first: str, opened: bool, behind: int) -> bool:
        """Whether the full stop at `stop` ends a sentence when `first` is the next word.

        The sentence begins at `behind`.
        """
        if _ITEM.match(self.text, behind, stop):
            return False
        word, before = self._words(max(behind, stop - 52), stop)
        match stop_after(word, before) if word else Stop.END:
            case Stop.END:
                return True
            case Stop.NUMBER:
                return not first[0].isdigit()
            case Stop.UNSURE:
                return first.lower() in STARTERS or (opened and len(word) > 1)
            case _:
                return False

    def _words(self, start: int, stop: int) -> tuple[str, str]:
        """The word that ends at `stop`, and the one before it; "" where there is none."""
        near = self.text[start:stop].rsplit(None, 2)
        # Nearly always it is letters alone. The pattern tries all places before it finds the word.
        if len(near) > 1 and _plain(near[-1]) and self.text[stop - 1].isalpha():
            return near[-1], near[-2][-_LONGEST_BEFORE:]
        match = _BEFORE.search(self.text, start, stop)
        return (match[2].lstrip("'’«„‚.,;:"), match[1] or "") if match else ("", "")

    def _first(self, at: int, end: int) -> tuple[str, bool]:
        """The first word from `at` on, and whether a quotation mark opens before it."""
        opened = False
        end = min(end, at + _REACH)
        while at < end and not self.text[at].isalnum():
            match = _LEAD.match(self.text, at, end)
            at = match.end() if match else at
            if at in self.opening:
                at, opened = at + self.opening[at], True
            elif self.text[at : at + 1] in ("'", "’", "…", ".") and at < end:
                at += 1
            else:
                break
        word = _FIRST.match(self.text, at, end)
        return (word[0] if word else ""), opened

    def _skip_space(self, at: int, end: int) -> int:
        while at < end and self.text[at].isspace():
            at += 1
        return at


def _plain(word: str) -> bool:
    return len(word) <= _LONGEST and word.isalpha()
