"""Every sentence that an error of the program can say, read from its code.

What is read is each call of a class of errors (annotator/errors.py and whatever derives from it), of the
exceptions whose words only ever stand inside such a sentence (“line 3 was left out: …”), and of the few other
ways to complain.
"""

import ast
import re
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import NamedTuple

from annotator.errors import Exit
from scripts.templates import GAP, Code, Module, Templates, called

ROOT = Path(__file__).parent.parent
_CLASS = re.compile(r"^ *class (\w+)\(([^)]*)\):", re.MULTILINE)
_HTTP = ("Forbidden", "BadRequest", "Unauthorized", "NotFound", "ServiceUnavailable", "InternalServerError")
_BUILT_IN = {"Exception", "ValueError"}
_OTHERS = ("complain", "Complaint", *(f"HTTP{x}" for x in _HTTP))
_LETTERS = 8  # a template with fewer says nothing of its own


class Sentence(NamedTuple):
    """What an error says (a template with `…`), where, and its exit code: None of a part of a sentence.

    `path`: of the file, within the package.
    """

    text: str
    path: str
    line: int
    error: str
    code: Exit | None

    @property
    def place(self) -> str:
        return f"annotator/{self.path}:{self.line}"

    @property
    def bare(self) -> bool:
        """It only hands on what somebody else says."""
        return _is_bare(self.text)


def sentences(root: Path = ROOT) -> list[Sentence]:
    """Every sentence, in the order of the code."""
    program = Templates(root)
    codes = _codes(program.modules)
    some = re.compile(rf"\b({'|'.join(codes)})\(")
    return [
        Sentence(text, module.path.removeprefix("annotator/"), call.lineno, name, codes[name])
        for module in program.modules.values()
        if some.search(module.text)
        for call in module.calls
        if (name := called(call)) in codes
        for text in _said(program, module, call)
    ]


def _codes(modules: Mapping[str, Module]) -> dict[str, Exit | None]:
    """The exit code of each class of errors."""
    bases = {
        name: [base.strip() for base in of.split(",")]
        for module in modules.values()
        for name, of in _CLASS.findall(module.text)
    }
    codes: dict[str, Exit | None] = dict(_family(modules["annotator.errors"]))
    codes |= {name: None for name, of in bases.items() if _BUILT_IN & {*of} and name not in codes}
    codes |= dict.fromkeys(_OTHERS)
    while new := {
        name: codes[base] for name, of in bases.items() if name not in codes for base in of if base in codes
    }:
        codes |= new
    return codes


def _family(errors: Module) -> Iterator[tuple[str, Exit]]:
    for node in errors.nodes:
        if isinstance(node, ast.ClassDef):
            for line in node.body:
                if isinstance(line, ast.Assign) and isinstance(line.value, ast.Attribute):
                    yield node.name, Exit[line.value.attr]


def _said(program: Templates, module: Module, call: ast.Call) -> list[str]:
    """What is said by one call: its first words that are more than a number or another's words."""
    words = [*call.args, *(x.value for x in call.keywords if x.arg == "text")]
    found = [_of(program, Code(x, module)) for x in words]
    return next((x for x in found if not all(map(_is_bare, x))), found[0] if found else [])


def _of(program: Templates, code: Code) -> list[str]:
    """The templates of some words; where their function is handed them, those of each who calls it."""
    found = program.of(code, {})
    function = code.module.within.get(code.said)
    if function is None or not any(map(_is_bare, found)):
        return found
    names = [x.arg for x in function.args.args if x.arg != "self"]
    if not {x.id for x in ast.walk(code.said) if isinstance(x, ast.Name)} & {*names}:
        return found
    handed = [
        text
        for module, call in program.calls(function, code.module)
        for text in program.of(code, {n: Code(x, module) for n, x in zip(names, call.args, strict=False)})
    ]
    return list(dict.fromkeys(handed)) or found


def _is_bare(text: str) -> bool:
    return sum(map(str.isalpha, text)) < _LETTERS


__all__ = ["GAP", "ROOT", "Sentence", "sentences"]
