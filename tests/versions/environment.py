"""One row's environment, and what its tests said there.

Knows pip and pytest. Knows nothing of tables.
"""

import json
import os
import re
import shutil
import subprocess
from collections.abc import Iterator, Mapping
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Final

from .rows import PACKAGES, PROJECT, Row

TOOLS: Final = (
    "httpx",  # for a Starlette before it took httpx2
    "httpx2",
    "hypothesis",
    "jinja2",
    "markdown-it-py",
    "pytest",
    "pytest-xdist",
    "python-multipart",
    "sqlalchemy",
    "trio",
)
"""What the tests need beside the project."""

SUMMARY: Final = re.compile(r"(?:(?P<failed>\d+) failed, )?(?P<passed>\d+) passed.* in .*")


@dataclass(frozen=True, slots=True)
class Outcome:
    """What a row's tests said; `versions` are those that were really installed."""

    versions: Mapping[str, str]
    passed: int
    failed: int
    commit: str
    """The state of the project, "+" behind it if files differed from the commit."""


def last(row: Row, folder: Path) -> Outcome | None:
    """Return what the row's tests said when they were last run."""
    place = folder / row.name / "outcome.json"
    return Outcome(**json.loads(place.read_text("utf-8"))) if place.exists() else None


def kept(row: Row, folder: Path) -> Outcome | None:
    """Return what the row's tests said of the project as it is now, if they were run."""
    outcome = last(row, folder)
    if outcome is None or outcome.commit != commit() or outcome.commit.endswith("+"):
        return None
    return outcome


def run(row: Row, folder: Path, *options: str) -> Outcome:
    """Make the environment if need be, and run the row's tests in it."""
    python = folder / row.name / "bin" / "python"
    if not (folder / row.name / ".ready").exists():
        make(row, folder / row.name, python)
    done = subprocess.run(
        [python, "-m", "pytest", "-n", "2", "-q", "-p", "no:cacheprovider", *row.tests, *options],
        cwd=PROJECT,
        env={name: value for name, value in os.environ.items() if name != "PYTHONPATH"},
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        encoding="utf-8",
        check=False,
    )
    (folder / row.name / "pytest.txt").write_text(done.stdout, encoding="utf-8")
    last = SUMMARY.fullmatch(done.stdout.rstrip().rpartition("\n")[2].strip("= "))
    passed, failed = (int(last["passed"]), int(last["failed"] or 0)) if last else (0, 1)
    failed += done.returncode != 0 and not failed
    outcome = Outcome(dict(versions(python)), passed, failed, commit())
    if not options:
        (folder / row.name / "outcome.json").write_text(json.dumps(asdict(outcome)), "utf-8")
    return outcome


def commit() -> str:
    """Name the state of the project."""
    said = [
        subprocess.run(
            ["git", *asked], cwd=PROJECT, check=True, capture_output=True, encoding="utf-8"
        ).stdout.strip()
        for asked in (("rev-parse", "--short", "HEAD"), ("status", "--porcelain"))
    ]
    return said[0] + "+" * bool(said[1])


def make(row: Row, place: Path, python: Path) -> None:
    """Make a virtual environment that holds what the row holds."""
    shutil.rmtree(place, ignore_errors=True)
    subprocess.run([interpreter(row.python), "-m", "venv", place], check=True)
    pip = [str(python), "-m", "pip", "install", "--quiet", "--disable-pip-version-check"]
    subprocess.run([*pip, "--upgrade", "pip"], check=True)
    held = [f"{package}=={version}" for package, version in row.held.items()]
    # What compares with FastAPI takes whichever goes with the held Starlette.
    wanted = ["mypy", "fastapi", *TOOLS]
    subprocess.run([*pip, "--editable", ".", *held, *wanted], cwd=PROJECT, check=True)
    (place / ".ready").touch()


def interpreter(version: str) -> str:
    """Find a Python of this version: on the path, or among pyenv's."""
    name = f"python{version}"
    pyenv = Path(os.environ.get("PYENV_ROOT", Path.home() / ".pyenv")) / "versions"
    for found in (shutil.which(name), *pyenv.glob(f"{version}.*/bin/{name}")):
        if (
            found
            and subprocess.run([found, "-V"], capture_output=True, check=False).returncode == 0
        ):
            return str(found)
    message = f"Python {version} is not installed: neither on the path nor among pyenv's"
    raise FileNotFoundError(message)


def versions(python: Path) -> Iterator[tuple[str, str]]:
    """Yield the versions of Python and of the packages of the table, "-" if not installed."""
    asked = (
        "import platform, sys\nfrom importlib.metadata import version, PackageNotFoundError\n"
        "print('python', platform.python_version())\n"
        "for name in sys.argv[1:]:\n"
        "    try: print(name, version(name))\n"
        "    except PackageNotFoundError: print(name, '-')\n"
    )
    printed = subprocess.run(
        [python, "-c", asked, *PACKAGES], capture_output=True, encoding="utf-8", check=True
    ).stdout
    yield from ((name, version) for name, version in map(str.split, printed.splitlines()))
