"""Check some cases by hand: `python -m tests.plugin [--mode MODE] [--bare] [WORD ...]`.

Prints what mypy prints for each case whose name holds one of the words, and where
that is not what its page expects. `--bare` leaves our plugin out: what is then printed
besides the rules' own findings is a mistake in the case.
"""

import argparse
import sys
import tempfile
from pathlib import Path

from .batch import BARE, Tree, differences, members
from .laboratory import Laboratory
from .modes import MODES, group_of


def main(arguments: list[str]) -> int:
    """Run the asked cases; return how many disagree."""
    parser = argparse.ArgumentParser(prog="python -m tests.plugin", description=__doc__)
    parser.add_argument("words", nargs="*")
    parser.add_argument("--mode", default="cold", choices=[mode.name for mode in MODES])
    parser.add_argument("--family", default="")
    parser.add_argument("--verbose", action="store_true", help="print agreeing cases too")
    parser.add_argument("--bare", action="store_true")
    asked = parser.parse_args(arguments)
    if asked.bare:
        Tree.ours = (BARE,)
    mode = next(mode for mode in MODES if mode.name == asked.mode)
    chosen = [
        member
        for member in members()
        if all(word in f"{member.package}" for word in [*asked.words, asked.family])
    ]
    disagree = 0
    with tempfile.TemporaryDirectory() as folder:
        laboratory = Laboratory(Path(folder), tuple(chosen))
        for group in laboratory.groups():
            if not mode.available(group):
                continue
            result = laboratory.result(mode, group)
            for row in result.stray:
                print("stray:", row)
            disagree += bool(result.stray)
            for crash in sorted(set(result.crashes.values())):
                packages = [package for package, text in result.crashes.items() if text == crash]
                print(f"== {packages}: {crash}")
                disagree += len(packages)
            for member in chosen:
                for visit in result.visits.get(member.package, ()):
                    state = member.state(visit.step)
                    missing, surplus = differences(
                        [line for line in state.expected if not mode.forgets(line)],
                        [line for line in visit.printed if not mode.forgets(line)],
                    )
                    if asked.bare:
                        missing = []
                    wrong = bool(missing or surplus)
                    disagree += wrong
                    if wrong or asked.verbose:
                        where = f"{member.case.page}.md:{member.case.line}"
                        print(f"== {member.package} step {visit.step} ({where})")
                        for row in missing:
                            print("   missing:", row)
                        for row in surplus:
                            print("   surplus:", row)
                        if asked.verbose:
                            for printed in visit.printed:
                                print("   printed:", printed)
        groups = {group_of(member.case).name for member in chosen}
        print(f"{len(chosen)} members in {sorted(groups)}, {disagree} disagreements")
    return min(disagree, 1)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
