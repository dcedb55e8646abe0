"""A server in a thread that speaks the protocol of chat completions over real HTTP, and misbehaves on demand.

What it asks of a request, and the shapes of what it answers, follow OpenAI's API reference: the chat
completion object (https://platform.openai.com/docs/api-reference/chat/object), error codes
(https://platform.openai.com/docs/guides/error-codes), and what a strict schema may hold
(https://platform.openai.com/docs/guides/structured-outputs). `refuses` makes it one of the servers that
take less; their words are those that such servers use.
"""

import json
import socket
import threading
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

PATH = "/v1/chat/completions"
MODEL = "tiny-1"
_KNOWN = {
    "model",
    "messages",
    "max_tokens",
    "max_completion_tokens",
    "temperature",
    "response_format",
    "stream",
}
_TYPES = {"object", "array", "string", "integer", "number", "boolean"}
_WORDS = {"type", "properties", "required", "additionalProperties", "items", "enum"}


@dataclass(frozen=True, slots=True)
class Say:
    """One reply: status, headers and bytes; `manner` is how they are sent."""

    body: bytes
    status: int = 200
    headers: tuple[tuple[str, str], ...] = (("Content-Type", "application/json"),)
    manner: str = "whole"  # or silent, drip, dropped, chunked, chunked-dropped, reset


def completion(
    quotes: Sequence[dict[str, Any]] | str | None,
    finish: str = "stop",
    usage: Any = (100, 20),
    manner: str = "whole",
    **message: Any,
) -> Say:
    """A chat completion object that says `quotes`, or just these words."""
    words = json.dumps({"quotes": quotes}) if isinstance(quotes, list | tuple) else quotes
    document: dict[str, Any] = {
        "id": "chatcmpl-1",
        "object": "chat.completion",
        "created": 1_700_000_000,
        "model": MODEL,
        "choices": [
            {
                "index": 0,
                "message": {"role": "assistant", "content": words, "refusal": None, **message},
                "logprobs": None,
                "finish_reason": finish,
            }
        ],
    }
    if isinstance(usage, tuple):
        sent, answered = usage
        usage = {"prompt_tokens": sent, "completion_tokens": answered, "total_tokens": sent + answered}
    if usage is not None:
        document["usage"] = usage
    return Say(json.dumps(document).encode(), manner=manner)


def error(
    status: int,
    message: str = "Something went wrong",
    type: str = "server_error",
    code: str | int | None = None,
    param: str | None = None,
    **headers: str,
) -> Say:
    """An error object; headers are written retry_after="3"."""
    body = {"error": {"message": message, "type": type, "param": param, "code": code}}
    named = tuple((name.replace("_", "-"), value) for name, value in headers.items())
    return Say(json.dumps(body).encode(), status, (("Content-Type", "application/json"), *named))


@dataclass
class Server:
    """The replies that it is to give, in order, and the requests that it had. Without replies: no quotes."""

    url: str = ""
    key: str | None = None
    refuses: frozenset[str] = frozenset()
    replies: list[Say] = field(default_factory=list)
    requests: list[dict[str, Any]] = field(default_factory=list)
    headers: list[dict[str, str]] = field(default_factory=list)
    paths: list[str] = field(default_factory=list)
    closing: threading.Event = field(default_factory=threading.Event)

    def reply(self, path: str, headers: dict[str, str], body: bytes) -> Say:
        """What this request gets."""
        self.paths.append(path)
        self.headers.append(headers)
        if path.partition("?")[0] != PATH:
            return error(404, f"Invalid URL (POST {path})", "invalid_request_error")
        if self.key is not None and headers.get("authorization") != f"Bearer {self.key}":
            given = headers.get("authorization", "")
            return error(
                401, f"Incorrect API key provided: {given}.", "invalid_request_error", "invalid_api_key"
            )
        wrong = self._wrong(headers, body)
        if wrong is not None:
            return wrong
        self.requests.append(json.loads(body))
        return self.replies.pop(0) if self.replies else completion([])

    def _wrong(self, headers: dict[str, str], body: bytes) -> Say | None:
        """What a real server says of a request that is not as documented, or that it does not take."""
        if headers.get("content-type") != "application/json":
            return error(415, "Unsupported content type", "invalid_request_error")
        request = json.loads(body)
        messages = request.get("messages")
        if set(request) - _KNOWN or not messages:
            return error(400, "Unrecognized request argument", "invalid_request_error")
        if any(set(m) != {"role", "content"} or not isinstance(m["content"], str) for m in messages):
            return error(400, "Invalid type for 'messages'", "invalid_request_error", param="messages")
        if request["model"] != MODEL:
            says = f"The model '{request['model']}' does not exist"
            return error(404, says, "invalid_request_error", "model_not_found")
        if "max_tokens" in request and "max_completion_tokens" in request:
            return error(400, "Setting both is not supported", "invalid_request_error")
        return self._refused(request) or _not_strict(request)

    def _refused(self, request: dict[str, Any]) -> Say | None:
        bound = request.get("response_format", {}).get("type", "text")
        if "max_tokens" in self.refuses and "max_tokens" in request:
            says = "Unsupported parameter: 'max_tokens' is not supported with this model. "
            says += "Use 'max_completion_tokens' instead."
            return error(400, says, "invalid_request_error", "unsupported_parameter", "max_tokens")
        if "temperature" in self.refuses and "temperature" in request:
            says = "Unsupported value: 'temperature' does not support 0 with this model."
            return error(400, says, "invalid_request_error", "unsupported_value", "temperature")
        if bound in self.refuses:  # LM Studio's shape: the error is a text
            body = {"error": "'response_format.type' must be one of the types that this server has"}
            return Say(json.dumps(body).encode(), 400)
        if "system" in self.refuses and request["messages"][0]["role"] == "system":
            return error(500 if "500" in self.refuses else 400, "System role not supported", code=400)
        return None


def _not_strict(request: dict[str, Any]) -> Say | None:
    bound = request.get("response_format", {})
    if bound.get("type") != "json_schema":
        return None
    inner = bound["json_schema"]
    if set(inner) != {"name", "strict", "schema"} or not strict(inner["schema"]):
        says = "Invalid schema for response_format"
        return error(400, says, "invalid_request_error", param="response_format")
    return None


def strict(schema: dict[str, Any]) -> bool:
    """Whether a schema keeps to what every documented subset has."""
    if set(schema) - _WORDS or schema.get("type") not in _TYPES:
        return False
    if schema["type"] == "array":
        return strict(schema["items"])
    if schema["type"] != "object":
        return True
    properties = schema["properties"]
    closed = schema["additionalProperties"] is False and schema["required"] == list(properties)
    return closed and all(strict(inner) for inner in properties.values())


class _Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    server: "_Http"

    def do_POST(self) -> None:
        body = self.rfile.read(int(self.headers["Content-Length"]))
        headers = {name.lower(): value for name, value in self.headers.items()}
        say = self.server.double.reply(self.path, headers, body)
        self.close_connection = True
        if say.manner == "silent":
            self.server.double.closing.wait(30)
        elif say.manner == "reset":
            self.connection.shutdown(socket.SHUT_RDWR)
        else:
            self._send(say)

    def _send(self, say: Say) -> None:
        self.send_response(say.status)
        for name, value in say.headers:
            self.send_header(name, value)
        if say.manner.startswith("chunked"):
            self.send_header("Transfer-Encoding", "chunked")
        else:
            self.send_header("Content-Length", str(len(say.body)))
        self.end_headers()
        {"drip": self._drip, "dropped": self._half}.get(say.manner, self._pieces)(say)

    def _pieces(self, say: Say) -> None:
        if say.manner == "whole":
            self.wfile.write(say.body)
            return
        for at in range(0, len(say.body), 50):
            piece = say.body[at : at + 50]
            self.wfile.write(b"%x\r\n%s\r\n" % (len(piece), piece))
            if say.manner == "chunked-dropped" and at:
                return
        self.wfile.write(b"0\r\n\r\n")

    def _half(self, say: Say) -> None:
        self.wfile.write(say.body[: len(say.body) // 2])

    def _drip(self, say: Say) -> None:
        """A blank now and then, as gateways send to keep a connection open, and never the answer."""
        try:
            while not self.server.double.closing.wait(0.02):
                self.wfile.write(b" ")
        except OSError:  # the client has gone, as it should
            pass

    def log_message(self, format: str, *args: object) -> None:
        """Say nothing."""


class _Http(ThreadingHTTPServer):
    daemon_threads = True
    double: Server

    def handle_error(self, request: object, client_address: object) -> None:
        """A client that leaves in the middle of a reply is part of the play."""


@contextmanager
def serving(key: str | None = None, refuses: Sequence[str] = ()) -> Iterator[Server]:
    """A running server on a free port of this machine."""
    http = _Http(("127.0.0.1", 0), _Handler)
    http.double = Server(f"http://127.0.0.1:{http.server_port}/v1", key, frozenset(refuses))
    thread = threading.Thread(target=http.serve_forever, kwargs={"poll_interval": 0.01}, daemon=True)
    thread.start()
    try:
        yield http.double
    finally:
        http.double.closing.set()
        http.shutdown()
        http.server_close()
        thread.join()
