"""The lessons of practice: each is one sentence of the sample corpus that shows what a key is for."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

from annotator.agreement.extents import iou
from annotator.model import Quote, Span
from annotator.work import pointing
from annotator.work.truth import FIELDS, Judge, Truth
from annotator.work.worklist import Worklist

SPANS = ("content", "cue", "source")
_FEW = 3  # tokens by which an edge may be off
_ALONE = 3  # sentences at the end that are labelled without being told how

# The words between ‹ and › are a command's id: its key stands there on the screen.
_SAYS = {
    "right": "All that is proposed is right. ‹finish› takes it and goes on.",
    "wrong": "What is proposed is no quote. ‹reject› rejects it; ‹finish› goes on.",
    "end": "The words end wrong: ‹edge.end.out› one word more, ‹edge.end.in› one less; ‹finish›.",
    "start": "The words begin wrong: ‹edge.start.out› one more, ‹edge.start.in› one less; ‹finish›.",
    "missed": "A quote was missed: ‹point›, then the letter at its verb; ‹finish›.",
    "speaker": "It is {} who spoke: ‹speaker›, digit or name; ‹finish›.",
    "stance": "{}: ‹target›, its key, a digit; ‹finish›.",
    "topic": "{}: ‹topic› and two keys; ‹finish›.",
    "nothing": "Nothing is quoted here. ‹nothing› says so and goes on.",
    "undo": "‹undo› takes back what you did last; ‹redo› does it again. Try both.",
    "alone": "On your own: words, cue, source, speaker, stance; then ‹finish›.",
}


@dataclass(frozen=True, slots=True)
class Lesson:
    """Sentence `n` of an article, what is right there, and which fields are compared."""

    kind: str
    says: str
    article: str
    n: int
    truths: tuple[Truth, ...]
    fields: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Spot:
    """A sentence, with the quotes of gold and the proposals in it."""

    work: Worklist
    n: int
    truths: tuple[Truth, ...]
    proposals: tuple[Quote, ...]

    @property
    def one(self) -> tuple[Truth, Quote] | None:
        """The only quote of gold with the only proposal, where there is just one of each."""
        return (self.truths[0], self.proposals[0]) if len(self.truths) == len(self.proposals) == 1 else None

    def wrong(self) -> set[str] | None:
        """The fields in which the only proposal differs from the only quote of gold."""
        if self.one is None:
            return None
        truth, proposal = self.one
        judge = Judge(self.work.scheme, self.work.registry, self.work.desk)
        return {f for f in (*SPANS, "speaker") if not judge.field(proposal, truth, f).right}


def plan(works: Iterator[Worklist], gold: dict[str, list[Truth]]) -> list[Lesson]:
    """The lessons that the articles have an example for, in their order; each sentence is used once."""
    spots = [spot for work in works for spot in _spots(work, gold.get(work.desk.article.digest, []))]
    lessons: list[Lesson] = []
    for kind in _FITS:
        chosen = next((s for s in spots if _FITS[kind](s) and _is_free(s, lessons)), None)
        if chosen is not None:
            lessons.append(_lesson(kind, chosen))
    if lessons:
        lessons.append(Lesson("undo", _SAYS["undo"], lessons[-1].article, lessons[-1].n, (), ()))
    for _ in range(_ALONE):
        chosen = next((s for s in spots if _is_whole(s) and _is_free(s, lessons)), None)
        if chosen is not None:
            lessons.append(_lesson("alone", chosen))
    return lessons


def _spots(work: Worklist, truths: Sequence[Truth]) -> Iterator[Spot]:
    """The sentences of an article that can be practised alone: what is quoted there does not leave them."""
    desk = work.desk
    for n in range(len(desk.sentences)):
        span = desk.sentences[n].span
        here = tuple(t for t in truths if any(s.overlaps(span) for s in t.said.content))
        proposals = tuple(desk.proposed_in(n))
        contents = [*(t.said.content for t in here), *(p.content for p in proposals)]
        inside = all(span.contains(s) for content in contents for s in content)
        if desk.is_body(n) and inside:
            yield Spot(work, n, here, proposals)


def _lesson(kind: str, spot: Spot) -> Lesson:
    judge = Judge(spot.work.scheme, spot.work.registry, spot.work.desk)
    truth = spot.truths[0] if spot.truths else None
    fields: tuple[str, ...] = (*SPANS, "speaker") if kind == "right" else SPANS
    told = ""
    if kind == "edge" and spot.one is not None:
        kind = "end" if _edges(spot)[0] == 0 else "start"
    elif kind == "speaker" and truth is not None:
        fields, told = (*SPANS, "speaker"), judge.speakers(truth)
    elif kind == "stance" and truth is not None:
        fields, told = (*SPANS, "stance"), judge.stances(truth.stances, ", ")
    elif kind == "topic" and truth is not None:
        fields, told = (*SPANS, "topic"), _topic(spot.work, truth)
    elif kind == "alone":
        fields = FIELDS
    return Lesson(kind, _SAYS[kind].format(told), spot.work.desk.article.digest, spot.n, spot.truths, fields)


def _topic(work: Worklist, truth: Truth) -> str:
    field = work.scheme.field("topic")
    label = field.label(truth.own_topics[0]) if field else None
    parent = field.label(label.parent) if field and label and label.parent else None
    return ": ".join(x.name for x in (parent, label) if x)


def _is_free(spot: Spot, lessons: Sequence[Lesson]) -> bool:
    return (spot.work.desk.article.digest, spot.n) not in {(x.article, x.n) for x in lessons}


def _is_plain(spot: Spot) -> bool:
    """Whether there is one quote by one speaker with a name, in one piece, and nothing special to it."""
    if len(spot.truths) != 1:
        return False
    said = spot.truths[0].said
    one_name = len(said.speakers) == 1 and bool(said.speakers[0].name)
    return one_name and len(said.content) == 1 and not said.via and said.parent is None


def _edges(spot: Spot) -> tuple[int, int]:
    """How many tokens the start and the end of the only proposal are off."""
    assert spot.one is not None
    truth, proposal = spot.one
    mine, gold = Span(proposal.start, proposal.end), truth.said.content
    tokens = spot.work.desk.tokens(spot.n)

    def between(a: int, b: int) -> int:
        return sum(min(a, b) <= token.start < max(a, b) for token in tokens)

    return between(mine.start, gold[0].start), between(mine.end, gold[-1].end)


def _is_edge(spot: Spot) -> bool:
    if not _is_plain(spot) or spot.wrong() not in ({"content"}, {"content", "speaker"}):
        return False
    start, end = _edges(spot)
    assert spot.one is not None
    near = iou(spot.one[0].said.content, spot.one[1].content) > 0 and len(spot.one[1].content) == 1
    return near and 0 < start + end <= _FEW and 0 in (start, end)


def _is_missed(spot: Spot) -> bool:
    """Whether nothing is proposed, and the rules find all when somebody points at the cue."""
    if not _is_plain(spot) or spot.proposals or len(spot.truths[0].said.cue) != 1:
        return False
    work, truth = spot.work, spot.truths[0]
    found = pointing.handed_over(work, truth.said.cue[0])
    judge = Judge(work.scheme, work.registry, work.desk)
    return found is not None and all(judge.field(found[0], truth, f).right for f in SPANS)


def _is_right(spot: Spot) -> bool:
    return _is_plain(spot) and spot.wrong() == set()


def _has_stance(spot: Spot) -> bool:
    stances = spot.truths[0].stances if spot.truths else []
    clear = len(stances) == 1 and stances[0].value in ("-2", "-1", "1", "2")
    target = stances[0].target if clear else None
    listed = target is not None and target != "other" and spot.work.scheme.target(target) is not None
    return listed and _is_right(spot)


def _is_whole(spot: Spot) -> bool:
    return _has_stance(spot) and not spot.truths[0].own_topics


def _has_topic(spot: Spot) -> bool:
    return _is_right(spot) and len(spot.truths[0].own_topics) == 1


def _is_named(spot: Spot) -> bool:
    """Whether all is right but the speaker, whose name stands in the article."""
    name = spot.truths[0].said.speakers[0].name if _is_plain(spot) else None
    return bool(name) and str(name) in spot.work.desk.text and spot.wrong() == {"speaker"}


_FITS: dict[str, Callable[[Spot], bool]] = {
    "right": _is_right,
    "wrong": lambda spot: bool(spot.proposals) and not spot.truths,
    "edge": _is_edge,
    "missed": _is_missed,
    "speaker": _is_named,
    "stance": _has_stance,
    "topic": _has_topic,
    "nothing": lambda spot: not spot.proposals and not spot.truths,
}
