"""What the model for content and source is told of each word of a sentence, given the cue."""

from itertools import accumulate

from annotator.suggest.learned.templates import Columns, features, templates
from annotator.suggest.learned.view import View, distance
from annotator.text.wordlist import words

# "side": whether a word stands left (L) or right (R) of the cue, or in it (Q); "far": how far from it.
_TEMPLATES = templates(
    """
    side side|far far|cue_stem side|cue_stem side|cue side|cue_first side|cue_group
    side|word-3 side|word-2 side|word-1 side|word+0 side|word+1 side|word+2 side|word+3
    side|group-2 side|group-1 side|group+0 side|group+1 side|group+2
    side|shape-2 side|shape-1 side|shape+0 side|shape+1 side|shape+2 side|shape-1|shape+0|shape+1
    side|word-1|word+0 side|word+0|word+1 side|group-1|group+0 side|group+0|group+1 side|three
    side|between side|commas|cue_stem side|thats|cue_stem side|clauses side|between|far side|commas|word
    side|marks side|next side|next|cue_stem side|next|next_two|near side|before side|sentence
    side|next_groups side|before_groups side|cue_group|word
    close|cue_stem|word close|cue_stem|group close|cue_group|word close|cue_group|shape
    side|end side|start side|opens side|closes side|cue_leads
    """
)
_MARKS = frozenset('"“”‘’«»„‚')
_BREAKS = frozenset(",;:—–-―")
_CLAUSES = words(
    """
    that if whether how why what who which when where because while as but and or
    to for of in on with about by
    """
)
_CLOSE = 3


def span_features(view: View, first: int, behind: int, cue: tuple[int, int]) -> list[list[str]]:
    """The features of the words from `first` to the one before `behind`, where `cue` says who speaks."""
    return features(_columns(view, first, behind, cue), _TEMPLATES, behind - first)


def _columns(view: View, first: int, behind: int, cue: tuple[int, int]) -> Columns:
    here, size, at, after = slice(first, behind), behind - first, cue[0], cue[1]
    by = [i - at if i < at else i - after + 1 if i >= after else 0 for i in range(first, behind)]
    columns: dict[str, list[str]] = {
        "word": view.word[here], "shape": view.shape[here], "group": view.group[here],
        "three": [w[-3:] for w in view.word[here]],
        "side": ["L" if d < 0 else "R" if d > 0 else "Q" for d in by],
        "far": [distance(d) for d in by], "near": [str(min(abs(d), 4)) for d in by],
        "close": [str(d) if abs(d) <= _CLOSE else "" for d in by],
        "start": [distance(i) for i in range(size)], "end": [distance(size - i) for i in range(size)],
        "opens": [str(int(x)) for x in view.opens[here]], "closes": [str(int(x)) for x in view.closes[here]],
        "marks": _marks(view, first, behind, cue),
    }  # fmt: skip
    columns |= _between(view, first, behind, cue)
    columns |= {name: [value] * size for name, value in _of_sentence(view, first, behind, cue).items()}
    return columns


def _of_sentence(view: View, first: int, behind: int, cue: tuple[int, int]) -> dict[str, str]:
    """What is the same for every word: the cue, and what stands next to it."""

    def word(i: int) -> str:
        return view.word[i] if first <= i < behind else "<" if i < first else ">"

    def group(i: int) -> str:
        return view.group[i] if first <= i < behind else "-"

    at, after = cue
    return {
        "cue": " ".join(view.word[at : min(after, at + 4)]),
        "cue_stem": view.stem[after - 1], "cue_first": view.stem[at], "cue_group": view.group[after - 1],
        "next": word(after), "next_two": word(after + 1), "before": word(at - 1), "sentence": word(first),
        "next_groups": f"{group(after)}|{group(after + 1)}",
        "before_groups": f"{group(at - 2)}|{group(at - 1)}",
        "cue_leads": str(int(at == first)),
    }  # fmt: skip


def _marks(view: View, first: int, behind: int, cue: tuple[int, int]) -> list[str]:
    """Within which marks a word stands, as seen from the cue."""
    depth, inner = view.depth, view.inner
    before, after = any(depth[first : cue[0]]), any(depth[cue[1] : behind])
    around = f"{depth[cue[0]]}{int(before)}{int(after)}"
    home = inner[cue[0]]
    return [f"{depth[i]}{int(inner[i] == home)}{around}" for i in range(first, behind)]


def _between(view: View, first: int, behind: int, cue: tuple[int, int]) -> dict[str, list[str]]:
    """How much of several kinds stands between a word and the cue; it itself is not counted."""
    kinds = {"commas": (_BREAKS, 3), "quotes": (_MARKS, 2), "thats": ({"that"}, 2), "clauses": (_CLAUSES, 3)}
    found = {}
    for name, (kind, most) in kinds.items():
        flags = [w in kind for w in view.word[first:behind]]
        left = _counts(flags[: cue[0] - first][::-1])[::-1]
        right = _counts(flags[cue[1] - first :])
        counts = [*left, *([0] * (cue[1] - cue[0])), *right]
        found[name] = [str(min(n, most)) for n in counts]
    found["between"] = [
        a + b + c for a, b, c in zip(found["commas"], found["quotes"], found["thats"], strict=True)
    ]
    return found


def _counts(flags: list[bool]) -> list[int]:
    """How many flags stand before each place."""
    return list(accumulate(flags, initial=0))[: len(flags)]
