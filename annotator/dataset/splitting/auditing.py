"""What leaks from one part of a dataset into another, found while the dataset is written."""

from collections.abc import Callable, Hashable
from sys import intern
from typing import Any

from annotator.dataset.bundle import Bundle
from annotator.dataset.record import Record
from annotator.dataset.splitting.near import near_duplicates
from annotator.dataset.splitting.owning import day, is_later, outlets, part_of_day, stories
from annotator.dataset.splitting.policy import PARTS, TEST, TRAIN, By
from annotator.dataset.splitting.shingles import Shingled
from annotator.dataset.splitting.wording import body_words, fingerprint, labelled, told

EXAMPLES = 3  # of each kind
SHOWN = 160  # characters of a quote
KEY_BYTES = 110  # that one quote, story, speaker or outlet takes here; measured

Leak = dict[str, Any]
LeavesOut = Callable[[Record, str], str | None]


class Auditor:
    """Told every article with its part, in the order of digests, it knows what stands in two parts.

    In memory stay a number for each long quote, and each story, group, outlet and speaker.
    """

    def __init__(
        self,
        by: By,
        days: tuple[str, str] | None,
        group: Callable[[str], str | None],
        leaves_out: LeavesOut,
    ) -> None:
        """`days`: of a split by date. `group`: of a digest, the group it was in when it was split, if any."""
        self._by, self._days, self._group, self._leaves_out = by, days, group, leaves_out
        self._articles: list[str] = []
        self._parts: list[str] = []
        self._kinds = {kind: _Across(kind, self._articles, self._parts) for kind in self._asked()}
        self._texts = Shingled() if by is By.FILE else None

    def _asked(self) -> list[str]:
        own = {By.SPEAKER: ["speaker"], By.OUTLET: ["outlet"], By.DATE: ["date"]}
        return [
            "story",
            "near-duplicate" if self._by is By.FILE else "group",
            "quote",
            *own.get(self._by, []),
        ]

    def see(self, bundle: Bundle, part: str | None) -> None:
        """An article goes into `part`; into none where None."""
        if part is None:
            return
        self._articles.append(intern(bundle.digest))  # as whoever decided of it has it: in memory once
        self._parts.append(part)
        for story in sorted(stories(bundle)):
            self._kinds["story"].see(story, story)
        for quote in sorted(labelled(bundle)):
            self._kinds["quote"].see(fingerprint(quote), quote)
        if self._texts is not None:
            self._texts.add(body_words(bundle))
        elif group := self._group(bundle.digest):
            self._kinds["group"].see(group, f"all that is tied to {group[:12]}")
        match self._by:
            case By.SPEAKER:
                self._see_speakers(bundle, part)
            case By.OUTLET:
                for outlet in sorted(outlets(bundle)):
                    self._kinds["outlet"].see(outlet, outlet)
            case By.DATE:
                self._see_day(bundle, part)

    def _see_speakers(self, bundle: Bundle, part: str) -> None:
        for record in told(bundle):
            if part == TRAIN or not self._leaves_out(record, part):
                for voice in record["speakers"]:
                    if voice["id"]:
                        self._kinds["speaker"].see(voice["id"], voice["name"])

    def _see_day(self, bundle: Bundle, part: str) -> None:
        at = day(bundle)
        if at and self._days and is_later(due := part_of_day(at, self._days), part):
            begins = self._days[due == TEST]
            self._kinds["date"].add(
                bundle.digest, [part, due], [bundle.digest], f"dated {at}, and {due} begins at {begins}"
            )

    def report(self) -> list[Leak]:
        """Some leaks of each kind: {"kind", "parts", "articles", "what", "total"}.

        `articles` are digests, one for each of `parts` (of a date: the one article, and the part it should be
        in). `total` is how many leaks of this kind there are; where those are more than the examples, one
        more entry without articles says how many. Ask once, after the last article.
        """
        if self._texts is not None:
            with self._texts as texts:
                found = self._kinds["near-duplicate"]
                for a, b in near_duplicates(texts, self._parts.__getitem__):
                    parts, articles = [self._parts[a], self._parts[b]], [self._articles[a], self._articles[b]]
                    found.add(
                        (a, b), parts, articles, "half of their runs of five words, or more, are the same"
                    )
            self._texts = None
        return [leak for kind in self._kinds.values() for leak in kind.report()]

    @property
    def kinds(self) -> list[str]:
        """What is looked for."""
        return list(self._kinds)

    def count(self, kind: str) -> int:
        """How many stories, quotes, speakers, outlets there are in all parts."""
        return self._kinds[kind].keys if kind in self._kinds else 0

    @property
    def index_bytes(self) -> int:
        """About what is kept in memory."""
        return KEY_BYTES * sum(kind.keys for kind in self._kinds.values())


class _Across:
    """Things of one kind that are to be in one part only."""

    def __init__(self, kind: str, articles: list[str], parts: list[str]) -> None:
        """`articles` and `parts` grow; what is seen stands in the last one."""
        self._kind, self._articles, self._parts = kind, articles, parts
        self._first: dict[Hashable, int] = {}
        self._leaked: set[Hashable] = set()
        self._between: set[str] = set()
        self._examples: dict[Hashable, Leak] = {}

    @property
    def keys(self) -> int:
        return len(self._first)

    def see(self, key: Hashable, what: str) -> None:
        """The last article has the thing `key`, in words `what`."""
        now = len(self._articles) - 1
        first = self._first.setdefault(key, now)
        if self._parts[first] == self._parts[now]:
            return
        if key not in self._leaked:
            parts, articles = (
                [self._parts[first], self._parts[now]],
                [self._articles[first], self._articles[now]],
            )
            self.add(key, parts, articles, what)
        elif key in self._examples and self._parts[now] not in self._examples[key]["parts"]:
            self._examples[key]["parts"].append(self._parts[now])
            self._examples[key]["articles"].append(self._articles[now])

    def add(self, key: Hashable, parts: list[str], articles: list[str], what: str) -> None:
        self._leaked.add(key)
        self._between.update(parts)
        if len(self._examples) < EXAMPLES:
            shown = what if len(what) <= SHOWN else what[:SHOWN] + "…"
            self._examples[key] = {"kind": self._kind, "parts": parts, "articles": articles, "what": shown}

    def report(self) -> list[Leak]:
        found, more = list(self._examples.values()), len(self._leaked) - len(self._examples)
        if more:
            parts = [part for part in PARTS if part in self._between]
            found.append({"kind": self._kind, "parts": parts, "articles": [], "what": f"and {more:,} more"})
        return [leak | {"total": len(self._leaked)} for leak in found]
