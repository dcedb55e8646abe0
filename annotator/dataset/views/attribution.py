"""Who says a quote: the quote, everybody in the article who might, and which of them it is."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

from annotator.dataset.record import Record
from annotator.dataset.views.given import Given
from annotator.model import Span
from annotator.text.people import Person
from annotator.text.reading import read

NOBODY_SAID = "quotes for which nobody said who speaks"


@dataclass(slots=True)
class _Candidate:
    name: str
    kind: str
    speaker: str | None = None
    mentions: set[tuple[int, int]] = field(default_factory=set)


def attributions(given: Given) -> Iterator[Record]:
    """A row for each quote whose speaker was looked for. `answer` are places in `candidates`, none: unknown.

    Candidates are those who speak in the article according to anybody (annotators, gold), and those whom the
    rules hear there, by first mention.
    """
    if not given.quotes:
        return
    candidates = _candidates(given)
    places = {one.speaker: n for n, one in enumerate(candidates) if one.speaker}
    told = [_told(given.text, one) for one in candidates]
    for quote in given.quotes:
        if not quote["speakers"]:
            given.left_out[NOBODY_SAID] += 1
            continue
        sentence = quote["sentence"]
        yield given.head(quote["id"]) | {
            "content": quote["content"],
            "cue": quote["cue"],
            "source": quote["source"],
            "type": quote["type"],
            "sentence": sentence["text"],
            "sentence_start": sentence["start"],
            "candidates": told,
            "answer": sorted({places[x["id"]] for x in quote["speakers"] if x["id"]}),
        }


def _candidates(given: Given) -> list[_Candidate]:
    known: dict[str, _Candidate] = {}
    for quote in given.bundle.records:
        for speaker in (*quote["speakers"], *quote["via"]):
            if speaker["id"] and speaker["id"] not in known:
                one = _Candidate(speaker["name"], speaker["kind"], speaker["id"])
                one.mentions.update(_named(given.text, (speaker["name"], *speaker["aliases"])))
                known[speaker["id"]] = one
        if len(quote["speakers"]) == 1 and quote["speakers"][0]["id"]:
            mine = known[quote["speakers"][0]["id"]]
            mine.mentions.update((span["start"], span["end"]) for span in quote["source"])
    found = list(known.values())
    sentences = [Span(start, end) for start, end, _ in given.bundle.sentences]
    for person in read(given.text, sentences).persons:
        _join(person, found)
    return sorted(found, key=lambda one: (min(one.mentions, default=(len(given.text), 0)), one.name))


def _join(person: Person, found: list[_Candidate]) -> None:
    """Let the candidate who is this person have its mentions; where there is none, it is one itself."""
    mentions = {(span.start, span.end) for span in person.mentions}
    same = max(found, key=lambda one: len(one.mentions & mentions), default=None)
    if same is None or not same.mentions & mentions:
        same = _Candidate(person.name, person.kind)
        found.append(same)
    same.mentions |= mentions


def _named(text: str, names: Iterable[str]) -> Iterator[tuple[int, int]]:
    """Where any of `names` stands in `text` as words of their own."""
    longest = sorted((re.escape(name) for name in set(names) if name), key=len, reverse=True)
    if longest:
        yield from (found.span() for found in re.finditer(rf"(?<!\w)(?:{'|'.join(longest)})(?!\w)", text))


def _told(text: str, one: _Candidate) -> Record:
    mentions = [{"start": start, "end": end, "text": text[start:end]} for start, end in sorted(one.mentions)]
    return {"name": one.name, "kind": one.kind, "speaker": one.speaker, "mentions": mentions}
