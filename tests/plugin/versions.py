"""Run every case under other versions of mypy: `python -m tests.plugin.versions 2.0.0 2.4.1`.

For each version: a virtual environment of its own below `--folder`, the project in it,
and the tests of the pages, in every mode that version has. Not part of `make test`;
this is how the oldest supported version in `pyproject.toml` is known.
"""

import argparse
import subprocess
import sys
import venv
from importlib import metadata
from pathlib import Path

PROJECT = Path(__file__).parents[2]

TOOLS = ("fastapi", "httpx", "markdown-it-py", "pytest", "pytest-xdist", "sqlalchemy")
"""What the cases and their tests need beside mypy, in the versions of this environment."""


def main(arguments: list[str]) -> int:
    """Run all versions; return how many failed."""
    parser = argparse.ArgumentParser(prog="python -m tests.plugin.versions", description=__doc__)
    parser.add_argument("versions", nargs="+")
    parser.add_argument("--folder", type=Path, default=PROJECT / ".venv" / "mypy-versions")
    parser.add_argument("--select", default="", help="as pytest's -k")
    asked = parser.parse_args(arguments)
    verdicts = {
        version: run(version, asked.folder / version, asked.select) for version in asked.versions
    }
    for version, verdict in verdicts.items():
        print(f"mypy {version}: {'passes' if verdict == 0 else 'fails'}")
    return sum(verdict != 0 for verdict in verdicts.values())


def run(version: str, folder: Path, select: str) -> int:
    """Make the environment if need be; return pytest's verdict."""
    python = str(folder / "bin" / "python")
    if not (folder / ".ready").exists():
        venv.create(folder, with_pip=True, clear=True)
        pip = [python, "-m", "pip", "install", "--quiet", "--disable-pip-version-check"]
        subprocess.run([*pip, "--upgrade", "pip"], check=True)
        tools = [f"{name}=={metadata.version(name)}" for name in TOOLS]
        subprocess.run(
            [*pip, "--editable", ".", f"mypy=={version}", *tools], cwd=PROJECT, check=True
        )
        (folder / ".ready").touch()
    pytest = [python, "-m", "pytest", "-n", "2", "-q", "-p", "no:cacheprovider"]
    tests = ["tests/plugin/test_cases.py", *(["-k", select] if select else [])]
    return subprocess.run([*pytest, *tests], cwd=PROJECT, check=False).returncode


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
