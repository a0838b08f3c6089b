"""Functions written in C, whose parameters only newer Pythons tell."""

import inspect
import sys
import time
from collections.abc import Callable
from datetime import date
from operator import itemgetter
from pathlib import Path

import pytest

from .batch import run_mypy

PROGRAM = """\
import time
from datetime import date
from functools import partial
from operator import itemgetter
from typing import Annotated, Any

from fastapi import Depends, FastAPI

app = FastAPI()


def get_any() -> Any:
    return None


@app.get("/")
def read(
    one: Annotated[Any, Depends(get_any)],
    today: Annotated[date, Depends(date.today)],
    now: Annotated[float, Depends(time.time)],
    later: Annotated[float, Depends(partial(time.time))],
) -> None: ...


app.dependency_overrides[get_any] = itemgetter(1)
app.dependency_overrides[get_any] = date.today
"""

UNTOLD = {19: "today", 20: "time", 21: "time", 25: "itemgetter", 26: "today"}
"""What does not tell its parameters before Python 3.13, by the line that asks for it."""


@pytest.mark.parametrize(("python", "untold"), [("3.12", UNTOLD), ("3.13", {})])
def test_what_is_written_in_c_is_judged_by_the_version_of_python(
    python: str, untold: dict[int, str], tmp_path: Path
) -> None:
    """By the one mypy checks for, which need not be the one it runs on."""
    (tmp_path / "app.py").write_text(PROGRAM)
    (tmp_path / "mypy.ini").write_text("[mypy]\nplugins = typed_depends.mypy\n")
    printed, broken = run_mypy(tmp_path, f"--python-version={python}", "app.py")
    assert not broken
    told = [row for row in printed.splitlines() if "has no signature" in row]
    assert told == [
        f'app.py:{line}: error: "{name}" has no signature that can be read  [depends-parameter]'
        for line, name in untold.items()
    ]


@pytest.mark.parametrize("function", [date.today, time.time, itemgetter(1)])
def test_the_running_python_is_as_the_table_says(function: Callable[..., object]) -> None:
    """`inspect` reads their signatures since 3.13."""
    if sys.version_info >= (3, 13):
        assert inspect.signature(function) is not None
    else:
        with pytest.raises(ValueError, match="signature"):
            inspect.signature(function)
