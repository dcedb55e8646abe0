"""Secrets: how they are made, and how a right one is told from a wrong one without keeping it.

A password is kept as Argon2id (RFC 9106), as people choose it; a link's token as SHA-256, which is enough for
256 bits that nobody chose.
"""

import hmac
from functools import cache
from hashlib import sha256
from secrets import token_urlsafe

from argon2 import PasswordHasher
from argon2.exceptions import Argon2Error, InvalidHashError

SHORTEST, LONGEST = 10, 200  # characters of a password
BYTES = 32


def token() -> str:
    """256 random bits, in 43 characters that may stand in an address."""
    return token_urlsafe(BYTES)


def digest(secret: str) -> str:
    """What tells `secret`, if it is a token."""
    return sha256(secret.encode("utf-8", "surrogatepass")).hexdigest()


def same(a: str, b: str) -> bool:
    """Whether two digests are the same, in a time that does not depend on where they differ."""
    return hmac.compare_digest(a.encode(), b.encode())


def hashed(password: str) -> str:
    """What tells `password`."""
    return _hasher().hash(password)


def is_right(password: str, kept: str | None) -> bool:
    """Whether `kept` tells this password. Where nothing is kept the answer takes as long."""
    if len(password) > LONGEST:
        return False
    try:
        return _hasher().verify(kept or _nobodys(), password) and kept is not None
    except (Argon2Error, InvalidHashError):
        return False


@cache
def _hasher() -> PasswordHasher:
    return PasswordHasher()


@cache
def _nobodys() -> str:
    return hashed(token())
