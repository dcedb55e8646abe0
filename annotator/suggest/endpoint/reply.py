"""What a reply says: the words of the model and what they cost, or why there are none.

Shapes: the chat completion object and the error codes of OpenAI's API reference
(https://platform.openai.com/docs/api-reference/chat/object, https://platform.openai.com/docs/guides/error-codes).
llama.cpp's server writes errors alike with a number as `code`; vLLM before 0.10 wrote them without the outer
`error`; LM Studio's `error` is a plain text; FastAPI's is called `detail`.
"""

import json
import math
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from email.utils import parsedate_to_datetime
from typing import Any, NoReturn

from annotator.scheme import visible
from annotator.suggest.endpoint.failures import NotTaken, TooLong, TryAgain
from annotator.suggest.endpoint.wire import Reply
from annotator.suggest.suggester import Defeated, Unusable

# What may pass by itself; a 429 for want of money does not.
_AGAIN = (408, 409, 425, 429, 500, 502, 503, 504, 529)
_MONEY = ("insufficient_quota", "credit_balance_exhausted", "spend_limit_exceeded", "usage_limit_exceeded")
_LENGTH = (
    "context_length",
    "context length",
    "context size",
    "context window",
    "too many tokens",
    "too long",
)
_SHOWN = 200  # characters of a server's own words


@dataclass(frozen=True, slots=True)
class Usage:
    """Tokens that were sent and answered, as the server counts them."""

    sent: int
    answered: int


@dataclass(frozen=True, slots=True)
class Complaint:
    """What the server says is wrong; `all` is everything it says, in small letters, for looking into."""

    message: str
    all: str

    def names(self, *words: str) -> bool:
        return any(word in self.all for word in words)


class Judge:
    """Reads replies of one server; `hush` takes the key out of its words."""

    def __init__(
        self, host: str, key_variable: str | None, hush: Callable[[str], str], now: Callable[[], float]
    ) -> None:
        self._host = host
        self._key = f"the key in ${key_variable}" if key_variable else "a request without a key"
        self._hush = hush
        self._now = now  # seconds since 1970, for a Retry-After that is a date

    def document(self, reply: Reply) -> dict[str, Any]:
        """The JSON object of a good reply. Raises what is to be done about another one."""
        if reply.status != 200:
            self._refused(reply)
        document = _json(reply)
        if document is None:
            kind = visible(reply.headers.get("content-type", "nothing"))[:60]
            says = f"{self._host} answered with no JSON object ({kind}): has the url the ending it needs?"
            raise TryAgain(says, most=1)
        if "choices" not in document and "error" in document:  # some gateways say so under a good status
            self._refused(Reply(_status(document), reply.headers, reply.body))
        return document

    def _refused(self, reply: Reply) -> NoReturn:
        complaint = _complaint(reply, self._hush)
        where = f"{self._host} (status {reply.status})"
        said = f": {complaint.message}" if complaint.message else ""
        if 300 <= reply.status < 400:
            raise Unusable(
                f"{where} points to another address, which is not followed: put the right one into url"
            )
        if reply.status == 401:
            raise Unusable(f"{where} does not take {self._key}{said}")
        if reply.status == 402 or complaint.names(*_MONEY):
            raise Unusable(f"{where} wants to be paid first{said}")
        if reply.status == 413 or complaint.names(*_LENGTH):
            raise TooLong(f"{where} cannot take so much at once (less: chunk, labels){said}")
        if reply.status == 404:
            raise Unusable(f"{where} knows no such address or model: mend url or model{said}")
        if reply.status in _AGAIN:
            raise TryAgain(f"{where} is busy or broken{said}", wait=self._wait(reply.headers))
        if reply.status in (400, 422):
            raise NotTaken(f"{where} does not take the request{said}", complaint.all)
        raise Defeated(f"{where} did not answer{said}")

    def _wait(self, headers: Mapping[str, str]) -> float | None:
        """Retry-After in seconds: RFC 9110, 10.2.3 has seconds or a date."""
        said = headers.get("retry-after", "").strip()
        try:
            seconds = float(said)
        except ValueError:
            try:
                seconds = parsedate_to_datetime(said).timestamp() - self._now()
            except (
                ValueError,
                TypeError,
                IndexError,
                OverflowError,
            ):  # what the parser raises for other words
                return None
        return max(0.0, seconds) if math.isfinite(seconds) else None


def words_of(document: dict[str, Any]) -> str:
    """What the model says in a chat completion object. Raises Defeated, TooLong, TryAgain."""
    choices = document.get("choices")
    choice = choices[0] if isinstance(choices, list) and choices else None
    message = choice.get("message") if isinstance(choice, dict) else None
    if not isinstance(choice, dict) or not isinstance(message, dict):
        raise TryAgain("the answer has no choices in it", most=1)
    if isinstance(refusal := message.get("refusal"), str) and refusal.strip():
        raise Defeated(f"the model declined: {visible(refusal)[:_SHOWN]}")
    if choice.get("finish_reason") == "content_filter":
        raise Defeated("the server's content filter stopped the answer")
    if choice.get("finish_reason") == "length":
        raise TooLong("the answer was cut off: give it more answer_tokens, or send less at once (chunk)")
    words = _joined(message.get("content"))
    if not words.strip():
        raise TryAgain("the answer is empty", most=1)
    return words


def usage_of(document: dict[str, Any]) -> Usage | None:
    """What the server says it counted; None where it says nothing that can be."""
    usage = document.get("usage")
    if not isinstance(usage, dict):
        return None
    sent, answered = _count(usage.get("prompt_tokens")), _count(usage.get("completion_tokens", 0))
    return None if sent is None or answered is None else Usage(sent, answered)


def parsed(text: str) -> Any:
    """`text` as JSON. Raises ValueError, for nesting and numbers without end, too."""
    try:
        return json.loads(text)
    except RecursionError:
        raise ValueError("nested too deeply") from None


def _count(value: Any) -> int | None:
    if isinstance(value, int) and not isinstance(value, bool) and 0 <= value < 1_000_000_000:
        return value
    return None


def _joined(content: Any) -> str:
    """The content of a message: a text, or parts with a text each."""
    if isinstance(content, str):
        return content
    parts = content if isinstance(content, list) else []
    texts = [part.get("text") for part in parts if isinstance(part, dict)]
    return "".join(text for text in texts if isinstance(text, str))


def _json(reply: Reply) -> dict[str, Any] | None:
    try:
        document = parsed(reply.body.decode("utf-8"))
    except ValueError:  # UnicodeDecodeError is one
        return None
    return document if isinstance(document, dict) else None


def _complaint(reply: Reply, hush: Callable[[str], str]) -> Complaint:
    document = _json(reply)
    if document is None:
        return Complaint("", "")
    error = document.get("error", document)
    message = error.get("message", error.get("detail")) if isinstance(error, dict) else error
    words = re.sub(r"\s+", " ", message).strip() if isinstance(message, str) else ""
    return Complaint(visible(hush(words))[:_SHOWN].rstrip(" ."), json.dumps(error).lower()[:4000])


def _status(document: dict[str, Any]) -> int:
    """The status that an error in a good reply claims; a bad gateway where it claims none."""
    error = document.get("error")
    code = error.get("code") if isinstance(error, dict) else None
    return code if isinstance(code, int) and 300 <= code < 600 else 502
