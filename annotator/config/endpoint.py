"""What may stand in [endpoint]: one complaint for each setting that is wrong, which never repeats a key."""

import math
import re
from collections.abc import Callable
from typing import Any

from annotator.config.values import EndpointSettings

# What a setting of [endpoint] takes, and an example of it for who wrote something else.
_Takes = Callable[[Any], bool]


def _text(most: int) -> _Takes:
    return lambda value: (
        isinstance(value, str) and bool(value.strip()) and len(value) <= most and value.isprintable()
    )


def _number(least: float, most: float) -> _Takes:
    return lambda value: _is_number(value) and math.isfinite(value) and least <= value <= most


def _whole(least: int, most: int) -> _Takes:
    return lambda value: isinstance(value, int) and not isinstance(value, bool) and least <= value <= most


def _is_number(value: Any) -> bool:
    return isinstance(value, int | float) and not isinstance(value, bool)


def _is_bool(value: Any) -> bool:
    return isinstance(value, bool)


_ENDPOINT: dict[str, tuple[_Takes, str]] = {
    "url": (_text(2000), '"http://127.0.0.1:8080/v1"'),
    "model": (_text(200), '"the name of a model of that server"'),
    "key_variable": (_text(200), '"MY_KEY", the name of an environment variable'),
    "allow_http": (_is_bool, "true or false"),
    "timeout": (_number(0.001, 3600), "120, the seconds that one answer may take (at most 3600)"),
    "time_limit": (_number(0.001, 10_000_000), "3600, the seconds that a whole run may take"),
    "retries": (_whole(0, 10), "4, how often to try again (0 to 10)"),
    "answer_tokens": (_whole(100, 1_000_000), "8000, the tokens that one answer may have (from 100)"),
    "chunk": (_whole(500, 1_000_000), "12000, the characters of an article that are sent at once (from 500)"),
    "longest": (_whole(500, 100_000_000), "200000, the characters of the longest article to send (from 500)"),
    "labels": (_is_bool, "true or false"),
    "price_input": (_number(0, 1_000_000), "0.15, the price of a million tokens that are sent"),
    "price_output": (_number(0, 1_000_000), "0.60, the price of a million tokens that are answered"),
    "currency": (_text(8), '"USD", at most 8 characters'),
    "max_cost": (_number(0, 1_000_000_000), "5.00, what a whole run may cost"),
}
EXAMPLES = {name: example for name, (_takes, example) in _ENDPOINT.items()}
_SECRETS = (
    "key",
    "api_key",
    "apikey",
    "api-key",
    "token",
    "secret",
    "password",
    "authorization",
    "bearer",
    "sig",
)
_NO_KEY = (
    "a key has no place in this file, which others can read: take it out, put it into an environment "
    'variable, and name that one: key_variable = "MY_KEY"'
)
_VARIABLE = re.compile(r"[A-Z_][A-Z0-9_]*")


def complaint(name: str, value: Any) -> str | None:
    """What is wrong with one setting of [endpoint]; never repeats the value, which may be a key."""
    if name.lower() in _SECRETS:
        return _NO_KEY
    if name not in _ENDPOINT:
        return f"there is no setting “{name[:40]}” in [endpoint]; there are {', '.join(_ENDPOINT)}"
    takes, example = _ENDPOINT[name]
    if not takes(value):
        return f"{name} takes another value: {name} = {example}"
    if name == "key_variable" and not _VARIABLE.fullmatch(value):
        return f"key_variable is a name of capital letters, digits and underscores; {_NO_KEY}"
    return _url_complaint(value) if name == "url" else None


def _url_complaint(url: str) -> str | None:
    from urllib.parse import parse_qsl, urlsplit

    try:
        parts = urlsplit(url)
        known = parts.scheme in ("http", "https") and bool(parts.hostname) and parts.port != 0
    except ValueError:  # a port that is no number, half an IPv6 address
        known = False
    if not known or not url.isascii() or " " in url or parts.fragment:
        return f"url is no address of a server: url = {_ENDPOINT['url'][1]}"
    if "@" in parts.netloc or any(name.lower() in _SECRETS for name, _ in parse_qsl(parts.query)):
        return _NO_KEY
    return None


def plain_http(settings: EndpointSettings) -> str | None:
    from urllib.parse import urlsplit

    parts = urlsplit(settings.url)
    if parts.scheme == "https" or settings.allow_http or is_loopback(parts.hostname or ""):
        return None
    return (
        "anybody between here and that host could read the articles and the key: use https, or say "
        "allow_http = true where the network is your own"
    )


def is_loopback(host: str) -> bool:
    """Whether `host`, a name or an IP address without brackets, is this machine."""
    from ipaddress import ip_address

    try:
        return ip_address(host).is_loopback
    except ValueError:
        return host.lower().rstrip(".") in ("localhost", "localhost.localdomain")
