"""Replay random edits: `python -m tests.plugin.edits [--edits N] [--seed N ...]`.

Prints every difference between the modes, and the seed to see it again.
"""

import argparse
import tempfile
from pathlib import Path

from .walk import PLUGIN, Walk, report


def main() -> int:
    """Walk each seed; return how many steps differ."""
    parser = argparse.ArgumentParser(prog="python -m tests.plugin.edits", description=__doc__)
    parser.add_argument("--edits", type=int, default=500)
    parser.add_argument("--seed", type=int, nargs="+", default=[1])
    parser.add_argument("--folder", type=Path, help="keep the package here")
    parser.add_argument("--bare", action="store_true", help="without the plugin: mypy's own part")
    asked = parser.parse_args()
    wrong = 0
    for seed in asked.seed:
        with tempfile.TemporaryDirectory() as folder:
            walk = Walk(asked.folder or Path(folder), seed, "" if asked.bare else PLUGIN)
            wrong += report(walk, seed, asked.edits)
    print(f"{wrong} steps differ")
    return min(wrong, 1)


if __name__ == "__main__":
    raise SystemExit(main())
