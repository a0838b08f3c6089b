"""FastAPI's `staticfiles`."""

from starlette.staticfiles import StaticFiles

__all__ = [
    "StaticFiles",
]
