"""Learning to read: the sequence models and the confidence, cross-validated by article."""

import math
from collections.abc import Callable, Iterable, Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass, replace
from itertools import repeat
from multiprocessing import get_context

from annotator.agreement.extents import iou
from annotator.model import QuoteType
from annotator.suggest.learned import linear
from annotator.suggest.learned.example import Example
from annotator.suggest.learned.figures import folds
from annotator.suggest.learned.finding import Finder, learn_cues, learn_spans
from annotator.suggest.learned.linear import Linear
from annotator.suggest.learned.pool import SAME, Candidate, candidates
from annotator.suggest.learned.ruled import Ruled
from annotator.suggest.learned.spans import LEAST, NO, YES, Spans, scores, selected
from annotator.suggest.learned.view import Groups, View
from annotator.text.attribution import Attribution
from annotator.text.marks import quotations
from annotator.text.words import Words

_RIGHT = {QuoteType.DIRECT: 0.8, QuoteType.MIXED: 0.5, QuoteType.INDIRECT: 0.5}  # IoU with what people marked
_STRENGTH = 0.1


@dataclass(frozen=True, slots=True)
class Seen:
    """One example as it is worked on: `pool` was found by models that never saw it."""

    example: Example
    view: View
    ruled: Sequence[Attribution]
    pool: Sequence[Candidate] = ()


def seen(example: Example, ruled: Ruled, groups: Groups) -> Seen:
    text = example.article.text
    found = quotations(text)
    words = Words(text, example.sentences)
    return Seen(example, View(words, found, groups), ruled(words, found))


@dataclass(frozen=True, slots=True)
class Learned:
    """The model of all examples, and for each example what models that never saw it propose."""

    model: Spans
    held_out: list[list[Attribution]]


def learn(
    examples: Sequence[Example], ruled: Ruled, groups: Groups,
    *, parts: int, seed: int, jobs: int = 1, step: Callable[[], None] = lambda: None,
) -> Learned:  # fmt: skip
    """Train on `examples`. Cross-validated by article in `parts`; `jobs` processes train side by side.

    The confidence is stacked (Wolpert 1992): it learns from what models found in articles they had not seen.
    """
    work = [seen(example, ruled, groups) for example in examples]
    held = folds([e.story for e in examples], parts, seed)
    models = _sequence_models(examples, groups, [*held, []], jobs, step)
    for part, (cues, spans) in zip(held, models[:-1], strict=True):
        finder = Finder(cues, spans)
        for n in part:
            one = work[n]
            work[n] = replace(one, pool=candidates(one.view, finder.find(one.view), one.ruled))
    proposals: list[list[Attribution]] = [[] for _ in examples]
    for part in held:
        out = set(part)
        confidence = _confidence([one for n, one in enumerate(work) if n not in out], seed)
        for n in part:
            one = work[n]
            proposals[n] = selected(one.view, one.pool, scores(confidence, one.pool), LEAST)
    model = Spans(groups, *models[-1], _confidence(work, seed))
    return Learned(model, proposals)


def _sequence_models(
    examples: Sequence[Example],
    groups: Groups,
    left_out: Sequence[Sequence[int]],
    jobs: int,
    step: Callable[[], None],
) -> list[tuple[bytes, bytes]]:
    """(cues, spans) trained without each of `left_out`, places of examples."""
    chosen_ = [[e for n, e in enumerate(examples) if n not in set(out)] for out in left_out]
    cues = _mapped(_cues, chosen_, groups, jobs, step)
    spans = _mapped(_spans, chosen_, groups, jobs, step)
    return list(zip(cues, spans, strict=True))


def _mapped(
    learn_one: Callable[[Sequence[Example], Groups], bytes],
    chosen_: Sequence[Sequence[Example]], groups: Groups, jobs: int, step: Callable[[], None],
) -> list[bytes]:  # fmt: skip
    if jobs == 1:
        return _stepped(map(learn_one, chosen_, repeat(groups)), step)
    with ProcessPoolExecutor(jobs, mp_context=get_context("spawn")) as pool:
        return _stepped(pool.map(learn_one, chosen_, repeat(groups)), step)


def _stepped(models: Iterable[bytes], step: Callable[[], None]) -> list[bytes]:
    made = []
    for model in models:
        made.append(model)
        step()
    return made


def _cues(examples: Sequence[Example], groups: Groups) -> bytes:
    return learn_cues((_view(e, groups), e.quotes, e.reviewed) for e in examples)


def _spans(examples: Sequence[Example], groups: Groups) -> bytes:
    return learn_spans((_view(e, groups), e.quotes) for e in examples)


def _view(example: Example, groups: Groups) -> View:
    text = example.article.text
    return View(Words(text, example.sentences), quotations(text), groups)


def _confidence(work: Iterable[Seen], seed: int) -> Linear:
    known = [(c.features, YES if good else NO) for one in work for c, good in told(one)]
    answers = [answer for _, answer in known]
    if len(set(answers)) < 2:  # very few labels: all alike tell how likely, but not by what
        odds = (answers.count(YES) + 1) / (answers.count(NO) + 1)
        return Linear((NO, YES), (math.log(odds),), {})
    return linear.learn([features for features, _ in known], answers, _STRENGTH, seed)


def told(one: Seen) -> Iterable[tuple[Candidate, bool]]:
    """The candidates of which people have said whether they are right."""
    example, sentence = one.example, one.view.words.sentence
    for candidate in one.pool:
        content = candidate.attribution.content
        hull = (content[0].start, content[-1].end)
        if right(candidate, example):
            yield candidate, True
        elif sentence((candidate.cue or candidate.content[0])[0]) in example.reviewed or any(
            iou(content, other) > SAME
            for other in example.rejected
            if other[0].start < hull[1] and hull[0] < other[-1].end
        ):
            yield candidate, False


def right(candidate: Candidate, example: Example) -> bool:
    """Whether people have marked (nearly) the same content."""
    content, least = candidate.attribution.content, _RIGHT[candidate.kind]
    return any(
        iou(content, quote.content) >= least
        for quote in example.quotes
        if quote.start < content[-1].end and content[0].start < quote.end
    )
