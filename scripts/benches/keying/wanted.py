"""What each quote of a gold file should be at the end, and how a quote on the screen compares with it."""

import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

from annotator.model import Quote, Span

Record = dict[str, Any]


@dataclass(frozen=True)
class Person:
    """A speaker of the gold: all names under which the text has that person."""

    name: str
    kind: str = "person"
    aliases: tuple[str, ...] = ()


@dataclass(frozen=True)
class Wanted:
    """One quote. None among the speakers is an unknown one; a stance is (value, target)."""

    key: str
    path: str
    content: tuple[Span, ...]
    cue: tuple[Span, ...] = ()
    source: tuple[Span, ...] = ()
    speakers: tuple[Person | None, ...] = ()
    via: tuple[tuple[Person, Span | None], ...] = ()
    stance: tuple[tuple[str, str | None], ...] = ()
    topics: tuple[str, ...] = ()  # its own, where it does not inherit those of the article
    flags: tuple[str, ...] = ()
    about: str | None = None  # key of the quote that it judges
    note: str = ""
    kind: str = ""  # direct, mixed, indirect
    parent: str | None = None
    nested: bool = False  # the gold says in which quote it stands, if in any

    @property
    def start(self) -> int:
        return self.content[0].start

    def missing(self, quote: Quote) -> list[str]:
        """The fields, people aside, in which a quote on the screen is not yet this one."""
        flags = {x.field for x in quote.labels if x.value == "yes"}
        same = {
            "content": quote.content == self.content,
            "cue": quote.cue == self.cue,
            "source": quote.source == self.source,
            "stance": tuple((x.value, x.target) for x in quote.said("stance")) == self.stance,
            "topic": tuple(x.value for x in quote.said("topic")) == self.topics,
            "custom": flags == set(self.flags),
        }
        return [name for name, so in same.items() if not so]


@dataclass
class Story:
    """The gold of one article. `lacks`: the fields that no record of the gold has."""

    path: str
    topics: tuple[str, ...]
    quotes: list[Wanted] = field(default_factory=list)


def read(gold: Path, path_of: dict[str, str] | None = None) -> tuple[list[Story], list[str]]:
    """The articles of a gold file, in order, and the fields that it lacks.

    Lines are the export's own, or flat ones: doc, content [[start, end, text]...], cue_span, speaker_span,
    speaker (";" parts two), via, type.
    """
    stories: dict[str, Story] = {}
    lines = [json.loads(line) for line in gold.read_text("utf-8").splitlines() if line.strip()]
    known = {r["id"]: r for r in lines if "article" in r}
    for n, r in enumerate(lines):
        one = _flat(r, n) if "doc" in r else _whole(r, known)
        topics = tuple(r["article"]["topics"]) if "article" in r else ()
        stories.setdefault(one.path, Story(one.path, topics)).quotes.append(one)
    for story in stories.values():
        story.quotes.sort(key=lambda q: (q.start, -q.content[-1].end))
    every = [q for story in stories.values() for q in story.quotes]
    told = {"stance": "stance", "target": "stance", "topic": "topics", "custom": "flags", "comment": "note"}
    lacks = [name for name, of in told.items() if not any(getattr(q, of) for q in every)]
    if "topic" in lacks and any(story.topics for story in stories.values()):
        lacks.remove("topic")
    return [stories[path] for path in sorted(stories)], lacks


def _whole(r: Record, known: dict[str, Record]) -> Wanted:
    return Wanted(
        key=r["id"],
        path=r["article"]["path"],
        content=_spans(r["content"]),
        cue=_spans(r["cue"]),
        source=_spans(r["source"]),
        speakers=tuple(_person(s) if s["name"] else None for s in r["speakers"]),
        via=tuple((_person(v), None if v["start"] is None else Span(v["start"], v["end"])) for v in r["via"]),
        stance=tuple(
            (str(s["step"]) if s["kind"] == "step" else s["kind"], s["target"]) for s in r["stance"]
        ),
        topics=tuple(t["code"] for t in r["topics"] if t["origin"] != "inherited"),
        flags=tuple(x["field"] for x in r["fields"] if x["value"] == "yes"),
        about=r["about"] if r["about"] in known else None,
        note=" ".join(n["text"] for n in r["notes"]),
        kind=r["type"],
        parent=r["parent"],
        nested=True,
    )


def _flat(r: Record, n: int) -> Wanted:
    def one(item: Sequence[int] | None) -> tuple[Span, ...]:
        return (Span(item[0], item[1]),) if item else ()

    def people(said: str | None) -> list[Person]:
        return [Person(name.strip()) for name in said.split(";")] if said else []

    return Wanted(
        key=str(n),
        path=r["doc"],
        content=tuple(Span(start, end) for start, end, _ in r["content"]),
        cue=one(r["cue_span"]),
        source=one(r["speaker_span"]),
        speakers=tuple(people(r["speaker"])) or (None,),
        via=tuple((replace(p, kind="organisation"), None) for p in people(r.get("via"))),
        kind=r.get("type", ""),
    )


def _person(s: Record) -> Person:
    return Person(s["name"], s["kind"] or "person", tuple(s.get("aliases", ())))


def _spans(items: Iterable[Record]) -> tuple[Span, ...]:
    return tuple(Span(x["start"], x["end"]) for x in items)
