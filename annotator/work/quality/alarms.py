"""What the lead is told of a person's work. An alarm asks somebody to look; it proves nothing."""

from enum import StrEnum
from typing import Any, NamedTuple

ALPHA = 0.005  # how often one look at one figure of somebody who works evenly raises an alarm, at most


class Kind(StrEnum):
    """What an alarm is about."""

    SPEED = "speed"
    STREAK = "streak"
    GOLD = "gold"
    AGREEMENT = "agreement"
    LABELS = "labels"


class Alarm(NamedTuple):
    """`says`: one sentence. `since` (UTC): when it began. `chance`: how likely chance alone does as much."""

    name: str
    kind: Kind
    says: str
    since: str
    chance: float | None = None

    def as_json(self) -> dict[str, Any]:
        """Values by name."""
        return {**self._asdict(), "kind": str(self.kind)}
