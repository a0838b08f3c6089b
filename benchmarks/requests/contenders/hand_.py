"""Careful code by hand on Starlette: what all others are compared with."""

from collections.abc import Awaitable, Callable
from typing import Any

from pydantic import BaseModel, TypeAdapter
from starlette.applications import Starlette
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import JSONResponse
from starlette.routing import Route

from benchmarks.requests.contenders.source import function, run, value
from benchmarks.requests.shapes import Shape, Style

_IMPORTS = """
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack, asynccontextmanager
from starlette.concurrency import run_in_threadpool
from starlette.responses import JSONResponse
"""


def graph(shape: Shape) -> Any:
    """Return the application for a shape."""
    return Starlette(routes=[Route("/", _program(shape)["endpoint"])])


async def resolver(shape: Shape) -> Callable[[], Awaitable[Any]]:
    """Return what resolves the shape without HTTP."""
    names = _program(shape, '{"value": value}')
    endpoint = names["endpoint"]

    async def resolve() -> Any:
        return await endpoint(None)

    return resolve


def _program(shape: Shape, answer: str = 'JSONResponse({"value": value})') -> dict[str, Any]:
    lines = [_IMPORTS]
    for one in shape.providers:
        manager = "@asynccontextmanager\n" if shape.style is Style.ASYNC_GENERATOR else ""
        lines.append(manager + function(one.name, one.needs, shape.style, value(one)))
    lines.append("async def endpoint(request):")
    indent = "    "
    if shape.style is Style.ASYNC_GENERATOR:
        lines.append("    async with AsyncExitStack() as stack:")
        indent = "        "
    for one in shape.providers:
        call = f"{one.name}({', '.join('v_' + need for need in one.needs)})"
        match shape.style:
            case Style.ASYNC:
                call = f"await {call}"
            case Style.DEF:
                arguments = "".join(f", v_{need}" for need in one.needs)
                call = f"await run_in_threadpool({one.name}{arguments})"
            case Style.ASYNC_GENERATOR:
                call = f"await stack.enter_async_context({call})"
        lines.append(f"{indent}v_{one.name} = {call}")
    lines.append(f"{indent}value = {' + '.join('v_' + need for need in shape.needs) or '0'}")
    lines.append(f"{indent}return {answer}")
    return run(lines)


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
