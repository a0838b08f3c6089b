"""The programs of one file in `examples/`, as they are and with FastAPI's names."""

import re
import sys
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from pathlib import Path
from types import ModuleType
from typing import TypeAlias

import pytest

from typed_depends.testclient import TestClient

EXAMPLES = Path(__file__).resolve().parents[2] / "examples"
EXCHANGED = {"typed_depends": "fastapi", "App": "FastAPI", "Router": "APIRouter"}

Load: TypeAlias = Callable[[str], ModuleType]
Serve: TypeAlias = Callable[[str], TestClient]


@pytest.fixture(params=["typed_depends", "fastapi"])
def family(request: pytest.FixtureRequest) -> str:
    """The library that an example runs on. Most examples are FastAPI programs as well."""
    return str(request.param)


def load_example(name: str, family: str) -> ModuleType:
    """Return an example's module, run anew and on the `family`."""
    path = EXAMPLES / f"{name}.py"
    text = path.read_text(encoding="utf-8")
    if family == "fastapi":
        text = re.sub(r"\w+", lambda word: EXCHANGED.get(word[0], word[0]), text)
    module = ModuleType(f"{name}_on_{family}")
    sys.modules[module.__name__] = module  # where annotations are looked up
    exec(compile(text, path, "exec"), vars(module))
    return module


@pytest.fixture
def load(family: str) -> Load:
    """Return an example's module on the `family`."""
    return lambda name: load_example(name, family)


@pytest.fixture
def serve(load: Load) -> Iterator[Serve]:
    """Return a client of an example that was started."""
    with ExitStack() as running:
        yield lambda name: running.enter_context(TestClient(load(name).app))


ours_alone = pytest.mark.parametrize("family", ["typed_depends"], indirect=True)
"""For an example with something that FastAPI does not have."""
