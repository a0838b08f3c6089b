"""typed_depends."""

from typing import Any

from benchmarks.requests.contenders import depends
from benchmarks.requests.shapes import Shape

_IMPORTS = "from typed_depends import App, Depends, Header, HTTPException, Query"


def graph(shape: Shape) -> Any:
    """Return the application for a shape."""
    return depends.graph(_IMPORTS, "App", shape)


def admin() -> Any:
    """Return the application that reads a request."""
    return depends.admin(_IMPORTS, "App")


async def resolver(shape: Shape) -> Any:
    """Return what resolves the shape without HTTP."""
    from typed_depends import Injector

    endpoint = depends.endpoint(_IMPORTS, shape)
    injector = await Injector().__aenter__()

    async def resolve() -> Any:
        return await injector.call(endpoint)

    return resolve
