"""The colours of the screen, by name; and how each kind of mark is drawn in them.

A colour never says anything alone: content is underlined, a cue bold, a source italic, the quotes that begin
in a line stand in its gutter, and the panel names all parts of the selected quote in words. A theme of the
terminal's own 16 colours is taken where there are no more, and where NO_COLOR asks for none.
"""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from functools import cache

from rich.style import Style
from textual.color import Color
from textual.theme import BUILTIN_THEMES, Theme

from annotator.tui.paint import Look

FARTHER = 0.12  # how much of the background is in the colours of the sentences around the one in view


@dataclass(frozen=True, slots=True)
class Colours:
    """`marks`: the colours that the quotes of an article take in turn; `muted`: what is not in view."""

    says: str
    dark: bool
    background: str
    surface: str
    foreground: str
    muted: str
    accent: str
    success: str
    warning: str
    error: str
    marks: tuple[str, ...]


# The marks of `dark` and `light` after Okabe and Ito (2008). Those of `colour-blind` are the six of a grid of
# colours that lie farthest apart (CIE76, at least 25) for full sight and for protan-, deuter- and tritanopia
# as Machado, Oliveira and Fernandes (2009) simulate them.
COLOURS: Mapping[str, Colours] = {
    "dark": Colours(
        "Light on dark", True, "#121212", "#1e1e1e", "#e0e0e0", "#a0a0a0", "#fea62b", "#4ebf71", "#fea62b",
        "#ff7d91", ("#56b4e9", "#e69f00", "#2fbf8f", "#f0e442", "#e58fc0", "#e08d58"),
    ),
    "light": Colours(
        "Dark on light", False, "#fafafa", "#eeeeee", "#1f1f1f", "#5a5a5a", "#7a4300", "#00602f", "#8a3d00",
        "#a01028", ("#004f91", "#824600", "#005c43", "#5d4f00", "#7f2a6c", "#982d10"),
    ),
    "contrast": Colours(
        "White on black, high contrast", True, "#000000", "#000000", "#ffffff", "#d8d8d8", "#ffff00",
        "#80ff80", "#ffd700", "#ffa0a0", ("#80d0ff", "#ffb84d", "#70f0c0", "#ffff60", "#ffb0e0", "#ffa580"),
    ),
    "colour-blind": Colours(
        "Colours that are apart in any sight", True, "#121212", "#1e1e1e", "#e0e0e0", "#a0a0a0", "#ffff99",
        "#8ab4ff", "#ffff99", "#ff8fb0", ("#6699ff", "#ffff99", "#ff6699", "#99cc33", "#00ffff", "#cc9966"),
    ),
}  # fmt: skip

TERMINAL, BARE = "terminal", "bare"
_OWN = {
    TERMINAL: "The terminal's own 16 colours",
    BARE: "No colour and no italics, for very old terminals",
}
_SIXTEEN = ("cyan", "yellow", "green", "magenta", "bright_blue", "bright_red")
NAMES = (*COLOURS, *_OWN)


def says(name: str) -> str:
    """What a theme is, in words."""
    return COLOURS[name].says if name in COLOURS else _OWN[name]


def at_start(chosen: str, environ: Mapping[str, str]) -> str:
    """The theme to begin with: the chosen one, but where the terminal has 16 colours or none."""
    kind = environ.get("TERM", "")
    if kind.startswith(("vt", "ansi")) or (chosen == BARE):
        return BARE
    many = environ.get("COLORTERM", "").lower() in ("truecolor", "24bit") or kind.endswith("256color")
    return chosen if many and "NO_COLOR" not in environ else TERMINAL


def textual(name: str) -> Theme:
    """The theme as Textual takes it."""
    if name == TERMINAL:
        return replace(BUILTIN_THEMES["ansi-dark"], name=name, accent="ansi_yellow", error="ansi_bright_red")
    if name == BARE:
        none = "ansi_default"
        return replace(textual(TERMINAL), name=name, accent=none, success=none, warning=none, error=none)
    c = COLOURS[name]
    return Theme(
        name, dark=c.dark, primary=c.accent, secondary=c.accent, accent=c.accent, success=c.success,
        warning=c.warning, error=c.error, foreground=c.foreground, background=c.background,
        surface=c.surface, panel=c.surface, variables={"text": c.foreground, "text-muted": c.muted},
    )  # fmt: skip


@cache
def marks(name: str, current: bool) -> tuple[str, ...]:
    """The colours of quotes, as Rich takes them, in the sentence in view or around it."""
    if name in _OWN:
        return _SIXTEEN if name == TERMINAL else ("default",) * len(_SIXTEEN)
    c = COLOURS[name]
    share = 0 if current else FARTHER
    return tuple(Color.parse(x).blend(Color.parse(c.background), share).hex6 for x in c.marks)


def style(theme: str, look: Look, plain: Style, bright: Style) -> Style:
    """How what looks so is drawn. `plain`: as text there is, `bright`: as text of the sentence in view is."""
    if look.hint:
        return bright + Style(reverse=True, bold=True)
    found = plain + Style(italic=True) if look.marked else plain
    if look.role and look.proposed:
        # Without a colour of its own, and fainter than what somebody has taken.
        found = bright + _role(theme, look) + Style(dim=not look.selected)
    elif look.role:
        found += _role(theme, look) + Style(color=marks(theme, look.current)[look.colour])
    if look.chosen:
        found += Style(reverse=True)
    return found + Style(reverse=True, bold=True, underline=True) if look.cursor else found


def _role(theme: str, look: Look) -> Style:
    found = (_UPRIGHT if theme == BARE else _ROLES)[look.role]
    if look.role == "content" and look.selected:
        return found + (Style(reverse=True) if theme == BARE else Style(bold=True))
    return found


_ROLES = {
    "content": Style(underline=True),
    "cue": Style(bold=True),
    "source": Style(italic=True),
    "via": Style(italic=True),
}
_UPRIGHT = _ROLES | dict.fromkeys(("source", "via"), Style(bold=True, underline=True))
