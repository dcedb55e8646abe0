"""Keys: what Textual calls them, how people write them, and which of them a terminal cannot send for sure."""

import string
import unicodedata

# Where Textual's name of a sign is not its Unicode name.
_OTHERWISE = {
    "solidus": "slash",
    "reverse_solidus": "backslash",
    "commercial_at": "at",
    "hyphen_minus": "minus",
    "plus_sign": "plus",
    "low_line": "underscore",
}
_EDITING = "enter tab shift+tab escape space backspace delete insert home end pageup pagedown up down left"
_ELSEWHERE = {
    "ctrl+a": "screen begins its own commands with it",
    "ctrl+b": "tmux begins its own commands with it",
    "ctrl+c": "it interrupts",
    "ctrl+h": "many terminals send it for backspace",
    "ctrl+i": "a terminal sends it for tab",
    "ctrl+m": "a terminal sends it for enter",
    "ctrl+p": "it opens the list of commands",
    "ctrl+q": "it leaves the program",
    "ctrl+s": "it stops the output of a terminal",
    "ctrl+z": "a shell stops a program with it",
}


def key_name(key: str) -> str:
    """The name that Textual gives a key: its own for names, a spelled-out one for signs."""
    if key == " ":
        return "space"
    if len(key) != 1 or key.isalnum():
        return key
    name = unicodedata.name(key, key).lower().replace("-", "_").replace(" ", "_")
    return _OTHERWISE.get(name, name)


_SIGNS = {key_name(sign): sign for sign in string.punctuation}
NAMES = frozenset(
    [
        *_EDITING.split(),
        "right",
        *(f"f{n}" for n in range(1, 13)),
        *(f"ctrl+{c}" for c in string.ascii_lowercase),
    ]
)


def shown(key: str) -> str:
    """A key as people write it."""
    return _SIGNS.get(key_name(key), key)


def types(key: str) -> bool:
    """Whether this key puts a character where somebody types."""
    return len(key) == 1 or key == "space" or key in _SIGNS


def trouble(key: str) -> str | None:
    """Why a key cannot be had; None where every terminal sends it, over SSH and in tmux, too."""
    if types(key):
        return None
    if key in _ELSEWHERE:
        return f"{_ELSEWHERE[key]}; choose another key"
    if key in NAMES:
        return None
    if "+" in key and key.split("+")[-1] in (*NAMES, *string.ascii_letters, *string.digits):
        return "not every terminal sends it, and tmux not always; choose another key"
    from annotator.scheme import did_you_mean

    return f"there is no key of that name{did_you_mean(key, sorted(NAMES))}"
