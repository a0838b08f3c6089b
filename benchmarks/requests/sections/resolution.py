"""Resolution without HTTP: a scope is opened, a graph resolved, the scope left."""

from collections.abc import AsyncIterator
from typing import Final

from benchmarks.requests import shapes
from benchmarks.requests.call import Call
from benchmarks.requests.contenders import contender
from benchmarks.requests.effort import Effort
from benchmarks.requests.measure import sample
from benchmarks.requests.results import Row, row
from benchmarks.requests.sections.calls import agreeing
from benchmarks.requests.shapes import Shape

RESOLVERS: Final = {
    "hand": ("hand", "resolver"),
    "typed_depends": ("typed_depends", "resolver"),
    "… .request()": ("typed_depends", "scoped_resolver"),
    "fastapi": ("fastapi", "resolver"),
    "dishka": ("dishka", "resolver"),
    "wireup": ("wireup", "resolver"),
}
"""A function of a contender's module for each column. Litestar resolves requests only."""


async def measure(effort: Effort) -> AsyncIterator[Row]:
    """Yield a row for each shape."""
    for shape in shapes.RESOLVED:
        calls = {title: await resolver(title, shape) for title in RESOLVERS}
        await agreeing(calls, shape.answer())
        yield row(shape.key, shape.title, await sample(calls, rounds=effort.rounds))


async def resolver(title: str, shape: Shape) -> Call:
    """Return what resolves a shape in the way of one column."""
    name, function = RESOLVERS[title]
    call: Call = await getattr(contender(name), function)(shape)
    return call
