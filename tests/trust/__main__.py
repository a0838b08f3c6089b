"""Compare the halves: `python -m tests.trust [--seed N] [--programs M]`.

Each seed is one package. A disagreement is made as small as it can be and printed as a case.
"""

import argparse
import tempfile
from pathlib import Path

from .compare import compare
from .make import make
from .shrink import smallest
from .text import files

BATCH = 100


def main() -> int:
    """Compare packages seed after seed; return whether some pair of halves disagrees."""
    parser = argparse.ArgumentParser(prog="python -m tests.trust", description=__doc__)
    parser.add_argument("--seed", type=int, default=0)
    parser.add_argument("--programs", type=int, default=2000)
    parser.add_argument("--keep-size", action="store_true", help="do not look for smaller programs")
    parser.add_argument("--show", action="store_true", help="print the packages")
    parser.add_argument("--folder", type=Path, help="keep mypy's cache of the frameworks here")
    asked = parser.parse_args()
    wrong = 0
    with tempfile.TemporaryDirectory() as made:
        folder = asked.folder or Path(made)
        for first in range(asked.seed, asked.seed + asked.programs, BATCH):
            last = min(first + BATCH, asked.seed + asked.programs)
            programs = [make(seed) for seed in range(first, last)]
            found = compare(programs, folder)
            wrong += len(found)
            for one in found:
                small = one if asked.keep_size else smallest(one, folder)
                print(small, flush=True)
                if asked.show or not asked.keep_size:
                    for name, text in files(small.program).items():
                        if name not in ("goods.py", "__init__.py"):
                            print(f"`{name}`:\n```py\n{text}\n```", flush=True)
            print(f"seeds {first} to {last - 1}: {len(found)} disagreements", flush=True)
    return min(wrong, 1)


if __name__ == "__main__":
    raise SystemExit(main())
