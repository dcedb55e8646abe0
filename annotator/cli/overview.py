"""The help of the whole: all commands in few words, by who needs them. It loads none of them."""

from itertools import zip_longest
from typing import Any

from typer.core import TyperGroup

EPILOG = "annotator COMMAND --help says more; --install-completion lets Tab complete."

WHO = {
    "Annotators": {
        "annotate": "label, where you left off", "practice": "learn the keys",
        "queue": "what is assigned to you",
        "articles": "all articles", "keys": "the keys of the screen", "feedback": "what the lead changed",
        "pace": "how quickly you work", "flags": "what is unclear",
    },
    "Leads": {
        "annotators": "people and their roles", "assign": "who labels what",
        "progress": "watch a round at work", "agreement": "how far people agree",
        "adjudicate": "settle disagreements", "rule": "answer a flag", "rulings": "what was ruled",
        "speakers": "the registry, merging", "scheme": "move to a new scheme",
        "serve": "the screen in a browser", "bundle": "work for a laptop", "merge": "take such work back in",
    },
    "ML engineers": {
        "export": "write a dataset", "schema": "the JSON Schema", "snapshot": "freeze a version",
        "diff": "between two versions", "gold": "gold by a rule", "evaluate": "a layer against another",
        "suggest": "propose quotes", "learn": "from what people said", "import": "labels made elsewhere",
    },
    "Project": {
        "init": "make a project folder", "demo": "a project to try it all", "ingest": "take in articles",
        "status": "how much there is", "check": "scheme and settings", "doctor": "is anything wrong here",
        "backup": "copy the database", "restore": "put a backup in place",
        "upgrade": "to this version", "migrate-db": "to another database",
    },
}  # fmt: skip
WORDS = {name: words for some in WHO.values() for name, words in some.items()}

_SELDOM = ("install_completion", "show_completion")  # used once in a life; their names are long
_NAME, _HALF = 12, 38  # columns of a name and a space; of a name with its words


class Overview(TyperGroup):
    """The command itself. Its commands stand in two columns, where the terminal is wide enough."""

    def format_commands(self, ctx: Any, formatter: Any) -> None:
        """Write the commands that there are."""
        for who, some in WHO.items():
            rows = [f"{name:<{_NAME}}{words}" for name, words in some.items() if name in self.commands]
            formatter.write(f"\n{who}:\n")
            for line in _in_columns(rows, 2 if formatter.width >= 2 * _HALF + 2 else 1):
                formatter.write(f"  {line}\n")

    def format_options(self, ctx: Any, formatter: Any) -> None:
        """Commands first: they are what is looked for."""
        self.format_commands(ctx, formatter)
        shown = (param for param in self.get_params(ctx) if param.name not in _SELDOM)
        rows = [param.get_help_record(ctx) for param in shown]
        with formatter.section("Options"):
            formatter.write_dl([row for row in rows if row is not None])


def _in_columns(rows: list[str], columns: int) -> list[str]:
    """`rows`, read down the first column, then down the next."""
    height = -(-len(rows) // columns)
    parts = [rows[n * height : (n + 1) * height] for n in range(columns)]
    return [
        "".join(f"{cell:<{_HALF}}" for cell in line).rstrip() for line in zip_longest(*parts, fillvalue="")
    ]
