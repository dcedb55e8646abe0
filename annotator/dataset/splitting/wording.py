"""Words made comparable, and the short numbers by which long quotes are known."""

import re
import unicodedata
from bisect import bisect_right
from hashlib import blake2b
from itertools import groupby
from operator import itemgetter

from annotator.dataset.bundle import Bundle
from annotator.dataset.record import Record
from annotator.text.marks import quotations

LONG = 6  # words from which on the same quote in two articles is no chance

_WORD = re.compile(r"\w+")
_PLAIN = {n: chr(n).lower() if _WORD.match(chr(n)) else " " for n in range(128)} | {ord("'"): ""}
_SAID_BY_PEOPLE = frozenset(("human", "gold"))


def words(text: str) -> list[str]:
    """The words of `text` without case, marks and punctuation. An apostrophe parts no word: "dont"."""
    if text.isascii():
        return text.translate(_PLAIN).split()  # the same as below in half the time
    text = unicodedata.normalize("NFKC", text).replace("’", "").replace("\u00ad", "")
    return _WORD.findall(text.casefold().replace("'", ""))


def long_quote(text: str) -> str | None:
    """The words of a quote, a space between them; None where there are too few to know it again by."""
    if len(text) < 2 * LONG - 1:
        return None
    found = words(text)
    return " ".join(found) if len(found) >= LONG else None


def fingerprint(name: str) -> int:
    """A name in 64 bits. Two that fall together tie two articles more than need be, and nothing worse."""
    return int.from_bytes(blake2b(name.encode(), digest_size=8).digest(), "big")


def told(bundle: Bundle) -> list[Record]:
    """The records of people and of gold."""
    return [record for record in bundle.records if record["layer"]["kind"] in _SAID_BY_PEOPLE]


def labelled(bundle: Bundle) -> set[str]:
    """The long quotes that people and gold have marked: each whole, and each piece of a broken one."""
    texts: set[str] = set()
    for record in told(bundle):
        content = record["content"]
        if len(content) == 1:
            texts.add(content[0]["text"])
        else:
            pieces = [span["text"] for span in content]
            texts.update((*pieces, " ".join(pieces)))
    return {quote for text in texts if (quote := long_quote(text))}


def unlabelled(bundle: Bundle) -> set[str]:
    """The long quotations that stand in marks in the body, whether or not anybody has labelled them."""
    starts = [start for start, _, _ in bundle.sentences]
    return {
        quote
        for found in quotations(bundle.text)
        if found.inner and bundle.sentences[bisect_right(starts, found.span.start) - 1][2]
        if (quote := long_quote(found.inner.of(bundle.text)))
    }


def body_words(bundle: Bundle) -> list[str]:
    """The words of the body: what stands around a story on every page of an outlet makes no two alike."""
    stretches = (list(some) for in_body, some in groupby(bundle.sentences, itemgetter(2)) if in_body)
    return [word for some in stretches for word in words(bundle.text[some[0][0] : some[-1][1]])]
