"""Careful code by hand on Starlette: what all others are compared with."""

from collections.abc import Awaitable, Callable, Iterator, Mapping
from typing import Any, Final

from pydantic import BaseModel, TypeAdapter
from starlette.applications import Starlette
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import JSONResponse
from starlette.routing import Route

from benchmarks.requests.contenders.source import all_providers, function, run, value
from benchmarks.requests.shapes import Shape, Style

IMPORTS: Final = """
from collections.abc import AsyncIterator, Iterator
from contextlib import AsyncExitStack, asynccontextmanager, contextmanager, nullcontext
from starlette.concurrency import run_in_threadpool
from pydantic import BaseModel
from starlette.applications import Starlette
from starlette.concurrency import run_in_threadpool
from starlette.responses import JSONResponse
from starlette.routing import Route
"""

_ON_THREADS: Final = """
@asynccontextmanager
async def on_threads(manager):
    value = await run_in_threadpool(manager.__enter__)
    try:
        yield value
    except BaseException as error:
        if not await run_in_threadpool(manager.__exit__, type(error), error, None):
            raise
    else:
        await run_in_threadpool(manager.__exit__, None, None, None)
"""

_DECORATORS: Final = {
    Style.ASYNC_GENERATOR: "@asynccontextmanager\n",
    Style.SESSION: "@asynccontextmanager\n",
    Style.GENERATOR: "@contextmanager\n",
}


def application(routes: Mapping[str, Shape], answer: str = "JSONResponse({})") -> str:
    """Return the source of the application; `answer` makes a response of what is answered."""
    lines = [IMPORTS, _ON_THREADS]
    for one, style in all_providers(routes):
        lines.append(_DECORATORS.get(style, "") + function(one.name, one.needs, style, value(one)))
    for number, shape in enumerate(routes.values()):
        lines.extend(_endpoint_of(shape, f"endpoint_{number}", answer))
    listed = (f"Route({path!r}, endpoint_{number})" for number, path in enumerate(routes))
    lines.append(f"app = Starlette(routes=[{', '.join(listed)}])")
    return "\n".join(lines)


def _endpoint_of(shape: Shape, name: str, answer: str) -> Iterator[str]:
    yield f"async def {name}(request):"
    indent = "    "
    if shape.style in _DECORATORS:
        yield "    async with AsyncExitStack() as stack:"
        indent = "        "
    for one in shape.providers:
        call = f"{one.name}({', '.join('v_' + need for need in one.needs)})"
        match shape.style:
            case Style.ASYNC:
                call = f"await {call}"
            case Style.DEF:
                arguments = "".join(f", v_{need}" for need in one.needs)
                call = f"await run_in_threadpool({one.name}{arguments})"
            case Style.ASYNC_GENERATOR | Style.SESSION:
                call = f"await stack.enter_async_context({call})"
            case Style.GENERATOR:
                call = f"await stack.enter_async_context(on_threads({call}))"
        yield f"{indent}v_{one.name} = {call}"
    yield f"{indent}value = {' + '.join('v_' + need for need in shape.needs) or '0'}"
    made = answer.format('{"value": value}')
    yield f"{indent}return {made}"


async def resolver(shape: Shape) -> Callable[[], Awaitable[Any]]:
    """Return what resolves the shape without HTTP."""
    endpoint = run(application({"/": shape}, answer="{}"))["endpoint_0"]

    async def resolve() -> Any:
        return await endpoint(None)

    return resolve


class Item(BaseModel):
    """The body."""

    name: str
    price: float
    tags: list[str] = []


class User(BaseModel):
    """Who asks."""

    name: str
    role: str


_whole = TypeAdapter(int)


async def _token(request: Request) -> str:
    scheme, _, credentials = request.headers["authorization"].partition(" ")
    if scheme != "Bearer":
        raise HTTPException(401)
    return credentials


async def _user(token: str) -> User:
    name, _, role = token.partition(":")
    return User(name=name, role=role)


async def _admin(user: User) -> User:
    if user.role != "admin":
        raise HTTPException(403)
    return user


async def _endpoint(request: Request) -> JSONResponse:
    token = await _token(request)
    user = await _user(token)
    admin = await _admin(user)
    item_id = _whole.validate_python(request.path_params["item_id"])
    page = _whole.validate_python(request.query_params.get("page", 1))
    size = _whole.validate_python(request.query_params.get("size", 20))
    if size > 100:
        raise HTTPException(422)
    item = Item.model_validate(await request.json())
    return JSONResponse(
        {
            "item": item_id,
            "by": admin.name,
            "page": page,
            "size": size,
            "name": item.name,
            "price": item.price,
            "tags": item.tags,
        }
    )


def admin() -> Any:
    """Return the application that reads a request."""
    return Starlette(routes=[Route("/items/{item_id}", _endpoint, methods=["POST"])])
