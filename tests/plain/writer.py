"""From gold to the lines that make it; and a talk held without a terminal."""

import io
from collections.abc import Iterator, Sequence
from typing import Literal

from annotator.model import Quote, Span, Speaker, SpeakerKind
from annotator.plain.run import run
from annotator.work.steps import quotes as quotes_near
from annotator.work.whom import whom
from annotator.work.worklist import Worklist
from tests.typist import Said


def talk(work: Worklist, *lines: str) -> str:
    """What is answered to these lines, after the first look at the article."""
    sink = io.StringIO()
    run(work, io.StringIO(".\n" + "".join(f"{line}\n" for line in lines)), sink, prompts=False)
    return sink.getvalue()


class Writer:
    """Lines. It keeps a worklist of its own beside, to know the numbers that a talk would say."""

    def __init__(self, work: Worklist) -> None:
        self.work = work

    def quote(self, said: Said) -> Iterator[str]:
        """Mark and label one quote."""
        self.work.go(self.work.desk.sentence_at(said.content[0].start))
        yield f": {self.work.at + 1}"
        yield f"m {self._numbers(said.content)}"
        self.work.mark(said.content)
        for place, letter, spans in (("cue", "c", said.cue), ("source", "s", said.source)):
            if spans:
                yield from self._spans(place, letter, spans)
        for n, (name, kind) in enumerate(said.speakers):
            yield f"{'W' if n else 'w'} {self._who(name, kind, 'speakers')}"
            speaker = self._entry(name, kind)
            self.work.set_speaker(speaker, more=n > 0)
        for name, kind, span in said.via:
            yield f"a {self._who(name, kind, 'via')}"
            self.work.set_via(self._entry(name, kind))
            if span is not None:
                yield from self._spans("via", "A", (span,))
        for n, (value, target) in enumerate(said.stance):
            key = self._key("stance", value)
            yield key if target is None else f"{'T' if n else 't'} {target} {key}"
        for n, code in enumerate(said.topics):
            yield f"{'O' if n else 'o'} {self._topic(code)}"
        for flag in said.flags:
            yield f"x {flag}"
        if said.note:
            yield f"f {said.note}"

    def judge(self, said: Said) -> Iterator[str]:
        """Say which quote this one judges, when both are there."""
        quote, other = (self._find(start) for start in (said.content[0], said.about))
        self.work.go(self.work.desk.sentence_at(quote.start))
        level = quotes_near(self.work.desk, quote)(())
        assert level is not None
        yield f": {self.work.at + 1}"
        yield f"> {[q.id for q in self.work.here].index(quote.id) + 1}"
        self.work.selected = quote.id
        self.work.set_about(other.id)
        yield f"b {next(c.key for c in level.choices if c.code == other.id)}"

    def article_topics(self, codes: Sequence[str]) -> Iterator[str]:
        for n, code in enumerate(codes):
            yield f"{'Y' if n else 'y'} {self._topic(code)}"

    def _find(self, start: Span | None) -> Quote:
        return next(q for q in self.work.desk.quotes.values() if q.content[0] == start)

    def _spans(self, place: str, letter: str, spans: Sequence[Span]) -> Iterator[str]:
        """Seen from where the words are, as a source may stand before its quote."""
        n, home = self.work.desk.sentence_at(spans[0].start), self.work.at
        chosen = self.work.selected
        if n < home:
            self.work.go(n, chosen)
            yield from (f": {n + 1}", f"> {[q.id for q in self.work.here].index(str(chosen)) + 1}")
        yield f"{letter} {self._numbers(spans)}"
        self.work.set_spans(place, spans)  # type: ignore[arg-type]

    def _numbers(self, spans: Sequence[Span]) -> str:
        desk, n = self.work.desk, self.work.at
        stream = [t for k in range(n, min(n + 12, len(desk.sentences))) for t in desk.tokens(k)]
        firsts, lasts = ({edge: i for i, edge in enumerate(edges, start=1)} for edges in (
            [t.start for t in stream], [t.end for t in stream],
        ))  # fmt: skip
        return " + ".join(f"{firsts[s.start]}-{lasts[s.end]}" for s in spans)

    def _entry(self, name: str | None, kind: str) -> Speaker | None:
        if name is None:
            return None
        return self.work.registry.exact(name) or self.work.new_speaker(name, SpeakerKind(kind))

    def _who(self, name: str | None, kind: str, role: Literal["speakers", "via"]) -> str:
        if name is None:
            return "?"
        if self.work.registry.exact(name) is not None:
            return name
        rows = whom(self.work, role).rows(name)
        if [row[0] for row in rows] == ["new"]:
            return f"{name} / {kind}" if len(rows[0]) == 2 else name
        row = next((r for r in rows if r[0] == "new"), None)
        assert row is not None
        return f"{name} / {rows.index(row) + 1}" + (f" {kind}" if len(row) == 2 else "")

    def _key(self, field: str, value: str) -> str:
        found = self.work.scheme.field(field)
        assert found is not None
        label = found.label(value)
        assert label is not None
        return label.key

    def _topic(self, code: str) -> str:
        field = self.work.scheme.field("topic")
        assert field is not None
        label = field.label(code)
        assert label is not None
        if label.parent is not None:
            return f"{label.parent} {code}"
        return f"{code} {code}" if field.children(code) else code
