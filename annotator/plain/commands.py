"""Every command of the line mode once: its letter, which is the key of the screen where there is one."""

from dataclasses import dataclass

from annotator.scheme import Scheme

Argument = str | int | bool


@dataclass(frozen=True, slots=True)
class Command:
    """`takes`: what may stand behind the letter. `calls`: a method without its `do_`, and its arguments."""

    letter: str
    says: str
    calls: tuple[Argument, ...]
    takes: str = ""


def _row(letter: str, says: str, *calls: Argument, takes: str = "") -> Command:
    return Command(letter, says, calls, takes)


COMMANDS = (
    _row("", "Go on: accept the chosen proposal, or finish the sentence", "finish"),
    _row("+", "Accept the chosen proposal, and stay", "accept"),
    _row("d", "Reject the chosen proposal", "reject"),
    _row("n", "Nothing here, whatever is proposed: go on", "nothing"),
    _row("z", "Skip this sentence: go on", "skip"),
    _row("j", "Next sentence", "move", 1),
    _row("k", "Previous sentence", "move", -1),
    _row("J", "Next line, boilerplate and headlines too", "move", 1, True),
    _row("K", "Previous line, boilerplate and headlines too", "move", -1, True),
    _row(":", "Go to a sentence", "goto", takes="NUMBER"),
    _row("]", "Next article", "article", 1),
    _row("[", "Previous article", "article", -1),
    _row("}", "Next unfinished article", "unfinished"),
    _row("l", "Next unfinished quote", "still"),
    _row(".", "Say it again", "again"),
    _row(">", "Choose the next quote of the sentence, or one by its number", "choose", takes="NUMBER"),
    _row("#", "Number the words of the sentence, or of several", "numbers", takes="SENTENCES"),
    _row("m", "Mark a new quote", "mark", takes="WORDS"),
    _row("q", "Mark what stands in quotation marks here", "quotation", takes="NUMBER"),
    _row("v", "Mark by the cue: choose a verb", "point", takes="LETTER"),
    _row("i", "Mark a new quote with source and speaker of the last", "sibling", takes="WORDS"),
    _row("e", "Change the words of the quote", "spans", "content", takes="WORDS"),
    _row("c", "Mark the cue (“said”)", "spans", "cue", takes="WORDS"),
    _row("s", "Mark the source (“the spokesman”)", "spans", "source", takes="WORDS"),
    _row("w", "Who really spoke", "speaker", False, takes="NAME / KIND"),
    _row("W", "One more speaker", "speaker", True, takes="NAME / KIND"),
    _row("=", "The same speaker as the last quote", "same"),
    _row("a", "The agency it came through", "via", takes="NAME / KIND"),
    _row("A", "Mark the agency in the text", "spans", "via", takes="WORDS"),
    _row("b", "Which quote this one judges", "about", takes="NUMBER"),
    _row("t", "Stance: towards what, and which", "target", 0, takes="TARGET STANCE"),
    _row("T", "A second stance, towards something else", "target", 1, takes="TARGET STANCE"),
    _row("o", "Topic", "topic", False, takes="KEY KEY"),
    _row("O", "One more topic", "topic", True, takes="KEY KEY"),
    _row("y", "Topic of the whole article", "article_topic", False, takes="KEY KEY"),
    _row("Y", "One more topic of the whole article", "article_topic", True, takes="KEY KEY"),
    _row("p", "Type, where the quotation marks mislead", "type", takes="KEY"),
    _row("x", "Other fields and flags", "fields", takes="KEY VALUE"),
    _row("D", "Delete the quote, or reject the proposal", "delete"),
    _row("f", "Flag with a comment", "flag", takes="WORDS"),
    _row("h", "Body, boilerplate or headline", "region"),
    _row("u", "Undo", "undo"),
    _row("r", "Redo", "redo"),
    _row("?", "All commands", "help"),
    _row("Q", "Leave; everything is saved", "leave"),
)


def commands(scheme: Scheme) -> dict[str, Command]:
    """By letter; each stance of the scheme on its own key."""
    field = scheme.field("stance")
    labels = field.labels if field else ()
    stances = (_row(x.key, f"Stance: {x.name}", "stance", x.code) for x in labels)
    # The key tab, too, where somebody's hands are used to it.
    return {c.letter: c for c in (*COMMANDS, *stances)} | {"\t": _row("\t", "", "choose")}
