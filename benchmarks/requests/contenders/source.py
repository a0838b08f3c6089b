"""Writes a shape as Python: one function for each provider, in a contender's spelling."""

import sys
from collections.abc import Callable, Iterable
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


def value(provider: Provider) -> str:
    """Return what a provider computes from its parameters, which have its needs' names."""
    return " + ".join(("1", *provider.needs))


def total(shape: Shape) -> str:
    """Return what the endpoint computes."""
    return " + ".join(shape.needs) or "0"


def run(lines: Iterable[str]) -> dict[str, Any]:
    """Run a program as a module of its own; return its names."""
    name = f"benchmarks.requests.program_{next(_numbers)}"
    module = sys.modules[name] = ModuleType(name)
    exec(compile("\n".join(lines), f"<{name}>", "exec"), vars(module))
    return vars(module)


def depends_program(imports: str, shape: Shape, finish: Callable[[str], str]) -> dict[str, Any]:
    """Run a shape written with `Annotated[int, Depends(f)]`; `finish` decorates the endpoint."""

    def ask(name: str) -> str:
        return f"{name}: Annotated[int, Depends({name})]"

    lines = [imports]
    for one in shape.providers:
        lines.append(function(one.name, map(ask, one.needs), shape.style, value(one)))
    style = Style.DEF if shape.style is Style.DEF else Style.ASYNC
    endpoint = function(
        "endpoint",
        map(ask, shape.needs),
        style,
        f'{{"value": {total(shape)}}}',
        "dict[str, int]",
    )
    lines.append(finish(endpoint))
    return run(lines)
