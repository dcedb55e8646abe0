"""What a project's settings are."""

from dataclasses import dataclass, field
from pathlib import Path

FILE = "annotator.toml"
DATABASE = "annotator.db"
THEMES = ("dark", "light", "contrast", "colour-blind", "terminal", "bare")  # what they are: tui/themes.py


@dataclass(frozen=True, slots=True)
class Complaint:
    """What is wrong in annotator.toml, and in which line (counted from 1)."""

    line: int
    sentence: str

    def __str__(self) -> str:
        return f"{FILE}, line {self.line}: {self.sentence}"


@dataclass(frozen=True, slots=True)
class EndpointSettings:
    """What [endpoint] says: the server that `annotator suggest endpoint` asks; docs/endpoint.md.

    `key_variable` names the environment variable with the key; the key itself is never in a file. Times are
    seconds, lengths characters, prices per million tokens; `time_limit` and `max_cost` are of a whole run.
    """

    url: str
    model: str
    key_variable: str | None = None
    allow_http: bool = False
    timeout: float = 120.0
    time_limit: float | None = None
    retries: int = 4
    answer_tokens: int = 8_000
    chunk: int = 12_000
    longest: int = 200_000
    labels: bool = True
    price_input: float | None = None
    price_output: float | None = None
    currency: str = "USD"
    max_cost: float | None = None


@dataclass(frozen=True, slots=True)
class Settings:
    """What annotator.toml says. `keys` has command ids and the keys that call them; tui knows which exist.

    `rules`: whether the rules read each new article by themselves. `mouse`: whether the screen heeds it.
    """

    db: str | None = None
    keys: dict[str, str] = field(default_factory=dict)
    endpoint: EndpointSettings | None = None
    rules: bool = True
    theme: str = THEMES[0]
    mouse: bool = True


@dataclass(frozen=True, slots=True)
class Config:
    """What holds. `database` is an address for the store, `file` the SQLite file behind it, if it is one.

    `name` is whom the environment says to be at work; the others as in Settings.
    """

    folder: Path
    database: str
    file: Path | None
    name: str | None = None
    keys: dict[str, str] = field(default_factory=dict)
    endpoint: EndpointSettings | None = None
    rules: bool = True
    theme: str = THEMES[0]
    mouse: bool = True
