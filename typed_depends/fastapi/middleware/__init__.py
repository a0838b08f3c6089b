"""FastAPI's `middleware`."""

from starlette.middleware import Middleware

__all__ = [
    "Middleware",
]
