"""dishka on Starlette; plain functions run on the event loop."""

import warnings
from typing import Any

from benchmarks.requests.contenders import by_type
from benchmarks.requests.contenders.source import run
from benchmarks.requests.shapes import Shape

_IMPORTS = """
from collections.abc import AsyncIterator
from typing import Any, NewType
from dishka import FromDishka, Provider, Scope, make_async_container
from dishka.integrations.starlette import StarletteProvider, inject, setup_dishka
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import JSONResponse
from starlette.routing import Route
provider = Provider(scope=Scope.REQUEST)
"""

_FINISH = """
app = Starlette(routes=[Route({path!r}, endpoint, methods=[{method!r}])])
setup_dishka(make_async_container(provider, StarletteProvider()), app)
"""


def graph(shape: Shape) -> Any:
    """Return the application for a shape."""
    lines = [
        _IMPORTS,
        *by_type.providers(shape, "@provider.provide\n"),
        by_type.endpoint(shape, "FromDishka", 'JSONResponse({{"value": {}}})'),
        _FINISH.format(path="/", method="GET"),
    ]
    return _quietly(lines)["app"]


def admin() -> Any:
    """Return the application that reads a request."""
    providers = by_type.ADMIN_PROVIDERS.format(mark="@provider.provide", ask="FromDishka[Admin]")
    finish = _FINISH.format(path="/items/{item_id}", method="POST")
    return _quietly([_IMPORTS, by_type.ADMIN_MODELS, providers, finish])["app"]


async def resolver(shape: Shape) -> Any:
    """Return what resolves the shape without HTTP."""
    names = _quietly([_IMPORTS, *by_type.providers(shape, "@provider.provide\n")])
    container = names["make_async_container"](names["provider"])
    types = [names[need.upper()] for need in shape.needs]

    async def resolve() -> Any:
        async with container() as request:
            return {"value": sum([await request.get(one) for one in types])}

    return resolve


def _quietly(lines: list[str]) -> dict[str, Any]:
    with warnings.catch_warnings():
        # The integration is to move to a package of its own.
        warnings.simplefilter("ignore", DeprecationWarning)
        return run(lines)
