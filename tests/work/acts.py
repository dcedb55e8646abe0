"""Hypothesis strategies: any verb of a worklist with any arguments that a screen could give it."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import Any, TypeVar

from hypothesis import strategies as st

from annotator.model import Span, Speaker, SpeakerKind, merged
from annotator.text.tokens import tokens
from annotator.work.seed import NOTHING, Seed
from annotator.work.worklist import Worklist

T = TypeVar("T")

_NAMES = ("Ida Brenn", "Olle Varr", "Varr News", "the critics")
_VALUES = ("-2", "0", "2", "mixed", "unclear", "none")
_TARGETS = ("talks", "barrier", "other")
_TOPICS = ("21", "21.2", "10.1", "99")


@dataclass(frozen=True)
class Verb:
    """A verb of the worklist by its name, and what it is given."""

    name: str
    given: tuple[Any, ...] = ()
    more: dict[str, Any] = field(default_factory=dict)

    def __call__(self, work: Worklist) -> None:
        getattr(work, self.name)(*self.given, **self.more)


@dataclass(frozen=True)
class GoTo:
    """Look at a sentence, and choose one of its quotes."""

    n: int
    cycled: int

    def __call__(self, work: Worklist) -> None:
        work.go(self.n)
        for _ in range(self.cycled if work.here else 0):
            work.cycle(1)


@dataclass(frozen=True)
class Snap:
    """Mark the next quotation."""

    def __call__(self, work: Worklist) -> None:
        work.mark([work.next_quotation()])


@st.composite
def verbs(draw: st.DrawFn, work: Worklist) -> Verb | GoTo | Snap:
    """One verb; it may be one that makes no sense now."""
    return draw(st.sampled_from(_EVERY))(draw, work)


@st.composite
def spans(draw: st.DrawFn, work: Worklist, least: int = 1) -> tuple[Span, ...]:
    """Up to three ranges from token to token, near the sentence in view or anywhere in the article."""
    every = tokens(work.desk.text)
    if not draw(st.booleans()):
        near = range(max(0, work.at - 1), work.at + 3)
        every = [t for t in every if work.desk.sentence_at(t.start) in near] or every
    word = st.integers(0, len(every) - 1)
    pairs = draw(st.lists(st.tuples(word, word).map(sorted), min_size=least, max_size=3))
    return merged(Span(every[a].start, every[b].end) for a, b in pairs)


def _of(draw: st.DrawFn, some: Sequence[T]) -> T | None:
    return draw(st.sampled_from([None, *some]))


def _more(draw: st.DrawFn) -> dict[str, bool]:
    return {"more": draw(st.booleans())}


def _speaker(draw: st.DrawFn, work: Worklist) -> Speaker | None:
    """An entry, a new one that the registry gets with the label, or nobody."""
    name = _of(draw, _NAMES)
    if name is None:
        return None
    return work.registry.exact(name) or work.new_speaker(name, draw(st.sampled_from(SpeakerKind)))


def _mark(draw: st.DrawFn, work: Worklist) -> Verb | Snap:
    return Verb("mark", (draw(spans(work)),)) if draw(st.integers(0, 3)) else Snap()


def _set_spans(draw: st.DrawFn, work: Worklist) -> Verb:
    place = draw(st.sampled_from(("content", "cue", "source", "via")))
    return Verb("set_spans", (place, draw(spans(work, 0))))


def _judge(draw: st.DrawFn, _work: Worklist) -> Verb:
    return Verb(draw(st.sampled_from(("accept", "reject"))))


def _sibling(draw: st.DrawFn, work: Worklist) -> Verb:
    last = [quote for _n, quote in work.desk.numbered()][-1:]
    seed = Seed((), last[0].source, last[0].speakers, last[0].via) if last else NOTHING
    return Verb("mark", (draw(spans(work)), seed))


def _delete(_draw: st.DrawFn, _work: Worklist) -> Verb:
    return Verb("delete")


def _about(draw: st.DrawFn, work: Worklist) -> Verb:
    return Verb("set_about", (_of(draw, [quote.id for _n, quote in work.desk.numbered()]),))


def _who(draw: st.DrawFn, work: Worklist) -> Verb:
    speaker = _speaker(draw, work)
    if draw(st.integers(0, 2)):
        return Verb("set_speaker", (speaker,), _more(draw))
    return Verb("set_via", (speaker,))


def _alias(draw: st.DrawFn, work: Worklist) -> Verb:
    known = work.registry.live()
    if not known:
        return _who(draw, work)
    return Verb("add_alias", (draw(st.sampled_from(known)), draw(st.sampled_from(("Brenn", "Varr")))))


def _stance(draw: st.DrawFn, work: Worklist) -> Verb:
    target = _of(draw, _TARGETS) if draw(st.booleans()) else _speaker(draw, work)
    return Verb("say_stance", (draw(st.sampled_from(_VALUES)), target, draw(st.integers(0, 1))))


def _topic(draw: st.DrawFn, _work: Worklist) -> Verb:
    name = draw(st.sampled_from(("say_topic", "say_article_topic")))
    return Verb(name, (draw(st.sampled_from(_TOPICS)),), _more(draw))


def _field(draw: st.DrawFn, _work: Worklist) -> Verb:
    return draw(
        st.sampled_from(
            (
                Verb("toggle", ("denies", "yes")),
                Verb("toggle", ("np", "yes")),
                Verb("say", ("type", "direct")),
                Verb("say", ("type", None)),
            )
        )
    )


def _review(draw: st.DrawFn, _work: Worklist) -> Verb:
    return Verb(draw(st.sampled_from(("finish", "finish", "nothing", "skip"))))


def _flag(draw: st.DrawFn, _work: Worklist) -> Verb:
    text = draw(st.sampled_from(("", "who?", "two\nlines", "\x1b]0;x\x07")))
    return Verb("flag", (text,), {"on_quote": draw(st.booleans())})


def _region(_draw: st.DrawFn, _work: Worklist) -> Verb:
    return Verb("mark_region")


def _go(draw: st.DrawFn, work: Worklist) -> GoTo:
    return GoTo(draw(st.integers(0, len(work.desk.sentences) - 1)), draw(st.integers(0, 3)))


def _move(draw: st.DrawFn, _work: Worklist) -> Verb:
    if draw(st.integers(0, 4)) == 0:
        return Verb("next_unfinished")
    return Verb(draw(st.sampled_from(("move", "move", "move_article"))), (draw(st.sampled_from((1, -1))),))


def _back(draw: st.DrawFn, _work: Worklist) -> Verb:
    return Verb(draw(st.sampled_from(("undo", "redo"))))


_Maker = Callable[[st.DrawFn, Worklist], Verb | GoTo | Snap]
_EVERY: tuple[_Maker, ...] = (
    _mark, _mark, _mark, _judge, _judge, _sibling, _set_spans, _set_spans, _delete, _about, _who, _who,
    _alias, _stance, _topic, _field, _review, _review, _flag, _region, _go, _go, _go, _move, _back, _back,
)  # fmt: skip
