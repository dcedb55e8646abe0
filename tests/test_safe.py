"""Safe by default: what no source of the program may hold."""

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.conftest import ROOT

SOURCES = sorted((ROOT / "annotator").rglob("*.py"))

# Calls that run what a text says, or a program through a shell, by module and name.
FORBIDDEN = {
    "eval", "exec", "compile", "__import__", "os.system", "os.popen", "os.spawnl", "os.spawnv",
    "subprocess.getoutput", "subprocess.getstatusoutput", "asyncio.create_subprocess_shell", "pty.spawn",
    "yaml.load_all", "yaml.unsafe_load", "yaml.full_load", "input", "tempfile.mktemp",
}  # fmt: skip
# Modules that make objects of bytes, or that trust what they read.
NEVER = {
    "pickle",
    "marshal",
    "shelve",
    "dill",
    "joblib",
    "cloudpickle",
    "xmlrpc",
    "telnetlib",
    "code",
    "codeop",
}
NEVER |= {"xml.etree.ElementTree", "xml.sax", "xml.dom.minidom", "torch"}
LOADER = "BaseLoader"  # of YAML: it makes texts, lists and mappings alone
DATABASE = {"execute", "exec_driver_sql", "executemany", "executescript", "text", "scalar", "scalars", "DDL"}


# Who opens a file of SQLite, or asks a server, without the store, and why.
_QUICK = "the store takes too long to load at every Tab"
_DOUBTFUL = "a doctor looks where packages are missing or a file is damaged, too"
_OWN = "an index beside the shards of an ingest: a file of its own"
BESIDE = {
    "annotator/cli/glance.py": _QUICK,
    "annotator/cli/offering.py": _QUICK,
    "annotator/cli/examining.py": _DOUBTFUL,
    "annotator/cli/examining_database.py": _DOUBTFUL,
    "annotator/cli/examining_disk.py": _DOUBTFUL,
    "annotator/ingest/bulk/sieve.py": _OWN,
    "annotator/cli/ingest_near.py": _OWN,
}


def trees() -> Iterator[tuple[Path, ast.Module]]:
    for file in SOURCES:
        yield file.relative_to(ROOT), ast.parse(file.read_text("utf-8"))


@pytest.fixture(scope="module")
def sources() -> list[tuple[Path, ast.Module]]:
    return list(trees())


def called(node: ast.Call) -> str:
    """The dotted name of what is called, as far as it is written out."""
    return ast.unparse(node.func)


def calls(tree: ast.AST) -> Iterator[ast.Call]:
    return (node for node in ast.walk(tree) if isinstance(node, ast.Call))


def test_nothing_runs_what_a_text_says(sources: list[tuple[Path, ast.Module]]) -> None:
    found = [
        f"{file}:{node.lineno}: {called(node)}"
        for file, tree in sources
        for node in calls(tree)
        if called(node) in FORBIDDEN
        or any(word.arg == "shell" for word in node.keywords)
        or (called(node) == "yaml.load" and LOADER not in ast.unparse(node))
    ]
    assert found == []


def test_nothing_makes_objects_of_bytes(sources: list[tuple[Path, ast.Module]]) -> None:
    found = []
    for file, tree in sources:
        for node in ast.walk(tree):
            if isinstance(node, ast.Import):
                names = [name.name for name in node.names]
            elif isinstance(node, ast.ImportFrom):
                names = [node.module or "", *(f"{node.module}.{name.name}" for name in node.names)]
            else:
                continue
            found += [f"{file}:{node.lineno}: {x}" for x in names if x in NEVER or x.split(".")[0] in NEVER]
    assert found == []


# How many statements of a file are put together, and of what: none of it comes from a text.
BUILT = {
    "annotator/store/engine.py": 1,  # the pragmas of a connection
    "annotator/store/alive.py": 2,  # a number of 64 bits
    "annotator/cli/offering.py": 1,  # one of the queries above it, and LIMIT
    "annotator/ingest/bulk/sieve.py": 2,  # pragmas, and a number of shards
    "annotator/store/security/making.py": 2,  # names of schemas and roles, quoted: no statement binds them
}


def is_built(node: ast.expr) -> bool:
    """Whether a text is put together where it is used, of more than what stands written, and CONSTANTS."""
    if isinstance(node, ast.JoinedStr):
        values = [part.value for part in node.values if isinstance(part, ast.FormattedValue)]
        names = [x.id for value in values for x in ast.walk(value) if isinstance(x, ast.Name)]
        return any(not name.strip("_").isupper() for name in names)
    if isinstance(node, ast.BinOp) and isinstance(node.op, ast.Add | ast.Mod):
        return any(isinstance(x, ast.Constant) and isinstance(x.value, str) for x in ast.walk(node))
    return isinstance(node, ast.Call) and called(node).endswith((".format", ".join"))


def test_statements_are_written_down_and_their_values_bound(sources: list[tuple[Path, ast.Module]]) -> None:
    found: dict[str, list[str]] = {}
    for file, tree in sources:
        if "migrations" in file.parts or not ("store" in file.parts or str(file) in BESIDE):
            continue
        for node in calls(tree):
            if called(node).split(".")[-1] in DATABASE and node.args and is_built(node.args[0]):
                found.setdefault(str(file), []).append(f"{node.lineno}: {ast.unparse(node)[:100]}")
    assert {file: lines for file, lines in found.items() if len(lines) > BUILT.get(file, 0)} == {}


def test_only_the_store_speaks_to_a_database(sources: list[tuple[Path, ast.Module]]) -> None:
    """But for a few, none of which writes to it. import-linter holds SQLAlchemy, this sqlite3 and psycopg."""
    found = {
        str(file)
        for file, tree in sources
        if "store" not in file.parts
        for node in ast.walk(tree)
        if isinstance(node, ast.Import | ast.ImportFrom)
        and {"sqlite3", "psycopg"} & {(getattr(node, "module", "") or ""), *(x.name for x in node.names)}
    }
    assert found == set(BESIDE)
