"""Growth: what one more dependency costs, and one more layer of a graph that shares all."""

from collections.abc import AsyncIterator, Mapping, Sequence

from benchmarks.requests import shapes
from benchmarks.requests.call import Call
from benchmarks.requests.contenders import NAMES
from benchmarks.requests.effort import Effort
from benchmarks.requests.measure import Samples, sample
from benchmarks.requests.results import Row, row
from benchmarks.requests.sections.calls import graph_calls


async def per_dependency(effort: Effort) -> AsyncIterator[Row]:
    """Yield the slope of the curve over chains, then its points."""
    lengths = (1, 10, 50) if effort.quick else (1, 2, 5, 10, 20, 50, 100, 200)
    curves = await _curves({n: await graph_calls(shapes.growing_chain(n)) for n in lengths}, effort)
    lines = {name: slopes(lengths, [curves[n][name] for n in lengths]) for name in NAMES}
    yield row("slope", "for each dependency", lines, tell="amount")
    for n in lengths:
        yield row(str(n), f"chain of {n}", curves[n], tell="amount")


async def per_layer(effort: Effort) -> AsyncIterator[Row]:
    """Yield the points of the curve over layers of three."""
    depths = (1, 3) if effort.quick else (1, 2, 3, 4, 5)
    curves = await _curves({n: await graph_calls(shapes.growing_layers(n)) for n in depths}, effort)
    for n in depths:
        yield row(str(n), f"{n} layers of 3", curves[n], tell="amount")


async def _curves(points: Mapping[int, dict[str, Call]], effort: Effort) -> dict[int, Samples]:
    """Measure all points in the same rounds, so that a slope is one round's own."""
    calls = {f"{name} {n}": call for n, named in points.items() for name, call in named.items()}
    samples = await sample(calls, rounds=effort.share(1 / 3))
    return {n: {name: samples[f"{name} {n}"] for name in named} for n, named in points.items()}


def slopes(lengths: Sequence[int], curve: Sequence[Sequence[float]]) -> list[float]:
    """Return for each round the slope of the straight line through its points."""
    center = sum(lengths) / len(lengths)
    spread = sum((n - center) ** 2 for n in lengths)
    return [
        sum((n - center) * time for n, time in zip(lengths, times, strict=True)) / spread
        for times in zip(*curve, strict=True)
    ]
