"""Tokens, `name.secret`: taken apart, and compared without telling by time."""

import hashlib
import hmac
import secrets
from typing import NamedTuple

NOBODY = secrets.token_bytes(32)
"""Compared with when the name is unknown, so that it costs what a known one costs."""


class Token(NamedTuple):
    """Who somebody says they are, and the secret that shows it."""

    name: str
    secret: str


def parse(text: str) -> Token | None:
    """Read `name.secret`; nothing else is a token."""
    name, dot, secret = text.partition(".")
    return Token(name, secret) if dot else None


def digest(secret: str) -> bytes:
    """Return what is kept of a secret. Enough for long random ones; passwords need a slow hash."""
    return hashlib.sha256(secret.encode()).digest()


def matches(secret: str, expected: bytes | None) -> bool:
    """Tell in constant time whether `secret` has the digest `expected`."""
    return hmac.compare_digest(digest(secret), expected or NOBODY) and expected is not None
