"""The entries of one ```quote block -> Example."""

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from enum import StrEnum
from typing import TypeVar

from annotator.guideline.blocks import Block, Entry
from annotator.guideline.finding import Finder, WordsError
from annotator.guideline.values import Derive, Example, ExampleQuote, Voiced
from annotator.model import Label, QuoteType, RegionKind, Span
from annotator.scheme import FLAG_VALUE, Complaint, Field, FieldKind, Scheme, did_you_mean, visible

_OF_TEXT = ("text", "nothing", "region")
_OF_QUOTE = ("content", "cue", "source", "speaker", "via", "type", "parent", "about", "flags")
_UNKNOWN = "?"
_Word = TypeVar("_Word", bound=StrEnum)


@dataclass
class _Draft:
    """A quote while its lines are gathered."""

    line: int
    entries: dict[str, Entry] = field(default_factory=dict)


class ExampleReader:
    """Reads one block; what is wrong with it is in `found` afterwards."""

    def __init__(self, block: Block, scheme: Scheme, derive: Derive) -> None:
        self.found: list[Complaint] = []
        self._block = block
        self._scheme = scheme
        self._derive = derive
        self._about_text = _Draft(block.line)
        self._drafts: list[_Draft] = []
        self._finder = Finder("\n\n".join(e.value for e in block.entries if e.key == "text"))

    def read(self) -> Example:
        """The example; of a faulty block, what could be read."""
        for entry in self._block.entries:
            self._gather(entry)
        quotes = [quote for draft in self._drafts if (quote := self._quote(draft)) is not None]
        if len(quotes) == len(self._drafts):  # else the numbers of parent and about mean nothing
            quotes = [self._linked(draft, quotes, n) for n, draft in enumerate(self._drafts)]
            for draft, quote in zip(self._drafts, quotes, strict=True):
                self._judge(draft, quote, quotes)
        nothing, region = (self._about_text.entries.get(key) for key in ("nothing", "region"))
        if not self._finder.text:
            self._say(self._block.line, "This example has no text: begin with a line text: ...")
        elif bool(self._drafts) is bool(nothing or region):
            self._say(
                self._block.line, "An example has quotes, or else a line nothing: (why) or region: (what)."
            )
        return Example(
            rule=self._block.rule,
            line=self._block.line,
            text=self._finder.text,
            quotes=tuple(quotes),
            nothing=nothing.value if nothing else "",
            region=self._word(region, RegionKind) if region else None,
        )

    def _say(self, line: int, sentence: str) -> None:
        self.found.append(Complaint(line, visible(sentence)))

    def _gather(self, entry: Entry) -> None:
        """Put a line with the text, or with the quote that it belongs to."""
        known = (*_OF_TEXT, *_OF_QUOTE, *(f.name for f in self._scheme.fields))
        if entry.key not in known:
            self._say(entry.line, f"“{entry.key}” is not known in an example{did_you_mean(entry.key, known)}")
            return
        if not entry.value:
            self._say(entry.line, f"“{entry.key}” is empty.")
        if entry.key == "content":
            self._drafts.append(_Draft(entry.line))
        elif entry.key not in _OF_TEXT and not self._drafts:
            self._say(entry.line, f"“{entry.key}” belongs to a quote: begin it with a line content: ...")
            return
        owner = self._about_text if entry.key in _OF_TEXT else self._drafts[-1]
        if entry.key in owner.entries and entry.key != "text":
            self._say(entry.line, f"“{entry.key}” is said twice; each quote begins with a line content: ...")
        owner.entries[entry.key] = entry

    def _quote(self, draft: _Draft) -> ExampleQuote | None:
        content, cue, source = (self._spans(draft.entries.get(role)) for role in ("content", "cue", "source"))
        speakers, via = (self._voices(draft.entries.get(role)) for role in ("speaker", "via"))
        labels = tuple(label for f in self._scheme.fields for label in self._labels(draft, f))
        self._flags_known(draft.entries.get("flags"))
        type = self._word(draft.entries["type"], QuoteType) if "type" in draft.entries else None
        if "type" not in draft.entries:
            self._say(draft.line, "This quote has no type: add a line type: direct, mixed or indirect.")
        if not content or type is None:
            return None
        return ExampleQuote(draft.line, content, cue, source, speakers, via, type, labels)

    def _spans(self, entry: Entry | None) -> tuple[Span, ...]:
        if entry is None or not entry.value:
            return ()
        try:
            return self._finder.spans(entry.value)
        except WordsError as error:
            self._say(entry.line, str(error))
            return ()

    def _voices(self, entry: Entry | None) -> tuple[Voiced, ...]:
        """`Name; Name`, `?` for an unknown one, `Name = words of the text` where the words matter."""
        voices = []
        for part in entry.value.split(";") if entry else ():
            name, equals, words = (piece.strip() for piece in part.partition("="))
            spans = self._spans(replace(entry, value=words)) if entry and equals else ()
            voices.append(Voiced(None if name == _UNKNOWN else name, spans[0] if spans else None))
        return tuple(voices)

    def _labels(self, draft: _Draft, of: Field) -> list[Label]:
        """The labels of one field: `4.3; 19.1`, or `talks -2; fishing +1` with targets; a flag is named."""
        if of.kind is FieldKind.FLAG:
            flags = draft.entries.get("flags")
            return [Label(of.name, FLAG_VALUE)] if flags and of.name in _parts(flags.value) else []
        entry = draft.entries.get(of.name)
        if entry is None or of.name in ("type", "speaker"):
            return []
        values = [entry.value] if of.kind is FieldKind.TEXT else _parts(entry.value)
        labels = [_pair(of, value) if of.has_targets else Label(of.name, value) for value in values]
        for label in labels:
            if (why := self._scheme.refuse(label)) is not None:
                self._say(entry.line, why)
        return labels

    def _flags_known(self, entry: Entry | None) -> None:
        flags = [f.name for f in self._scheme.fields if f.kind is FieldKind.FLAG]
        for name in _parts(entry.value) if entry else ():
            if entry and name not in flags:
                self._say(entry.line, f"“{name}” is no flag of the scheme{did_you_mean(name, flags)}")

    def _word(self, entry: Entry, words: type[_Word]) -> _Word | None:
        if entry.value in tuple(words):
            return words(entry.value)
        self._say(entry.line, f"“{entry.key}” is one of {', '.join(words)}.")
        return None

    def _linked(self, draft: _Draft, quotes: Sequence[ExampleQuote], n: int) -> ExampleQuote:
        parent, about = (self._number(draft.entries.get(key), len(quotes), n) for key in ("parent", "about"))
        return replace(quotes[n], parent=parent, about=about)

    def _number(self, entry: Entry | None, among: int, own: int) -> int | None:
        """`parent: 1` is the first quote of the example."""
        if entry is None:
            return None
        number = int(entry.value) - 1 if entry.value in {str(n + 1) for n in range(among)} else own
        if number == own:
            self._say(entry.line, f"“{entry.key}” is the number of another quote of this example, from 1.")
            return None
        return number

    def _judge(self, draft: _Draft, quote: ExampleQuote, quotes: Sequence[ExampleQuote]) -> None:
        """What is wrong with a quote as a whole: its place in its parent, its type, its labels."""
        parents = _around(quote, quotes)
        if parents and not _inside(quote.content, parents[0]):
            self._say(draft.entries["parent"].line, "The content does not stand inside that of its parent.")
        derived = self._derive(self._finder.text, quote.content, parents)
        if derived is not quote.type:
            says = f"The type is {quote.type}, but its quotation marks make it {derived}."
            self._say(draft.entries["type"].line, says)
        for finding in self._scheme.check(quote.labels, bool(quote.speakers), quote.type):
            refused = any(self._scheme.refuse(x) == finding.sentence for x in quote.labels)  # said before
            line = draft.entries[finding.field].line if finding.field in draft.entries else draft.line
            if not refused:
                self._say(line, finding.sentence)


def _inside(content: Sequence[Span], parent: Sequence[Span]) -> bool:
    return content != parent and all(any(p.contains(span) for p in parent) for span in content)


def _around(quote: ExampleQuote, quotes: Sequence[ExampleQuote]) -> list[tuple[Span, ...]]:
    """The contents of its parent, the parent's parent and so on; a circle is walked once."""
    seen: list[ExampleQuote] = []
    while quote.parent is not None and quotes[quote.parent] not in seen:
        quote = quotes[quote.parent]
        seen.append(quote)
    return [each.content for each in seen]


def _parts(value: str) -> list[str]:
    return [part.strip() for part in value.split(";")]


def _pair(of: Field, value: str) -> Label:
    """`talks -2`, `talks +1`, `talks mixed`; or a value alone, `none`."""
    target, _, step = value.rpartition(" ")
    code = step.removeprefix("+") if of.label(step.removeprefix("+")) else step
    return Label(of.name, code, target.strip() or None)
