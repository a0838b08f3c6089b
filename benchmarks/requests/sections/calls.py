"""Whole ASGI calls: from the request's scope to the last byte of the answer."""

from collections.abc import AsyncIterator, Iterable
from typing import Any

from benchmarks.requests import shapes
from benchmarks.requests.call import Call, Request, answers, caller
from benchmarks.requests.contenders import NAMES, admin, graph
from benchmarks.requests.effort import Effort
from benchmarks.requests.measure import sample
from benchmarks.requests.results import Row, row
from benchmarks.requests.shapes import Shape

ADMIN = Request(
    "POST",
    shapes.ADMIN_PATH,
    tuple((name.encode(), value.encode()) for name, value in shapes.ADMIN_HEADERS.items()),
    shapes.ADMIN_BODY,
)


async def measure(effort: Effort) -> AsyncIterator[Row]:
    """Yield a row for each shape that is wanted."""
    for shape in shapes.GRAPHS:
        if effort.wants(shape.key, "calls"):
            calls = await graph_calls(shape)
            yield row(shape.key, shape.named, await sample(calls, rounds=effort.rounds))
    if effort.wants(shapes.ADMIN_KEY, "calls"):
        calls = await admin_calls()
        samples = await sample(calls, rounds=effort.rounds)
        yield row(shapes.ADMIN_KEY, shapes.ADMIN_TITLE, samples)


async def graph_calls(shape: Shape, names: Iterable[str] = NAMES) -> dict[str, Call]:
    """Return what calls the contenders' applications for a shape, all of which agree."""
    calls = {name: caller(graph(name, shape), Request()) for name in names}
    return await agreeing(calls, shape.answer())


async def admin_calls(names: Iterable[str] = NAMES) -> dict[str, Call]:
    """Return what calls the contenders' applications that read a request; all agree."""
    calls = {name: caller(admin(name), ADMIN) for name in names}
    return await agreeing(calls, shapes.ADMIN_ANSWER)


async def agreeing(calls: dict[str, Call], answer: Any) -> dict[str, Call]:
    """Return calls that all give `answer`. Raises `AssertionError` otherwise."""
    for name, call in calls.items():
        given = await answers(call)
        if given != answer:
            raise AssertionError(f"{name} answers {given!r}, not {answer!r}")
    return calls
