"""What the keys were pressed for: per quote, per field, per phenomenon."""

from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from statistics import mean, median

from scripts.benches.keying.hand import Stroke
from scripts.benches.keying.wanted import Story, Wanted

# In the order in which they are shown. `going` is choosing quotes, rejecting, finishing sentences. A comment
# is prose and no label: its letters are counted, but not in the sum of a quote.
FIELDS = (
    "content",
    "cue",
    "source",
    "speaker",
    "via",
    "target",
    "stance",
    "topic",
    "custom",
    "going",
    "comment",
)
PRONOUNS = {"he", "she", "they", "it", "him", "her", "them", "i", "we", "you", "who"}


@dataclass(frozen=True)
class Quoted:
    """A quote of the gold with the text that it stands in, and the others of its article."""

    wanted: Wanted
    text: str
    others: Sequence[Wanted]

    @property
    def shares(self) -> bool:
        """Whether another quote has the same source, and stands in the same sentence or in the same marks."""
        mine = self.wanted
        return any(o.key != mine.key and o.source and o.source == mine.source for o in self.others)

    def words(self, role: str) -> list[str]:
        return [span.of(self.text) for span in getattr(self.wanted, role)]


# What a quote may be; one quote is of several of these kinds.
PHENOMENA: Mapping[str, Callable[[Quoted], bool]] = {
    "direct": lambda q: q.wanted.kind == "direct",
    "mixed": lambda q: q.wanted.kind == "mixed",
    "indirect": lambda q: q.wanted.kind == "indirect",
    "broken": lambda q: len(q.wanted.content) > 1,
    "over paragraphs": lambda q: "\n" in q.text[q.wanted.start : q.wanted.content[-1].end].strip(),
    "nested": lambda q: q.wanted.parent is not None,
    "via an agency": lambda q: bool(q.wanted.via),
    "pronoun as source": lambda q: any(w.lower() in PRONOUNS for w in q.words("source")),
    "pair shared by two quotes": lambda q: q.shares,
}
NOTHING = "nothing here"


def every(stories: Iterable[Story], texts: Mapping[str, str]) -> list[Quoted]:
    """All quotes, in order; `texts` has the text of each story by its path."""
    return [Quoted(q, texts[story.path], story.quotes) for story in stories for q in story.quotes]


def per_quote(strokes: Iterable[Stroke]) -> Counter[str]:
    """Key of a quote -> keys pressed for it, those of comments aside."""
    return Counter(s.quote for s in strokes if s.quote is not None and s.field != "comment")


def per_field(strokes: Iterable[Stroke], quotes: Sequence[Quoted]) -> dict[str, tuple[float, float]]:
    """Field -> mean and median of the keys pressed for it, over all quotes."""
    found: defaultdict[str, Counter[str]] = defaultdict(Counter)
    for stroke in strokes:
        if stroke.quote is not None:
            found[stroke.field][stroke.quote] += 1
    values = {name: [found[name][q.wanted.key] for q in quotes] for name in FIELDS}
    return {name: (mean(of), median(of)) for name, of in values.items()}


def per_phenomenon(cost: Mapping[str, float], quotes: Sequence[Quoted]) -> dict[str, list[float]]:
    """Phenomenon -> what each quote of that kind cost; those that are in no quote are left out."""
    found = {name: [cost[q.wanted.key] for q in quotes if is_(q)] for name, is_ in PHENOMENA.items()}
    return {name: costs for name, costs in found.items() if costs}
