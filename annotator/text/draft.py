"""An attribution while the rules are at work on it: places of words instead of spans."""

from annotator.text.cues import Cue

Places = tuple[int, int]  # first and last word


class Draft:
    """What one cue (or a colon, or marks alone) hands over.

    `content` are runs of words (first, last); `source` the mention's words; `sentence` the number of the one
    with the cue; `nested` whether that is inside somebody's quotation marks; `via` mentions of outlets.
    """

    __slots__ = ("content", "cue", "nested", "rule", "sentence", "source", "via")

    def __init__(
        self, rule: str, content: list[Places], cue: Cue | None, source: Places | None, sentence: int
    ) -> None:
        self.rule, self.content, self.cue, self.source, self.sentence = rule, content, cue, source, sentence
        self.nested = False
        self.via: list[Places] = []
