"""The rulings of the lead, each shown to all at the section of the guideline that it is about."""

from collections.abc import Iterable, Sequence
from dataclasses import replace

from annotator.guideline.sections import Section, escaped
from annotator.model import Ruling

REST = "Rulings"  # the section of those whose own is gone

Shown = tuple[Ruling, str, str]  # a ruling, its text as it may be shown, when it was made (UTC)


def place_of(every: Sequence[Section], wanted: str) -> int | None:
    """The place in `every` of the section that is called so: by its id, by its title, or as it begins."""
    lower = wanted.casefold()
    for fits in (
        lambda s: wanted in s.names,
        lambda s: s.title.casefold() == lower,
        lambda s: bool(lower) and s.title.casefold().startswith(lower),
    ):
        found = next((n for n, section in enumerate(every) if fits(section)), None)
        if found is not None:
            return found
    return None


def id_of(section: Section) -> str:
    """What a ruling remembers of a section: its id where it has one, else its title."""
    return section.names[0] if section.names else section.title


def ruled(every: Sequence[Section], rulings: Iterable[Shown]) -> list[Section]:
    """The sections with what was ruled on them below, the oldest first; what is on no section, at the end."""
    texts: dict[int | None, list[str]] = {}
    for ruling, text, at in rulings:
        place = place_of(every, ruling.section)
        on = "" if place is not None else f" on “{escaped(ruling.section)}”"
        says = f"> **Ruling of {escaped(ruling.by)}{on}, {at[:10]}:** {escaped(' '.join(text.split()))}\n"
        texts.setdefault(place, []).append(says)
    found = [
        replace(section, text=f"{section.text}\n" + "\n".join(texts[n])) if n in texts else section
        for n, section in enumerate(every)
    ]
    if lost := texts.get(None):
        found.append(Section(REST, 1, ("rulings",), f"# {REST}\n\n" + "\n".join(lost)))
    return found
