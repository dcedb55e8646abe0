"""What was learned, in a folder beside the database: JSON and CRFsuite's own files, nothing that runs.

    annotator.learned/0001/manifest.json   from what, how good, what of it serves; sha256 of each file
    annotator.learned/0001/cues.crfsuite   ...

A folder is written whole or not at all, and never changed. The one with the highest number is used.
"""

import hashlib
import json
import os
import shutil
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from annotator.config import Config
from annotator.suggest.learned import linear, texts
from annotator.suggest.learned.example import Example
from annotator.suggest.learned.fingerprint import fingerprint
from annotator.suggest.learned.spans import Spans
from annotator.suggest.learned.training import SPANS, Row, Trained
from annotator.suggest.suggester import Unusable

FORMAT = 1
MANIFEST = "manifest.json"
_LIMIT = 500_000_000  # bytes of one file; what is larger was not written by this program
_CUES, _SPANS, _GROUPS, _CONFIDENCE = "cues.crfsuite", "spans.crfsuite", "groups.json", "confidence.json"
_OTHERS = {
    "marks": linear.from_json, "speaker": linear.from_json,
    "stance": texts.from_json, "target": texts.from_json, "topic": texts.from_json,
}  # fmt: skip


@dataclass(frozen=True)
class Weights:
    """One version: `spans` and `others` as in Trained, `serves` the names of what beats the rules."""

    version: str
    serves: frozenset[str]
    articles: frozenset[str]
    spans: Spans | None
    others: Mapping[str, Any]


def folder(config: Config) -> Path:
    """Where a project's weights are: beside the database's file, else in the project's folder."""
    return (config.file or config.folder / "annotator.db").with_suffix(".learned")


def versions(place: Path) -> list[str]:
    """The versions there are, oldest first."""
    found = (p.name for p in place.glob("[0-9]*") if p.name.isdigit() and (p / MANIFEST).is_file())
    return sorted(found, key=int)


def save(place: Path, trained: Trained, examples: Sequence[Example], scheme: str, seed: int, at: str) -> str:
    """Write the next version; its number. `scheme` (a digest) and `at` (the time) are for the record."""
    files = _files(trained)
    place.mkdir(parents=True, exist_ok=True)
    number = int(versions(place)[-1]) + 1 if versions(place) else 1
    manifest = {
        "format": FORMAT, "made": at, "features": fingerprint(), "scheme": scheme, "seed": seed,
        "articles": [e.article.digest for e in examples], "quotes": sum(len(e.quotes) for e in examples),
        "data": _digest(examples),
        "table": [row_json(row) for row in trained.rows],
        "serves": sorted(row.name for row in trained.rows if row.serves),
        "files": {name: {"size": len(d), "sha256": _sha(d)} for name, d in sorted(files.items())},
    }  # fmt: skip
    part = place / f".part-{os.getpid()}"
    shutil.rmtree(part, ignore_errors=True)
    part.mkdir()
    for name, data in files.items():
        (part / name).write_bytes(data)
    (part / MANIFEST).write_text(json.dumps(manifest, indent=1, ensure_ascii=False) + "\n", "utf-8")
    return _named(part, place, number)


def _named(part: Path, place: Path, number: int) -> str:
    """Give a finished folder the next number that is free: two may train at once."""
    while True:
        version = f"{number:04}"
        try:
            os.rename(part, place / version)
            return version
        except OSError:
            if not (place / version).exists():
                raise
            number += 1


def row_json(row: Row) -> dict[str, Any]:
    """A line of the table as JSON."""
    said: dict[str, Any] = {
        "learned": row.name, "rule": row.rule, "articles": row.articles, "questions": row.questions,
        "needs": row.needs, "why": row.why, "serves": row.serves,
    }  # fmt: skip
    if row.comparison is not None:
        both = row.comparison
        said |= {"rules": both.rules.as_json(), "model": both.learned.as_json()}
        said["gain"] = {"f1": both.gain, "low": both.low, "high": both.high}
    return said


def load(place: Path) -> Weights:
    """The newest version. Raises Unusable with what is to be done where there is none that can be used."""
    known = versions(place)
    if not known:
        raise Unusable("nothing was learned here yet; annotator learn does it")
    where = place / known[-1]
    try:
        manifest = json.loads(_read(where / MANIFEST))
        if manifest["format"] != FORMAT or manifest["features"] != fingerprint():
            raise Unusable(f"{where} was made by another version of the program; run annotator learn again")
        files = {name: _checked(where, name, said) for name, said in manifest["files"].items()}
        return _weights(known[-1], manifest, files)
    except (
        OSError,
        ValueError,
        KeyError,
        TypeError,
        AttributeError,
    ) as problem:  # whatever was done to the files
        raise Unusable(
            f"the weights in {where} are damaged ({_line(problem)}); "
            "remove that folder or run annotator learn again"
        ) from problem


def _weights(version: str, manifest: Mapping[str, Any], files: Mapping[str, bytes]) -> Weights:
    spans = None
    if _CUES in files:
        groups = {str(k): str(v) for k, v in json.loads(files[_GROUPS]).items()}
        spans = Spans(groups, files[_CUES], files[_SPANS], linear.from_json(json.loads(files[_CONFIDENCE])))
    others = {
        name: read(json.loads(files[f"{name}.json"]))
        for name, read in _OTHERS.items()
        if f"{name}.json" in files
    }
    serves = frozenset(map(str, manifest["serves"]))
    if not serves <= {*others, *((SPANS,) if spans else ())}:
        raise ValueError("a model that serves is missing")
    return Weights(version, serves, frozenset(manifest["articles"]), spans, others)


def _files(trained: Trained) -> dict[str, bytes]:
    files = {f"{name}.json": _json(model.to_json()) for name, model in trained.others.items()}
    if trained.spans is not None:
        files[_CUES], files[_SPANS] = trained.spans.cues, trained.spans.spans
        files[_GROUPS] = _json(dict(trained.spans.groups))
        files[_CONFIDENCE] = _json(trained.spans.confidence.to_json())
    return files


def _checked(where: Path, name: str, said: Mapping[str, Any]) -> bytes:
    if Path(name).name != name:
        raise ValueError(f"{name} is no name of a file")
    data = _read(where / name)
    if len(data) != said["size"] or _sha(data) != said["sha256"]:
        raise ValueError(f"{name} is not as it was written")
    return data


def _read(path: Path) -> bytes:
    if path.stat().st_size > _LIMIT:
        raise ValueError(f"{path.name} is too large")
    return path.read_bytes()


def _json(said: Any) -> bytes:
    return json.dumps(said, ensure_ascii=False, sort_keys=True, separators=(",", ":")).encode("utf-8")


def _sha(data: bytes) -> str:
    return hashlib.sha256(data).hexdigest()


def _digest(examples: Sequence[Example]) -> str:
    """What was learned from, as one number: another label, another digest."""
    lines = sorted(
        f"{e.article.digest} {q.id} {q.content} {q.cue} {q.source} {q.speakers} {q.labels}"
        for e in examples
        for q in e.quotes
    )
    return _sha("\n".join(lines).encode("utf-8"))


def _line(problem: BaseException) -> str:
    return " ".join(str(problem).split())[:200] or type(problem).__name__
