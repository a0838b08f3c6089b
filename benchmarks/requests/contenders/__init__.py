"""One file for each contender: how its users would write the same application.

Each has `graph(shape)` and `admin()`, which return an ASGI application that answers
`GET /`, and `resolver(shape)`, where there is one: a coroutine function that resolves the
shape without HTTP and returns its value.
"""

from importlib import import_module
from typing import Any, Final

NAMES: Final = ("hand", "typed_depends", "fastapi", "litestar", "dishka", "wireup")


def contender(name: str) -> Any:
    """Return a contender's module."""
    return import_module(f"benchmarks.requests.contenders.{name}_")
