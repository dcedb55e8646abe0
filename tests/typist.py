"""A scripted annotator: from what a quote should be to the keys that make it so.

It keeps a worklist of its own beside, to know what the screen would show, and does there what the keys do
on the screen. Whoever plays the keys compares the two databases, or either with the gold.
"""

from collections.abc import Callable, Iterator, Sequence
from copy import copy
from dataclasses import dataclass

from annotator.model import Quote, Span, Speaker, SpeakerKind
from annotator.scheme import FLAG_VALUE
from annotator.tui.keynames import shown
from annotator.work.beginning import begun
from annotator.work.marking import Marking
from annotator.work.people import Candidate, candidates
from annotator.work.steps import quotes as quotes_near
from annotator.work.whom import offers
from annotator.work.worklist import Place, Worklist
from tests.terminal import KEYS

FAR = 400  # moves; no selection on a screen takes so many


@dataclass(frozen=True)
class Said:
    """One quote as it should come out. Speakers are (name, kind); a name None is unknown."""

    content: tuple[Span, ...]
    cue: tuple[Span, ...] = ()
    source: tuple[Span, ...] = ()
    speakers: tuple[tuple[str | None, str], ...] = ()
    via: tuple[tuple[str, str, Span | None], ...] = ()
    stance: tuple[tuple[str, str | None], ...] = ()
    topics: tuple[str, ...] = ()
    flags: tuple[str, ...] = ()
    about: Span | None = None  # the first span of the quote that it judges
    note: str = ""  # the comment of its flag


class Typist:
    """Keys, by the names that Textual gives them."""

    def __init__(self, work: Worklist) -> None:
        self.work = work

    def quote(self, said: Said) -> Iterator[str]:
        """Mark and label one quote."""
        yield from self.go(self.work.desk.sentence_at(said.content[0].start))
        yield "m"
        yield from self._select(begun(self.work, "content", new=True), said.content)
        yield "enter"
        self.work.mark(said.content)
        for place, spans in (("cue", said.cue), ("source", said.source)):
            if spans:
                yield from self._spans(place, spans)  # type: ignore[arg-type]
        for n, (name, kind) in enumerate(said.speakers):
            yield from self._speaker(name, kind, more=n > 0)
        for name, kind, span in said.via:
            yield from self._via(name, kind, span)
        yield from self._labels(said)

    def judge(self, said: Said) -> Iterator[str]:
        """Say which quote this one judges, when both are there."""
        quote = self._find(said.content[0])
        yield from self.choose(quote)
        assert said.about is not None
        other = self._find(said.about)
        level = quotes_near(self.work.desk, quote)(())
        assert level is not None
        yield from ("b", next(c.key for c in level.choices if c.code == other.id))
        self.work.set_about(other.id)

    def choose(self, quote: Quote) -> Iterator[str]:
        """Go to a quote and select it."""
        yield from self.go(self.work.desk.sentence_at(quote.start))
        while self.work.selected != quote.id:
            yield "tab"
            self.work.cycle(1)

    def go(self, n: int) -> Iterator[str]:
        """To sentence `n` of the article."""
        while self.work.at != n:
            down = self.work.at < n
            yield "J" if down else "K"
            self.work.move(1 if down else -1, marked_too=True)

    def article_topics(self, codes: Sequence[str]) -> Iterator[str]:
        """What the article is about."""
        for n, code in enumerate(codes):
            yield "Y" if n else "y"
            yield from self._topic(code)
            self.work.say_article_topic(code, more=n > 0)

    def finish(self) -> Iterator[str]:
        """Every sentence of the article is done, or has nothing in it."""
        while not self.work.finished:
            if not self.work.desk.is_body(self.work.at) or self.work.desk.review(self.work.at):
                to_do = range(len(self.work.desk.sentences))
                yield from self.go(
                    next(n for n in to_do if self.work.desk.is_body(n) and not self.work.desk.review(n))
                )
            yield "space"
            self.work.finish()

    def _find(self, start: Span) -> Quote:
        return next(q for q in self.work.desk.quotes.values() if q.content[0] == start)

    # Spans

    def _spans(self, place: Place, spans: tuple[Span, ...]) -> Iterator[str]:
        yield {"cue": "c", "source": "s", "via": "A"}[place]
        yield from self._select(begun(self.work, place), spans)
        yield "enter"
        self.work.set_spans(place, spans)

    def _select(self, marking: Marking, spans: Sequence[Span]) -> Iterator[str]:
        for n, span in enumerate(spans):
            if n:
                yield "plus"
                marking.piece()
            yield from self._one(marking, span)
        assert marking.spans() == tuple(spans), (marking.spans(), spans)

    def _one(self, marking: Marking, span: Span) -> Iterator[str]:
        snapped = copy(marking)
        if snapped.snap() and snapped.selection == span:
            marking.snap()
            yield "q"
            return
        if marking.extending:
            yield "space"
            marking.toggle_extending()
        yield from self._move(marking, span.start, at_start=True)
        yield "space"
        marking.toggle_extending()
        yield from self._move(marking, span.end, at_start=False)
        while marking.selection.end != span.end:
            more = marking.selection.end < span.end
            yield "greater_than_sign" if more else "less_than_sign"
            marking.nudge(1 if more else -1)

    def _move(self, marking: Marking, offset: int, *, at_start: bool) -> Iterator[str]:
        """Walk to the token that begins (or ends) at `offset`, always by the move that comes nearest."""

        def reached(m: Marking) -> int:
            return m.head.start if at_start else m.head.end

        for _ in range(FAR):
            now, token = reached(marking), marking.head
            if token.start <= offset < token.end if at_start else token.start < offset <= token.end:
                return
            tried = list(self._moves(marking, offset, at_start))
            between = [
                (abs(reached(there) - now) / len(keys), keys, there)
                for keys, there in tried
                if now < reached(there) <= offset or offset <= reached(there) < now
            ]
            # None comes nearer where the token at hand reaches beyond the offset: a word, then.
            _gain, keys, there = max(between, key=lambda x: x[0], default=(0, *tried[0]))
            yield from keys
            marking.head, marking.anchor = there.head, there.anchor
        raise AssertionError(f"no way to {offset} from {marking.head}")

    def _moves(
        self, marking: Marking, offset: int, at_start: bool
    ) -> Iterator[tuple[tuple[str, ...], Marking]]:
        """(keys, where they lead), the next word first."""

        def tried(verb: Callable[[Marking], object]) -> Marking:
            trial = copy(marking)
            verb(trial)
            return trial

        if offset < marking.head.start:
            yield ("h",), tried(lambda m: m.word(-1))
            return
        yield ("l",), tried(lambda m: m.word(1))
        yield ("e",), tried(lambda m: m.sentence_end())
        yield ("j",), tried(lambda m: m.next_sentence(1))
        if letter := self._letter(marking, offset, at_start):
            yield ("f", letter), tried(lambda m: m.find(letter, 1))

    def _letter(self, marking: Marking, offset: int, at_start: bool) -> str | None:
        tokens = self.work.desk.tokens(self.work.desk.sentence_at(offset if at_start else offset - 1))
        at = next((t for t in tokens if t.start <= (offset if at_start else offset - 1) < t.end), None)
        letter = at.of(marking.desk.text)[0] if at else ""
        return letter if letter.isascii() and letter.isalpha() else None

    # Labels

    def _speaker(self, name: str | None, kind: str, *, more: bool) -> Iterator[str]:
        yield "W" if more else "w"
        speaker = None
        if name is None:
            yield "question_mark"
        else:
            speaker = self.work.registry.exact(name) or Speaker(self.work.new_id(), name, SpeakerKind(kind))
            yield from self._pick(name, kind, candidates(self.work))
        self.work.set_speaker(speaker, more=more)

    def _via(self, name: str, kind: str, span: Span | None) -> Iterator[str]:
        yield "a"
        yield from self._pick(name, kind, candidates(self.work, "via"))
        speaker = self.work.registry.exact(name) or Speaker(self.work.new_id(), name, SpeakerKind(kind))
        self.work.set_via(speaker)
        if span is not None:
            yield from self._spans("via", (span,))

    def _pick(self, name: str, kind: str, first: list[Candidate]) -> Iterator[str]:
        typed = f'"{name}' if any(c.isdigit() for c in name) else name
        yield from typed
        rows = offers(self.work.registry, typed, first, True)
        known = self.work.registry.exact(name)
        wanted = ("known", known.id) if known else ("new", name)
        yield from ["down"] * rows.index(wanted)
        yield "enter"
        if known is None:
            yield kind[0]

    def _labels(self, said: Said) -> Iterator[str]:
        for n, (value, target) in enumerate(said.stance):
            label = self.work.scheme.field("stance").label(value)  # type: ignore[union-attr]
            assert label is not None
            if target is not None:
                found = self.work.scheme.target(target)
                assert found is not None, f"the typist takes targets of the list only, not {target}"
                yield from ("T" if n else "t", found.key)
            yield label.key
            self.work.say_stance(value, target, n)
        for n, code in enumerate(said.topics):
            yield "O" if n else "o"
            yield from self._topic(code)
            self.work.say_topic(code, more=n > 0)
        for flag in said.flags:
            found_field = self.work.scheme.field(flag)
            assert found_field is not None
            assert found_field.key is not None
            yield from ("x", found_field.key)
            self.work.toggle(flag, FLAG_VALUE)
        if said.note:
            yield from ("f", *said.note, "enter")
            self.work.flag(said.note)

    def _topic(self, code: str) -> Iterator[str]:
        topics = self.work.scheme.field("topic")
        assert topics is not None
        label = topics.label(code)
        assert label is not None, f"no topic {code}"
        if label.parent is not None:
            parent = topics.label(label.parent)
            assert parent is not None
            yield from (parent.key, label.key)
        else:
            yield label.key
            if topics.children(code):
                yield "enter"


def raw(keys: Sequence[str]) -> str:
    """What a terminal sends for these keys."""
    return "".join(KEYS[key][0] if key in KEYS else shown(key) for key in keys)
