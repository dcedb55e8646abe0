"""What is right, as gold has it, and how what somebody labelled differs from it, field by field."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from annotator.agreement.pairing import pair
from annotator.dataset.reading import head, parsed, said
from annotator.formats.document import Said
from annotator.model import Label, Quote, Span
from annotator.scheme import Scheme
from annotator.work.desk import Desk
from annotator.work.names import plain
from annotator.work.registry import Registry
from annotator.work.wording import stance

FIELDS = ("content", "cue", "source", "speaker", "stance", "topic")
_WORDS = 60  # characters of a span that are shown


@dataclass(frozen=True, slots=True)
class Truth:
    """A quote of gold, and the topics of its article, which it has where it has none of its own."""

    said: Said
    inherited: tuple[str, ...]

    @property
    def own_topics(self) -> tuple[str, ...]:
        return _values(self.said.labels, "topic")

    @property
    def topics(self) -> tuple[str, ...]:
        return self.own_topics or self.inherited

    @property
    def stances(self) -> list[Label]:
        return [label for label in self.said.labels if label.field == "stance"]


def truths(lines: Iterable[bytes], texts: dict[str, str]) -> dict[str, list[Truth]]:
    """Digest of an article -> its quotes in gold, for the articles of which `texts` has the text."""
    found: dict[str, list[Truth]] = {}
    for line in lines:
        record = parsed(line)
        digest = head(record).digest or ""
        if digest in texts:
            inherited = tuple(record["article"]["topics"])
            found.setdefault(digest, []).append(Truth(said(record, texts[digest]), inherited))
    return found


@dataclass(frozen=True, slots=True)
class Judged:
    """One field of one quote: whether it is right; what was said, and what gold says."""

    field: str
    right: bool
    yours: str
    gold: str

    def __str__(self) -> str:
        return f"{self.field}: yours {self.yours or 'none'}, right is {self.gold or 'none'}"


class Judge:
    """Compares quotes of the article on a desk with gold."""

    def __init__(self, scheme: Scheme, registry: Registry, desk: Desk) -> None:
        self._scheme, self._registry, self._desk = scheme, registry, desk

    def judge(self, own: Sequence[Quote], gold: Sequence[Truth], fields: Sequence[str]) -> list[Judged]:
        """Each of `fields` of each quote of gold; as content what was missed, and what is none."""
        pairs = {i: own[j] for i, j, _ in pair([t.said.content for t in gold], [q.content for q in own])}
        found: list[Judged] = []
        for i, truth in enumerate(gold):
            if i in pairs:
                found += [self.field(pairs[i], truth, field) for field in fields]
            else:
                found.append(Judged("content", False, "", self._words(truth.said.content)))
        paired = {quote.id for quote in pairs.values()}
        extra = (quote for quote in own if quote.id not in paired)
        return found + [Judged("content", False, self._words(quote.content), "") for quote in extra]

    def field(self, quote: Quote, truth: Truth, field: str) -> Judged:
        """One field of a quote that is meant to be `truth`."""
        if field == "speaker":
            return self._speaker(quote, truth)
        if field == "stance":
            mine, gold = quote.said("stance"), truth.stances
            same = {(x.value, x.target) for x in mine} == {(x.value, x.target) for x in gold}
            return Judged(field, same, self.stances(mine), self.stances(gold))
        if field == "topic":
            codes = _values(quote.labels, "topic") or _values(self._desk.labels.labels, "topic")
            return Judged(field, codes == truth.topics, ", ".join(codes), ", ".join(truth.topics))
        here: tuple[Span, ...] = getattr(quote, field)
        right: tuple[Span, ...] = getattr(truth.said, field)
        return Judged(field, here == right, self._words(here), self._words(right))

    def _speaker(self, quote: Quote, truth: Truth) -> Judged:
        wanted = [{plain(name) for name in (one.name, *one.aliases) if name} for one in truth.said.speakers]
        entries = [self._registry.get(v.speaker) if v.speaker else None for v in quote.speakers]
        said = [set(map(plain, entry.names())) if entry else set() for entry in entries]
        right = len(said) == len(wanted) and all(
            a & b or not a | b for a, b in zip(said, wanted, strict=True)
        )
        mine = ", ".join(self._registry.name(v.speaker) for v in quote.speakers)
        return Judged("speaker", right, mine, self.speakers(truth))

    def speakers(self, truth: Truth) -> str:
        """Who speaks, in words."""
        return ", ".join(one.name or "unknown" for one in truth.said.speakers)

    def stances(self, labels: Iterable[Label], towards: str = " towards ") -> str:
        """Stances as a person says them: “For towards Flood barrier”."""
        return "; ".join(stance(self._scheme, self._registry, label, towards) for label in labels)

    def _words(self, spans: Iterable[Span]) -> str:
        words = " … ".join(" ".join(span.of(self._desk.text).split()) for span in spans)
        if len(words) > _WORDS:
            words = f"{words[: _WORDS // 2].rstrip()} … {words[-_WORDS // 2 :].lstrip()}"
        return f"“{words}”" if words else ""


def _values(labels: Iterable[Label], field: str) -> tuple[str, ...]:
    return tuple(label.value for label in labels if label.field == field)
