"""A person's own keys, [keys] in annotator.toml: what is wrong with them, and how to mend it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

from annotator.errors import UsageError
from annotator.scheme import did_you_mean
from annotator.tui.keynames import key_name, shown, trouble, types

if TYPE_CHECKING:
    from annotator.tui.commands import Command

WHILE = {
    "read": "while reading", "mark": "while marking words", "settle": "while settling",
    "ask": "while a sheet asks", "watch": "while watching",
}  # fmt: skip
Complaint = tuple[str, str]  # the id in [keys] ("": the key comes from scheme.toml), and the sentence


def rebound(every: Sequence[Command], chosen: Mapping[str, str]) -> tuple[Command, ...]:
    """`every` with the keys that somebody chose, by id. Raises UsageError with the first complaint."""
    for id, sentence in complaints(every, chosen):
        raise UsageError(f"{'annotator.toml, [keys]' if id else 'scheme.toml'}: {sentence}")
    return _with(every, chosen)


def complaints(every: Sequence[Command], chosen: Mapping[str, str]) -> Iterator[Complaint]:
    """All that is wrong with a keymap, and with the keys that the scheme gives."""
    known = {command.id: command for command in every}
    for id, said in chosen.items():
        if id not in known:
            near = did_you_mean(id, known)
            then = near if near.endswith("?") else "; annotator keys lists them"
            yield id, f"there is no command “{id}”{then}"
            continue
        for why in _of_one(known[id], said):
            yield id, f"{id} = “{said}”: {why}"
    yield from _twice(_with(every, chosen), chosen)


def _with(every: Sequence[Command], chosen: Mapping[str, str]) -> tuple[Command, ...]:
    return tuple(replace(c, keys=tuple(chosen[c.id].split())) if c.id in chosen else c for c in every)


def _of_one(command: Command, said: str) -> Iterator[str]:
    keys = said.split()
    if not keys:
        yield "here a key is missing; a blank is called space"
    for key in keys:
        if why := trouble(key):
            if (command.id, key) != ("leave", "ctrl+q"):
                yield f"{key} cannot be had: {why}"
        elif command.mode == "ask" and types(key):
            yield f"{key} is typed or chosen there; take a key that types nothing, like down or ctrl+n"


def _twice(every: Sequence[Command], chosen: Mapping[str, str]) -> Iterator[Complaint]:
    taken: dict[tuple[str, str], str] = {}
    for command in every:
        for key in dict.fromkeys(map(key_name, command.keys)):
            other = taken.setdefault((command.mode, key), command.id)
            if other == command.id:
                continue
            both = f"the key {shown(key)} is that of both {other} and {command.id}, {WHILE[command.mode]}"
            mine = command.id if command.id in chosen else other
            if mine in chosen:
                yield mine, f"{both}; give one of them another key"
            else:
                yield "", f"{both}; change it there, or give {other} another in annotator.toml"
