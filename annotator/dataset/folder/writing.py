"""A dataset as a folder: data, schemas, card, manifest and Croissant, all there or nothing of it."""

import gc
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from hashlib import sha256
from itertools import count
from pathlib import Path
from typing import Any

import orjson

from annotator.dataset.answers import Answers, GoldRule, answers, gold_rule
from annotator.dataset.bundle import Bundle
from annotator.dataset.facts import Facts, of_json
from annotator.dataset.folder import configs, counts
from annotator.dataset.folder.agreeing import Agreeing
from annotator.dataset.folder.card import card
from annotator.dataset.folder.columns import Columns, columns, matches
from annotator.dataset.folder.configs import Config, of_task
from annotator.dataset.folder.counts import Counts
from annotator.dataset.folder.croissant import croissant
from annotator.dataset.folder.files import Sink, Written, sink, write_bytes
from annotator.dataset.folder.lines import Judged, Lines, article_line
from annotator.dataset.folder.manifest import MANIFEST, is_ours, manifest
from annotator.dataset.folder.options import Options
from annotator.dataset.folder.parts import Parts
from annotator.dataset.folder.replacing import replacing_folder
from annotator.dataset.folder.told import Told
from annotator.dataset.names import Names
from annotator.dataset.record import Record
from annotator.dataset.schema.schemas import PARTS
from annotator.dataset.views.given import Given
from annotator.dataset.views.tasks import Task
from annotator.errors import SchemeError
from annotator.scheme import Scheme, parse_scheme

NO_GOLD = "articles without a gold answer: no line in quotes"
_BATCH = 4_000  # quotes that are in memory at a time, or one article's
_SWEEP = 16  # batches after which circles of objects are looked for
_YOUNG = 1  # only those made since are looked at: the program's own are many more, and stay


@dataclass(frozen=True, slots=True)
class Summary:
    """What was written, for whoever asked for it."""

    counts: Counts
    files: list[Written]
    audit: Sequence[dict[str, Any]]
    split: dict[str, Any]
    rule: GoldRule


def write_folder(
    to: Path,
    bundles: Iterable[Bundle],
    facts: dict[str, Any],
    parts: Parts,
    options: Options,
    tasks: Sequence[Task] = (),
    step: Callable[[], None] = lambda: None,
) -> Summary:
    """Write the dataset in place of what `to` holds, which stays as it is until all of it is on disk.

    `bundles` by digest. `step` is called after each article. Raises AnnotatorError where `to`
    is there and is no dataset of ours.
    """
    told = of_json(facts)
    rule = gold_rule(told, options.gold)
    with replacing_folder(to, is_ours) as folder, _seldom_swept() as sweep:
        writing = _Writing(folder, told, rule, parts, options, tasks)
        try:
            for some in _batches(bundles, rule):
                writing.take(some)
                for _ in some:
                    step()
                some.clear()  # before anybody looks for circles: what is gone need not be looked at
                sweep()
            return writing.finish()
        finally:
            for file in writing.sinks.values():
                file.abandon()


@contextmanager
def _seldom_swept() -> Iterator[Callable[[], None]]:
    """Within the block Python looks for circles of objects only every so many calls of what is given.

    Millions of records come and go, and none is in a circle: to look at them again and again takes a third of
    all time.
    """
    batches = count(1)

    def sweep() -> None:
        if not next(batches) % _SWEEP:
            gc.collect(_YOUNG)

    was = gc.isenabled()
    gc.disable()
    try:
        yield sweep
    finally:
        if was:
            gc.enable()


def _batches(bundles: Iterable[Bundle], rule: GoldRule) -> Iterator[list[Answers]]:
    some: list[Answers] = []
    quotes = 0
    for bundle in bundles:
        some.append(answers(bundle, rule))
        quotes += len(bundle.records) + 1
        if quotes >= _BATCH:
            yield some
            some, quotes = [], 0
    if some:
        yield some


@dataclass
class _Writing:
    folder: Path
    facts: Facts
    rule: GoldRule
    parts: Parts
    options: Options
    tasks: Sequence[Task]
    counts: Counts = field(default_factory=Counts)

    def __post_init__(self) -> None:
        self.names = Names(self.facts, self.options.names)
        self.sinks: dict[tuple[str, str], Sink] = {}
        self.auditor = self.parts.auditor()
        self.agreeing = Agreeing(_scheme(self.facts), self.facts.entries)
        self.corpus = sha256()
        self.views = [(task, of_task(task)) for task in self.tasks]

    def take(self, some: Sequence[Answers]) -> None:
        """Write the lines of some articles, and count them."""
        placed = []
        for one in some:
            part = self.parts.part(one.bundle.digest)
            if part is None:
                why = self.parts.why(one.bundle.digest)
                self.counts.leave_out(why, counts.ARTICLES)
                self.counts.leave_out(why, counts.QUOTES, len(one.quotes))
            else:
                placed.append((one, part))
        kept = [one for one, _ in placed]
        found = columns(kept, self.facts.people)
        self.agreeing.take(found)
        judged = _judged(found, kept)
        for (one, part), mine, first in zip(placed, judged, found.first, strict=True):
            self._article(one, part, mine, found, first)

    def _article(
        self, one: Answers, part: str, judged: Sequence[Sequence[Judged]], found: Columns, first: int
    ) -> None:
        """Write the lines of an article; its gold quotes have the rows of `found` from `first` on."""
        self.corpus.update(f"{one.bundle.digest}\n".encode())
        self.auditor.see(one.bundle, part)
        self.counts.article(one, part)
        self._put(configs.ARTICLES, part, [article_line(one, part, self.names)])
        if one.gold is None:
            self.counts.leave_out(NO_GOLD, counts.ARTICLES)
        kept = []
        for n, quote in enumerate(one.quotes):
            why = self.parts.leaves_out(quote, part)
            if why is None:
                kept.append(n)
            else:
                self.counts.leave_out(why, counts.QUOTES)
        lines = Lines(one, part, self.names, kept, judged, found)
        quotes = list(lines.quotes())
        self.counts.gold(quotes, part, [found.said[first + n] for n in kept])
        self._put(configs.QUOTES, part, quotes)
        annotations = list(lines.annotations(self._leave_out))
        self.counts.judged(annotations)
        self._put(configs.ANNOTATIONS, part, annotations)
        for task, config in self.views:
            given = Given(one.bundle, part, tuple(one.quotes[n] for n in kept), one.reviewed)
            self._put(config, part, list(task.rows(given)) if one.gold is not None else ())
            for why, number in given.left_out.items():
                self.counts.leave_out(why, task.name, number)

    def _leave_out(self, record: Record, part: str, beside: bool) -> bool:
        """Whether a person's quote is left out. `beside`: the gold quote that it is one with is."""
        why = self.parts.leaves_out(record, part)
        if why is None and not beside:
            return False
        self.counts.leave_out(why or "one with a quote that is left out", counts.JUDGEMENTS)
        return True

    def _put(self, config: Config, part: str, rows: Sequence[Record]) -> None:
        if not rows:
            return
        file = self.sinks.get((config.name, part))
        if file is None:
            path = f"{config.folder}/{part}{self.options.ending}"
            file = sink(self.folder, path, config.shape, self.options.compress)
            self.sinks[config.name, part] = file
        file.write(rows)

    def finish(self) -> Summary:
        """What is made of all that was seen: schemas, Croissant, card and, as the last, the manifest."""
        every = (*configs.ALWAYS, *(config for _, config in self.views))
        data = {
            (config.name, part): self.sinks[config.name, part].close()
            for config in every
            for part in PARTS
            if (config.name, part) in self.sinks
        }
        files = list(data.values())
        for config in every:
            files.append(write_bytes(self.folder, f"schema/{config.name}.schema.json", _json(config.schema)))
        audit = list(self.auditor.report())
        split = self.parts.describe()
        told = Told(
            self.facts, self.rule, self.options, self.names, self.counts, self.agreeing.told(), split, audit,
            tuple(every), data, self.corpus.hexdigest(),
        )  # fmt: skip
        files.append(write_bytes(self.folder, "croissant.json", _json(croissant(told))))
        files.append(write_bytes(self.folder, "README.md", card(told).encode()))
        write_bytes(self.folder, MANIFEST, _json(manifest(told, files)))
        self.parts.keep()
        return Summary(self.counts, files, audit, split, self.rule)


def _judged(found: Columns, some: Sequence[Answers]) -> list[list[list[Judged]]]:
    """For each article and each quote of its gold who marked it."""
    judged: list[list[list[Judged]]] = [[[] for _ in one.quotes] for one in some]
    articles, first = found.article, found.first
    for gold, other, person, exact in matches(found):
        article = articles[gold]
        judged[article][gold - first[article]].append((person, other, exact))
    return judged


def _scheme(facts: Facts) -> Scheme | None:
    if facts.scheme is None or not facts.scheme["text"]:
        return None
    try:
        return parse_scheme(facts.scheme["text"], "the scheme")
    except SchemeError:  # one that an older version of the program took
        return None


def _json(value: Any) -> bytes:
    return orjson.dumps(value, option=orjson.OPT_INDENT_2 | orjson.OPT_APPEND_NEWLINE)
