"""dishka on Starlette; plain functions run on the event loop."""

from collections.abc import Mapping
from typing import Any, Final

from benchmarks.requests.contenders import by_type
from benchmarks.requests.contenders.source import run
from benchmarks.requests.shapes import Shape

IMPORTS: Final = """
from collections.abc import AsyncIterator, Iterator
from contextlib import nullcontext
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
app = Starlette(routes=routes)
setup_dishka(make_async_container(provider, StarletteProvider()), app)
"""

_MARK = "@provider.provide\n"


def application(routes: Mapping[str, Shape]) -> str:
    """Return the source of the application."""
    providers = by_type.providers(routes, _MARK)
    return "\n".join([IMPORTS, *providers, *by_type.endpoints(routes, "FromDishka"), _FINISH])


def admin() -> Any:
    """Return the application that reads a request."""
    providers = by_type.ADMIN_PROVIDERS.format(mark=_MARK.strip(), ask="FromDishka[Admin]")
    return run(IMPORTS, by_type.ADMIN_MODELS, providers, by_type.ADMIN_ROUTES, _FINISH)["app"]


async def resolver(shape: Shape) -> Any:
    """Return what resolves the shape without HTTP."""
    names = run(IMPORTS, *by_type.providers({"/": shape}, _MARK))
    container = names["make_async_container"](names["provider"])
    types = [names[by_type.type_of(need)] for need in shape.needs]

    async def resolve() -> Any:
        async with container() as request:
            return {"value": sum([await request.get(one) for one in types])}

    return resolve
