"""The tasks by name: how the rows of each are made, and the JSON Schema of a row."""

from collections.abc import Callable, Iterator
from typing import NamedTuple

from annotator.dataset.record import Record
from annotator.dataset.schema.shapes import Schema
from annotator.dataset.views.attribution import attributions
from annotator.dataset.views.detection import ROLES, by_article, by_sentence
from annotator.dataset.views.given import Given
from annotator.dataset.views.labels import stances, topics


class Task(NamedTuple):
    """One task. `rows` makes those of one article of a split; `says` is its line in the card.

    `rejected`: whether rows tell of proposals that were rejected.
    """

    name: str
    rows: Callable[[Given], Iterator[Record]]
    schema: Schema
    says: str
    rejected: bool = False


def _object(properties: dict[str, Schema]) -> Schema:
    keys = list(properties)
    return {"type": "object", "additionalProperties": False, "required": keys, "properties": properties}


def _list(item: Schema, says: str = "") -> Schema:
    return ({"description": says} if says else {}) | {"type": "array", "items": item}


_WORDS: Schema = {"type": "string"}
_MAYBE: Schema = {"type": ["string", "null"]}
_OFFSET: Schema = {"type": "integer", "minimum": 0}
_SPAN = _object({"start": _OFFSET, "end": _OFFSET, "text": _WORDS})
_HEAD: dict[str, Schema] = {
    "id": _WORDS,
    "split": {"enum": ["train", "validation", "test"]},
    "article": {"description": "The digest of its text.", **_WORDS},
    "title": _MAYBE,
    "outlet": _MAYBE,
    "date": {"format": "date", **_MAYBE},
}
_TYPE: Schema = {"enum": ["direct", "mixed", "indirect"]}
_TAGS = _list({"enum": ["B", "I", "O"]}, "One for each token; I at the start: it goes on from before.")


def _schema(name: str, title: str, properties: dict[str, Schema]) -> Schema:
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "$id": f"urn:annotator:dataset:{name}:1",
        "title": title,
        **_object(_HEAD | properties),
    }


_DETECTION = _schema(
    "detection",
    "The quotes of a sentence (or an article) as tags of its tokens",
    {
        "sentences": _list(
            _OFFSET, "The numbers of the sentences, counted from 0, that the tokens are from."
        ),
        "start": _OFFSET,
        "end": _OFFSET,
        "text": _WORDS,
        "tokens": _list(_WORDS),
        "starts": _list(_OFFSET, "Where each token begins in the article."),
        "ends": _list(_OFFSET),
        **{f"{role}_tags": _TAGS for role in ROLES},
        "hard_negatives": _list(_SPAN, "What a program proposed as a quote and a person rejected."),
    },
)
_CANDIDATE = _object({"name": _WORDS, "kind": _MAYBE, "speaker": _MAYBE, "mentions": _list(_SPAN)})
_ATTRIBUTION = _schema(
    "attribution",
    "A quote and who of the article might say it",
    {
        "content": _list(_SPAN),
        "cue": _list(_SPAN),
        "source": _list(_SPAN),
        "type": _TYPE,
        "sentence": _WORDS,
        "sentence_start": _OFFSET,
        "candidates": _list(_CANDIDATE, "By first mention; speaker is the id of a registry entry."),
        "answer": _list(_OFFSET, "Places in candidates; none: nobody can tell who speaks."),
    },
)
_SAID: dict[str, Schema] = {
    "quote": {"description": "The id of the quote.", **_WORDS},
    "speaker": _MAYBE,
    "speaker_kind": _MAYBE,
    "cue": _MAYBE,
    "content": _WORDS,
    "type": _TYPE,
    "context": {"description": "Its sentences and the one before.", **_WORDS},
}
_STANCE = _schema(
    "stance",
    "How a speaker stands to a target",
    _SAID
    | {
        "previous_speaker": _MAYBE,
        "previous_content": {"description": "The quote before it in the article.", **_MAYBE},
        "target": _MAYBE,
        "label": {"enum": ["-2", "-1", "0", "1", "2", "mixed", "unclear", "none"]},
        "step": {"type": ["integer", "null"], "minimum": -2, "maximum": 2},
        "score": {"type": ["number", "null"], "minimum": 0, "maximum": 1},
    },
)
_TOPIC = _schema(
    "topic",
    "What a quote is about",
    _SAID
    | {
        "topics": _list(_WORDS, "Codes of the scheme."),
        "primary": _WORDS,
        "inherited": {"description": "They are those of the article.", "type": "boolean"},
        "article_topics": _list(_WORDS),
    },
)

TASKS = {
    task.name: task
    for task in (
        Task(
            "detection",
            by_sentence,
            _DETECTION,
            "BIO tags of content, cue and source, a reviewed sentence a row",
            rejected=True,
        ),
        Task(
            "detection-article",
            by_article,
            _DETECTION,
            "BIO tags, the reviewed sentences of an article a row",
            rejected=True,
        ),
        Task(
            "attribution",
            attributions,
            _ATTRIBUTION,
            "a quote, who of the article might say it, and who does",
        ),
        Task("stance", stances, _STANCE, "speaker, cue, content, the quote before, target and label"),
        Task("topic", topics, _TOPIC, "a quote in its context, with its topics"),
    )
}
