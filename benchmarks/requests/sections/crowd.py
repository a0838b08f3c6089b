"""A crowd: 200 requests at once, on one event loop."""

import asyncio
from collections.abc import AsyncIterator

from benchmarks.requests import shapes
from benchmarks.requests.call import Call
from benchmarks.requests.effort import Effort
from benchmarks.requests.measure import sample
from benchmarks.requests.results import Row, row
from benchmarks.requests.sections.calls import admin_calls, graph_calls

SIZE = 200


async def measure(effort: Effort) -> AsyncIterator[Row]:
    """Yield a row for each shape, of what all its requests took together."""
    crowds = {shape.named: graph_calls(shape) for shape in shapes.CROWDED}
    crowds[shapes.ADMIN_TITLE] = admin_calls()
    for title, calls in crowds.items():
        crowd = {name: _at_once(call) for name, call in (await calls).items()}
        samples = await sample(crowd, rounds=effort.share(1 / 3))
        yield row(title[0], title, samples, unit="ms", scale=1e3)


def _at_once(call: Call) -> Call:
    async def crowd() -> None:
        await asyncio.gather(*(call() for _ in range(SIZE)))

    return crowd
