"""Cue first: a person points at a verb, and the rules say what it hands over and who speaks."""

from annotator.model import Change, Origin, Quote, Span, Speaker
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


def handed_over(work: Worklist, cue: Span) -> tuple[Quote, tuple[Speaker, ...]] | None:
    """What the rules find at `cue`: the quote, and those of its speakers that are new."""
    if work.pointer is None or work.desk.unaided:
        return None
    desk = work.desk
    return work.pointer(desk.article, desk.sentences, work.registry.live(), work.scheme, cue)


def point(work: Worklist, cue: Span) -> Quote | None:
    """The quote that `cue` hands over, kept as one's own; None where the rules find nothing said at it."""
    found = handed_over(work, cue)
    if found is None:
        return None
    quote, speakers = found
    seed = Seed(quote.cue or (cue,), quote.source, quote.speakers, quote.via, quote.labels, Origin.ACCEPTED)
    return work.mark(quote.content, seed, [Change(None, speaker) for speaker in speakers])
