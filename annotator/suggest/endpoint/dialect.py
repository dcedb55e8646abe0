"""What this server takes of the protocol, found out by asking.

Hosted models of the newer kind refuse `max_tokens` and any temperature; LM Studio refuses `json_object`,
older servers `json_schema`; some chat templates have no system role. A refusal names what it refuses, and
from the next request on the run goes without it.
"""

from dataclasses import dataclass, replace
from enum import StrEnum
from typing import Any


class Format(StrEnum):
    """How the answer is bound to JSON: by the schema, to any object, or by the prompt alone."""

    SCHEMA = "json_schema"
    OBJECT = "json_object"
    TEXT = "text"


_WEAKER = {Format.SCHEMA: Format.OBJECT, Format.OBJECT: Format.TEXT}
_OF_FORMAT = ("response_format", "json_schema", "json_object", "schema", "grammar", "structured", "guided")


@dataclass(frozen=True, slots=True)
class Dialect:
    """The parts of a request that not every server takes."""

    format: Format = Format.SCHEMA
    limit: str = "max_tokens"
    temperature: bool = True
    system: bool = True

    def request(
        self, model: str, system: str, user: str, schema: dict[str, Any], tokens: int
    ) -> dict[str, Any]:
        """The body of a request, as it is to be written in JSON."""
        body: dict[str, Any] = {"model": model, "messages": self._messages(system, user), self.limit: tokens}
        if self.temperature:
            body["temperature"] = 0
        if self.format is Format.SCHEMA:
            inner = {"name": "quotes", "strict": True, "schema": schema}
            body["response_format"] = {"type": "json_schema", "json_schema": inner}
        elif self.format is Format.OBJECT:
            body["response_format"] = {"type": "json_object"}
        return body

    def without(self, complaint: str) -> "Dialect | None":
        """This less what `complaint` (small letters) names; None where that cannot be left out."""
        if "max_completion_tokens" in complaint and self.limit == "max_tokens":
            return replace(self, limit="max_completion_tokens")
        if "temperature" in complaint and self.temperature:
            return replace(self, temperature=False)
        if self.format in _WEAKER and any(word in complaint for word in _OF_FORMAT):
            return replace(self, format=_WEAKER[self.format])
        if self.system and "system" in complaint and "role" in complaint:
            return replace(self, system=False)
        return None

    def _messages(self, system: str, user: str) -> list[dict[str, str]]:
        if not self.system:
            return [{"role": "user", "content": f"{system}\n\n{user}"}]
        return [{"role": "system", "content": system}, {"role": "user", "content": user}]
