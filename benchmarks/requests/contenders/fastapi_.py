"""FastAPI."""

from contextlib import AsyncExitStack
from typing import Any

from benchmarks.requests.contenders import depends
from benchmarks.requests.shapes import Shape

_IMPORTS = "from fastapi import Depends, FastAPI, Header, HTTPException, Query"


def graph(shape: Shape) -> Any:
    """Return the application for a shape."""
    return depends.graph(_IMPORTS, "FastAPI", shape)


def admin() -> Any:
    """Return the application that reads a request."""
    return depends.admin(_IMPORTS, "FastAPI")


async def resolver(shape: Shape) -> Any:
    """Return what resolves the shape without HTTP; FastAPI wants a request all the same."""
    from fastapi.dependencies.utils import get_dependant, solve_dependencies
    from fastapi.requests import Request

    endpoint = depends.endpoint(_IMPORTS, shape)
    dependant = get_dependant(path="/", call=endpoint)

    async def resolve() -> Any:
        scope: dict[str, Any] = {
            "type": "http",
            "query_string": b"",
            "headers": [],
            "path_params": {},
        }
        async with AsyncExitStack() as request_stack, AsyncExitStack() as function_stack:
            scope["fastapi_inner_astack"] = request_stack
            scope["fastapi_function_astack"] = function_stack
            solved = await solve_dependencies(
                request=Request(scope),
                dependant=dependant,
                async_exit_stack=request_stack,
                embed_body_fields=False,
            )
            return await endpoint(**solved.values)

    return resolve
