"""The head of a mention, by its string alone: who is meant, without knowing who that is."""

import re

_WORD = re.compile(r"[^\W_](?:[\w’'.\-\u2010\u2011&]*\w)?")
_POSSESSIVE = re.compile(r"['’]s?\Z", re.IGNORECASE)
_BREAK = re.compile(r"[,;:()\[\]{}/–—\n]|--|[\"“”„«»][^\"“”„«»]*[\"“”„«»]?")

# What begins the part behind a name: prepositions that news uses there, relative and joining words.
_BEHIND = frozenset((
    "about", "after", "against", "among", "as", "at", "because", "before", "behind", "between", "by",
    "during", "for", "from", "if", "in", "into", "near", "of", "on", "over", "than", "that", "through", "to",
    "under", "when", "where", "which", "while", "who", "whom", "whose", "with", "within", "without",
))  # fmt: skip
_SUFFIXES = frozenset(("jr", "sr", "ii", "iii", "iv"))


def head(mention: str) -> str:
    """The last word of a mention's name part, in lower case; "" where there is no word in it.

    The name part ends before a comma, bracket, dash or quotation mark, before a preposition, and before a
    relative or joining word, unless nothing stands before that ("who" alone is its own head). A possessive
    's and a generation (Jr., III) are dropped: "Harbour spokesman Jory Marn" and "Jory Marn's" -> marn; "Ana
    Ruiz, the minister of transport" -> ruiz; "the ministry of foreign affairs" -> ministry; "he" -> he.
    Where two are named ("Marn and Ruiz") it is the last one's. A rule over strings: it does not know names,
    so "a man familiar with it" gives familiar. Two readers that give it the same mention get the same head.
    """
    words: list[str] = []
    last = ""
    end = 0
    for match in _WORD.finditer(mention):
        word = match[0].casefold()
        if words and (word in _BEHIND or _BREAK.search(mention, end, match.start())):
            break
        end, last = match.end(), word
        if word not in _BEHIND:
            words.append(_plain(word))
    while len(words) > 1 and words[-1] in _SUFFIXES:
        words.pop()
    return next((word for word in reversed(words) if word), last)


def _plain(word: str) -> str:
    return _POSSESSIVE.sub("", word) if len(word) > 2 else word
