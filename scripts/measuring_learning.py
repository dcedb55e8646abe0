"""What is learned from one folder finds in another, beside the rules; see scripts/measure_learning."""

import argparse
import hashlib
import json
import time
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path

from annotator.agreement.rates import Rate
from annotator.agreement.report import Report, report
from annotator.agreement.scoring import Compared, Marked, joined
from annotator.cli.say import table
from annotator.model import Article, Layer, LayerKind, Quote, merged
from annotator.suggest.learned import span_training
from annotator.suggest.learned.example import Example
from annotator.suggest.learned.figures import compared
from annotator.suggest.learned.groups import learn_groups
from annotator.suggest.learned.measuring import found
from annotator.suggest.learned.ruled import ruled
from annotator.suggest.learned.spans import LEAST, Spans
from annotator.suggest.suggester import proposal_id
from annotator.text.attribution import Attribution
from annotator.text.marks import quotations
from annotator.text.sentences import sentences
from annotator.text.words import Words
from scripts.measuring_gold import Text, folder, marked

MARKED = Layer(LayerKind.HUMAN, "marked")
LEVELS = (0.4, 0.45, LEAST, 0.55, 0.6)
SEED = 0

Reader = Callable[[Example], Sequence[Attribution]]


def main() -> None:
    parser = argparse.ArgumentParser(prog="scripts/measure_learning", description=__doc__)
    parser.add_argument("train", type=Path, metavar="TRAIN_FOLDER")
    parser.add_argument("dev", type=Path, metavar="DEV_FOLDER")
    parser.add_argument("--articles", type=int, metavar="N", help="learn from the first N by digest")
    parser.add_argument("--parts", type=int, default=3, help="parts of the cross-validation (default: 3)")
    parser.add_argument("--jobs", type=int, default=2, help="processes that train side by side (default: 2)")
    parser.add_argument("--json", action="store_true", help="print one JSON object instead of words")
    chosen = parser.parse_args()
    known = sorted(map(example, folder(chosen.train).texts), key=lambda e: e.article.digest)
    known = known[: chosen.articles]
    begun = time.monotonic()
    groups = learn_groups([Words(e.article.text, e.sentences).lower for e in known], SEED)
    learned = span_training.learn(known, ruled, groups, parts=chosen.parts, seed=SEED, jobs=chosen.jobs)
    seconds = time.monotonic() - begun
    held = [found(e, given) for e, given in zip(known, learned.held_out, strict=True)]
    both = compared([found(e, by_rule(e)) for e in known], held, SEED)
    gain = {"f1": both.gain, "low": both.low, "high": both.high}
    texts = folder(chosen.dev).texts
    results = {name: measured(texts, reader) for name, reader in readers(learned.model)}
    if chosen.json:
        rows = {name: numbers.as_json() for name, numbers in results.items()}
        print(json.dumps({"articles": len(known), "seconds": seconds, "gain": gain, "dev": rows}, indent=2))
        return
    print(
        f"learned from {len(known):,} articles in {seconds:,.0f} s; cross-validated, F1 at IoU 0.5 "
        f"is {100 * both.gain:+.1f} ({100 * both.low:+.1f} to {100 * both.high:+.1f}) against the rules"
    )
    for line in table(list(lines(results)), right=range(2, 7)):
        print(line)


def example(text: Text) -> Example:
    """A text, with what people marked in it, as a wholly reviewed article."""
    article = article_of(text)
    spans = sentences(text.text)
    quotes = tuple(
        Quote(
            proposal_id(article.digest, f"marked {n}", q.content), article.digest, MARKED,
            merged(q.content), merged(q.cue), merged(q.source),
        )
        for n, q in enumerate(text.gold)
    )  # fmt: skip
    return Example(article, spans, quotes, frozenset(range(len(spans))))


def article_of(text: Text) -> Article:
    return Article(hashlib.sha256(text.text.encode()).hexdigest(), text.text)


def by_rule(one: Example) -> Sequence[Attribution]:
    return ruled(Words(one.article.text, one.sentences), quotations(one.article.text))


def readers(model: Spans) -> Iterator[tuple[str, Reader]]:
    """The rules, and the model from several scores on."""
    yield "rules", by_rule
    for level in LEVELS:
        yield f"learned, {level:g} and more", _reader(model, level)


def _reader(model: Spans, least: float) -> Reader:
    def read(one: Example) -> Sequence[Attribution]:
        words = Words(one.article.text, one.sentences)
        return model.read(words, quotations(one.article.text), by_rule(one), least)

    return read


def measured(texts: Sequence[Text], reader: Reader) -> Report:
    """The figures of all texts."""
    rows = joined(Compared(t.name, t.text, t.gold, proposed(t, reader(example(t)))) for t in texts)
    return report(rows, len(texts))


def proposed(text: Text, given: Sequence[Attribution]) -> tuple[Marked, ...]:
    return marked(text.text, (Marked(a.content, a.cue, a.source, rule=a.rule, score=a.score) for a in given))


def lines(results: dict[str, Report]) -> Iterator[tuple[str, ...]]:
    """A line a figure and reader."""
    yield ("", "read by", "precision", "recall", "F1", "found", "wanted")
    names = [name for name, _ in _figures(next(iter(results.values())))]
    for place, name in enumerate(names):
        for reader, numbers in results.items():
            rate = list(_figures(numbers))[place][1]
            shown = (f"{100 * (x or 0):.1f}" for x in (rate.precision, rate.recall, rate.f1))
            yield (name, reader, *shown, f"{rate.found:,}", f"{rate.wanted:,}")


def _figures(numbers: Report) -> Iterator[tuple[str, Rate]]:
    """Content, cue and source; a tuple of rates has exact, 0.8, 0.5."""
    for name in ("indirect+mixed", "indirect", "mixed", "direct"):
        exact, _, half = numbers.by_type[name].content
        yield f"{name} IoU 0.5", half
        yield f"{name} exact", exact
    yield "cue IoU 0.5", numbers.cue[2]
    yield "cue, matched, exact", numbers.cue_matched[0]
    yield "speaker head", numbers.head
    yield "speaker head, matched", numbers.head_matched


if __name__ == "__main__":
    main()
