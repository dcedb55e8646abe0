"""The text of a dataset's card: what it holds, how it was made, what it cannot tell, how to load it."""

from collections.abc import Iterable, Iterator, Sequence

from annotator.agreement.coefficients.coefficient import Coefficient
from annotator.dataset.folder.options import UNSAID
from annotator.dataset.folder.told import Told
from annotator.dataset.schema.schemas import PARTS
from annotator.model import ADJUDICATED

_MOST = 40  # values of a field that are listed
_OFTEN = 10  # speakers that are named


def body(told: Told) -> str:
    """The card below its head, as Markdown."""
    sections = (
        _title, _counts, _labels, _agreement, _gold, _split, _left_out, _limits, _licence, _loading,
    )  # fmt: skip
    return "\n\n".join("\n".join(section(told)) for section in sections) + "\n"


def _title(told: Told) -> Iterator[str]:
    yield f"# {told.options.title}"
    yield ""
    yield "Who says what in news articles: what is said (content), the words that report it (cue), the"
    yield "mention of the speaker (source), who really spoke, the stance towards a target, topics. Made with"
    yield f"annotator {told.facts.tool}. Offsets are Unicode code points into an article's text, half-open."
    yield ""
    yield from _table(
        ("config", "one line is", "files", "lines"),
        (
            (
                f"`{config.name}`",
                config.words,
                ", ".join(f"`{file.path}`" for file in told.files_of(config).values()) or "none",
                f"{told.rows_of(config):,}",
            )
            for config in told.configs
        ),
    )
    yield ""
    yield "A quote and a judgement name their article by its digest: the text itself is in `articles`."
    yield "`schema/` explains each key, and every file stands in `MANIFEST.json` with its sha256."


def _counts(told: Told) -> Iterator[str]:
    counts = told.counts
    parts = counts.used(PARTS)
    yield "## What it holds"
    yield ""
    rows = [
        _row("articles", [counts.articles[part] for part in parts]),
        _row("sentences reviewed", [counts.sentences[part] for part in parts]),
        _row("gold quotes", [counts.in_part(part) for part in parts]),
    ]
    layers = sorted({layer for _, _, layer in counts.quotes})
    for place, names in ((1, ("direct", "mixed", "indirect")), (2, layers)):
        for name in names:
            here = [(key[0], n) for key, n in counts.quotes.items() if key[place] == name]
            rows.append(_row(f"… {name}", [sum(n for where, n in here if where == part) for part in parts]))
    yield from _table(("", *parts, "all"), rows)
    if counts.judgements:
        yield ""
        people = sorted({who for who, _ in counts.judgements}, key=_by_number)
        yield from _table(
            ("annotator", "quotes marked", "gold quotes not marked"),
            (
                (_plain(who), f"{counts.judgements[who, 'quote']:,}", f"{counts.judgements[who, 'none']:,}")
                for who in people
            ),
        )


def _row(name: str, counts: Sequence[int]) -> list[str]:
    return [_plain(name), *(f"{n:,}" for n in (*counts, sum(counts)))]


def _labels(told: Told) -> Iterator[str]:
    yield "## Labels of the gold quotes"
    parts = told.counts.used(PARTS)
    rows: dict[str, dict[tuple[str, str], dict[str, int]]] = {}
    for part in parts:
        for (name, target, value), count in told.counts.labels.get(part, {}).items():
            rows.setdefault(name, {}).setdefault((target or "", value or ""), {})[part] = count
    for name, found in sorted(rows.items()):
        if name not in ("type", "speaker"):
            yield ""
            yield from _field(told, name, found, parts)
    yield ""
    yield _speakers(told, {key: sum(of.values()) for (_, key), of in rows.get("speaker", {}).items()})


def _field(
    told: Told, name: str, found: dict[tuple[str, str], dict[str, int]], parts: Sequence[str]
) -> Iterator[str]:
    yield f"**{_plain(name)}**"
    yield ""
    most = sorted(found.items(), key=lambda one: (-sum(one[1].values()), one[0]))
    targets = any(target for target, _ in found)
    head = ("target", "value", *parts) if targets else ("value", *parts)
    rows = []
    for (target, value), of in most[:_MOST]:
        counts = [f"{of.get(part, 0):,}" for part in parts]
        rows.append([*([_entry(told, target)] if targets else []), _plain(value), *counts])
    yield from _table(head, rows)
    if len(most) > _MOST:
        yield ""
        yield f"… and {len(most) - _MOST:,} more."


def _speakers(told: Told, found: dict[str, int]) -> str:
    unknown = found.pop("", 0)
    names = ((told.facts.entries.get(key, key), n) for key, n in found.items())
    often = sorted(names, key=lambda one: (-one[1], one[0]))[:_OFTEN]
    most = ", ".join(f"{_plain(name)} ({n:,})" for name, n in often)
    most = f", most often {most}" if most else ""
    return f"**speaker**: {len(found):,} entries of the registry{most}; unknown in {unknown:,} quotes."


def _entry(told: Told, target: str) -> str:
    """A target by its name, where it is an entry of the registry."""
    return _plain(told.facts.entries.get(target, target) or "(none)")


def _agreement(told: Told) -> Iterator[str]:
    agreed = told.agreed
    yield "## Agreement"
    yield ""
    if not agreed.pairs:
        yield "No two people reviewed the same text: nothing can be said of how far people agree."
        return
    yield "Over all people, before anything was adjudicated; the figures are those of `annotator agreement`."
    yield "Content F1: quotes of two people are one where their contents share half of what both cover."
    yield ""
    shown = sorted(agreed.pairs.items(), key=lambda one: [told.names.number(x) for x in one[0]])
    yield from _table(
        ("people", "content F1", "quotes that the other could have marked"),
        (
            ("all", _share(agreed.half.f1), f"{agreed.half.found:,}"),
            *(
                (
                    " and ".join(_plain(told.names.called(x)) for x in sorted(pair, key=told.names.number)),
                    _share(rate.f1),
                    f"{rate.found:,}",
                )
                for pair, rate in shown
            ),
        ),
    )
    yield ""
    yield from _table(
        ("field", "Krippendorff's alpha", "units with two judgements", "a unit is one of the"),
        ((one.name, _alpha(one.alpha), f"{one.alpha.units:,}", one.of) for one in agreed.figures),
    )


def _gold(told: Told) -> Iterator[str]:
    facts, counts = told.facts, told.counts
    yield "## How gold was made"
    yield ""
    if told.rule.alone:
        who = told.names.called(told.rule.order[0][1])
        yield f"One person annotated, and their answers count as gold: {_plain(who)}."
    else:
        yield "In each article one answer is gold: the adjudicated one where there is one, else that of the"
        others = [" ".join(filter(None, key)) for key in told.rule.order if key[1] != ADJUDICATED.name]
        words = ", ".join(map(_plain, others)) or "none was asked for"
        yield f"first of these layers that looked at it: {words}."
    settled = sorted(facts.settled_by, key=lambda x: facts.people.get(x, 0))
    if settled and any(layer.startswith("gold adjudicated") for _, _, layer in counts.quotes):
        known = [told.names.called(x) for x in settled if x in facts.people]
        others_ = len(settled) - len(known)
        if others_ and told.options.names:
            known += [x for x in settled if x not in facts.people]
        elif others_:
            known.append(f"{others_} who annotated nothing")
        yield f"Adjudicated by: {', '.join(map(_plain, known))}."
    yield ""
    yield from _table(
        ("layer", "rule", "quotes"),
        (
            (_plain(layer), _plain(rule) or "—", f"{n:,}")
            for (layer, rule), n in sorted(counts.methods.items())
        ),
    )
    yield ""
    scheme = facts.scheme
    if scheme:
        yield f"Scheme: {_plain(scheme['name'])} {_plain(scheme['version'])} (`{scheme['digest'][:12]}`)."
    used = ", ".join(
        f"{_plain(f'{name} {version}'.strip()) or 'none'} for {n:,}"
        for (name, version), n in sorted(counts.schemes.items())
    )
    if used:
        yield f"In force at the last change of gold's quotes: {used}."
    if facts.guideline:
        yield f"Guideline: `{facts.guideline[:12]}`."
    if counts.assisted:
        yield f"In {counts.assisted:,} articles people judged proposals of a program; `assisted` tells which."


def _split(told: Told) -> Iterator[str]:
    split = told.split
    yield "## Splits and leaks"
    yield ""
    yield f"Plan: {_plain(str(split.get('plan')))}."
    groups = split.get("groups")
    if isinstance(groups, dict):
        yield f"Groups: {', '.join(f'{_plain(str(part))} {n:,}' for part, n in groups.items())}."
    for warning in split.get("warnings") or ():
        yield f"\n**Note:** {_plain(str(warning))}"
    yield ""
    if len(told.counts.used(PARTS)) < 2:
        yield "There is one part only, so that nothing can leak."
    elif not told.audit:
        kinds = ", ".join(map(_plain, split.get("audited") or ())) or "nothing"
        yield f"The audit found no leak between the parts. It looked for: {kinds}."
    else:
        yield "The audit found:"
        yield ""
        for leak in told.audit:
            articles = ", ".join(f"`{x[:12]}`" for x in leak["articles"])
            parts = " and ".join(map(str, leak["parts"]))
            yield f"- {_plain(str(leak['kind']))} ({parts}): {_plain(str(leak['what']))} {articles}".rstrip()


def _left_out(told: Told) -> Iterator[str]:
    yield "## What was left out"
    yield ""
    excluded = told.counts.told_excluded()
    if not excluded:
        yield "Nothing."
        return
    yield from _table(
        ("why", "what", "how many"),
        ((_plain(why), what, f"{n:,}") for why, some in excluded.items() for what, n in some.items()),
    )


def _limits(told: Told) -> Iterator[str]:
    yield "## Known limits"
    yield ""
    yield "- What nobody reviewed is not free of quotes: use only sentences with `reviewed` (in `articles`)."
    yield "- The stance is the speaker's own, read from cue and content: content alone may say the opposite."
    yield "- `type` follows from quotation marks unless somebody said otherwise (`type_origin`)."
    yield "- Values of `origin` accepted or corrected began as a program's proposal, and may lean towards it."
    if told.options.names:
        yield "- Annotators stand here under their own names: ask them before you publish it."
    else:
        yield "- Annotators have numbers. That hides their names, and not how they annotate."
    if told.counts.notes:
        yield f"- {told.counts.notes:,} lines carry free notes (`notes`), **which may hold names**: read them"
        yield "  before you publish this."
    yield "- Articles name their authors and the people who are quoted, and belong to their publishers."


def _licence(told: Told) -> Iterator[str]:
    yield "## Licence"
    yield ""
    if told.options.license == UNSAID:
        yield "**To be filled in**: whoever publishes this says under which terms, for the labels and for the"
        yield "texts (`--license` writes it here and into the head)."
    else:
        yield f"{_plain(told.options.license)}, as whoever exported this said. It covers no texts of others."


def _loading(told: Told) -> Iterator[str]:
    files = [file for config in told.configs for file in told.files_of(config).values()]
    yield "## How to load it"
    yield ""
    yield "```python"
    yield "import datasets"
    yield ""
    for config in told.configs:
        if told.files_of(config):
            yield f'{config.name} = datasets.load_dataset("path/to/this/folder", "{config.name}")'
    if files:
        yield ""
        yield from _readers(files[0].path)
    yield "```"


def _readers(path: str) -> Iterator[str]:
    if path.endswith(".parquet"):
        yield f'import pandas; pandas.read_parquet("{path}")'
        yield f'import polars; polars.read_parquet("{path}")'
        yield f"import duckdb; duckdb.sql(\"SELECT * FROM read_parquet('{path}')\")"
        return
    yield f'import pandas; pandas.read_json("{path}", lines=True)'
    yield f'import polars; polars.read_ndjson("{path}", infer_schema_length=None)'
    yield f"import duckdb; duckdb.sql(\"SELECT * FROM read_json('{path}', format='newline_delimited')\")"


def _table(head: Sequence[str], rows: Iterable[Sequence[str]]) -> Iterator[str]:
    yield f"| {' | '.join(head)} |"
    yield f"|{'|'.join(' --- ' for _ in head)}|"
    for row in rows:
        yield f"| {' | '.join(row)} |"


def _plain(text: str) -> str:
    """Words of somebody's as Markdown shows them: nothing in them is markup, a link or a new line."""
    shown = " ".join("".join(x if x.isprintable() else " " for x in text).split())
    return "".join(f"\\{x}" if x in "\\`*_[]<>|#" else x for x in shown)


def _share(value: float | None) -> str:
    return "—" if value is None else f"{value:.3f}"


def _alpha(found: Coefficient) -> str:
    return f"{found.value:.3f}" if found.value is not None else f"— ({_plain(found.why)})"


def _by_number(name: str) -> tuple[int, str]:
    head, _, tail = name.rpartition("-")
    return (int(tail), head) if tail.isdecimal() else (0, name)
