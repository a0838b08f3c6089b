"""wireup on Starlette; plain functions run on the event loop."""

from collections.abc import Mapping
from typing import Any, Final

from benchmarks.requests.contenders import by_type
from benchmarks.requests.contenders.source import all_providers, run
from benchmarks.requests.shapes import Shape

IMPORTS: Final = """
from collections.abc import AsyncIterator, Iterator
from contextlib import nullcontext
from typing import Any, NewType
import wireup
import wireup.integration.starlette as integration
from wireup import Injected, injectable
from wireup.integration.starlette import inject
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import JSONResponse
from starlette.routing import Route
"""

_FINISH = """
app = Starlette(routes=routes)
container = wireup.create_async_container(injectables=[integration, {providers}])
integration.setup(container, app)
"""

_MARK = '@injectable(lifetime="scoped")\n'


def application(routes: Mapping[str, Shape]) -> str:
    """Return the source of the application."""
    names = ", ".join(one.name for one, _ in all_providers(routes))
    return "\n".join(
        [
            IMPORTS,
            *by_type.providers(routes, _MARK),
            *by_type.endpoints(routes, "Injected"),
            _FINISH.format(providers=names),
        ]
    )


def admin() -> Any:
    """Return the application that reads a request."""
    providers = by_type.ADMIN_PROVIDERS.format(mark=_MARK.strip(), ask="Injected[Admin]")
    finish = _FINISH.format(providers="token, user, admin")
    return run(IMPORTS, by_type.ADMIN_MODELS, providers, by_type.ADMIN_ROUTES, finish)["app"]


async def resolver(shape: Shape) -> Any:
    """Return what resolves the shape without HTTP."""
    names = run(IMPORTS, *by_type.providers({"/": shape}, _MARK))
    container = names["wireup"].create_async_container(
        injectables=[names[one.name] for one in shape.providers]
    )
    types = [names[by_type.type_of(need)] for need in shape.needs]

    async def resolve() -> Any:
        async with container.enter_scope() as request:
            return {"value": sum([await request.get(one) for one in types])}

    return resolve
