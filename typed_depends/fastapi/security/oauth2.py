"""FastAPI's `security.oauth2`."""

from typed_depends.oauth import SecurityScopes

__all__ = [
    "SecurityScopes",
]
