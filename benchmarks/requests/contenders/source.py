"""Writes shapes as Python: one function for each provider, in a contender's spelling.

What is written runs as a module of its own (`run`), or is a file that others import.
"""

import sys
from collections.abc import Iterable, Iterator, Mapping
from itertools import count
from types import ModuleType
from typing import Any

from benchmarks.requests.shapes import Provider, Shape, Style

_numbers = count()


def function(
    name: str, parameters: Iterable[str], style: Style, result: str, returns: str = "int"
) -> str:
    """Return the source of one provider."""
    head = f"({', '.join(parameters)})"
    match style:
        case Style.ASYNC:
            return f"async def {name}{head} -> {returns}:\n    return {result}\n"
        case Style.DEF:
            return f"def {name}{head} -> {returns}:\n    return {result}\n"
        case Style.ASYNC_GENERATOR:
            return f"async def {name}{head} -> AsyncIterator[{returns}]:\n    yield {result}\n"
        case Style.SESSION:
            return (
                f"async def {name}{head} -> AsyncIterator[{returns}]:\n"
                f"    async with nullcontext({result}) as value:\n        yield value\n"
            )
        case Style.GENERATOR:
            return f"def {name}{head} -> Iterator[{returns}]:\n    yield {result}\n"


def value(provider: Provider) -> str:
    """Return what a provider computes from its parameters, which have its needs' names."""
    return " + ".join(("1", *provider.needs))


def total(shape: Shape) -> str:
    """Return what the endpoint computes."""
    return " + ".join(shape.needs) or "0"


def all_providers(routes: Mapping[str, Shape]) -> Iterator[tuple[Provider, Style]]:
    """Yield what is under all routes; what several share, once."""
    seen: set[str] = set()
    for shape in routes.values():
        for provider in shape.providers:
            if provider.name not in seen:
                seen.add(provider.name)
                yield provider, shape.style


def run(*lines: str) -> dict[str, Any]:
    """Run a program as a module of its own; return its names."""
    name = f"benchmarks.requests.program_{next(_numbers)}"
    module = sys.modules[name] = ModuleType(name)
    exec(compile("\n".join(lines), f"<{name}>", "exec"), vars(module))
    return vars(module)
