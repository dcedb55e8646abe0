"""docs/reference/cli.md: each command with its usage, its words, its options and examples."""

from collections.abc import Iterator, Sequence
from typing import Any

from annotator.cli.overview import WHO
from scripts.documenting.commands import Command, commands
from scripts.documenting.reference.words import all_told, code, fence, page, plain, prose, table

_TOP = (
    "`--project DIR` and `--db FILE_OR_URL` stand before the command or after it, and "
    "[settings](settings.md) "
    "says what holds without them. [Exit codes](exit-codes.md) are the same for all commands; stdout is "
    "data, "
    "stderr is narration. `annotator COMMAND --help` says in the terminal what stands here."
)


def text() -> str:
    """The page."""
    every = dict(commands())
    top = every.pop("")
    groups = {who: [name for name in some if name in every] for who, some in WHO.items()}
    grouped = (name for some in groups.values() for name in some)
    all_told("commands by who needs them", (n for n in every if " " not in n), grouped)
    parts = [_TOP, _options(top)]
    for who, names in groups.items():
        parts.append(f"## {who}")
        for name in names:
            within = (one for words, one in every.items() if words.split()[0] == name)
            parts += [part for one in within for part in _command(one)]
    return page("Commands", *parts)


def _command(one: Command) -> Iterator[str]:
    yield f"### annotator {one.words}"
    yield prose(one.command.help or "")
    usage = " ".join(one.command.collect_usage_pieces(one.context))
    yield fence("text", f"annotator {one.words} {usage}".rstrip())
    if arguments := one.arguments():
        yield table(("argument", ""), _rows(one, arguments))
    yield _options(one)
    if one.examples:
        yield fence("sh", "\n".join(one.examples))


def _options(one: Command) -> str:
    options = [option for option in one.options() if "--help" not in option.opts]
    return table(("option", ""), _rows(one, options)) if options else ""


def _rows(one: Command, params: Sequence[Any]) -> Iterator[tuple[str, str]]:
    for param in params:
        name, words = param.get_help_record(one.context) or (
            param.make_metavar(one.context),
            param.help or "",
        )
        yield code(name), plain(" ".join(words.split()))
