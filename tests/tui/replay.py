"""From gold to keys, and from records to what can be compared with gold."""

from typing import Any

from annotator.store import Store
from tests import gold
from tests.gold import Record
from tests.tui.played import take_in
from tests.typist import Typist
from tests.work.desks import at_work, filled


def one_article(path: str) -> Store:
    store = filled(texts=[])
    take_in(store, gold.file(path))
    return store


def keys(path: str) -> list[str]:
    """The keys that make an article's gold: topics, quotes, what they judge, every sentence finished."""
    with one_article(path) as beside:
        typist = Typist(at_work(beside))
        return [
            *typist.article_topics(gold.article_topics(path)),
            *(key for said in gold.said(path) for key in typist.quote(said)),
            *(key for said in gold.said(path) if said.about for key in typist.judge(said)),
            *typist.finish(),
        ]


def shapes(found: list[Record]) -> list[Any]:
    """Records without what differs from database to database: ids, names of layers and actors, times."""
    content = {r["id"]: tuple((x["start"], x["end"]) for x in r["content"]) for r in found}
    return sorted((_shape(r, content) for r in found), key=lambda shape: (shape["content"], str(shape)))


def _shape(r: Record, content: dict[str, Any]) -> dict[str, Any]:
    return {
        "article": r["article"],
        "sentence": r["sentence"],
        "type": (r["type"], r["type_origin"]),
        "content": [(x["start"], x["end"], x["text"]) for x in r["content"]],
        "cue": r["cue"],
        "source": r["source"],
        "speakers": [(s["name"], s["kind"], s["origin"]) for s in r["speakers"]],
        "via": [(v["name"], v["kind"], v["start"], v["end"], v["text"]) for v in r["via"]],
        "parent": content.get(r["parent"]),
        "about": content.get(r["about"]),
        "stance": r["stance"],
        "topics": r["topics"],
        "fields": r["fields"],
        "notes": r["notes"],
        "scheme": r["scheme"],
    }
