"""The table: every shape, every contender that has it."""

from collections.abc import AsyncIterator, Iterable
from typing import Any

from benchmarks.requests import shapes
from benchmarks.requests.call import Call, Request, answers, caller
from benchmarks.requests.contenders import NAMES, contender
from benchmarks.requests.measure import Figure, compare
from benchmarks.requests.shapes import Shape

ADMIN = Request(
    "POST",
    shapes.ADMIN_PATH,
    tuple((name.encode(), value.encode()) for name, value in shapes.ADMIN_HEADERS.items()),
    shapes.ADMIN_BODY,
)


async def whole_calls(
    rounds: int, graphs: Iterable[Shape] = shapes.GRAPHS, names: Iterable[str] = NAMES
) -> AsyncIterator[tuple[str, dict[str, Figure]]]:
    """Yield for each shape the figures of whole ASGI calls."""
    for shape in graphs:
        calls = {name: caller(contender(name).graph(shape), Request()) for name in names}
        yield f"{shape.key}: {shape.title}", await checked(calls, shape.answer(), rounds)


async def admin_calls(rounds: int) -> tuple[str, dict[str, Figure]]:
    """Return the figures of the shape that reads a request."""
    calls = {name: caller(contender(name).admin(), ADMIN) for name in NAMES}
    return "f: header, token, user, admin, body", await checked(calls, shapes.ADMIN_ANSWER, rounds)


async def resolutions(rounds: int) -> AsyncIterator[tuple[str, dict[str, Figure]]]:
    """Yield for each shape with providers the figures of resolving it without HTTP."""
    for shape in shapes.GRAPHS:
        if shape.key not in "bde":
            continue
        calls = {}
        for name in NAMES:
            module = contender(name)
            if hasattr(module, "resolver"):
                calls[name] = await module.resolver(shape)
        yield f"{shape.key}: {shape.title}", await checked(calls, shape.answer(), rounds)


async def checked(calls: dict[str, Call], answer: Any, rounds: int) -> dict[str, Figure]:
    """Compare contenders that all give the same answer. Raises `AssertionError` otherwise."""
    for name, call in calls.items():
        given = await answers(call)
        if given != answer:
            raise AssertionError(f"{name} answers {given!r}, not {answer!r}")
    return await compare(calls, rounds=rounds)
