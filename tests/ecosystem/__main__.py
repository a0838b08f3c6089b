"""Check real applications: `python -m tests.ecosystem [--folder F] [PROJECT ...]`.

Downloads each once. Prints what is not as `findings.toml` says; `--list` prints every finding.
"""

import argparse
from pathlib import Path

from .check import disagreements, findings, known_findings, run_mypy
from .projects import PROJECTS, files_with_markers


def main() -> int:
    """Check the asked projects; return 1 if something is not as expected."""
    parser = argparse.ArgumentParser(prog="python -m tests.ecosystem", description=__doc__)
    parser.add_argument("projects", nargs="*", metavar="PROJECT")
    parser.add_argument("--folder", type=Path, default=Path(".venv/ecosystem"))
    parser.add_argument("--list", action="store_true", help="print every finding")
    asked = parser.parse_args()
    folder = asked.folder.resolve()
    folder.mkdir(parents=True, exist_ok=True)
    markers = told = wrong = 0
    for project in PROJECTS:
        if asked.projects and project.name not in asked.projects:
            continue
        root = project.fetch(folder)
        files = files_with_markers(root)
        checked = run_mypy(root, files, "typed_depends.mypy", folder)
        bare = run_mypy(root, files, "", folder)
        found = list(findings(checked))
        differ = list(disagreements(bare, checked, known_findings(project.name)))
        for row in [*(found if asked.list else ()), *differ]:
            print("  ", row)
        print(
            f"{project.name} {project.version}: {sum(files.values())} markers "
            f"in {len(files)} files, {len(found)} findings, {len(differ)} disagreements",
            flush=True,
        )
        markers, told, wrong = markers + sum(files.values()), told + len(found), wrong + len(differ)
    print(f"{markers} markers, {told} findings, {wrong} disagreements")
    return min(wrong, 1)


if __name__ == "__main__":
    raise SystemExit(main())
