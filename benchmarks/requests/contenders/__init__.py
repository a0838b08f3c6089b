"""One file for each contender: how its users would write the same application.

Each has `IMPORTS`; `application(routes)`, the source of a program whose `app` answers each
path with a shape; `admin()`, the application that reads a request; and `resolver(shape)`,
where there is one: a coroutine function that returns what resolves the shape without HTTP.
"""

import warnings
from importlib import import_module
from typing import Any, Final

from benchmarks.requests.contenders.source import run
from benchmarks.requests.shapes import Shape

NAMES: Final = ("hand", "typed_depends", "fastapi", "litestar", "dishka", "wireup")


def contender(name: str) -> Any:
    """Return a contender's module."""
    return import_module(f"benchmarks.requests.contenders.{name}_")


def graph(name: str, shape: Shape) -> Any:
    """Return a contender's application that answers `GET /` with a shape."""
    with warnings.catch_warnings():
        # dishka announces that its integration is to move to a package of its own.
        warnings.simplefilter("ignore", DeprecationWarning)
        return run(contender(name).application({"/": shape}))["app"]


def admin(name: str) -> Any:
    """Return a contender's application that reads a request."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", DeprecationWarning)
        return contender(name).admin()
