"""Tell what a request costs: `python -m benchmarks.requests`.

Ratios to careful hand-written code on Starlette (1; less is better), all contenders in one
interleaved run, with the quartiles of the rounds.
"""

import argparse
import asyncio
from pathlib import Path

from benchmarks.requests.effort import Effort
from benchmarks.requests.picture import draw
from benchmarks.requests.publish import publish
from benchmarks.requests.results import Results, Section, results
from benchmarks.requests.sections import KEYS, SECTIONS
from benchmarks.requests.text import circumstances, for_terminal


def arguments() -> argparse.Namespace:
    """Read the command line."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.requests", description=__doc__)
    parser.add_argument(
        "--rounds", type=int, help="of what is quick to measure; the rest has its share (40)"
    )
    parser.add_argument(
        "--only", nargs="+", choices=KEYS, default=(), metavar="KEY", help=f"of {', '.join(KEYS)}"
    )
    parser.add_argument(
        "--quick", action="store_true", help="to see that it works, not to believe its figures"
    )
    parser.add_argument(
        "--into",
        type=Path,
        default=Path("build/benchmarks"),
        help="the folder for requests.json and requests.svg (build/benchmarks)",
    )
    parser.add_argument(
        "--publish", action="store_true", help="renew docs/benchmarks.md and its picture as well"
    )
    return parser.parse_args()


async def main(effort: Effort) -> Results:
    """Measure and print, a section at a time."""
    sections: list[Section] = []
    for one in SECTIONS:
        if one.wanted(effort):
            rows = tuple([row async for row in one.measure(effort)])
            sections.append(Section(one.key, one.title, rows))
            print(*for_terminal(sections[-1]), "", sep="\n", flush=True)
    return results(effort.rounds, sections)


if __name__ == "__main__":
    asked = arguments()
    rounds = asked.rounds or (4 if asked.quick else 40)
    run = asyncio.run(main(Effort(rounds, asked.quick, frozenset(asked.only))))
    print(circumstances(run))
    run.write(asked.into / "requests.json")
    draw(run, asked.into / "requests.svg")
    print(f"Written to {asked.into}: requests.json, requests.svg")
    if asked.publish:
        publish(run)
