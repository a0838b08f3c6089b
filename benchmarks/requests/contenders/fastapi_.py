"""FastAPI."""

from collections.abc import Mapping
from contextlib import AsyncExitStack
from typing import Any, Final

from benchmarks.requests.contenders import depends
from benchmarks.requests.shapes import Shape

IMPORTS: Final = "from fastapi import Depends, FastAPI, Header, HTTPException, Query"


def application(routes: Mapping[str, Shape]) -> str:
    """Return the source of the application."""
    return depends.application(IMPORTS, "FastAPI", routes)


def admin() -> Any:
    """Return the application that reads a request."""
    return depends.admin(IMPORTS, "FastAPI")


async def resolver(shape: Shape) -> Any:
    """Return what resolves the shape without HTTP; FastAPI wants a request all the same."""
    from fastapi.dependencies.utils import get_dependant, solve_dependencies
    from fastapi.requests import Request

    endpoint = depends.endpoint(application({"/": shape}))
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
