"""Put the bookshop under fire: `python -m tests.fire --minutes 10 --seed 7`."""

import argparse
import asyncio
import random
import sys
from pathlib import Path
from tempfile import TemporaryDirectory

from tests.fire.battle import Battle


def main() -> int:
    """Fight on emitted plans, then on the interpreter; return the exit code."""
    parser = argparse.ArgumentParser(prog="python -m tests.fire", description=__doc__)
    parser.add_argument("--minutes", type=float, default=10, help="of both halves together (10)")
    parser.add_argument("--seed", type=int, default=None, help="of the crowd (a new one)")
    asked = parser.parse_args()
    seed = random.randrange(1_000_000) if asked.seed is None else asked.seed
    failed = False
    for interpret in (False, True):
        print(f"{'interpreter' if interpret else 'emitted plans'}, seed {seed}", flush=True)
        with TemporaryDirectory() as folder:
            battle = Battle(seed, asked.minutes * 30, Path(folder), interpret)
            asyncio.run(battle.fight())
        tell(battle)
        failed |= bool(battle.complaints)
    return int(failed)


def tell(battle: Battle) -> None:
    """Print what happened, and what should not have."""
    for what, count in sorted(battle.done.items()):
        print(f"{count:8} {what}")
    print(f"the longest wait for an answer: {battle.waited:.1f} s")
    print("entered and left:", battle.report.get("entered"))
    for name, state in zip(("before", "after"), battle.states, strict=False):
        print(f"{name}: {state}")
    for complaint in battle.complaints:
        print(f"NOT AS IT SHOULD BE: {complaint}")


if __name__ == "__main__":
    sys.exit(main())
