"""FastAPI's `security`."""

from typed_depends.oauth import SecurityScopes

__all__ = [
    "SecurityScopes",
]
