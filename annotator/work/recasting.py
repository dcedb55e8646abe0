"""What a lead does to entries of the registry: rename, part what was merged, move quotes to another entry.

Each is worked out as actions before anything is done, so that it can be looked at first; done, the lead's own
undo takes it back.
"""

import uuid
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import groupby

from annotator.model import Apart, Change, Quote, Speaker, Voice
from annotator.store.acting import Act
from annotator.work.names import plain
from annotator.work.session import NotNow

Text = Callable[[str], str]  # the text of an article, by its digest


@dataclass(frozen=True, slots=True)
class Plan:
    """What is to be done: the actions, what they say to a person, and the quotes they touch as they are."""

    says: str
    acts: tuple[Act, ...]
    quotes: tuple[Quote, ...] = ()


def named(speakers: Iterable[Speaker], name: str, *, merged: bool = False) -> Speaker:
    """The entry with this id, name or alias; `merged`: of those that were merged away. Raises NotNow."""
    some = [s for s in speakers if (s.merged_into is not None) is merged]
    by_name = [s for s in some if plain(s.name) == plain(name)]
    by_alias = [s for s in some if plain(name) in map(plain, s.aliases)]
    found = [s for s in some if s.id == name] or by_name or by_alias
    if not found:
        raise NotNow(f"no speaker {'that was merged ' if merged else ''}is called “{name}”")
    if len(found) > 1:
        ids = ", ".join(s.id for s in found)
        raise NotNow(f"several entries are called “{name}”; write the id instead: {ids}")
    return found[0]


def family(speakers: Iterable[Speaker], root: Speaker) -> set[str]:
    """The ids of an entry and of all that were merged into it."""
    children: dict[str, list[str]] = {}
    for speaker in speakers:
        if speaker.merged_into:
            children.setdefault(speaker.merged_into, []).append(speaker.id)
    found, new = {root.id}, [root.id]
    while new:
        new = [child for id in new for child in children.get(id, ()) if child not in found]
        found.update(new)
    return found


def renamed(speakers: Sequence[Speaker], name: str, new: str, *, keep: bool) -> Plan:
    """Call an entry by another name; `keep`: the old one becomes an alias. Raises NotNow."""
    entry = named(speakers, name)
    tidy = " ".join(new.split())
    if not tidy:
        raise NotNow("a name needs at least one character")
    others = (s for s in speakers if s.id != entry.id and s.merged_into is None)
    if taken := next((s for s in others if plain(tidy) in map(plain, s.names())), None):
        raise NotNow(f"{taken.name} is called so already; merge the two if they are one")
    aliases = [alias for alias in entry.aliases if plain(alias) != plain(tidy)]
    if keep and plain(entry.name) != plain(tidy):
        aliases.append(entry.name)
    after = replace(entry, name=tidy, aliases=tuple(aliases))
    says = f"rename {entry.name} to {tidy}"
    return Plan(says, (Act(says, (Change(entry, after),)),) if after != entry else ())


def parted(speakers: Sequence[Speaker], name: str, by: str, apart: set[frozenset[str]]) -> Plan:
    """Take back that an entry was merged into another: they are two, and stay so. Raises NotNow."""
    entry = named(speakers, name, merged=True)
    kept = next(s for s in speakers if s.id == entry.merged_into)
    says = f"part {entry.name} from {kept.name}"
    changes = [Change(entry, replace(entry, merged_into=None))]
    if frozenset((entry.id, kept.id)) not in apart:
        changes.append(Change(None, Apart(kept.id, entry.id, by)))
    return Plan(says, (Act(says, tuple(changes)),))


@dataclass(frozen=True, slots=True)
class Which:
    """Which quotes of an entry are meant: those of one article, or whose mention of the speaker is so."""

    article: str | None = None
    mention: str | None = None


def split(
    speakers: Sequence[Speaker], name: str, to: str, which: Which, quotes: Sequence[Quote], text: Text
) -> Plan:
    """Give those of `quotes` (all that the entry and its family say) that are meant to another entry.

    It is made where nobody is called `to`. With a mention that is an alias of the entry, the alias goes, too.
    Raises NotNow where nothing is meant.
    """
    entry = named(speakers, name)
    ids = family(speakers, entry)
    there = [s for s in speakers if s.merged_into is None and plain(to) in map(plain, s.names())]
    target = there[0] if there else Speaker(str(uuid.uuid4()), " ".join(to.split()), entry.kind)
    if target.id in ids:
        raise NotNow(
            f"“{to}” is {entry.name}; name another entry, or part the two with annotator speakers part"
        )
    changes = [c for q in quotes for c in _moved(q, ids, target, which, text)]
    if not changes:
        raise NotNow(f"no quote of {entry.name} is meant; annotator speakers quotes lists them")
    says = f"give {len(changes)} quote{'' if len(changes) == 1 else 's'} of {entry.name} to {target.name}"
    group = str(uuid.uuid4())
    first = _entries(entry, target, bool(there), which)
    acts = [Act(says, first, group=group)] if first else []
    acts += [Act(says, tuple(some), digest, _start(some), group) for digest, some in _by_article(changes)]
    return Plan(says, tuple(acts), tuple(c.before for c in changes if isinstance(c.before, Quote)))


def _moved(quote: Quote, ids: set[str], target: Speaker, which: Which, text: Text) -> Iterator[Change]:
    if which.article is not None and quote.article != which.article:
        return
    if which.mention is not None and plain(which.mention) not in _mentions(quote, ids, text(quote.article)):
        return

    def moved(voice: Voice) -> Voice:
        return replace(voice, speaker=target.id) if voice.speaker in ids else voice

    yield Change(
        quote, replace(quote, speakers=tuple(map(moved, quote.speakers)), via=tuple(map(moved, quote.via)))
    )


def _mentions(quote: Quote, ids: set[str], text: str) -> set[str]:
    spans = [*quote.source, *(v.span for v in (*quote.speakers, *quote.via) if v.span and v.speaker in ids)]
    return {plain(span.of(text)) for span in spans}


def _entries(entry: Speaker, target: Speaker, is_there: bool, which: Which) -> tuple[Change, ...]:
    """What becomes of the two entries themselves."""
    alias = which.mention if which.mention is not None and which.article is None else None
    owned = next((a for a in entry.aliases if alias is not None and plain(a) == plain(alias)), None)
    after = target
    if owned is not None and plain(owned) not in map(plain, target.names()):
        after = replace(target, aliases=(*target.aliases, owned))
    changes = [] if is_there and after == target else [Change(target if is_there else None, after)]
    if owned is not None:
        rest = tuple(a for a in entry.aliases if a != owned)
        changes.append(Change(entry, replace(entry, aliases=rest)))
    return tuple(changes)


def _by_article(changes: Sequence[Change]) -> Iterator[tuple[str, list[Change]]]:
    for digest, some in groupby(changes, key=_article):
        yield digest, list(some)


def _article(change: Change) -> str:
    assert isinstance(change.before, Quote)
    return change.before.article


def _start(changes: Sequence[Change]) -> int:
    return min(c.before.start for c in changes if isinstance(c.before, Quote))
