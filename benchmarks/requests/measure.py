"""Interleaved rounds: every contender in each round, in turn, so that noise hits all alike.

A round calls each contender often enough to fill `ROUND_SECONDS`; a contender's sample is
the time of one call in that round.
"""

import gc
import random
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from time import perf_counter

from benchmarks.requests.call import Call

ROUND_SECONDS = 0.02

Samples = Mapping[str, Sequence[float]]
"""For each contender its samples, a round's at the same place for all."""


async def sample(calls: Mapping[str, Call], *, rounds: int) -> Samples:
    """Return the seconds that one call took, for each contender and round."""
    counts = {name: await _calibrated(call) for name, call in calls.items()}
    times: dict[str, list[float]] = {name: [] for name in calls}
    with _collecting_between():
        for order in orders(calls, rounds):
            for name in order:
                times[name].append(await _timed(calls[name], counts[name]))
            gc.collect()
    return times


def orders(names: Mapping[str, object] | Sequence[str], rounds: int) -> Iterator[list[str]]:
    """Yield for each round the order in which contenders have their turn."""
    order = list(names)
    for number in range(rounds):
        random.Random(number).shuffle(order)
        yield order


@contextmanager
def _collecting_between() -> Iterator[None]:
    gc.collect()
    gc.disable()
    try:
        yield
    finally:
        gc.enable()


async def _timed(call: Call, count: int) -> float:
    begun = perf_counter()
    for _ in range(count):
        await call()
    return (perf_counter() - begun) / count


async def _calibrated(call: Call) -> int:
    """Return how many calls fill a round, after a few to warm up."""
    begun = perf_counter()
    for _ in range(20):
        await call()
        if perf_counter() - begun > 5 * ROUND_SECONDS:
            break
    return max(3, int(ROUND_SECONDS / await _timed(call, 3)))
