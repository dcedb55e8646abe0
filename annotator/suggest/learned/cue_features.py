"""What the model for cues is told of each word of a sentence."""

from annotator.suggest.learned.templates import Columns, features, templates
from annotator.suggest.learned.view import View, distance

_TEMPLATES = templates(
    """
    word-3 word-2 word-1 word+0 word+1 word+2 word+3 stem-2 stem-1 stem+0 stem+1 stem+2
    shape-2 shape-1 shape+0 shape+1 shape+2 shape-1|shape+0|shape+1
    group-3 group-2 group-1 group+0 group+1 group+2 group+3
    group-1|group+0 group+0|group+1 group-1|group+0|group+1 stem+0|group+1 group-1|stem+0
    two three four head word-1|word+0 word+0|word+1 stem+0|stem+1|stem+2 stem-2|stem-1|stem+0
    depth depth|marks depth|marked|stem closed opening opening|stem that that_any|stem
    start end capital
    """
)
_THAT_REACH = 8
_OPENING_REACH = 6
_CAPITAL_REACH = 5


def cue_features(view: View, first: int, behind: int) -> list[list[str]]:
    """The features of the words from `first` to the one before `behind`, a sentence."""
    return features(_columns(view, first, behind), _TEMPLATES, behind - first)


def _columns(view: View, first: int, behind: int) -> Columns:
    here = slice(first, behind)
    word, depth, shape = view.word[here], view.depth[here], view.shape[here]
    size = behind - first
    last = depth[-2:]
    marked = str(int(any(depth)))
    that = _ahead([w == "that" for w in word], _THAT_REACH)
    opening = [2 if far > 1 else far for far in _ahead(view.opens[here], _OPENING_REACH)]
    return {
        "word": word, "stem": view.stem[here], "shape": shape, "group": view.group[here],
        "two": [w[-2:] for w in word], "three": [w[-3:] for w in word], "four": [w[-4:] for w in word],
        "head": [w[:4] for w in word],
        "depth": [str(d) for d in depth], "marked": [marked] * size,
        "marks": [f"{marked}{int(all(depth))}{int(any(last))}"] * size,
        "closed": [str(int(any(view.closes[max(first, i - 2) : i]))) for i in range(first, behind)],
        "opening": [str(far) for far in opening],
        "that": [str(far) for far in that], "that_any": [str(int(far > 0)) for far in that],
        "start": [distance(i) for i in range(size)], "end": [distance(size - i) for i in range(size)],
        "capital": [
            str(int(any(s in "CA" for s in shape[max(0, i - _CAPITAL_REACH) : i]))) for i in range(size)
        ],
    }  # fmt: skip


def _ahead(flags: list[bool], reach: int) -> list[int]:
    """For each place how far the next flag behind it is, if less than `reach`; else 0."""
    found, far = [0] * len(flags), reach
    for i in range(len(flags) - 1, -1, -1):
        found[i] = far if far < reach else 0
        far = 1 if flags[i] else far + 1
    return found
