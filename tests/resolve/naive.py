"""The naive resolver: what injection means, in some thirty lines.

No graph, no plan, no sharing but a dictionary: the oracle for the fast one.
"""

import inspect
from collections.abc import Callable
from contextlib import AsyncExitStack, asynccontextmanager, contextmanager
from typing import Any

from typed_depends.markers import Depends


async def naive_call(function: Callable[..., Any]) -> Any:
    """Call `function` with everything it depends on, and clean up in reverse order."""
    async with AsyncExitStack() as request, AsyncExitStack() as ends_with_function:
        values: dict[tuple[Any, str], Any] = {}

        async def provide(marker: Depends) -> Any:
            call = marker.dependency
            assert call is not None
            yields = inspect.isgeneratorfunction(call) or inspect.isasyncgenfunction(call)
            key = (call, marker.scope or ("request" if yields else ""))
            if marker.use_cache and key in values:
                return values[key]
            arguments = await arguments_of(call)
            stack = ends_with_function if marker.scope == "function" else request
            if inspect.isasyncgenfunction(call):
                value = await stack.enter_async_context(asynccontextmanager(call)(**arguments))
            elif inspect.isgeneratorfunction(call):
                value = stack.enter_context(contextmanager(call)(**arguments))
            else:
                value = call(**arguments)
                value = await value if inspect.iscoroutine(value) else value
            return values.setdefault(key, value) if marker.use_cache else value

        async def arguments_of(call: Callable[..., Any]) -> dict[str, Any]:
            parameters = inspect.signature(call).parameters.values()
            return {
                parameter.name: await provide(parameter.default)
                if isinstance(parameter.default, Depends)
                else parameter.default
                for parameter in parameters
            }

        result = function(**await arguments_of(function))
        return await result if inspect.iscoroutine(result) else result
