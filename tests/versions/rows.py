"""The rows of the table of versions: what is held to an old version, and which tests run.

The oldest versions are those `pyproject.toml` allows, and for Starlette the one the runtime asks
for, so the table proves its bounds. What a row does not hold is the newest there is.
"""

import re
import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from typed_depends.supported import OLDEST_STARLETTE

PROJECT: Final = Path(__file__).parents[2]

PACKAGES: Final = ("mypy", "pydantic", "starlette", "fastapi")

PYTHONS: Final = ("3.11", "3.12", "3.13")

MYPYS: Final = ("2.1.0", "2.2.0", "2.3.1")
"""Between the oldest and the newest."""

OLDEST_FASTAPI: Final = "0.121.0"
"""The first with `Depends(..., scope=...)`, which the pages use."""

EVERY_MODE: Final = ("tests/plugin/test_cases.py",)

COLD: Final = (*EVERY_MODE, "-k", "cold-")
"""Every case once; the newest mypy runs them in every mode in `make test`."""

RUNTIME: Final = (
    "tests/reading",
    "tests/graph",
    "tests/plan",
    "tests/resolve",
    "tests/injector",
    "tests/web",
    "tests/security",
    "tests/plugin/test_runtime.py",
    "--ignore=tests/web/test_description.py",  # compares with FastAPI's newest
)


@dataclass(frozen=True, slots=True)
class Row:
    """One environment: its Python, the versions it holds, and the tests to run in it."""

    half: str
    python: str
    held: Mapping[str, str]
    tests: tuple[str, ...]

    @property
    def name(self) -> str:
        """The row as a folder's name."""
        held = [f"{package}-{version}" for package, version in self.held.items()]
        return "-".join((self.half, self.python, *held))


def rows() -> Iterator[Row]:
    """Yield every row, the plugin's before the runtime's."""
    oldest = oldest_versions()
    first = PYTHONS[0]
    yield Row("plugin", first, {"mypy": oldest["mypy"]}, EVERY_MODE)
    for mypy in MYPYS:
        yield Row("plugin", first, {"mypy": mypy}, COLD)
    for python in PYTHONS:
        yield Row("plugin", python, {}, COLD)
    yield Row("plugin", first, {"fastapi": OLDEST_FASTAPI}, (*EVERY_MODE, "-k", "cold-fastapi"))
    yield Row("runtime", first, {"pydantic": oldest["pydantic"]}, RUNTIME)
    yield Row("runtime", first, {"starlette": f"{OLDEST_STARLETTE}.0"}, RUNTIME)
    for python in PYTHONS:
        yield Row("runtime", python, {}, RUNTIME)


def oldest_versions() -> dict[str, str]:
    """Give the lower bounds in `pyproject.toml`, with three numbers each."""
    project = tomllib.loads((PROJECT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    required = [*project["dependencies"], *project["optional-dependencies"]["mypy"]]
    bounds = [re.fullmatch(r"([\w-]+)>=([\d.]+)", requirement) for requirement in required]
    return {found[1]: ".".join([*found[2].split("."), "0", "0"][:3]) for found in bounds if found}
