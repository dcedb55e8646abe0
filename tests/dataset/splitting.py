"""Articles to split, made as bundles, and a store of decisions that is no database."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from hashlib import sha256
from typing import Any

from annotator.dataset.bundle import Bundle
from annotator.dataset.splitting.policy import Policy
from annotator.dataset.splitting.splits import Splits
from annotator.store.splitting import Decision

QUOTE = "nine crowns and not a herring more"  # seven words


def prose(n: int, length: int = 40) -> str:
    """A text that shares no word with that of another number."""
    return " ".join(f"w{n}x{place}" for place in range(length)) + "."


def record(words: str, speaker: str | None = None, kind: str = "gold", pieces: Sequence[str] = ()) -> Any:
    """As much of a record as a split reads."""
    return {
        "layer": {"kind": kind, "name": "x", "version": ""},
        "content": [{"start": 0, "end": 1, "text": text} for text in (pieces or [words])],
        "speakers": [] if speaker is None else [{"id": speaker, "name": f"Speaker {speaker}"}],
    }


def bundle(
    text: str,
    *records: Any,
    story: str | None = None,
    outlet: str | None = None,
    date: str | None = None,
    path: str = "a.txt",
    assisted: bool = False,
    aside: str = "",
    others: Sequence[dict[str, Any]] = (),
) -> Bundle:
    """`aside`: boilerplate that follows the text. `others`: what further sources say."""
    source = {"path": path, "title": None, "outlet": outlet, "date": date, "author": None, "url": None}
    sources = [source | {"story": story}, *(source | {"story": None} | other for other in others)]
    sentences = [[0, len(text), 1], [len(text), len(text + aside), 0]][: 2 if aside else 1]
    layer = {"kind": "human", "name": "ana", "version": ""}
    answers = [{"layer": layer, "reviewed": [], "assisted": assisted}]
    digest = sha256((text + aside).encode()).hexdigest()
    return Bundle(digest, text + aside, sources, sentences, answers, list(records), [])


class Memory:
    """Decisions, kept as the store keeps them."""

    def __init__(self) -> None:
        self.plans: dict[str, dict[str, Decision]] = {}

    def split_plans(self) -> list[str]:
        return sorted(self.plans)

    def split_parts(self, plan: str) -> dict[str, Decision]:
        return dict(self.plans.get(plan, {}))

    def keep_split(self, plan: str, decisions: Mapping[str, Decision]) -> None:
        self.plans.setdefault(plan, {}).update(decisions)


def by_digest(some: Iterable[Bundle]) -> list[Bundle]:
    return sorted(some, key=lambda one: one.digest)


def split(
    some: Sequence[Bundle], policy: Policy | None = None, memory: Memory | None = None, keep: bool = True
) -> Splits:
    """The split of these articles, kept."""
    some = by_digest(some)
    made = Splits.of(memory or Memory(), policy or Policy(), iter(some), [one.digest for one in some])
    if keep:
        made.keep()
    return made


def audited(made: Splits, some: Iterable[Bundle]) -> list[dict[str, Any]]:
    """What the auditor says when these articles are written."""
    auditor = made.auditor()
    for one in by_digest(some):
        auditor.see(one, made.part(one.digest))
    return auditor.report()


def untouched() -> Iterator[Bundle]:
    """Bundles at which nobody may look."""
    raise AssertionError("somebody looked at the bundles")
    yield  # a generator: it raises when it is asked, and not when it is made
