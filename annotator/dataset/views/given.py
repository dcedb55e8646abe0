"""What a view is given of one article: its bundle, its gold, and where what was left out is counted."""

from collections import Counter
from dataclasses import dataclass, field

from annotator.dataset.bundle import Bundle
from annotator.dataset.record import Record


@dataclass(frozen=True, slots=True)
class Given:
    """One article of a split. `quotes`: those of its gold, in order. `reviewed`: the numbers of the
    sentences that whoever made the gold says are done, with quotes or without.
    """

    bundle: Bundle
    part: str
    quotes: tuple[Record, ...]
    reviewed: frozenset[int]
    left_out: Counter[str] = field(default_factory=Counter)  # why -> how many

    @property
    def text(self) -> str:
        return self.bundle.text

    def head(self, id: str) -> Record:
        """The keys with which every row of every view begins."""
        source = self.bundle.sources[0]
        return {
            "id": id, "split": self.part, "article": self.bundle.digest, "title": source["title"],
            "outlet": source["outlet"], "date": source["date"],
        }  # fmt: skip
