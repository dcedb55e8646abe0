"""man/annotator.1, from the commands as Typer knows them. scripts/manual writes it; a test reads it."""

import inspect
import re
from collections.abc import Iterable, Iterator
from pathlib import Path
from textwrap import wrap
from typing import Any

from annotator.cli.overview import WHO
from annotator.errors import Exit
from scripts.documenting.commands import Command, commands

ROOT = Path(__file__).parent.parent
PAGE = ROOT / "man" / "annotator.1"

_RELEASE = re.compile(r"^## \[(\d[\w.]*)\] - (\d{4}-\d\d-\d\d)", re.MULTILINE)  # the last in CHANGELOG.md

_HEAD = """\
.\\" Written by scripts/manual: change the commands, not this.
.TH ANNOTATOR 1 {day} "annotator {version}" "User Commands"
.SH NAME
annotator \\- mark the quotations of news articles in the terminal
.SH SYNOPSIS
.B annotator
.RI [ OPTIONS ]
.I COMMAND
.RI [ ARGS ]
"""
_ENVIRONMENT = {
    "ANNOTATOR_PROJECT": "The project's folder, where --project does not say it.",
    "ANNOTATOR_DB": "The database, where --db does not say it. An address with a password belongs here.",
    "ANNOTATOR_NAME": "Who is at work, where --as does not say it.",
    "ANNOTATOR_THEME": "The colours of the screen.",
    "NO_COLOR": "Where it is set, the screen takes the terminal's own colours.",
}
_FILES = {
    "annotator.toml": "The settings of a project.",
    "annotator.db": "Its database, with two companions while somebody works.",
    "annotator.db-backups": "A copy of each day, and those that were asked for.",
    "guidelines/scheme.toml": "Fields, labels and keys.",
}
_OPTION = re.compile(r"(?<![\w-])-{1,2}[a-z][\w-]*")


def text() -> str:
    """The whole page."""
    every = commands()
    version, day = _RELEASE.findall((ROOT / "CHANGELOG.md").read_text("utf-8"))[0]
    parts = [
        _HEAD.format(version=version, day=day),
        ".SH DESCRIPTION\n",
        *_paragraphs(every[""].command.help or ""),
    ]
    parts += [".SH OPTIONS\n", *_options(every[""])]
    for who, names in WHO.items():
        parts.append(f".SH COMMANDS: {who.upper()}\n")
        for name in names:
            parts += [
                part for words, one in every.items() if words.split()[:1] == [name] for part in _command(one)
            ]
    parts += [".SH ENVIRONMENT\n", *_list(_ENVIRONMENT.items()), ".SH FILES\n", *_list(_FILES.items())]
    parts += [".SH EXIT STATUS\n", *_list((str(code.value), words) for code, words in _codes())]
    return "".join(parts)


def _command(one: Command) -> Iterator[str]:
    usage = " ".join(one.command.collect_usage_pieces(one.context))
    yield f".SS {_plain(f'annotator {one.words} {usage}'.rstrip())}\n"
    yield from _paragraphs(one.command.help or "")
    yield from _options(one)
    if one.examples:
        yield ".PP\nExamples:\n.PP\n.RS\n.nf\n"
        yield from (f"{_begun(_plain(line))}\n" for line in one.examples)
        yield ".fi\n.RE\n"


def _options(one: Command) -> Iterator[str]:
    params: list[Any] = [*one.arguments(), *one.options()]
    for param in params:
        if "--help" not in param.opts or not one.words:  # it is said once
            said = param.get_help_record(one.context)
            yield from _list([said or (param.make_metavar(one.context), param.help or "")])


def _list(rows: Iterable[tuple[str, str]]) -> Iterator[str]:
    for name, words in rows:
        yield f".TP\n.B {_plain(name)}\n{_text(words)}\n"


def _paragraphs(words: str) -> Iterator[str]:
    for n, part in enumerate(inspect.cleandoc(words).split("\n\n")):
        yield ".PP\n" * (n > 0) + f"{_text(part)}\n"


def _codes() -> Iterator[tuple[Exit, str]]:
    said = dict(re.findall(r"^    ([A-Z]+) = \d+(?:\s+# (.*))?$", inspect.getsource(Exit), re.MULTILINE))
    for code in Exit:
        yield code, said[code.name] or "All is well."


def _plain(words: str) -> str:
    """Nothing of `words` is a request or a glyph of another meaning: they can be copied from the page."""
    shown = words.replace("\\", "\\e").replace("'", "\\(aq").replace('"', "\\(dq").replace("`", "\\(ga")
    shown = shown.replace("“", "\\(lq").replace("”", "\\(rq").replace("~", "\\(ti").replace("^", "\\(ha")
    return _OPTION.sub(lambda found: found[0].replace("-", "\\-"), shown)


def _text(words: str) -> str:
    return "\n".join(map(_begun, wrap(_plain(words), 80, break_long_words=False, break_on_hyphens=False)))


def _begun(line: str) -> str:
    return f"\\&{line}" if line[:1] in (".", "'") else line


def main() -> None:
    PAGE.parent.mkdir(exist_ok=True)
    PAGE.write_text(text(), "utf-8")
    print(f"{PAGE} is written: {len(text().splitlines())} lines")


if __name__ == "__main__":
    main()
