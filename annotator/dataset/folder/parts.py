"""The parts of a split, as a dataset folder asks for them. Who decides them is dataset/splitting/."""

from collections.abc import Sequence
from typing import Any, Protocol

from annotator.dataset.bundle import Bundle
from annotator.dataset.record import Record


class Auditor(Protocol):
    """Looks at what goes into the parts, and tells what they share."""

    def see(self, bundle: Bundle, part: str) -> None: ...

    def report(self) -> Sequence[dict[str, Any]]:
        """A leak each: {"kind", "parts", "articles", "what"}."""


class Parts(Protocol):
    """Where each article goes."""

    def part(self, digest: str) -> str | None:
        """train, validation or test; None: it is left out."""

    def why(self, digest: str) -> str:
        """The reason for `part`, for people."""

    def leaves_out(self, record: Record, part: str) -> str | None:
        """Why a quote of an article in `part` is left out; None: it is not."""

    def describe(self) -> dict[str, Any]: ...

    def auditor(self) -> Auditor: ...

    def keep(self) -> None:
        """Remember what was decided, for the datasets to come."""


class Whole:
    """No split: everything is for training."""

    def part(self, digest: str) -> str | None:
        return "train"

    def why(self, digest: str) -> str:
        return "there is no split"

    def leaves_out(self, record: Record, part: str) -> str | None:
        return None

    def describe(self) -> dict[str, Any]:
        return {"plan": "none", "by": "none", "salt": None, "warnings": [], "audited": [], "index_bytes": 0}

    def auditor(self) -> Auditor:
        return _Nothing()

    def keep(self) -> None:
        pass


class _Nothing:
    def see(self, bundle: Bundle, part: str) -> None:
        pass

    def report(self) -> Sequence[dict[str, Any]]:
        return ()
