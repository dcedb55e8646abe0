"""What a piece of code that makes a sentence can come to, with `…` for all that is only known at work."""

import ast
from collections.abc import Iterator, Mapping
from functools import cached_property
from itertools import product
from pathlib import Path
from typing import NamedTuple

GAP = "…"
_MOST = 20  # templates of one expression
_DEEPEST = 6  # names and functions that are followed
_FEW = 4  # functions of one name: more are too common a word to be followed


class Module:
    """One file of the program, and what its names stand for. It is read when somebody asks for that."""

    def __init__(self, path: str, text: str) -> None:
        self.path = path
        self.text = text

    @cached_property
    def nodes(self) -> list[ast.AST]:
        return list(ast.walk(ast.parse(self.text)))

    @cached_property
    def calls(self) -> list[ast.Call]:
        """What is called by a name, or on `self`."""
        return [x for x in self.nodes if isinstance(x, ast.Call) and called(x)]

    @cached_property
    def functions(self) -> dict[str, list[ast.FunctionDef]]:
        found: dict[str, list[ast.FunctionDef]] = {}
        for node in self.nodes:
            if isinstance(node, ast.FunctionDef):
                found.setdefault(node.name, []).append(node)
        return found

    @cached_property
    def within(self) -> dict[ast.AST, ast.FunctionDef]:
        """The innermost function that a node stands in."""
        every = (x for x in self.nodes if isinstance(x, ast.FunctionDef))  # the outer ones first
        return {x: function for function in every for x in ast.walk(function)}

    @cached_property
    def imported(self) -> dict[str, tuple[str, str]]:
        """Name here -> (module, name there)."""
        return {
            name.asname or name.name: (node.module, name.name)
            for node in self.nodes
            if isinstance(node, ast.ImportFrom) and node.module
            for name in node.names
        }

    @cached_property
    def constants(self) -> dict[str, ast.expr]:
        found: dict[str, ast.expr] = {}
        top = self.nodes[0]
        assert isinstance(top, ast.Module)
        for node in top.body:
            if isinstance(node, ast.Assign) and isinstance(node.targets[0], ast.Name):
                found[node.targets[0].id] = node.value
            elif isinstance(node, ast.AnnAssign) and isinstance(node.target, ast.Name) and node.value:
                found[node.target.id] = node.value
        return found


def called(call: ast.Call) -> str:
    """The name of what is called: `name(...)`, `self.name(...)` or `web.name(...)`; else nothing."""
    match call.func:
        case ast.Name(id=name) | ast.Attribute(value=ast.Name(id="self" | "web"), attr=name):
            return name
    return ""


class Code(NamedTuple):
    """An expression and the file in which its names mean something."""

    said: ast.expr
    module: Module


class Templates:
    """Follows names, constants and functions through all modules of a program, by their dotted names."""

    def __init__(self, root: Path) -> None:
        self.modules = {
            ".".join(file.relative_to(root).with_suffix("").parts).removesuffix(".__init__"): Module(
                file.relative_to(root).as_posix(), file.read_text("utf-8")
            )
            for file in sorted((root / "annotator").rglob("*.py"))
        }

    def of(self, code: Code, given: Mapping[str, Code], depth: int = 0) -> list[str]:
        """All that an expression may say. `given`: what the parameters of its function are."""
        said, module = code
        match said:
            case ast.Constant(value=str() | int() as value) if not isinstance(value, bool):
                return [str(value)]
            case ast.JoinedStr(values=parts):
                return self._joined([self._part(Code(x, module), given, depth) for x in parts])
            case ast.BinOp(left=left, op=ast.Add(), right=right):
                return self._joined([self.of(Code(x, module), given, depth + 1) for x in (left, right)])
            case ast.Name(id=name) if name in given:
                return self.of(given[name], {}, depth + 1)
        several = self._meant(code) if depth < _DEEPEST else []
        found = [text for one in several for text in self.of(one, given, depth + 1)]
        return list(dict.fromkeys(found))[:_MOST] or [GAP]

    def _joined(self, options: list[list[str]]) -> list[str]:
        found = ("".join(words) for words in product(*options))
        return list(dict.fromkeys(_squeezed(text) for text in found))[:_MOST]

    def _part(self, code: Code, given: Mapping[str, Code], depth: int) -> list[str]:
        if not isinstance(code.said, ast.FormattedValue):
            return self.of(code, given, depth + 1)
        value = code.said.value
        if isinstance(value, ast.Name) and (
            value.id.isupper() or value.id in given or self._rows(value, code)
        ):
            return self.of(Code(value, code.module), given, depth + 1)
        if isinstance(value, ast.Call) and isinstance(value.func, ast.Name):
            found = self.of(Code(value, code.module), given, depth + 1)
            return found if len(found) <= _FEW else [GAP]
        return [GAP]

    def _meant(self, code: Code) -> list[Code]:
        said, module = code
        match said:
            case ast.IfExp(body=body, orelse=other):
                return [Code(body, module), Code(other, module)]
            case ast.BoolOp(values=values) | ast.Dict(values=values):
                return [Code(value, module) for value in values]
            case ast.Subscript(value=ast.Name() as value):
                return [Code(value, module)]
            case ast.Call(func=ast.Name(id=name)):
                return self._returned(name, module)
            case ast.Call(func=ast.Attribute(attr=name)):
                return self._returned(name, module) or self._of_methods(name)
            case ast.Name():
                return self._named(said, code)
        return []

    def _named(self, name: ast.Name, code: Code) -> list[Code]:
        module, function = code.module, code.module.within.get(name)
        if function is not None:
            here = [
                Code(node.value, module)
                for node in ast.walk(function)
                if isinstance(node, ast.Assign) and name.id in map(ast.unparse, node.targets)
            ]
            if here := here or self._rows(name, code):
                return here
        if name.id in module.constants:
            return [Code(module.constants[name.id], module)]
        home, there = module.imported.get(name.id, ("", ""))
        at = self.modules.get(home)
        return [Code(at.constants[there], at)] if at and there in at.constants else []

    def _rows(self, name: ast.Name, code: Code) -> list[Code]:
        """What `name` is in turn where it walks over a column of a constant table."""
        function = code.module.within.get(name)
        for node in ast.walk(function) if function else ():
            if (
                isinstance(node, ast.For)
                and isinstance(node.iter, ast.Name)
                and isinstance(node.target, ast.Tuple)
                and isinstance(table := code.module.constants.get(node.iter.id), ast.Tuple)
            ):
                places = [n for n, x in enumerate(node.target.elts) if ast.unparse(x) == name.id]
                return [Code(row.elts[n], code.module) for n in places for row in _tuples(table)]
        return []

    def _returned(self, name: str, module: Module) -> list[Code]:
        home, there = module.imported.get(name, ("", name))
        module = self.modules.get(home, module)
        return _returns(module.functions.get(there, []), module)

    def _of_methods(self, name: str) -> list[Code]:
        homes = [module for module in self.modules.values() if f"def {name}(" in module.text]
        return (
            [x for home in homes for x in _returns(home.functions[name], home)] if len(homes) <= _FEW else []
        )

    def calls(self, function: ast.FunctionDef, home: Module) -> Iterator[tuple[Module, ast.Call]]:
        """Who calls a function of a module by its name, and where; a method, on `self`."""
        name, own = function.name, bool(function.args.args) and function.args.args[0].arg == "self"
        dotted = next(dotted for dotted, module in self.modules.items() if module is home)
        for module in self.modules.values():
            if module is home or (
                not own and name in module.text and module.imported.get(name) == (dotted, name)
            ):
                for call in module.calls:
                    if called(call) == name and own == isinstance(call.func, ast.Attribute):
                        yield module, call


def _tuples(table: ast.Tuple) -> list[ast.Tuple]:
    return [row for row in table.elts if isinstance(row, ast.Tuple)]


def _returns(functions: list[ast.FunctionDef], module: Module) -> list[Code]:
    every = (x for function in functions for x in ast.walk(function))
    return [Code(x.value, module) for x in every if isinstance(x, ast.Return) and x.value]


def _squeezed(text: str) -> str:
    """Gaps side by side are one."""
    while GAP + GAP in text:
        text = text.replace(GAP + GAP, GAP)
    return text
