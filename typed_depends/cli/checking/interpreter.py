"""Finds the Python whose packages a project uses. Asks it for its version, and runs nothing else.

The tool itself may be installed elsewhere (pipx, uvx, pre-commit), so its own Python is only
one of the candidates; the first that has the framework is taken. None is run that came with the
repository.
"""

import os
import shutil
import subprocess
import sys
from collections.abc import Collection, Iterator
from dataclasses import dataclass
from pathlib import Path

from typed_depends.cli.checking.repository import is_checked_in
from typed_depends.cli.mistakes import UsageError

_QUESTION = """
import sys, importlib.util
print(*sys.version_info[:2], *(name for name in sys.argv[1:] if importlib.util.find_spec(name)))
"""


@dataclass(frozen=True, slots=True)
class Interpreter:
    """A Python: its file, its version, and which of the frameworks it has."""

    path: Path
    version: tuple[int, int]
    frameworks: frozenset[str]


def find_interpreter(given: Path | None, project: Path, wanted: Collection[str]) -> Interpreter:
    """Return `given`, or the first Python of the project's surroundings that has all of `wanted`.

    If none has, the first that runs. Raises `UsageError` if `given` is no Python.
    """
    if given is not None:
        asked = _ask(_executable(given), wanted)
        if asked is None:
            raise UsageError(
                f'"{given}" is no Python interpreter',
                "Give --python the interpreter itself, such as .venv/bin/python, "
                "or the folder of its environment.",
            )
        return asked
    first: Interpreter | None = None
    for candidate in dict.fromkeys(_candidates(project)):
        found = _ask(candidate, wanted)
        if found is not None and found.frameworks >= set(wanted):
            return found
        first = first or found
    return first or Interpreter(Path(sys.executable), sys.version_info[:2], frozenset())


def _candidates(project: Path) -> Iterator[Path]:
    for variable in ("VIRTUAL_ENV", "CONDA_PREFIX", "UV_PROJECT_ENVIRONMENT"):
        if environment := os.environ.get(variable):
            yield _executable(project / environment)
    for name in (".venv", "venv", "env", ".env"):
        for folder in (Path.cwd(), project):
            beside = folder / name
            if (beside / "pyvenv.cfg").is_file() and not is_checked_in(beside):
                yield _executable(beside)
    yield Path(sys.executable)
    # What starts this may have put an environment of its own before the user's, as pre-commit does.
    for searched in os.environ.get("PATH", os.defpath).split(os.pathsep):
        for name in ("python3", "python"):
            if on_path := shutil.which(name, path=searched):
                yield Path(on_path)
                break


def _executable(path: Path) -> Path:
    if not path.is_dir():
        return path
    inside = ("Scripts/python.exe", "python.exe") if os.name == "nt" else ("bin/python",)
    return next((path / one for one in inside if (path / one).exists()), path)


def _ask(python: Path, names: Collection[str]) -> Interpreter | None:
    """Ask in isolation: neither the working folder nor variables decide what is imported."""
    try:
        answer = subprocess.run(
            [str(python), "-I", "-c", _QUESTION, *sorted(names)],
            capture_output=True,
            text=True,
            check=True,
            timeout=60,
        ).stdout.split()
        version = int(answer[0]), int(answer[1])
    except (OSError, subprocess.SubprocessError, ValueError, IndexError):
        return None
    # The file as it was named: what a link leads to has other packages.
    return Interpreter(python.absolute(), version, frozenset(answer[2:]))
