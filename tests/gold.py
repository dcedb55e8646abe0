"""The gold of the sample corpus: as records, and as what a scripted annotator should say."""

import json
from collections import defaultdict
from functools import cache
from pathlib import Path
from typing import Any

from annotator.model import Span
from tests.typist import Said

Record = dict[str, Any]
ROOT = Path(__file__).parent.parent
GOLD = ROOT / "corpus" / "gold.jsonl"


@cache
def gold() -> dict[str, list[Record]]:
    """Path of an article, from the top folder -> the records of its quotes, in the order of the text."""
    found: dict[str, list[Record]] = defaultdict(list)
    for line in GOLD.read_text("utf-8").splitlines():
        record = json.loads(line)
        found[record["article"]["path"]].append(record)
    for records in found.values():
        records.sort(key=lambda r: (r["content"][0]["start"], -r["content"][-1]["end"]))
    return dict(found)


def paths() -> list[str]:
    """The articles that have gold."""
    return sorted(gold())


def file(path: str) -> Path:
    return ROOT / path


def article_topics(path: str) -> list[str]:
    """What an article as a whole is about."""
    codes: list[str] = gold()[path][0]["article"]["topics"]
    return codes


def said(path: str) -> list[Said]:
    """The quotes of an article as somebody at the screen would mark them."""
    by_id = {r["id"]: r for r in gold()[path]}
    return [_said(r, by_id) for r in gold()[path]]


def _said(r: Record, by_id: dict[str, Record]) -> Said:
    judged = by_id[r["about"]] if r["about"] else None
    return Said(
        content=spans(r["content"]),
        cue=spans(r["cue"]),
        source=spans(r["source"]),
        speakers=tuple((s["name"], s["kind"] or "person") for s in r["speakers"]),
        via=tuple((v["name"], v["kind"], span(v)) for v in r["via"]),
        stance=tuple((stance_value(s), s["target"]) for s in r["stance"]),
        topics=tuple(t["code"] for t in r["topics"] if t["origin"] != "inherited"),
        flags=tuple(x["field"] for x in r["fields"] if x["value"] == "yes"),
        note=" ".join(n["text"] for n in r["notes"]),
        about=spans(judged["content"])[0] if judged else None,
    )


def stance_value(s: Record) -> str:
    return str(s["step"]) if s["kind"] == "step" else str(s["kind"])


def span(x: Record) -> Span | None:
    return None if x["start"] is None else Span(x["start"], x["end"])


def spans(items: list[Record]) -> tuple[Span, ...]:
    return tuple(s for s in map(span, items) if s is not None)
