"""The speakers or the topics of one quote, for other quotes of the article: what each would become."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Literal

from annotator.model import Change, Origin, Quote, Voice
from annotator.work.judging import told
from annotator.work.names import plain
from annotator.work.naming import is_pronoun
from annotator.work.session import NotNow
from annotator.work.worklist import Worklist

What = Literal["speaker", "topic"]
_NONE: dict[What, str] = {
    "speaker": "no other quote here has this source (or a name of the speaker) and lacks this speaker",
    "topic": "all other quotes of this article have this topic already",
}


@dataclass(frozen=True, slots=True)
class Hit:
    """One quote as it is and as it would be. `likely`: nothing that somebody said would be lost."""

    before: Quote
    after: Quote
    likely: bool


def offered(work: Worklist) -> tuple[What, ...]:
    """What of the selected quote other quotes could take over. Raises NotNow where nothing is."""
    quote = _own(work)
    can: list[What] = []
    if any(voice.speaker for voice in quote.speakers):
        can.append("speaker")
    if quote.said("topic"):
        can.append("topic")
    if not can:
        raise NotNow("this quote has neither a speaker nor a topic of its own that others could take over")
    return tuple(can)


def hits(work: Worklist, what: What) -> list[Hit]:
    """The quotes that could take it over, in the order of the text. Raises NotNow where there are none.

    A speaker: those whose source is the same words, or a name of the speaker's. Pronouns mean somebody else
    each time. A topic: all. Those that have it already are left out, and so is what is still proposed.
    """
    quote = _own(work)
    others = [q for _n, q in work.desk.numbered() if q.id != quote.id]
    found = list(_speaker(work, quote, others) if what == "speaker" else _topic(quote, others))
    if not found:
        raise NotNow(_NONE[what])
    return found


def left_out(work: Worklist, what: What) -> int:
    """How many open proposals of the article have the same source: those are taken one by one."""
    if what == "topic":
        return 0
    names = _names(work, _own(work))
    return sum(_says(work, proposal) in names for proposal in work.desk.offers.open.values())


def propagate(work: Worklist, what: What, accepted: Sequence[Hit]) -> int:
    """Bring these quotes to what they would be, in one action; how many they are."""
    if accepted:
        changes = [Change(hit.before, _told(work, hit.after)) for hit in accepted]
        work.act(f"say the {what} of {len(accepted)} more", changes)
    return len(accepted)


def _told(work: Worklist, quote: Quote) -> Quote:
    return told(quote, work.desk.offers.settled_by(quote))


def _own(work: Worklist) -> Quote:
    quote = work.chosen()
    if work.is_proposal(quote):
        raise NotNow("this is only proposed; enter accepts it")
    return quote


def _speaker(work: Worklist, quote: Quote, others: Iterable[Quote]) -> Iterator[Hit]:
    names, wanted = _names(work, quote), [voice.speaker for voice in quote.speakers]
    voices = tuple(Voice(key) for key in wanted)
    for other in others:
        old = [voice.speaker for voice in other.speakers]
        if old != wanted and _says(work, other) in names:
            yield Hit(other, replace(other, speakers=voices), not old)


def _names(work: Worklist, quote: Quote) -> set[str]:
    """What the source of a quote by the same speaker may say."""
    entries = [work.registry.get(voice.speaker) for voice in quote.speakers if voice.speaker]
    one = entries[0] if len(entries) == 1 else None  # what two of them are called, one of them may be, too
    names = (*map(_bare, one.names() if one else ()), _says(work, quote))
    return {name for name in names if name and not is_pronoun(name)}


def _says(work: Worklist, quote: Quote) -> str:
    return _bare(" ".join(span.of(work.desk.text) for span in quote.source))


def _bare(words: str) -> str:
    return plain(words).strip(" ,.;:").removeprefix("the ")


def _topic(quote: Quote, others: Iterable[Quote]) -> Iterator[Hit]:
    wanted = [replace(label, origin=Origin.TYPED) for label in quote.said("topic")]
    codes = [label.value for label in wanted]
    for other in others:
        old = [label.value for label in other.said("topic")]
        if old != codes:
            rest = tuple(label for label in other.labels if label.field != "topic")
            labels = tuple(sorted((*rest, *wanted), key=lambda label: label.field))
            yield Hit(other, replace(other, labels=labels), not old)
