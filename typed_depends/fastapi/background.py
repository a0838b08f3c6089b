"""FastAPI's `background`."""

from starlette.background import BackgroundTasks

__all__ = [
    "BackgroundTasks",
]
