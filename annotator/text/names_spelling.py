"""Spellings of one name: "Dmitry Peskov" and "Dmitri Peskow" are written the same way here."""

import re
from collections.abc import Sequence
from functools import lru_cache
from operator import itemgetter

from annotator.text.folding import folded

# What alphabets and transliterations change, in this order; each is plain text. Capitals keep a result apart
# from what later rules would change.
_RULES = (
    ("’", ""), ("'", ""), (".", ""), ("ß", "ss"), ("æ", "e"), ("ø", "o"), ("ł", "l"), ("đ", "d"), ("ı", "i"),
    ("schtsch", "S"), ("shch", "S"), ("tsch", "C"), ("tch", "C"), ("sch", "S"), ("sh", "S"),
    ("cz", "C"), ("sz", "S"),
    ("ch", "C"), ("kh", "h"), ("gh", "g"), ("dh", "d"), ("th", "t"), ("ph", "f"), ("zh", "z"), ("dzh", "j"),
    ("dj", "j"), ("ck", "k"), ("q", "k"), ("c", "k"), ("x", "ks"), ("w", "v"), ("z", "s"),
    ("j", "i"), ("y", "i"), ("ii", "i"), ("ie", "e"), ("ei", "e"), ("oo", "u"), ("ou", "u"),
    ("oe", "o"), ("ue", "u"), ("ae", "a"),
)  # fmt: skip
_SILENT = re.compile(r"(?<=[^\W\d_])h")  # "Aldahl", "Dhahran": an h that is not the first letter
_DOUBLED = re.compile(r"(\w)\1+")
_ONCE = itemgetter(1)  # of a match; `re` would look at a text such as "\1" each time
_END = re.compile(r"(?<=[eo])ff?$")  # "Prokofieff", "Smirnoff"


@lru_cache(maxsize=8192)
def skeleton(part: str) -> str:
    """What the spellings of one part of a name have in common; equal for "Peskov", "Peskow", "Peskoff"."""
    bare = folded(part)
    for old, new in _RULES:
        if old in bare:
            bare = bare.replace(old, new)
    if "h" in bare:
        bare = _SILENT.sub("", bare)
    bare = _DOUBLED.sub(_ONCE, bare)
    return _END.sub("v", bare) if bare.endswith("f") else bare


def likeness(one: str, other: str) -> float:
    """How much two parts of names are alike, 0 to 1, by their skeletons; 0 at once where they cannot be."""
    a, b = skeleton(one), skeleton(other)
    if a == b:
        return 1.0
    if not a or not b or a[0] != b[0] or abs(len(a) - len(b)) > 3:
        return 0.0
    from rapidfuzz.distance import Indel

    return Indel.normalized_similarity(a, b)


def given_alike(one: Sequence[str], other: Sequence[str]) -> float:
    """How well two first names, each with what follows it but the surname, fit one person, 0 to 1.

    An initial fits what begins with it, a short form of three letters or more what it shortens.
    """
    if not one or not other:
        return 0.0
    a, b = skeleton(one[0]), skeleton(other[0])
    short, long = sorted((a, b), key=len)
    if len(short) == 1 and long.startswith(short):
        return 0.8
    if len(short) >= 3 and long.startswith(short):
        return 1.0 if short == long else 0.85
    return likeness(one[0], other[0])
