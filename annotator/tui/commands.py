"""Every command once: its key, its words and what it calls. Keys, footer, palette and help derive from it."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Literal

from annotator.errors import UsageError
from annotator.scheme import Scheme

Mode = Literal["read", "mark"]


@dataclass(frozen=True, slots=True)
class Command:
    """`keys`: names as Textual gives them, or single characters. `calls`: method and arguments."""

    id: str
    keys: tuple[str, ...]
    says: str
    calls: tuple[str | int | bool, ...]
    mode: Mode = "read"
    hint: str = ""  # the word in the footer; empty: not there


def _read(id: str, keys: str, says: str, *calls: str | int | bool, hint: str = "") -> Command:
    return Command(id, tuple(keys.split()), says, calls, "read", hint)


def _mark(id: str, keys: str, says: str, *calls: str | int | bool, hint: str = "") -> Command:
    return Command(id, tuple(keys.split()), says, calls, "mark", hint)


READ = (
    _read("next", "j down", "Next sentence", "move", 1, hint="next"),
    _read("previous", "k up", "Previous sentence", "move", -1),
    _read("next.any", "J", "Next line, boilerplate and headlines too", "move", 1, True),
    _read("previous.any", "K", "Previous line, boilerplate and headlines too", "move", -1, True),
    _read("finish", "space", "Go on: accept the proposal, or finish the sentence", "finish", hint="go on"),
    _read("accept", "enter", "Accept the proposal, and stay", "accept"),
    _read("reject", "d", "Reject the proposal", "reject"),
    _read("nothing", "n", "Nothing here, whatever is proposed: go on", "nothing"),
    _read("skip", "z", "Skip this sentence: go on", "skip"),
    _read("article.next", "]", "Next article", "article", 1),
    _read("article.previous", "[", "Previous article", "article", -1),
    _read("article.unfinished", "}", "Next unfinished article", "unfinished"),
    _read("quote.next", "tab", "Choose the next quote of the sentence", "cycle", 1),
    _read("quote.previous", "shift+tab", "Choose the previous quote of the sentence", "cycle", -1),
    _read("mark", "m", "Mark a new quote word by word", "mark", hint="mark"),
    _read("point", "v", "Mark by the cue: letters on the verbs", "point", hint="verb"),
    _read("sibling", "i", "Mark a new quote with source and speaker of the last", "sibling"),
    _read("mark.snap", "q", "Mark what stands in quotation marks here", "snap", hint="“…”"),
    _read("content", "e", "Change the words of the quote", "spans", "content", hint="words"),
    _read("cue", "c", "Mark the cue (“said”)", "spans", "cue", hint="cue"),
    _read("source", "s", "Mark the source (“the spokesman”)", "spans", "source", hint="source"),
    _read("speaker", "w", "Who really spoke", "speaker", False, hint="who"),
    _read("speaker.more", "W", "One more speaker", "speaker", True),
    _read("via", "a", "The agency it came through", "via"),
    _read("via.span", "A", "Mark the agency in the text", "spans", "via"),
    _read("about", "b", "Which quote this one judges", "about"),
    _read("target", "t", "Stance: towards what, and which", "target", 0, hint="target"),
    _read("target.second", "T", "A second stance, towards something else", "target", 1),
    _read("topic", "o", "Topic", "topic", False, hint="topic"),
    _read("topic.more", "O", "One more topic", "topic", True),
    _read("topic.article", "y", "Topic of the whole article", "article_topic", False),
    _read("topic.article.more", "Y", "One more topic of the whole article", "article_topic", True),
    _read("type", "p", "Type, where the quotation marks mislead", "type"),
    _read("field", "x", "Other fields and flags", "fields", hint="more"),
    _read("delete", "D delete", "Delete the quote, or reject the proposal", "delete"),
    _read("flag", "f", "Flag with a comment", "flag"),
    _read("region", "h", "Body, boilerplate or headline", "region"),
    _read("undo", "u", "Undo", "undo", hint="undo"),
    _read("redo", "r", "Redo", "redo"),
    _read("help", "question_mark", "All keys", "help", hint="keys"),
    _read("leave", "Q ctrl+q", "Leave; everything is saved", "leave"),
)

MARK = (
    _mark("mark.word.next", "l right", "Next word", "word", 1, hint="word"),
    _mark("mark.word.previous", "h left", "Previous word", "word", -1),
    _mark("mark.find", "f", "To the next word that begins with …", "find", 1, hint="find"),
    _mark("mark.find.back", "F", "Back to a word that begins with …", "find", -1),
    _mark("mark.sentence.next", "j down", "Next sentence", "sentence", 1),
    _mark("mark.sentence.previous", "k up", "Previous sentence", "sentence", -1),
    _mark("mark.end", "e end", "End of the sentence; again: with its full stop", "sentence_end", hint="end"),
    _mark("mark.start", "b home", "Start of the sentence", "sentence_start"),
    _mark("mark.extend", "space v", "Extend the selection, or move freely", "extend", hint="extend"),
    _mark("mark.swap", "x", "Other end of the selection", "swap"),
    _mark("mark.quotation", "q", "Snap to the quotation marks; again: wider", "snap", hint="“…”"),
    _mark("mark.piece", "plus", "Keep this piece and mark another", "piece", hint="piece"),
    _mark("mark.drop", "backspace", "Take the last piece back, or cancel", "drop"),
    _mark("mark.wider", ">", "One character more", "nudge", 1),
    _mark("mark.narrower", "<", "One character less", "nudge", -1),
    _mark("mark.clear", "0", "Nothing of this kind is in the text", "clear"),
    _mark("mark.save", "enter", "Save", "save", "", hint="save"),
    _mark("mark.save.cue", "c", "Save and mark the cue", "save", "cue", hint="→cue"),
    _mark("mark.save.source", "s", "Save and mark the source", "save", "source", hint="→source"),
    _mark("mark.save.speaker", "w", "Save and say who spoke", "save", "speaker", hint="→who"),
    _mark("mark.cancel", "ctrl+g escape", "Cancel", "cancel", hint="cancel"),
)

# Keys that a terminal, tmux or flow control may keep for itself, or that only a mouse person misses.
_LOST = {"ctrl+s", "ctrl+b", "ctrl+a", "ctrl+z", "ctrl+i", "ctrl+m", "ctrl+c"}


def stances(scheme: Scheme) -> Iterator[Command]:
    """One command for each label of the scheme's stance, on the label's own key."""
    field = scheme.field("stance")
    for label in field.labels if field else ():
        yield _read(f"stance.{label.code}", label.key, f"Stance: {label.name}", "stance", label.code)


def commands(scheme: Scheme, chosen: Mapping[str, str] | None = None) -> tuple[Command, ...]:
    """All commands for a scheme, with a person's own keys. Raises UsageError where those cannot be had."""
    every = (*READ, *stances(scheme), *MARK)
    return _rebound(every, chosen or {})


def _rebound(every: Sequence[Command], chosen: Mapping[str, str]) -> tuple[Command, ...]:
    known = {c.id for c in every}
    if strange := sorted(set(chosen) - known):
        raise UsageError(f"[keys] names no command “{strange[0]}”; annotator keys lists them")
    result = tuple(replace(c, keys=_keys(c.id, chosen[c.id])) if c.id in chosen else c for c in every)
    taken: dict[tuple[Mode, str], str] = {}
    for command in result:
        for key in map(key_name, command.keys):
            other = taken.setdefault((command.mode, key), command.id)
            if other != command.id:
                raise UsageError(f"[keys] the key {key} is that of both {other} and {command.id}")
    return result


def _keys(id: str, said: str) -> tuple[str, ...]:
    keys = tuple(said.split())
    lost = [k for k in keys if k in _LOST or k.startswith("alt+") or ("shift+" in k and k != "shift+tab")]
    if not keys or lost:
        raise UsageError(f"[keys] {id} = {said!r}: a terminal cannot send this for sure; choose another key")
    return keys


def key_name(key: str) -> str:
    """The name that Textual gives a key: its own for names, a spelled-out one for signs."""
    if len(key) != 1 or key.isalnum():
        return key
    return _spelled().get(key, key)


def _spelled() -> dict[str, str]:
    return {
        " ": "space", "[": "left_square_bracket", "]": "right_square_bracket", "{": "left_curly_bracket",
        "}": "right_curly_bracket", "+": "plus", "<": "less_than_sign", ">": "greater_than_sign",
        "?": "question_mark", "/": "slash", "!": "exclamation_mark", '"': "quotation_mark",
        "'": "apostrophe", ".": "full_stop", ",": "comma", ";": "semicolon", ":": "colon", "-": "minus",
        "_": "underscore", "=": "equals_sign", "*": "asterisk", "#": "number_sign", "$": "dollar_sign",
        "%": "percent_sign", "&": "ampersand", "(": "left_parenthesis", ")": "right_parenthesis",
        "@": "at", "\\": "backslash", "^": "circumflex_accent", "`": "grave_accent", "|": "vertical_line",
        "~": "tilde",
    }  # fmt: skip


_SIGNS = {name: sign for sign, name in _spelled().items() if sign != " "}


def shown(key: str) -> str:
    """A key as people write it."""
    return _SIGNS.get(key_name(key), key)


def by_key(every: Sequence[Command]) -> dict[tuple[Mode, str], Command]:
    """(mode, name of the key) -> command."""
    return {(c.mode, key_name(key)): c for c in every for key in c.keys}
