"""Every command once: its key, its words and what it calls. Keys, footer, palette and help derive from it."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Literal

from annotator.scheme import Scheme
from annotator.tui.keymap import rebound
from annotator.tui.keynames import key_name

Mode = Literal["read", "mark", "settle", "ask", "watch"]


@dataclass(frozen=True, slots=True)
class Command:
    """`keys`: names as Textual gives them, or single characters. `calls`: method and arguments.

    While a sheet asks (mode "ask"), a command stands for the one key in `calls`, which every sheet knows.
    Those of mode "settle" are there where versions are settled, and come before those of reading; those of
    mode "watch" where a lead watches a round.
    """

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


def _settle(id: str, keys: str, says: str, *calls: str | int | bool, hint: str = "") -> Command:
    return Command(id, tuple(keys.split()), says, calls, "settle", hint)


def _watch(id: str, keys: str, says: str, *calls: str | int | bool, hint: str = "") -> Command:
    return Command(id, tuple(keys.split()), says, calls, "watch", hint)


def _ask(id: str, keys: str, says: str, key: str) -> Command:
    return Command(id, tuple(keys.split()), says, (key,), "ask")


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
    _read("find", "/", "Find in the article; nothing typed: the same again", "seek"),
    _read("search", "S", "Search the corpus; nothing typed: the last hits again", "search"),
    _read("go", ":", "Go to a sentence (12) or an article (a3); nothing typed: back", "go"),
    _read("filter", "F", "What ] [ } walk over: to do, skipped, flagged, of a speaker, …", "filter"),
    _read("quote.next", "tab", "Choose the next quote of the sentence", "cycle", 1),
    _read("quote.previous", "shift+tab", "Choose the previous quote of the sentence", "cycle", -1),
    _read("mark", "m", "Mark a new quote word by word", "mark", hint="mark"),
    _read("point", "v", "Mark by the cue: letters on the verbs", "point", hint="verb"),
    _read("sibling", "i", "Mark a new quote with source and speaker of the last", "sibling"),
    _read("mark.snap", "q", "Mark what is in quotation marks here, or go to the next", "snap", hint="“…”"),
    _read("content", "e", "Change the words of the quote", "spans", "content", hint="words"),
    _read("cue", "c", "Mark the cue (“said”)", "spans", "cue", hint="cue"),
    _read("source", "s", "Mark the source (“the spokesman”)", "spans", "source", hint="source"),
    _read("edge.end.out", ".", "End of the words one word out", "edge", "end", 1),
    _read("edge.end.in", ",", "End of the words one word in", "edge", "end", -1),
    _read("edge.start.out", "<", "Start of the words one word out, to the left", "edge", "start", 1),
    _read("edge.start.in", ">", "Start of the words one word in", "edge", "start", -1),
    _read("edge.role", ";", "These four keys for the words, the cue, or the source", "edge_role"),
    _read("split", "X", "Make two quotes of one, at a sentence end", "split"),
    _read("join", "plus", "Make one quote of this and the next", "join"),
    _read("cut", "minus", "Cut the reporting clause out of the words", "cut_out"),
    _read("one", "_", "Make the pieces of the words one", "one_piece"),
    _read("speaker", "w", "Who really spoke", "speaker", False, hint="who"),
    _read("speaker.more", "W", "One more speaker", "speaker", True),
    _read("speaker.same", "=", "The same speaker as the last quote", "same"),
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
    _read("quote.unfinished", "l", "Next quote of which something is still to say", "incomplete"),
    _read("propagate", "P", "Give speaker or topic to other quotes of the article", "propagate"),
    _read("delete", "D delete", "Delete the quote, or reject the proposal", "delete"),
    _read("flag", "f", "Flag with a comment", "flag"),
    _read("region", "h", "Body, boilerplate or headline", "region"),
    _read("undo", "u", "Undo", "undo", hint="undo"),
    _read("redo", "r", "Redo", "redo"),
    _read("theme", "ctrl+t", "Colours of the screen", "theme"),
    _read("guideline", "g ctrl+o", "Guideline at the rule for the field in focus", "guideline"),
    _read("whole", "V", "The whole article", "whole"),
    _read("facts", "I", "Facts of the article, and what else the speaker says here", "facts"),
    _read("flags", "L", "Flags and comments, to go to", "flags"),
    _read("history", "H", "What you did, the last first, to go to", "history"),
    _read("pace", "E", "Your pace, and the time left", "pace"),
    _read("inbox", "M", "What the lead settled about your quotes, to go to", "inbox"),
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
    _mark("mark.clause.next", "L", "Next clause; extending: to its end", "clause", 1),
    _mark("mark.clause.previous", "H", "Previous clause", "clause", -1),
    _mark("mark.paragraph.next", "J", "Next paragraph; extending: to its end", "paragraph", 1),
    _mark("mark.paragraph.previous", "K", "Previous paragraph", "paragraph", -1),
    _mark("mark.end", "e end", "End of the sentence; again: with its full stop", "sentence_end", hint="end"),
    _mark("mark.start", "b home", "Start of the sentence", "sentence_start"),
    _mark("mark.extend", "space v", "Extend the selection, or move freely", "extend", hint="extend"),
    _mark("mark.swap", "x", "Other end of the selection", "swap"),
    _mark("mark.quotation", "q", "Snap to the quotation marks; again: wider", "snap", hint="“…”"),
    _mark("mark.piece", "plus", "Keep this piece and mark another", "piece", hint="piece"),
    _mark("mark.cut", "minus", "Cut words out of what is marked: choose them, then again", "cut_piece"),
    _mark("mark.join", "_", "Make one piece of this and the nearest", "join_piece"),
    _mark("mark.drop", "backspace", "Take the last piece back, or cancel", "drop"),
    _mark("mark.wider", ">", "One character more", "nudge", 1),
    _mark("mark.narrower", "<", "One character less", "nudge", -1),
    _mark("mark.clear", "0", "Nothing of this kind is in the text", "clear"),
    _mark("mark.save", "enter", "Save", "save", "", hint="save"),
    _mark("mark.save.cue", "c", "Save and mark the cue", "save", "cue", hint="→cue"),
    _mark("mark.save.source", "s", "Save and mark the source", "save", "source", hint="→source"),
    _mark("mark.save.speaker", "w", "Save and say who spoke", "save", "speaker", hint="→who"),
    _mark("mark.guideline", "g ctrl+o", "Guideline at what is being marked", "guideline"),
    _mark("mark.cancel", "ctrl+g escape", "Cancel", "cancel", hint="cancel"),
)

# Where a lead settles what people do not agree on; there a key of reading that is here, too, does this.
SETTLE = (
    _settle("settle.first", "A", "Take A's version, or of it the field in focus", "take", "A", hint="A's"),
    _settle("settle.second", "B", "Take B's version, or of it the field in focus", "take", "B", hint="B's"),
    _settle("settle.third", "C", "Take C's version, or of it the field in focus", "take", "C"),
    _settle("settle.majority", "M", "Take what most of them say", "majority", hint="most"),
    _settle("settle.version.next", "down", "Show the next version", "version", 1, hint="version"),
    _settle("settle.version.previous", "up", "Show the previous version", "version", -1),
    _settle("settle.field.next", "right", "Next field in which they differ", "field", 1, hint="field"),
    _settle("settle.field.previous", "left", "Previous field in which they differ", "field", -1),
    _settle("settle.shown", "R", "Take the version that is shown, or of it the field in focus", "shown"),
    _settle("settle.worst", "Z", "What they disagree on most, in all articles, to go to", "worst"),
    _settle("settle.names", "N", "Show whose the versions are, or hide it", "names"),
    _settle("settle.agency", "G", "Mark the agency in the text", "spans", "via"),
)

# Letters, digits and signs are typed there, or choose what stands beside them.
ASK = (
    _ask("ask.choose", "enter", "Choose, or keep what was typed", "enter"),
    _ask("ask.next", "down", "Next row", "down"),
    _ask("ask.previous", "up", "Previous row", "up"),
    _ask("ask.other", "tab", "Next row; of people: what was typed is another name of this one", "tab"),
    _ask("ask.guideline", "ctrl+o", "Guideline at what is asked for", "guideline"),
    _ask("ask.cancel", "ctrl+g escape", "Cancel", "escape"),
)


# Where a lead watches a round.
WATCH = (
    _watch("watch.page", "tab", "Next page: people, articles, alarms", "page", 1, hint="page"),
    _watch("watch.page.previous", "shift+tab", "Previous page", "page", -1),
    _watch("watch.down", "j down", "Down", "scroll", 1, hint="down"),
    _watch("watch.up", "k up", "Up", "scroll", -1, hint="up"),
    _watch("watch.down.page", "space pagedown", "A screenful down", "leaf", 1),
    _watch("watch.up.page", "pageup", "A screenful up", "leaf", -1),
    _watch("watch.again", "r", "Look again now", "again", hint="again"),
    _watch("watch.theme", "ctrl+t", "Next colours of the screen", "theme"),
    _watch("watch.help", "question_mark", "All keys", "help", hint="keys"),
    _watch("watch.leave", "q Q ctrl+q", "Leave", "leave", hint="leave"),
)


def stances(scheme: Scheme) -> Iterator[Command]:
    """One command for each label of the scheme's stance, on the label's own key."""
    field = scheme.field("stance")
    for label in field.labels if field else ():
        yield _read(f"stance.{label.code}", label.key, f"Stance: {label.name}", "stance", label.code)


def commands(scheme: Scheme, chosen: Mapping[str, str] | None = None) -> tuple[Command, ...]:
    """All commands for a scheme, with a person's own keys. Raises UsageError where those cannot be had."""
    return rebound(all_commands(scheme), chosen or {})


def all_commands(scheme: Scheme) -> tuple[Command, ...]:
    """All commands for a scheme with the keys that it and the program give them."""
    return (*READ, *stances(scheme), *MARK, *SETTLE, *WATCH, *ASK)


def by_key(every: Sequence[Command]) -> dict[tuple[Mode, str], Command]:
    """(mode, name of the key) -> command."""
    return {(c.mode, key_name(key)): c for c in every for key in c.keys}


def answers(every: Sequence[Command]) -> dict[str, str]:
    """Name of a key -> the key that sheets know for it. Those that they know themselves go on working."""
    return {key_name(key): str(c.calls[0]) for c in every if c.mode == "ask" for key in c.keys}
