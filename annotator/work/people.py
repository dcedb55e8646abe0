"""Who may speak a quote, before anything is typed: whom its source means, and who else speaks nearby."""

from collections.abc import Sequence
from typing import Literal, NamedTuple

from annotator.model import Quote
from annotator.work.hearing import Heard, hear
from annotator.work.names import plain
from annotator.work.naming import is_pronoun
from annotator.work.worklist import Worklist

# ("known", id), ("alias", id, typed), ("new", name) or ("new", name, kind), ("unknown",), ("same", n) for
# the speakers of quote n; with n = "" those of the last one.
Picked = tuple[str, ...]
_LONGEST = 90  # characters of a name that is fit for a list
_PAST = 50  # actions of earlier sessions in which the last speakers are looked for


class Candidate(NamedTuple):
    """One whom this article has speak. `names`: what finds him beside the names of an entry; `says`: why."""

    picked: Picked
    names: tuple[str, ...] = ()
    says: str = ""

    def fits(self, words: Sequence[str]) -> bool:
        """Whether each of the words typed begins a word of a name or of the office."""
        own = [word for name in self.names for word in plain(name).split()]
        return bool(words) and all(any(w.startswith(typed) for w in own) for typed in words)


def candidates(work: Worklist, role: Literal["speakers", "via"] = "speakers") -> list[Candidate]:
    """Those who may speak the selected quote: whom its source means, then who else speaks in this article.

    Of those the nearest before the quote come first. With `via`: the agencies of the article.
    """
    recall(work)
    if role == "via":
        return [Candidate(("known", speaker.id)) for speaker in work.agencies_here()]
    quote = work.chosen()
    heard = hear(work.desk, quote)
    entries = heard.known()
    meant = [_candidate(work, heard, place, entries) for place in heard.speaking(quote)]
    near = [Candidate(("known", speaker.id)) for speaker in work.speakers_here()]
    others = [_candidate(work, heard, n, entries) for n in _nearest(heard, quote, work)]
    found: dict[Picked, Candidate] = {}
    for one in (*meant, *near, *others):
        if one is not None and (one.picked not in found or not found[one.picked].names):
            found[one.picked] = one  # a place in a dict stays: whoever is first stays first
    return list(found.values())


def _candidate(work: Worklist, heard: Heard, place: int, entries: dict[int, str]) -> Candidate | None:
    person = heard.persons[place]
    names = tuple(name for name in (person.name, *person.aliases, person.role) if name)
    entry = work.registry.get(entries[place]) if place in entries else work.registry.exact(person.name)
    says = person.role
    if entry is not None:
        return Candidate(("known", entry.id), names, says)
    if not person.name or len(person.name) > _LONGEST or is_pronoun(person.name):
        return None
    return Candidate(("new", person.name, str(person.kind)), names, says)


def _nearest(heard: Heard, quote: Quote, work: Worklist) -> list[int]:
    """Persons by where they are mentioned: the nearest before the quote first."""
    at = quote.start - work.desk.sentences[max(0, work.desk.sentence_at(quote.start) - 60)].span.start

    def far(n: int) -> tuple[bool, int]:
        starts = [span.start for span in heard.persons[n].mentions]
        before = [at - start for start in starts if start <= at]
        return (not before, min(before) if before else min(starts, default=0))

    return sorted(range(len(heard.persons)), key=far)


def recall(work: Worklist) -> None:
    """Let the registry know whom one named in earlier sessions, where it knows of none in this one."""
    if not work.registry.recent(1):
        for event in reversed(work.store.history(work.actor, _PAST)):
            for change in event.changes:
                for voice in change.after.speakers if isinstance(change.after, Quote) else ():
                    if voice.speaker is not None and work.registry.get(voice.speaker):
                        work.registry.used(voice.speaker)
