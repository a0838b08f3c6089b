"""wireup on Starlette; plain functions run on the event loop."""

from typing import Any

from benchmarks.requests.contenders import by_type
from benchmarks.requests.contenders.source import run
from benchmarks.requests.shapes import Shape

_IMPORTS = """
from collections.abc import AsyncIterator
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
app = Starlette(routes=[Route({path!r}, endpoint, methods=[{method!r}])])
container = wireup.create_async_container(injectables=[integration, {providers}])
integration.setup(container, app)
"""

_MARK = '@injectable(lifetime="scoped")\n'


def graph(shape: Shape) -> Any:
    """Return the application for a shape."""
    names = ", ".join(one.name for one in shape.providers)
    lines = [
        _IMPORTS,
        *by_type.providers(shape, _MARK),
        by_type.endpoint(shape, "Injected", 'JSONResponse({{"value": {}}})'),
        _FINISH.format(path="/", method="GET", providers=names),
    ]
    return run(lines)["app"]


def admin() -> Any:
    """Return the application that reads a request."""
    providers = by_type.ADMIN_PROVIDERS.format(mark=_MARK.strip(), ask="Injected[Admin]")
    finish = _FINISH.format(path="/items/{item_id}", method="POST", providers="token, user, admin")
    return run([_IMPORTS, by_type.ADMIN_MODELS, providers, finish])["app"]


async def resolver(shape: Shape) -> Any:
    """Return what resolves the shape without HTTP."""
    names = run([_IMPORTS, *by_type.providers(shape, _MARK)])
    container = names["wireup"].create_async_container(
        injectables=[names[one.name] for one in shape.providers]
    )
    types = [names[need.upper()] for need in shape.needs]

    async def resolve() -> Any:
        async with container.enter_scope() as request:
            return {"value": sum([await request.get(one) for one in types])}

    return resolve
