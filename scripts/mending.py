"""docs/troubleshooting.md: every sentence of an error, and what to do where it does not say all of that.

The sentences come from the code (`sentences`); groups, and the mends that are more than a sentence, stand in
mends.toml beside this file. `scripts/troubleshoot` writes the page anew.
"""

import re
import sys
import tomllib
from collections import defaultdict
from collections.abc import Mapping, Sequence
from itertools import groupby
from pathlib import Path
from textwrap import wrap
from typing import NamedTuple

from scripts.sentences import ROOT, Sentence, sentences

PAGE = ROOT / "docs/troubleshooting.md"
MENDS = Path(__file__).with_name("mends.toml")
_SAYS_HOW = re.compile(r"[;:,] | not “|\b(ask|name|say|write)\b|goes with |is written ")
_CODE = re.compile(r"`[^`]*`")
_WIDTH = 116  # columns of a line, but for a sentence


class Group(NamedTuple):
    """What somebody was doing. `of`: the files whose errors are met there; the longest name wins.

    `ends`: whether a verb that makes no sense where one is ends a command there, with its exit code.
    """

    title: str
    of: tuple[str, ...]
    intro: str = ""
    ends: bool = True


class Mends(NamedTuple):
    """What mends.toml holds. `mends`: words of a sentence -> what to do. `hands_on`: file -> whose words."""

    intro: str
    groups: tuple[Group, ...]
    mends: dict[str, str]
    hands_on: dict[str, str]

    def of(self, text: str) -> str | None:
        """What to do about a sentence beyond what it says itself."""
        return next((do for words, do in self.mends.items() if words in text), None)


def read() -> Mends:
    """The words that are written by hand."""
    found = tomllib.loads(MENDS.read_text("utf-8"))
    groups = tuple(
        Group(x["title"], tuple(x["of"]), x.get("intro", ""), x.get("ends", True)) for x in found["group"]
    )
    return Mends(found["intro"], groups, {x["says"]: x["do"] for x in found["mend"]}, found["hands_on"])


def group_of(path: str, groups: Sequence[Group]) -> Group:
    """The group that a file belongs to. Raises LookupError where no group has it."""
    fits = [(len(start), group) for group in groups for start in group.of if path.startswith(start)]
    if not fits:
        raise LookupError(f"{path} is in no group: give scripts/mends.toml one that has it")
    return max(fits, key=lambda fit: fit[0])[1]


def without_a_mend(every: Sequence[Sentence], mends: Mends) -> list[Sentence]:
    """Those that end a command and neither say how to mend it nor have a mend by hand."""
    return [
        one
        for one in every
        if one.code and one.error != "NotNow" and not one.bare
        if not _SAYS_HOW.search(one.text) and mends.of(one.text) is None
    ]


def page(every: Sequence[Sentence], mends: Mends) -> str:
    """The page in Markdown."""
    grouped: defaultdict[str, list[Sentence]] = defaultdict(list)
    for one in every:
        if not one.bare:
            grouped[group_of(one.path, mends.groups).title].append(one)
    parts = [mends.intro.strip()]
    for group in mends.groups:
        if found := grouped[group.title]:
            parts += ["", f"## {group.title}", ""]
            parts += [group.intro.strip(), ""] if group.intro else []
            parts += _listed(found, group, mends)
    return re.sub(r"\n{3,}", "\n\n", "\n".join(parts)).rstrip() + "\n"


def _listed(found: Sequence[Sentence], group: Group, mends: Mends) -> list[str]:
    ending = {one.text: _code(one, group) for one in found if one.code is not None}
    inside = {one.text: "" for one in found if one.text not in ending}
    lines = _rows(ending, mends)
    if inside:
        lines += ["", "Parts of other sentences, and what ends nothing:", "", *_rows(inside, mends)]
    return lines


def _code(one: Sentence, group: Group) -> str:
    quiet = one.error == "NotNow" and not group.ends
    return f" ({one.code.value})" if one.code and not quiet else ""


def _rows(texts: Mapping[str, str], mends: Mends) -> list[str]:
    """Sentences in the order of their letters; what several beside each other have in common stands once."""
    lines: list[str] = []
    ordered = sorted(texts, key=lambda text: (re.sub(r"\W", "", text).lower(), text))
    for do, rows in groupby(ordered, key=mends.of):
        lines += [f"- {_quoted(text)}{texts[text]}" for text in rows]
        if do:
            lines += ["", *_wrapped(do), ""]
    return lines


def _wrapped(do: str) -> list[str]:
    """A paragraph below its sentence. What stands in backticks stays in one line."""
    whole = _CODE.sub(lambda code: code[0].replace(" ", "\0"), " ".join(do.split()))
    lines = wrap(whole, _WIDTH, break_on_hyphens=False, break_long_words=False)
    return [f"  {line}".replace("\0", " ") for line in lines]


def _quoted(text: str) -> str:
    """`text` as code, which Markdown leaves as it is."""
    shown = " ".join(text.split())
    return f"`` {shown} ``" if "`" in shown else f"`{shown}`"


def main() -> None:
    """Write the page; complain about what has no mend."""
    every, mends = sentences(), read()
    for one in without_a_mend(every, mends):
        print(f"{one.place}: no mend: {one.text}", file=sys.stderr)
    PAGE.write_text(page(every, mends), "utf-8")


if __name__ == "__main__":
    main()
