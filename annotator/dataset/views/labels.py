"""How a speaker stands to what a quote is about, and its topics: a row for each stance, a row for each quote.

The words of a quote alone lose the polarity ("He denied that ..."): speaker, cue, target and the quote
before it stand beside them.
"""

from bisect import bisect_right
from collections.abc import Iterator

from annotator.dataset.record import Record
from annotator.dataset.views.given import Given

NO_STANCE, NO_TOPIC = "quotes without a stance", "quotes without a topic"


def stances(given: Given) -> Iterator[Record]:
    """A row for each target of each quote; one without target where the quote has no attitude at all."""
    before: Record | None = None
    for quote in given.quotes:
        if not quote["stance"]:
            given.left_out[NO_STANCE] += 1
        for n, said in enumerate(quote["stance"]):
            yield given.head(f"{quote['id']}:{n}") | {
                **_said(quote),
                "context": _context(given, quote),
                "previous_speaker": _speaker(before)["name"] if before else None,
                "previous_content": _words(before, "content") if before else None,
                "target": said["target"],
                "label": said["kind"] if said["step"] is None else str(said["step"]),
                "step": said["step"],
                "score": said["score"],
            }
        before = quote


def topics(given: Given) -> Iterator[Record]:
    """A row for each quote that has topics, its own or its article's."""
    for quote in given.quotes:
        if not quote["topics"]:
            given.left_out[NO_TOPIC] += 1
            continue
        yield given.head(quote["id"]) | {
            **_said(quote),
            "context": _context(given, quote),
            "topics": [x["code"] for x in quote["topics"]],
            "primary": quote["topics"][0]["code"],
            "inherited": quote["topics"][0]["origin"] == "inherited",
            "article_topics": list(quote["article"]["topics"]),
        }


def _said(quote: Record) -> Record:
    speaker = _speaker(quote)
    return {
        "quote": quote["id"], "speaker": speaker["name"], "speaker_kind": speaker["kind"],
        "cue": _words(quote, "cue"), "content": _words(quote, "content"), "type": quote["type"],
    }  # fmt: skip


def _speaker(quote: Record) -> Record:
    """The first speaker; all null where nobody is known to have spoken."""
    return quote["speakers"][0] if quote["speakers"] else {"name": None, "kind": None}


def _words(quote: Record, role: str) -> str | None:
    return " … ".join(span["text"] for span in quote[role]) or None


def _context(given: Given, quote: Record) -> str:
    """The sentences that content, cue and source touch, and the one before them."""
    spans = [span for role in ("content", "cue", "source") for span in quote[role]]
    starts = [start for start, _, _ in given.bundle.sentences]
    first = bisect_right(starts, min(span["start"] for span in spans)) - 1
    last = bisect_right(starts, max(span["end"] for span in spans) - 1) - 1
    start = given.bundle.sentences[max(0, first - 1)][0]
    return given.text[start : given.bundle.sentences[last][1]].strip()
