"""Tell what the plugin adds to mypy's user time: `python -m benchmarks.plugin [--pairs N]`.

For packages of 1,000 handlers in two shapes, in each family, and for those of the same size
without markers. The goals: 10 % where the framework is cached, 3 % where it is not, 20 ms in a
run with nothing to do and in the daemon.
"""

import argparse
import tempfile
from itertools import product
from pathlib import Path

from benchmarks.plugin.measure import Bench, Pairs, measure
from benchmarks.plugin.package import FAMILIES
from benchmarks.plugin.shapes import SHAPES


def main() -> None:
    """Measure and print, a line for each."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.plugin", description=__doc__)
    parser.add_argument("--pairs", type=int, default=7)
    parser.add_argument("--family", choices=FAMILIES, action="append")
    parser.add_argument("--shape", choices=SHAPES, action="append")
    asked = parser.parse_args()
    print(f"{'':46}{'mypy alone':>10}{'added':>10}{'ratio':>10}   half of the pairs")
    for name, shape in product(asked.family or FAMILIES, asked.shape or SHAPES):
        with tempfile.TemporaryDirectory() as folder:
            bench = Bench(Path(folder), FAMILIES[name], SHAPES[shape], asked.pairs)
            for pairs in measure(bench):
                print(line(name, shape, pairs), flush=True)


def line(family: str, shape: str, pairs: Pairs) -> str:
    """Write one measurement."""
    first, second, third = pairs.percent
    return (
        f"{family:14}{shape:8}{pairs.what:24}"
        f"{1000 * pairs.plain:7.0f} ms{1000 * pairs.added:7.1f} ms"
        f"{second:+8.1f} %   {first:+.1f} % to {third:+.1f} %"
    )


if __name__ == "__main__":
    main()
