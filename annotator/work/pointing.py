"""Cue first: a person points at a verb, and the rules say what it hands over and who speaks."""

from annotator.model import Change, Origin, Quote, Span
from annotator.text.verb_places import verb_places
from annotator.work.seed import Seed
from annotator.work.session import NotNow
from annotator.work.worklist import Worklist

LETTERS = "asdfjklghqweruioptyzxcvbnm"  # those under the fingers first


def hints(work: Worklist) -> dict[str, Span]:
    """A letter for each verb of the sentence in view, in the order of the text."""
    verbs = verb_places(work.desk.text, work.desk.tokens(work.at))
    if not verbs:
        raise NotNow("no verb is found in this sentence; m marks a quote word by word")
    return dict(zip(LETTERS, verbs, strict=False))


def point(work: Worklist, cue: Span) -> Quote | None:
    """The quote that `cue` hands over, kept as one's own; None where the rules find nothing said at it."""
    desk = work.desk
    found = work.pointer(desk.article, desk.sentences, work.registry.live(), cue) if work.pointer else None
    if found is None:
        return None
    quote, speakers = found
    seed = Seed(quote.cue or (cue,), quote.source, quote.speakers, quote.via, Origin.ACCEPTED)
    return work.mark(quote.content, seed, [Change(None, speaker) for speaker in speakers])
