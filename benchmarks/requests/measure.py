"""Interleaved rounds: every contender in each round, in turn, so that noise hits all alike.

A round calls each contender `calls` times; a contender's figure in a round is its time
divided by that of the hand-written one in the same round.
"""

import gc
import random
from collections.abc import Mapping
from dataclasses import dataclass
from statistics import median, quantiles
from time import perf_counter

from benchmarks.requests.call import Call

ROUND_SECONDS = 0.02


@dataclass(frozen=True, slots=True)
class Figure:
    """A contender's ratios to the first one, and its time for one call in microseconds."""

    low: float
    middle: float
    high: float
    microseconds: float


async def compare(calls: Mapping[str, Call], *, rounds: int) -> dict[str, Figure]:
    """Return the figures of all contenders; the first is what they are compared with."""
    counts = {name: await _calibrated(call) for name, call in calls.items()}
    times: dict[str, list[float]] = {name: [] for name in calls}
    order = list(calls)
    gc.collect()
    gc.disable()
    try:
        for number in range(rounds):
            random.Random(number).shuffle(order)
            for name in order:
                times[name].append(await _timed(calls[name], counts[name]))
            gc.collect()
    finally:
        gc.enable()
    base = times[next(iter(calls))]
    return {name: _figure(mine, base) for name, mine in times.items()}


async def _timed(call: Call, count: int) -> float:
    begun = perf_counter()
    for _ in range(count):
        await call()
    return (perf_counter() - begun) / count


async def _calibrated(call: Call) -> int:
    """Return how many calls fill a round, after a few to warm up."""
    for _ in range(20):
        await call()
    return max(3, int(ROUND_SECONDS / await _timed(call, 20)))


def _figure(mine: list[float], base: list[float]) -> Figure:
    ratios = [one / other for one, other in zip(mine, base, strict=True)]
    low, middle, high = quantiles(ratios, n=4)
    return Figure(low, middle, high, 1e6 * median(mine))
