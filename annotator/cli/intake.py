"""What became of the files that were taken in."""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

from annotator.cli.progress import Progress
from annotator.cli.say import many
from annotator.errors import InputError
from annotator.ingest.incoming import Incoming
from annotator.ingest.walk import files
from annotator.model import Source
from annotator.store import Store
from annotator.text.sentences import SEGMENTER

UTF8 = (None, "utf-8", "utf-8-sig", "declared utf-8")
NAMED = 5  # files of another encoding that are named one by one


@dataclass
class Intake:
    """A count of what was done. `encodings`: how files that are not UTF-8 were read, and which they are."""

    new: int = 0
    known: int = 0
    sources: int = 0  # new sources of articles that were known
    refused: list[str] = field(default_factory=list)
    encodings: dict[str, list[str]] = field(default_factory=dict)

    def as_json(self) -> dict[str, Any]:
        """The report for programs."""
        return {
            "new": self.new,
            "known": self.known,
            "new_sources": self.sources,
            "refused": self.refused,
            "encodings": self.encodings,
        }

    def as_words(self) -> Iterator[str]:
        """The report for people, a line at a time."""
        yield f"{many(self.new, 'new article')} taken in"
        if self.known:
            them = "it" if self.known == 1 else "them"
            what = (
                f"{many(self.sources, 'new source')} of {them} noted" if self.sources else "with nothing new"
            )
            yield f"{many(self.known, 'article')} known already, {what}"
        for encoding, names in sorted(self.encodings.items()):
            more = f" and {len(names) - NAMED:,} more" if len(names) > NAMED else ""
            yield f"not UTF-8 but read as {encoding}: {', '.join(names[:NAMED])}{more}"
        if self.refused:
            yield f"{len(self.refused):,} could not be used, each is named above"


def expected(paths: Iterable[str]) -> int | None:
    """How many articles are to come; None where only reading would tell."""
    known = 0
    for path in paths:
        for file in () if path == "-" else files(Path(path)):
            if isinstance(file, Path) and file.suffix.lower() == ".jsonl":
                return None
            known += 1
    return None if "-" in paths else known


def take_in(store: Store, found: Iterable[Incoming | InputError], project: Path, bar: Progress) -> Intake:
    """Put what was read into the database, an article at a time; what could not be read is said at once."""
    intake = Intake()
    for one in found:
        if isinstance(one, InputError):
            intake.refused.append(str(one))
            bar.say(f"annotator: {one}")
        else:
            _add(store, one, project, intake)
        bar.step()
    return intake


def _add(store: Store, one: Incoming, project: Path, intake: Intake) -> None:
    sources = tuple(_from(project, source) for source in one.article.sources)
    article = replace(one.article, sources=sources)
    is_new, sources_new = store.add_article(article, one.sentences, one.regions, SEGMENTER)
    intake.new += is_new
    intake.known += not is_new
    intake.sources += 0 if is_new else sources_new
    for source in sources:
        if source.encoding not in UTF8:
            intake.encodings.setdefault(str(source.encoding), []).append(source.path)


def _from(project: Path, source: Source) -> Source:
    """`source` with a path from the project's folder where it lies in it.

    So the same file is the same source from wherever it is taken in, and exports name no machine's folders.
    """
    path = Path(os.path.abspath(source.path))
    if source.path == "-" or not path.is_relative_to(project):
        return source
    return replace(source, path=path.relative_to(project).as_posix())
