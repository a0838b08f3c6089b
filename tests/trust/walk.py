"""Edit random packages: `python -m tests.trust.walk [--edits N] [--seed N ...]`.

After each edit, mypy must say the same cold, warm, in parallel and in its daemon. Edits add
mistakes, take parts away, change what a provider is, and take things back.
"""

import argparse
import tempfile
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from random import Random

from tests.plugin.edits.walk import Walk, report

from .choices import GOODS
from .make import STYLES, make
from .mistakes import with_mistake
from .program import Program, with_part
from .shrink import smaller
from .text import files

PACKAGES = 6
ALIKE = ("function", "coroutine", "generator", "async generator", "static", "method", "instance")
"""Kinds of providers that can be put in each other's place."""


def states(seed: int) -> Iterator[tuple[str, dict[str, str]]]:
    """Yield what was edited, and the files of several packages."""
    random = Random(f"walk {seed}")
    made = [make(100 * seed + number) for number in range(PACKAGES)]
    before = list(made)
    edited = "made"
    while True:
        yield edited, {"shop/__init__.py": "", **_written(made)}
        number = random.randrange(PACKAGES)
        now = made[number]
        edited, after = _edited(now, before[number], random)
        edited = f"t{number}: {edited}"
        before[number], made[number] = now, after


def _written(programs: list[Program]) -> dict[str, str]:
    return {
        f"shop/t{number}/{name}": text
        for number, program in enumerate(programs)
        for name, text in files(program).items()
    }


def _edited(program: Program, before: Program, random: Random) -> tuple[str, Program]:
    """Return what was done to a package, and the package after it."""
    match random.randrange(9):
        case 0 | 1 | 2:
            return "a mistake", with_mistake(program, random)
        case 3:
            return "as before", before
        case 4:
            steps = [one for _, one in zip(range(60), smaller(program), strict=False)]
            return ("something less", random.choice(steps)) if steps else ("nothing", program)
        case 5:
            styles = tuple(random.choice(STYLES) for _ in range(program.modules))
            return "other imports", replace(program, styles=styles)
        case 6 | 7:
            alike = [one for one in program.providers if one.kind in ALIKE]
            if alike:
                one, kind = random.choice(alike), random.choice(ALIKE)
                return f"{one.name} is a {kind}", with_part(program, one, kind=kind)
        case _:
            alike = [one for one in program.providers if one.kind in ALIKE]
            if alike:
                one, provides = random.choice(alike), random.choice(tuple(GOODS))
                return (
                    f"{one.name} provides {provides}",
                    with_part(program, one, provides=provides),
                )
    return "nothing", program


def main() -> int:
    """Walk each seed; return whether some step differs."""
    parser = argparse.ArgumentParser(prog="python -m tests.trust.walk", description=__doc__)
    parser.add_argument("--edits", type=int, default=100)
    parser.add_argument("--seed", type=int, nargs="+", default=[1])
    asked = parser.parse_args()
    wrong = 0
    for seed in asked.seed:
        with tempfile.TemporaryDirectory() as folder:
            walk = Walk(Path(folder), seed, states=states)
            wrong += report(walk, seed, asked.edits)
    print(f"{wrong} steps differ")
    return min(wrong, 1)


if __name__ == "__main__":
    raise SystemExit(main())
