"""What a run costs, counted and not timed: its work grows with the program, not its square."""

import gc
from collections import Counter
from pathlib import Path

import pytest
from mypy.build import BuildResult, build
from mypy.main import process_options

from mypy_plugin.dependants.dependant import Dependant, Provider
from mypy_plugin.dependants.lookup import Dependants

from .test_inspect import FASTAPI


def layer(number: int) -> str:
    """Write a module whose provider asks for that of the layer below, and a route for it."""
    below = f"m{number - 1}"
    asked = f"b: Annotated[int, Depends({below}.provide)]" if number else ""
    return f"""\
from typing import Annotated
from fastapi import Depends, FastAPI
{f"import {below}" if number else ""}
def provide({asked}) -> int:
    return {number}
app = FastAPI()
@app.get("/")
def handler(given: Annotated[int, Depends(provide)]) -> None: ...
"""


@pytest.fixture(autouse=True)
def _fastapi(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    Path("mypy.ini").write_text("[mypy]\nplugins=typed_depends.mypy\n")
    Path("fastapi").mkdir()
    for name, text in FASTAPI.items():
        Path("fastapi", name).write_text(text)


def check(layers: int) -> BuildResult:
    """Check a program of so many layers, none of it cached."""
    files = [f"m{number}.py" for number in range(layers)]
    for number, file in enumerate(files):
        Path(file).write_text(layer(number))
    options = ["--config-file=mypy.ini", f"--cache-dir=cache{layers}", *files]
    result = build(*process_options(options))
    assert result.errors == []
    return result


def test_layers_below_each_other(monkeypatch: pytest.MonkeyPatch) -> None:
    asked: list[Provider] = []
    of = Dependants.of

    def counting(self: Dependants, provider: Provider) -> Dependant | None:
        asked.append(provider)
        return of(self, provider)

    monkeypatch.setattr(Dependants, "of", counting)

    def questions(layers: int) -> int:
        asked.clear()
        check(layers)
        return len(asked)

    few, many = questions(20), questions(40)
    assert few > 20
    assert many < 2.2 * few


def test_trees_are_let_go_of_without_the_garbage_collector() -> None:
    gc.collect()
    gc.disable()
    try:
        before = alive()
        result = check(4)
        kept = alive() - before
    finally:
        gc.enable()
    assert result.files.keys() >= {"m0", "m3"}
    assert kept["Survey"] <= 1, "that of the last module may wait for the next"
    assert not kept.keys() & {"_Weaver", "Loom"}


def alive() -> Counter[str]:
    """Count the plugin's objects by the names of their classes."""
    found = (type(one) for one in gc.get_objects())
    return Counter(of.__name__ for of in found if str(of.__module__).startswith("mypy_plugin."))
