"""What a folder holds, in numbers: counted while it is written, for its card and its manifest."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from itertools import chain

from annotator.dataset.answers import Answers
from annotator.dataset.folder.soft import Value
from annotator.dataset.record import Record

ARTICLES, QUOTES, JUDGEMENTS = "articles", "quotes", "judgements"


@dataclass(slots=True)
class Counts:
    """Gold's `quotes` by (part, type, layer), its `labels` by part and value; `excluded` by (why, what)."""

    articles: Counter[str] = field(default_factory=Counter)
    sentences: Counter[str] = field(default_factory=Counter)  # that gold speaks for
    quotes: Counter[tuple[str, str, str]] = field(default_factory=Counter)
    labels: defaultdict[str, Counter[Value]] = field(default_factory=lambda: defaultdict(Counter))
    judgements: Counter[tuple[str, str]] = field(default_factory=Counter)  # annotator, quote | none
    schemes: Counter[tuple[str, str]] = field(default_factory=Counter)  # name, version of gold's quotes
    methods: Counter[tuple[str, str]] = field(default_factory=Counter)  # layer, rule
    latest: str = ""  # when a quote was last changed
    assisted: int = 0  # articles in which proposals were judged
    notes: int = 0  # lines with free notes of annotators
    excluded: Counter[tuple[str, str]] = field(default_factory=Counter)

    def article(self, one: Answers, part: str) -> None:
        """Count an article that goes into `part`."""
        self.articles[part] += 1
        self.sentences[part] += len(one.reviewed)
        self.assisted += one.assisted

    def gold(self, lines: Sequence[Record], part: str, said: Iterable[Sequence[Value]]) -> None:
        """Count an article's gold quotes, as their lines have them, and what is `said` of each."""
        for line in lines:
            layer = " ".join([word for word in line["layer"].values() if word])
            scheme = line["scheme"]
            self.quotes[part, line["type"], layer] += 1
            self.schemes[scheme["name"], scheme["version"]] += 1
            self.methods[layer, line["rule"] or ""] += 1
        self._seen(lines)
        self.labels[part].update(chain.from_iterable(said))

    def judged(self, lines: Sequence[Record]) -> None:
        """Count an article's lines of people."""
        self.judgements.update([(line["layer"]["name"], line["judgement"]) for line in lines])
        self._seen(lines)

    def _seen(self, lines: Sequence[Record]) -> None:
        self.latest = max([self.latest, *[line["updated"] or "" for line in lines]])
        self.notes += sum([bool(line["notes"]) for line in lines])

    def leave_out(self, why: str, what: str, number: int = 1) -> None:
        if number:
            self.excluded[why, what] += number

    def told_excluded(self) -> dict[str, dict[str, int]]:
        """why -> what -> how many."""
        found: dict[str, dict[str, int]] = {}
        for (why, what), number in sorted(self.excluded.items()):
            found.setdefault(why, {})[what] = number
        return found

    def in_part(self, part: str) -> int:
        """How many gold quotes."""
        return sum(n for (where, _, _), n in self.quotes.items() if where == part)

    def used(self, parts: Sequence[str]) -> list[str]:
        """The parts that hold articles."""
        return [part for part in parts if self.articles[part]]
