"""Run the tests under old and new versions: `python -m tests.versions [--write] [WORD ...]`.

Each row has a virtual environment of its own below `--folder`, made once, and keeps beside it
what its tests said of which commit. Prints the table; `--write` puts it into `docs/versions.md`
and the README as well. Rows already run on this commit are not run again unless named;
`--collect` runs none, and shows of each what was last said, with the commit it was said of.
"""

import argparse
from pathlib import Path

from .environment import kept, last, run
from .rows import PROJECT, rows
from .table import HEAD, PAGES, line, replace_table


def main() -> int:
    """Run the asked rows; return 1 if one fails."""
    parser = argparse.ArgumentParser(prog="python -m tests.versions", description=__doc__)
    parser.add_argument("words", nargs="*", help="only rows whose name holds one of these")
    parser.add_argument("--folder", type=Path, default=PROJECT / ".venv" / "versions")
    parser.add_argument("--select", default="", help="as pytest's -k")
    parser.add_argument("--collect", action="store_true")
    parser.add_argument("--write", action="store_true")
    asked = parser.parse_args()
    folder = asked.folder.resolve()
    folder.mkdir(parents=True, exist_ok=True)
    print(HEAD, flush=True)
    lines, failed = [], 0
    for row in rows():
        if asked.words and not any(word in row.name for word in asked.words):
            continue
        known = None if asked.words or asked.select else kept(row, folder)
        if asked.collect:
            known = last(row, folder)
        outcome = known or run(row, folder, *(["-k", asked.select] if asked.select else []))
        failed += outcome.failed
        lines.append(line(row, outcome))
        print(lines[-1], flush=True)
    if asked.write and not (asked.words or asked.select):
        for page in PAGES:
            page.write_text(replace_table(page.read_text("utf-8"), lines), "utf-8")
    return min(failed, 1)


if __name__ == "__main__":
    raise SystemExit(main())
