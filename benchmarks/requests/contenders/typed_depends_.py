"""typed_depends."""

from collections.abc import Mapping
from typing import Any, Final

from benchmarks.requests.contenders import depends
from benchmarks.requests.shapes import Shape

IMPORTS: Final = "from typed_depends import App, Depends, Header, HTTPException, Query"


def application(routes: Mapping[str, Shape]) -> str:
    """Return the source of the application."""
    return depends.application(IMPORTS, "App", routes)


def admin() -> Any:
    """Return the application that reads a request."""
    return depends.admin(IMPORTS, "App")


async def resolver(shape: Shape) -> Any:
    """Return what resolves the shape without HTTP, in one call."""
    from typed_depends import Injector

    endpoint = depends.endpoint(application({"/": shape}))
    injector = await Injector().__aenter__()

    async def resolve() -> Any:
        return await injector.call(endpoint)

    return resolve


async def scoped_resolver(shape: Shape) -> Any:
    """Return what resolves the shape without HTTP, in a request scope that is opened for it."""
    from typed_depends import Injector

    endpoint = depends.endpoint(application({"/": shape}))
    injector = await Injector().__aenter__()

    async def resolve() -> Any:
        async with injector.request() as scope:
            return await scope.call(endpoint)

    return resolve
