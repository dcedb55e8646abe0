"""The rulings of the lead, each shown to all at the section of the guideline that it is about."""

from collections.abc import Iterable, Sequence
from dataclasses import replace

from annotator.guideline.sections import Section, escaped
from annotator.model import Ruling
from annotator.scheme import visible

REST = "Rulings"  # the section of those whose own is gone


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


def ruled(every: Sequence[Section], rulings: Iterable[tuple[Ruling, str]]) -> list[Section]:
    """The sections, each headed by what was ruled on it (with its time), as it may go to a terminal.

    The oldest come first; what is on no section stands at the end.
    """
    texts: dict[int | None, list[str]] = {}
    for ruling, at in rulings:
        place = place_of(every, ruling.section)
        on = "" if place is not None else f" on “{_plain(ruling.section)}”"
        says = f"> **Ruling of {_plain(ruling.by)}{on}, {at[:10]}:** {_plain(ruling.text)}\n"
        texts.setdefault(place, []).append(says)
    found = [
        replace(section, text=_below_heading(section, "\n".join(texts[n]))) if n in texts else section
        for n, section in enumerate(every)
    ]
    if lost := texts.get(None):
        found.append(Section(REST, 1, ("rulings",), f"# {REST}\n\n" + "\n".join(lost)))
    return found


def _below_heading(section: Section, words: str) -> str:
    """Where it is seen without scrolling."""
    if not section.title:
        return f"{words}\n{section.text}"
    heading, _, rest = section.text.partition("\n")
    return f"{heading}\n\n{words}{rest}"


def _plain(words: str) -> str:
    return escaped(visible(" ".join(words.split())))
