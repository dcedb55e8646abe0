"""Whether weights still mean what they meant: a digest of the features of a fixed text.

Weights belong to features. Where a later version of the program computes others (new tokens, other marks,
other rules), the old weights would silently be wrong: then this digest is another, and they are refused.
"""

import hashlib
from functools import cache

from annotator.suggest.learned import marks
from annotator.suggest.learned.cue_features import cue_features
from annotator.suggest.learned.ruled import ruled
from annotator.suggest.learned.span_features import span_features
from annotator.suggest.learned.view import View
from annotator.suggest.rules import Rules
from annotator.text.marks import quotations
from annotator.text.sentences import sentences
from annotator.text.words import Words

_TEXT = (
    "Mayor Olle Marn said the bridge “is safe”. He had told Dr. Ruiz that it wouldn't fall, according to two "
    "aides: “Nobody believes it,” one of them added, “not even him.” The so-called “wonder bridge” cost 3.5m."
)


@cache
def fingerprint() -> str:
    """The digest of what the models would be told of a fixed text."""
    found = quotations(_TEXT)
    words = Words(_TEXT, sentences(_TEXT, found))
    view = View(words, found, {"said": "1", "the": "2"})
    told: list[object] = [Rules.version, *ruled(words, found)]
    told += [sorted(one.items()) for one in marks.features(words, found)]
    for first, behind in view.sentences():
        told += [
            cue_features(view, first, behind),
            span_features(view, first, behind, (first + 3, first + 4)),
        ]
    return hashlib.sha256(repr(told).encode("utf-8")).hexdigest()[:16]
