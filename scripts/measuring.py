"""What the rules find of what people marked, in numbers; see scripts/measure_quotes."""

import argparse
import json
import textwrap
from collections.abc import Iterable, Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from pathlib import Path
from typing import Any

from annotator.agreement.rates import Rate, total
from annotator.agreement.report import NAMES, Report, errors, report, words
from annotator.agreement.scoring import LEVELS, Marked, Row, joined, matched, same_head, same_speaker
from annotator.cli.say import one_line, table
from scripts.measuring_gold import Folder, folder
from scripts.measuring_rules import Measured, measure, named

WIDTH = 200  # characters of a quote that --errors shows


def main() -> None:
    parser = argparse.ArgumentParser(prog="scripts/measure_quotes", description=__doc__)
    parser.add_argument("folders", type=Path, nargs="+", metavar="FOLDER")
    parser.add_argument("--json", action="store_true", help="print one JSON object instead of words")
    parser.add_argument(
        "--errors", type=int, default=0, metavar="N", help="show the N worst of each kind of error"
    )
    parser.add_argument("--rule", metavar="BEGINNING", help="of these rules' proposals alone show errors")
    parser.add_argument(
        "--calibrate", action="store_true", help="print, for each rule, how often it is right"
    )
    parser.add_argument(
        "--processes", type=int, default=2, metavar="N", help="how many work at once (default: 2)"
    )
    chosen = parser.parse_args()
    found = [folder(path) for path in chosen.folders]
    results = [(one, measured(one, chosen.processes)) for one in found]
    if chosen.json:
        print(json.dumps([as_json(one, result) for one, result in results], indent=2))
        return
    for one, result in results:
        for line in calibration(result) if chosen.calibrate else as_words(one, result):
            print(line)
        for line in faults(result, chosen.errors, chosen.rule) if chosen.errors else ():
            print(line)


def measured(one: Folder, processes: int) -> list[Measured]:
    """The rules' work on every text, in the order of the texts."""
    if processes == 1:
        return named(map(measure, one.texts))
    with ProcessPoolExecutor(processes) as pool:
        return named(pool.map(measure, one.texts, chunksize=8))


def _report(result: Sequence[Measured]) -> Report:
    return report(joined(m.compared for m in result), len(result))


def as_words(one: Folder, result: Sequence[Measured]) -> Iterator[str]:
    """The figures of a folder, a line at a time."""
    numbers = _report(result)
    yield (
        f"{one.path} ({one.kind}): {len(result):,} texts, "
        f"{numbers.gold:,} quotes marked, {numbers.other:,} proposed"
    )
    yield (
        f"exceptions {sum(bool(m.raised) for m in result)}, "
        f"invalid offsets {sum(m.invalid for m in result)}, "
        f"{len(one.complaints):,} lines or files of the gold of no use"
    )
    for m in result:
        if m.raised:
            yield f"  {m.text.name}: {m.raised}"
    head = ("", "precision", "recall", "F1", "right of", "found", "reached of", "wanted")
    rows = [(name, *_shown(x), *_counts(x)) for name, x in _figures(numbers, result)]
    yield ""
    yield from table([head, *rows], right=range(1, 8))
    yield ""
    yield from calibration(result)
    yield ""


def _figures(numbers: Report, result: Sequence[Measured]) -> Iterator[tuple[str, Rate]]:
    """The rates that the gold of these texts can give."""
    texts = [m.text for m in result]
    groups = {name: x for name, x in numbers.by_type.items() if name == "direct" or texts[0].indirect}
    yield "quoted segments, ours", total(m.ours for m in result)
    yield "quoted segments, every pair", total(m.every for m in result)
    yield from _levels("content", numbers.content)
    for name, one in groups.items():
        yield from _levels(name, one.content)
    yield "type, matched", numbers.type
    if texts[0].parts:
        yield from _levels("cue", numbers.cue)
        yield from _levels("source", numbers.source)
        yield from _levels("cue, matched", numbers.cue_matched)
        yield from _levels("source, matched", numbers.source_matched)
        yield "speaker head", numbers.head
        yield "speaker head, matched", numbers.head_matched
        for name, one in groups.items():
            yield f"speaker head, {name}", one.head
            yield f"speaker head, {name}, matched", one.head_matched
    if texts[0].speakers:
        for name, one in groups.items():
            yield f"canonical speaker, {name}", one.speaker
            yield f"canonical speaker, {name}, matched", one.speaker_matched


def _levels(what: str, rates: Iterable[Rate]) -> Iterator[tuple[str, Rate]]:
    for name, one in zip(NAMES, rates, strict=True):
        yield f"{what} {name}" if name == "exact" else f"{what} IoU {name}", one


def _shown(one: Rate) -> tuple[str, str, str]:
    return (_percent(one.precision), _percent(one.recall), _percent(one.f1))


def _counts(one: Rate) -> tuple[str, ...]:
    return tuple(f"{n:,}" for n in (one.hits, one.found, one.reached, one.wanted))


def _percent(share: float | None) -> str:
    return "" if share is None else f"{100 * share:.1f}"


def calibration(result: Sequence[Measured]) -> list[str]:
    """A line a rule: how many it proposed, how often each level is reached, its own score."""
    numbers = _report(result)
    head = ("rule", "n", "exact", "IoU 0.8", "IoU 0.5", "score")
    rows = [
        (
            name or "(none)",
            f"{row.n:,}",
            *(_percent(row.precision(level)) for level in LEVELS),
            _percent(row.mean_score),
        )
        for name, row in sorted(numbers.by_rule.items(), key=lambda x: -x[1].n)
    ]
    return table([head, *rows], right=range(1, 6))


def faults(result: Sequence[Measured], most: int, rule: str | None) -> Iterator[str]:
    """The worst errors with their words: of quotes, then of quoted segments, then of speakers."""
    rows = joined(m.compared for m in result)
    if rule is not None:
        rows = [row for row in rows if row.other is not None and row.other.rule.startswith(rule)]
    for fault, some in errors(rows, most).items():
        yield f"--- {fault}"
        for error in some:
            yield one_line(f"{error.article}  {error.iou:.2f}  {error.rule}  {_cut(error.words)}")
            if error.beside:
                yield one_line(f"    beside {_cut(error.beside)}")
    yield from _misheard(rows, most)
    if rule is not None:
        return
    yield "--- quoted segments"
    wrong = [(m, *x) for m in result for x in m.wrong]
    for m, start, end, what in wrong[:: max(1, len(wrong) // most)]:
        text = m.text.text
        around = f"{text[max(0, start - 60) : start]}⟦{_cut(text[start:end])}⟧{text[end : end + 40]}"
        yield one_line(f"{m.text.name}  {what}  {around}")


def _misheard(rows: Sequence[Row], most: int) -> Iterator[str]:
    """Matched quotes that are given to somebody else, evenly picked from all."""
    yield "--- speakers"
    wrong = [row for row in matched(rows) if not _heard(row)]
    for row in wrong[:: max(1, len(wrong) // most)]:
        if row.gold is None:
            continue
        gold, other = _who(row.gold, row), _who(row.other, row)
        yield one_line(
            f"{row.article.name}  {gold}  and not  {other}: {_cut(words(row.gold, row.article.text))}"
        )


def _heard(row: Row) -> bool:
    gold = row.gold
    return gold is None or ((same_head(row) or not gold.source) and (same_speaker(row) or not gold.speakers))


def _who(quote: Marked | None, row: Row) -> str:
    """Mention and canonical speakers."""
    if quote is None:
        return "nobody"
    mention = " ".join(span.of(row.article.text) for span in quote.source)
    return (
        " = ".join(filter(None, (f"“{mention}”" if mention else "", ", ".join(sorted(quote.speakers)))))
        or "nobody"
    )


def _cut(words: str) -> str:
    return textwrap.shorten(words, WIDTH, placeholder="…")


def as_json(one: Folder, result: Sequence[Measured]) -> dict[str, Any]:
    """The same for programs."""
    numbers = _report(result)
    return {
        "folder": str(one.path),
        "kind": one.kind,
        "texts": len(result),
        "exceptions": sum(bool(m.raised) for m in result),
        "invalid": sum(m.invalid for m in result),
        "complaints": len(one.complaints),
        "segments": total(m.ours for m in result).as_json(),
        "segments_every_pair": total(m.every for m in result).as_json(),
        **numbers.as_json(),
    }


if __name__ == "__main__":
    main()
