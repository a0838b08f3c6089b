"""Tell what a request costs: `python -m benchmarks.requests [--rounds N]`.

Ratios to careful hand-written code on Starlette (1.0; less is better), all contenders in
one interleaved run, with the quartiles of the rounds.
"""

import argparse
import asyncio

from benchmarks.requests.contenders import NAMES
from benchmarks.requests.measure import Figure
from benchmarks.requests.table import admin_calls, resolutions, whole_calls


async def main(rounds: int) -> None:
    """Measure and print, a line for each shape."""
    print(f"{'whole ASGI call':36}" + "".join(f"{name:>22}" for name in NAMES))
    async for title, figures in whole_calls(rounds):
        print(line(title, figures), flush=True)
    print(line(*await admin_calls(rounds)), flush=True)
    print("resolution without HTTP")
    async for title, figures in resolutions(rounds):
        print(line(title, figures), flush=True)


def line(title: str, figures: dict[str, Figure]) -> str:
    """Write one shape's figures."""
    cells = []
    for name in NAMES:
        if name not in figures:
            cells.append(f"{'':22}")
            continue
        one = figures[name]
        cells.append(f"{one.middle:7.2f} ({one.low:.2f}-{one.high:.2f})".rjust(22))
    return f"{title:36}" + "".join(cells)


if __name__ == "__main__":
    parser = argparse.ArgumentParser(prog="python -m benchmarks.requests", description=__doc__)
    parser.add_argument("--rounds", type=int, default=40)
    asyncio.run(main(parser.parse_args().rounds))
