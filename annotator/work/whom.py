"""Asking for a speaker: the rows for what was typed so far, and what they say. For any face."""

from collections.abc import Callable, Iterator, Sequence
from typing import Literal, NamedTuple

from annotator.model import Speaker, SpeakerKind
from annotator.work.names import plain
from annotator.work.naming import is_description, is_pronoun
from annotator.work.people import Candidate, Picked, candidates
from annotator.work.registry import Registry
from annotator.work.same import same_as
from annotator.work.session import NotNow
from annotator.work.worklist import Worklist

ROWS = 9
_NUMBER = ("#", "'")  # a number behind it is a quote's


def offers(registry: Registry, typed: str, first: Sequence[Candidate], unknown: bool) -> list[Picked]:
    """The rows for what was typed so far: nine at most, and `unknown` behind them where nothing was."""
    if typed[:1] in _NUMBER and (not typed[1:] or typed[1:].isdecimal()):
        return [("same", typed[1:])] if typed[1:] else []
    name = named(typed)
    here = [one.picked for one in first]
    if not name:
        rows = list(dict.fromkeys((*here, *_known(registry.find("", ROWS + len(here))))))
        return rows[:ROWS] + ([("unknown",)] if unknown else [])
    exact = registry.exact(name)
    fitting = [one.picked for one in first if one.fits(_telling(name))]
    found = registry.find(name)
    rows = list(dict.fromkeys((*_known([exact] if exact else []), *fitting, *_known(found))))
    # Whom a pronoun or a description means, the article tells.
    means = here if is_pronoun(name) or is_description(name) else []
    if exact is not None or is_pronoun(name):
        return list(dict.fromkeys((*rows, *means)))[:ROWS]
    # What was typed is likelier a new name when none begins like it.
    likely = fitting or (found and registry.begins(found[0], name))
    rows = list(dict.fromkeys((*rows[: ROWS - 1], *means)))
    return [*rows[: ROWS - 1], ("new", name)] if likely else [("new", name), *rows[: ROWS - 1]]


def _known(speakers: Sequence[Speaker]) -> Iterator[Picked]:
    return (("known", speaker.id) for speaker in speakers)


def named(typed: str) -> str:
    """The name that is typed: a leading quotation mark only says that digits are meant as such."""
    return " ".join(typed.removeprefix('"').split())


def _telling(name: str) -> list[str]:
    """The words of a name, of a description those that say something."""
    words = plain(name).split()
    return words[1:] if is_description(name) else words


class Whom(NamedTuple):
    """One question for a speaker: who is offered first, and what else may be answered."""

    registry: Registry
    first: Sequence[Candidate] = ()
    unknown: bool = True
    same: Callable[[str], tuple[str | None, ...]] | None = None  # the speakers of quote n; "": of the last

    def rows(self, typed: str) -> list[Picked]:
        """What may be chosen, by what was typed so far."""
        rows = offers(self.registry, typed, self.first, self.unknown)
        return [row for row in rows if row[0] != "same" or self.same is not None]

    def says(self, picked: Picked) -> str:
        """A row in words."""
        match picked:
            case ("new", name, kind):
                says = next((one.says for one in self.first if one.picked == picked), "")
                return f"new: {name}  {kind}" + (f", {says}" if says else "")
            case ("new", name):
                return f"new: {name}"
            case ("same", number):
                return self.says_same(number)
            case ("known" | "alias", key, *_):
                return self._entry(picked, key)
        return "unknown: the text does not tell"

    def says_same(self, number: str) -> str:
        """Who spoke quote `number`, or the last one; or why that is not known."""
        try:
            keys = self.same(number) if self.same else ()
        except NotNow as problem:
            return str(problem)
        which = f"quote {number}" if number else "the last quote"
        return f"the same as {which}: {', '.join(map(self.registry.name, keys))}"

    def _entry(self, picked: Picked, key: str) -> str:
        speaker = self.registry.get(key)
        if speaker is None:
            return "(not in the registry)"
        aliases = f"  ({', '.join(speaker.aliases)})" if speaker.aliases else ""
        says = next((one.says for one in self.first if one.picked == picked), "")
        return f"{speaker.name}  {speaker.kind}{aliases}" + (f"  here: {says}" if says else "")


def whom(work: Worklist, role: Literal["speakers", "via"] = "speakers") -> Whom:
    """The question who speaks the selected quote, or through which agency it came."""
    return Whom(
        work.registry,
        candidates(work, role),
        same=(lambda number: same_as(work, number)) if role == "speakers" else None,
    )


def entry(work: Worklist, picked: Picked) -> Speaker | None:
    """What was picked, as an entry: a new one is not in the registry before a quote names it."""
    match picked:
        case ("new", name, kind):
            return work.new_speaker(name, SpeakerKind(kind))
        case ("known", key):
            return work.registry.get(key)
        case ("alias", key, name):
            found = work.registry.get(key)
            return work.add_alias(found, name) if found else None
    return None
