"""A simulated person goes through an article, sentence by sentence, by the verbs of the screen."""

from collections.abc import Sequence
from dataclasses import replace

from annotator.agreement.extents import iou
from annotator.model import Quote
from annotator.scheme import Scheme
from annotator.store import Store
from annotator.work.simulated.noting import Clock, Noted, Noting
from annotator.work.simulated.person import Person
from annotator.work.worklist import Worklist

_ALIKE = 0.5  # overlap (IoU) from which what is proposed is taken and mended, not rejected
_DOUBTS = ("one step, or two?", "a stance, or only a report of one?", "who is meant here?")


class _Work(Noting, Worklist):
    """The worklist of somebody simulated."""


def annotated(
    store: Store,
    scheme: Scheme,
    person: Person,
    clock: Clock,
    article: str,
    gold: Sequence[Quote],
    topics: Sequence[str] = (),
    sentences: int | None = None,
    *,
    flags: bool = False,
) -> list[Noted]:
    """What `person` does in an article of which `gold` says so and so; `clock` goes on meanwhile.

    The first `sentences` of the body alone, where that is said. `flags`: where somebody sees a quote
    otherwise than gold first, a flag is put.
    """
    work = _Work(store, person.name, scheme, article=article, clock=clock, new_id=person.new_id)
    for n, code in enumerate(topics):
        clock.wait(person.takes(person.habits.reading))
        work.say_article_topic(code, more=n > 0)
    names: dict[str, str] = {}  # id in gold -> one's own
    for n in _body(work)[:sentences]:
        clock.wait(person.takes(person.habits.reading))
        work.go(n)
        for there in gold:
            if work.desk.sentence_at(there.start) == n:
                flags = _see(work, person, there, names, flags=flags)
        for proposal in work.desk.proposed_in(n):
            clock.wait(person.takes(2))
            work.selected = proposal.id
            work.reject()
        work.finish()
    return work.noted


def hurried(store: Store, scheme: Scheme, person: Person, clock: Clock, article: str) -> list[Noted]:
    """What `person` does who takes whatever is proposed, and hardly looks."""
    work = _Work(store, person.name, scheme, article=article, clock=clock, new_id=person.new_id)
    for n in _body(work):
        work.go(n)
        for proposal in work.desk.proposed_in(n):
            clock.wait(person.takes(0.5))
            if proposal.id in work.desk.offers.open:
                work.selected = proposal.id
                work.accept()
        clock.wait(person.takes(0.5))
        work.finish()
    return work.noted


def _body(work: _Work) -> list[int]:
    return [n for n in range(len(work.desk.sentences)) if work.desk.is_body(n)]


def _see(work: _Work, person: Person, gold: Quote, names: dict[str, str], *, flags: bool) -> bool:
    """Mark a quote of the sentence in view as the person sees it; whether a flag may still be put."""
    seen = person.sees(gold, work.desk.tokens(work.at), work.desk.text)
    if seen is None:
        return flags
    work.clock.wait(person.takes(person.habits.marking))
    names[gold.id] = _mark(work, seen, names)
    if not flags or seen == gold:
        return flags
    work.clock.wait(person.takes(person.habits.marking))
    work.flag(person.draw.choice(_DOUBTS))
    return False


def _mark(work: _Work, seen: Quote, names: dict[str, str]) -> str:
    """Mark a quote, from what is proposed where that is much the same; its id."""
    proposals = work.desk.proposed_in(work.at)
    like = max(proposals, key=lambda p: iou(p.content, seen.content), default=None)
    found = like is not None and iou(like.content, seen.content) >= _ALIKE
    quote = replace(
        seen,
        id=work.new_id(),
        layer=work.layer,
        parent=None,
        about=names.get(seen.about or ""),
        derived_from=like.id if like is not None and found else None,
    )
    work.take("accept a proposal" if found else "mark a quote", quote)
    return str(work.selected)
