"""Which section of a guideline is about what: for showing it at the rule that is wanted.

A section is for the field that its heading has as id: `## Who really speaks {#speaker}`. One that is for
others, too, or has another id, says so in a comment below its heading: `<!-- fields: speaker, via -->`.
Without either, the ids of our own guideline are tried (`_USUAL`), so that a copy of it works as it is.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from annotator.guideline.blocks import Markdown
from annotator.scheme import Complaint, Scheme, did_you_mean, visible

# What a rule can be for besides the fields of a scheme: parts of a quote, and what is said of sentences.
PARTS = ("quote", "content", "cue", "source", "via", "about", "target", "step", "flag", "region", "nothing")
_USUAL = {
    "quote": ("nothing",),
    "speaker": ("pronoun",),
    "about": ("denies",),
    "target": ("stance",),
    "step": ("steps", "stance"),
    "region": ("regions",),
    "nothing": ("not-a-quote",),
}
_FIELDS = re.compile(r"<!--\s*fields:\s*(?P<names>.*?)\s*-->")
_SIGNS = re.compile(r"[!-/:-@\[-`{-~]")  # what Markdown may take for its own
_COMMENT = re.compile(r"<!--.*?-->\n?", re.DOTALL)


@dataclass(frozen=True, slots=True)
class Section:
    """A heading with what stands below it, up to the next heading.

    `text`: Markdown, without ids and comments. `names`: what the section is for, its id first.
    """

    title: str
    level: int
    names: tuple[str, ...]
    text: str
    file: str = ""


def sections(text: str, file: str = "") -> list[Section]:
    """The sections of a page in order; what stands before the first heading is one without a title."""
    return [
        Section(title, level, tuple(_names(id, body)), _plain(title, level, body), file)
        for _line, level, title, id, body in Markdown(text).parts()
        if title or "".join(body).strip()
    ]


def _names(id: str | None, body: Sequence[str]) -> Iterator[str]:
    if id:
        yield id
    yield from (name for _line, name in _said(body))


def _said(body: Sequence[str]) -> Iterator[tuple[int, str]]:
    """(line within the section, name) of what its comment says that it is for."""
    code = False
    for n, line in enumerate(body):
        code ^= line.lstrip().startswith(("```", "~~~"))
        if not code and (found := _FIELDS.search(line)) is not None:
            yield from ((n, name) for name in re.split(r"[\s,;]+", found["names"]) if name)


def _plain(title: str, level: int, body: Sequence[str]) -> str:
    text = _COMMENT.sub("", "\n".join(body)).strip("\n")
    return f"{'#' * level} {title}\n\n{text}\n" if title else f"{text}\n"


def section_for(every: Sequence[Section], name: str) -> int | None:
    """The place in `every` of the section that is for `name`; None where there is none."""
    for wanted in (name, *_USUAL.get(name, ())):
        for n, section in enumerate(every):
            if wanted in section.names:
                return n
    return None


def readable(text: str) -> str:
    """Markdown, line for line, whose ```quote examples wrap: code is cut at the edge of a screen."""
    shown: list[str] = []
    inside = False
    for line in text.split("\n"):
        if inside:
            inside = line.strip() != "```"
            if not inside:
                shown[-1] = shown[-1].removesuffix("\\")  # a line is broken only where another follows
            shown.append(_example_line(line) if inside else "")
        else:
            inside = line.strip() == "```quote"
            shown.append("" if inside else line)
    return "\n".join(shown)


def _example_line(line: str) -> str:
    key, colon, value = line.partition(":")
    said = f"**{escaped(key.strip())}** {escaped(value.strip())}" if colon else escaped(line)
    return f"> {said}\\"


def escaped(words: str) -> str:
    """Words in which Markdown finds nothing of its own."""
    return _SIGNS.sub(r"\\\g<0>", words)


def wanting(every: Sequence[Section], scheme: Scheme) -> list[str]:
    """The fields of `scheme` that no section is for, in the scheme's order."""
    return [field.name for field in scheme.fields if section_for(every, field.name) is None]


def field_complaints(text: str, scheme: Scheme) -> list[Complaint]:
    """The comments `<!-- fields: ... -->` that name what is no field of the scheme and no part of a quote."""
    known = (*PARTS, *(field.name for field in scheme.fields))
    return [
        Complaint(
            line + 1 + n,
            visible(
                f"“{name}” is neither a field of the scheme nor a part of a quote{did_you_mean(name, known)}"
            ),
        )
        for line, _level, _title, _id, body in Markdown(text).parts()
        for n, name in _said(body)
        if name not in known
    ]
