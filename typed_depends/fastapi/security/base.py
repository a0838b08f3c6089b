"""FastAPI's `security.base`."""

from typed_depends.security.base import SecurityBase

__all__ = [
    "SecurityBase",
]
